/* SPDX-License-Identifier: Apache-2.0 */
/* test-sdt-reader.c -- proves modules/sdt-reader through the public API,
 * against the SAM simulator on the far side of a pty and of TCP.  What can go
 * wrong on the way is in sdt-faults.c. */
#include "findings.h"
#include "sdt-harness.h"
#include "stops.h"
#include "tap.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static void
check_customer(const cseal_identity *identity)
{
	const char *media_type = NULL;
	const char *portrait;
	size_t len = 0;

	OK(sdt_is(identity, CSEAL_IDENTITY_DOCUMENT_TYPE, "cn-resident"));
	OK(sdt_is(identity, CSEAL_IDENTITY_NAME, "沈佳禾"));
	OK(sdt_is(identity, CSEAL_IDENTITY_NAME_LATIN, NULL));
	OK(sdt_is(identity, CSEAL_IDENTITY_SEX, "female"));
	OK(sdt_is(identity, CSEAL_IDENTITY_NATION, "汉"));
	OK(sdt_is(identity, CSEAL_IDENTITY_BIRTH_DATE, "1995-06-18"));
	OK(sdt_is(identity, CSEAL_IDENTITY_ADDRESS,
	    "云汀市临江区望潮路66号听涛苑3幢1单元502室"));
	OK(sdt_is(identity, CSEAL_IDENTITY_ADDRESS_NEW, NULL));
	OK(sdt_is(identity, CSEAL_IDENTITY_NUMBER, "999901199506180023"));
	OK(sdt_is(identity, CSEAL_IDENTITY_AUTHORITY, "云汀市公安局临江分局"));
	OK(sdt_is(identity, CSEAL_IDENTITY_VALID_FROM, "2021-07-09"));
	OK(sdt_is(identity, CSEAL_IDENTITY_VALID_TO, "2041-07-09"));
	OK(sdt_is(identity, CSEAL_IDENTITY_READER_ID,
	    "05.03-20230601-0001234567-0987654321"));
	portrait = cseal_identity_portrait(identity, &len, &media_type);
	OK(portrait != NULL && len == 1024 && memcmp(portrait, "WLf", 3) == 0);
	OK(media_type != NULL && strcmp(media_type, "application/x-wlt") == 0);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
	    CSEAL_VERDICT_UNKNOWN);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_CHIP_GENUINE) ==
	    CSEAL_VERDICT_UNKNOWN);
	OK(cseal_identity_verdict(identity, CSEAL_IDENTITY_MATCHES_PRINT) ==
	    CSEAL_VERDICT_UNKNOWN);
	/* Nothing about the card itself. */
	OK(cseal_identity_reason_count(identity) == 3);
	OK(!cseal_identity_is_virtual(identity));
}

static void
a_resident_card_is_read_over_a_pty_and_over_tcp(void)
{
	for (int on_tcp = 0; on_tcp < 2; on_tcp++) {
		struct read result = sdt_read_card(
		    on_tcp, "customer", sdt_no_faults, &sdt_usual);

		if (OKF(result.st == CSEAL_OK, "%s: %s", on_tcp ? "TCP" : "pty",
			result.text))
			check_customer(result.identity);
		cseal_identity_free(result.identity);
	}
}

static void
a_card_with_added_addresses_and_fingerprints_is_read(void)
{
	struct wish wish = sdt_usual;
	struct read result;
	const char *json;

	wish.want_fingerprint = true;
	result = sdt_read_card(true, "moved", sdt_no_faults, &wish);
	if (!OKF(result.st == CSEAL_OK, "%s", result.text))
		return;
	OK(sdt_is(result.identity, CSEAL_IDENTITY_NAME, "阿迪力·示例江"));
	OK(sdt_is(result.identity, CSEAL_IDENTITY_NATION, "维吾尔"));
	OK(sdt_is(result.identity, CSEAL_IDENTITY_VALID_TO, "long-term"));
	OK(sdt_is(result.identity, CSEAL_IDENTITY_ADDRESS_NEW,
	    "云汀市临江区 灯塔街2号"));
	OK(sdt_has_reason(result.identity, "2 added addresses"));
	OK(sdt_is(result.identity, CSEAL_IDENTITY_READER_ID,
	    "05.01-20190101-0000000042-4294967295"));
	json = cseal_identity_json(result.identity);
	OK(json != NULL && strstr(json, "\"sdt.fingerprint\":\"QwE") != NULL);
	cseal_identity_free(result.identity);
}

static void
fingerprints_are_not_read_where_they_are_not_wished(void)
{
	struct read result =
	    sdt_read_card(true, "moved", sdt_no_faults, &sdt_usual);
	const char *json;

	if (!OKF(result.st == CSEAL_OK, "%s", result.text))
		return;
	json = cseal_identity_json(result.identity);
	OK(json != NULL && strstr(json, "fingerprint") == NULL);
	cseal_identity_free(result.identity);
}

static void
the_other_documents_are_read(void)
{
	static const struct {
		const char *card, *type, *number, *old, *permit, *latin;
	} rows[] = {
		{ "hmt-permit", "cn-hmt-permit", "999902198511200019", NULL,
		    "H00000000", NULL },
		{ "foreign-2017", "cn-foreign-2017", "UTO990064022917", NULL,
		    NULL, "ERIKSSON, ANNA MARIA" },
		{ "foreign-2023", "cn-foreign-2023", "999999196402290027",
		    "UTO990064022917", NULL,
		    "ERIKSSON, ANNA MARIA ELISABETH KRI STINA" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct read result = sdt_read_card(
		    false, rows[i].card, sdt_no_faults, &sdt_usual);
		const cseal_identity *identity = result.identity;

		if (!OKF(result.st == CSEAL_OK, "%s", result.text))
			continue;
		OK(sdt_is(
		    identity, CSEAL_IDENTITY_DOCUMENT_TYPE, rows[i].type));
		OK(sdt_is(identity, CSEAL_IDENTITY_NUMBER, rows[i].number));
		OK(sdt_is(identity, CSEAL_IDENTITY_NUMBER_OLD, rows[i].old));
		OK(sdt_is(
		    identity, CSEAL_IDENTITY_PERMIT_NUMBER, rows[i].permit));
		OK(sdt_is(identity, CSEAL_IDENTITY_NAME_LATIN, rows[i].latin));
		OKF(cseal_identity_reason_count(identity) == 3,
		    "the card adds up");
		cseal_identity_free(result.identity);
	}
}

/* 11 + 27 + 15 + 19 + 1295 + 11 bytes are a whole conversation. */
#define CONVERSATION_LEN 1378

static void
a_reader_unplugged_at_any_byte_is_gone(void)
{
	static const char *const unplug[] = { "unplug=0+13", NULL };
	cseal_context *context = sdt_context();
	struct simulator simulator;
	size_t wrong = 0, count = 0;
	int fds = -1;

	if (!OK(simulator_start(&simulator, true, "customer", unplug)))
		return;
	for (int at = 0; at < CONVERSATION_LEN; at += 13) {
		cseal_identity *identity = NULL;
		cseal_status st = cseal_identity_read(
		    context, simulator.uri, NULL, 5000, NULL, &identity, NULL);

		count++;
		wrong += st != CSEAL_COUNTER_DEVICE_GONE;
		if (st != CSEAL_COUNTER_DEVICE_GONE)
			printf("# at %d: %s\n", at, cseal_status_name(st));
		cseal_identity_free(identity);
		if (at == 0)
			fds = sdt_count_fds();
	}
	OKF(wrong == 0, "%zu places", count);
	OK(sdt_count_fds() == fds);
	simulator_end(&simulator);
	cseal_context_unref(context);
}

/* One byte every 2 ms: a frame takes longer than an answer may be late, and
 * is read all the same on a line that is slow by its nature. */
static void
a_slow_line_is_waited_for(void)
{
	static const char *const slow[] = { "slow=1", NULL };
	cseal_context *context = sdt_context();
	struct simulator simulator;
	struct read result;
	char uri[192];

	if (!OK(simulator_start(&simulator, false, "customer", slow)))
		return;
	snprintf(uri, sizeof(uri), "%s?baud=9600", simulator.uri);
	result = sdt_read(context, uri, &sdt_usual);
	OKF(result.st == CSEAL_OK && result.took_ms > 1300, "%ld ms: %s",
	    result.took_ms, result.text);
	cseal_identity_free(result.identity);
	simulator_end(&simulator);
	cseal_context_unref(context);
}

static void
a_card_left_on_the_reader_is_read_again(void)
{
	static const char *const once[] = { "found-once", NULL };
	cseal_context *context = sdt_context();
	struct simulator simulator;

	if (!OK(simulator_start(&simulator, false, "customer", once)))
		return;
	for (int i = 0; i < 3; i++) {
		struct read result =
		    sdt_read(context, simulator.uri, &sdt_usual);

		OKF(result.st == CSEAL_OK, "time %d: %s", i, result.text);
		cseal_identity_free(result.identity);
	}
	simulator_end(&simulator);
	cseal_context_unref(context);
}

/* What `stty` shows. */
static struct termios
settings_of(const char *path)
{
	struct termios settings;
	int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK);

	memset(&settings, 0, sizeof(settings));
	tcgetattr(fd, &settings);
	close(fd);
	return settings;
}

static void
the_settings_of_the_tty_are_given_back(void)
{
	cseal_context *context = sdt_context();
	struct simulator simulator;
	struct termios before, after;
	struct read result;

	if (!OK(simulator_start(&simulator, false, "customer", sdt_no_faults)))
		return;
	before = settings_of(simulator.where);
	result = sdt_read(context, simulator.uri, &sdt_usual);
	after = settings_of(simulator.where);
	OK(result.st == CSEAL_OK);
	OK((before.c_lflag & ICANON) != 0);
	OK(before.c_lflag == after.c_lflag && before.c_iflag == after.c_iflag);
	OK(before.c_oflag == after.c_oflag && before.c_cflag == after.c_cflag);
	cseal_identity_free(result.identity);
	simulator_end(&simulator);
	cseal_context_unref(context);
}

static void *
read_while_no_card(void *argument)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = 600,
	};
	cseal_context *context = sdt_context();
	cseal_identity *identity = NULL;

	cseal_identity_read(
	    context, argument, &options, 5000, NULL, &identity, NULL);
	cseal_identity_free(identity);
	cseal_context_unref(context);
	return NULL;
}

static void
a_reader_in_use_is_busy_and_free_afterwards(void)
{
	static const char *const none[] = { "no-card", NULL };
	const struct timespec pause = { 0, 250 * 1000000L };
	cseal_context *context = sdt_context();
	struct simulator simulator;
	struct read result;
	pthread_t thread;

	if (!OK(simulator_start(&simulator, false, "customer", none)))
		return;
	pthread_create(&thread, NULL, read_while_no_card, simulator.uri);
	nanosleep(&pause, NULL);
	result = sdt_read(context, simulator.uri, &sdt_usual);
	OKF(result.st == CSEAL_COUNTER_DEVICE_BUSY, "%s", result.text);
	OK(strstr(result.text, "in use by another") != NULL);
	pthread_join(thread, NULL);
	result = sdt_read(context, simulator.uri,
	    &(struct wish){ .card_wait_ms = 50, .timeout_ms = 5000 });
	OKF(result.st == CSEAL_AGAIN_NO_CARD, "%s", result.text);
	simulator_end(&simulator);
	cseal_context_unref(context);
}

/* Whoever is killed while reading leaves nothing behind that keeps others
 * out. */
static void
after_a_killed_process_the_reader_is_free(void)
{
	static const char *const none[] = { "silent=read:1", NULL };
	const struct timespec pause = { 0, 200 * 1000000L };
	struct simulator simulator;
	cseal_context *context;
	struct read result;
	pid_t pid;

	if (!OK(simulator_start(&simulator, false, "customer", none)))
		return;
	pid = fork();
	if (pid == 0) {
		context = sdt_context();
		sdt_read(context, simulator.uri, &sdt_usual);
		_exit(0);
	}
	nanosleep(&pause, NULL);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	context = sdt_context();
	result = sdt_read(context, simulator.uri, &sdt_usual);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	cseal_identity_free(result.identity);
	simulator_end(&simulator);
	cseal_context_unref(context);
}

static void
what_is_not_there_is_said_to_be_not_there(void)
{
	static const struct {
		const char *uri;
		cseal_status st;
		const char *part;
	} rows[] = {
		{ "sdt:tty:/dev/ttyUSB-none", CSEAL_COUNTER_NO_DEVICE,
		    "No such file" },
		{ "sdt:tty:/dev/null", CSEAL_COUNTER_NO_DEVICE,
		    "not a serial line" },
		{ "sdt:tty:/", CSEAL_COUNTER_NO_DEVICE, "could not open /" },
		{ "sdt:tcp:127.0.0.1:1", CSEAL_COUNTER_NO_DEVICE, "refused" },
		{ "sdt:tcp:[::1]:1", CSEAL_COUNTER_NO_DEVICE,
		    "could not connect" },
		{ "sdt:tcp:localhost:1", CSEAL_COUNTER_NO_DEVICE,
		    "could not connect" },
		{ "sdt:usb:250-1.2.3", CSEAL_COUNTER_NO_DEVICE,
		    "nothing is plugged in at USB 250-1.2.3" },
		{ "sdt:usb:250-1?id=0400:c35a&pairs=2", CSEAL_COUNTER_NO_DEVICE,
		    "nothing is plugged in" },
		{ "sdt:usb:", CSEAL_SETUP_CONFIG, "sdt:usb:BUS-PORT" },
		{ "sdt:usb:1", CSEAL_SETUP_CONFIG, "sdt:usb:BUS-PORT" },
		{ "sdt:usb:1-", CSEAL_SETUP_CONFIG, "sdt:usb:BUS-PORT" },
		{ "sdt:usb:1-2.", CSEAL_SETUP_CONFIG, "sdt:usb:BUS-PORT" },
		{ "sdt:usb:1-2-3", CSEAL_SETUP_CONFIG, "sdt:usb:BUS-PORT" },
		{ "sdt:usb:1.2", CSEAL_SETUP_CONFIG, "sdt:usb:BUS-PORT" },
		{ "sdt:usb:1-1000", CSEAL_SETUP_CONFIG, "sdt:usb:BUS-PORT" },
		{ "sdt:usb:../1-2", CSEAL_SETUP_CONFIG, "sdt:usb:BUS-PORT" },
		{ "sdt:usb:1-2.111.111.111.111.111.111.111.111",
		    CSEAL_SETUP_CONFIG, "sdt:usb:BUS-PORT" },
		{ "sdt:usb:1-2?", CSEAL_SETUP_CONFIG, "sdt:usb:BUS-PORT" },
		{ "sdt:usb:1-2?pairs=3", CSEAL_SETUP_CONFIG, "BUS-PORT" },
		{ "sdt:usb:1-2?id=400:c35a", CSEAL_SETUP_CONFIG, "BUS-PORT" },
		{ "sdt:usb:1-2?id=0400:c35a0", CSEAL_SETUP_CONFIG, "BUS-PORT" },
		{ "sdt:usb:1-2?id=0400:c35a&", CSEAL_SETUP_CONFIG, "BUS-PORT" },
		{ "sdt:tty:ttyUSB0", CSEAL_SETUP_CONFIG, "sdt:tty:/PATH" },
		{ "sdt:tty:", CSEAL_SETUP_CONFIG, "sdt:tty:/PATH" },
		{ "sdt:tty:/dev/null?baud=1", CSEAL_SETUP_CONFIG, "baud" },
		{ "sdt:tty:/dev/null?baud=", CSEAL_SETUP_CONFIG, "baud" },
		{ "sdt:tty:/dev/null?parity=odd", CSEAL_SETUP_CONFIG, "baud" },
		{ "sdt:tcp:host", CSEAL_SETUP_CONFIG, "sdt:tcp:HOST:PORT" },
		{ "sdt:tcp:host:", CSEAL_SETUP_CONFIG, "sdt:tcp:HOST:PORT" },
		{ "sdt:tcp::80", CSEAL_SETUP_CONFIG, "sdt:tcp:HOST:PORT" },
		{ "sdt:tcp:host:0", CSEAL_SETUP_CONFIG, "sdt:tcp:HOST:PORT" },
		{ "sdt:tcp:host:65536", CSEAL_SETUP_CONFIG, "HOST:PORT" },
		{ "sdt:tcp:host:8o", CSEAL_SETUP_CONFIG, "HOST:PORT" },
		{ "sdt:tcp:::1:80", CSEAL_SETUP_CONFIG, "HOST:PORT" },
		{ "sdt:tcp:[]:80", CSEAL_SETUP_CONFIG, "HOST:PORT" },
		{ "sdt:bluetooth:x", CSEAL_SETUP_CONFIG, "sdt:tty:/PATH" },
	};
	cseal_context *context = sdt_context();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct read result = sdt_read(context, rows[i].uri, &sdt_usual);

		OKF(result.st == rows[i].st &&
			strstr(result.text, rows[i].part) != NULL,
		    "%s is %s: %s", rows[i].uri, cseal_status_name(result.st),
		    result.text);
	}
	cseal_context_unref(context);
}

/* Nobody answers to a connect that lands in a full queue. */
static void
a_connect_ends_with_the_wait(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0), fillers[8];
	const struct wish wish = { .card_wait_ms = -1, .timeout_ms = 200 };
	cseal_context *context = sdt_context();
	struct read result;
	char uri[64];

	bind(listener, (struct sockaddr *)&address, sizeof(address));
	listen(listener, 0);
	getsockname(listener, (struct sockaddr *)&address, &len);
	for (size_t i = 0; i < 8; i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(fillers[i], (struct sockaddr *)&address, len);
	}
	snprintf(
	    uri, sizeof(uri), "sdt:tcp:127.0.0.1:%u", ntohs(address.sin_port));
	stops_begin();
	do {
		result = sdt_read(context, uri, &wish);
		OKF(result.st == CSEAL_STOPPED_TIMEOUT, "%s", result.text);
	} while (stops_again(result.took_ms - 200));
	OKF(stops_in_time(), "%ld ms", stops_best_ms);
	OK(stops_tell("a connect to a reader, out of time"));
	for (size_t i = 0; i < 8; i++)
		close(fillers[i]);
	close(listener);
	cseal_context_unref(context);
}

static void
a_denied_tty_names_the_group_to_join(void)
{
	cseal_context *context = sdt_context();
	struct simulator simulator;
	struct read result;

	if (!OK(simulator_start(&simulator, false, "customer", sdt_no_faults)))
		return;
	/* 20 is dialout in Debian. */
	if (geteuid() != 0 || chown(simulator.where, 0, 20) != 0 ||
	    chmod(simulator.where, 0660) != 0 || seteuid(65534) != 0) {
		tap_skip("needs root to take rights away");
	} else {
		result = sdt_read(context, simulator.uri, &sdt_usual);
		if (seteuid(0) != 0)
			exit(99);
		OKF(result.st == CSEAL_SETUP_PERMISSION, "%s", result.text);
		OKF(strstr(result.text, "in the group dialout") != NULL, "%s",
		    result.text);
	}
	simulator_end(&simulator);
	cseal_context_unref(context);
}

static void
a_setting_out_of_range_is_a_wrong_configuration(void)
{
	static const char *const wrong[] = { "response_ms = 0\n",
		"response_ms = 1e3\n", "probe = maybe\n", "poll_ms = x\n",
		"poll_ms = 99999\n", "response_ms = 99999999999999999999\n" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		cseal_context *context;
		struct read result;

		sdt_configure(wrong[i]);
		context = sdt_context();
		result = sdt_read(context, "sdt:tty:/dev/null", &sdt_usual);
		OKF(result.st == CSEAL_SETUP_CONFIG, "%s", result.text);
		cseal_context_unref(context);
	}
	sdt_configure("");
}

static const struct cseal_device *
device_of(const cseal_device_list *list, const char *uri)
{
	for (size_t i = 0; i < cseal_device_list_count(list); i++) {
		const struct cseal_device *device =
		    cseal_device_list_at(list, i);

		if (strcmp(device->uri, uri) == 0)
			return device;
	}
	return NULL;
}

static void
configured_readers_are_listed_with_their_state(void)
{
	struct simulator simulator;
	cseal_device_list *list = NULL;
	const struct cseal_device *device;
	cseal_context *context;
	struct read result;
	char more[512];

	if (!OK(simulator_start(&simulator, false, "customer", sdt_no_faults)))
		return;
	snprintf(more, sizeof(more),
	    "[devices]\nreader = %s\nreader = sdt:tcp:127.0.0.1:9\n"
	    "reader = sdt:tty:/dev/ttyUSB-none\nreader = sdt:tty:wrong\n",
	    simulator.uri);
	sdt_configure(more);
	context = sdt_context();
	if (OK(cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_READER),
		   5000, NULL, &list, NULL) == CSEAL_OK)) {
		device = device_of(list, simulator.uri);
		OK(device != NULL && device->state == CSEAL_DEVICE_READY);
		OK(device != NULL && !device->is_virtual);
		OK(device != NULL &&
		    strstr(device->title, simulator.where) != NULL);
		device = device_of(list, "sdt:tcp:127.0.0.1:9");
		OK(device != NULL && device->state == CSEAL_DEVICE_READY);
		device = device_of(list, "sdt:tty:/dev/ttyUSB-none");
		OK(device != NULL && device->state == CSEAL_DEVICE_ABSENT);
		device = device_of(list, "sdt:tty:wrong");
		OK(device != NULL && device->state == CSEAL_DEVICE_ABSENT);
	}
	cseal_device_list_free(list);
	cseal_context_unref(context);

	snprintf(more, sizeof(more), "[devices]\nreader = %s\n", simulator.uri);
	sdt_configure(more);
	context = sdt_context();
	result = sdt_read(context, NULL, &sdt_usual);
	OKF(result.st == CSEAL_OK, "the only reader is used unnamed: %s",
	    result.text);
	cseal_identity_free(result.identity);
	simulator_end(&simulator);
	cseal_context_unref(context);
	sdt_configure("");
}

static void
the_doctor_says_what_is_wrong_with_a_configured_reader(void)
{
	const struct findings *findings;
	cseal_context *context;

	sdt_configure("poll_ms = x\n[devices]\n"
		      "reader = sdt:tty:/dev/ttyUSB-none\n"
		      "reader = sdt:usb:250-2\n"
		      "reader = sdt:tcp:127.0.0.1:9\n");
	context = sdt_context();
	findings = findings_of(context, "sdt-reader");
	OK(findings_have(findings, "/dev/ttyUSB-none is not there"));
	OK(findings_have(findings, "USB 250-2 is not there"));
	OK(findings_have(findings, "poll_ms was not a number"));
	OK(findings_have(findings, "127.0.0.1, port 9"));
	OK(findings->problems == 3);
	cseal_context_unref(context);
	sdt_configure("");
}

static void
an_identity_from_the_reader_survives_json(void)
{
	struct read result =
	    sdt_read_card(true, "foreign-2023", sdt_no_faults, &sdt_usual);
	cseal_identity *again = NULL;
	cseal_error *error = NULL;
	const char *json;

	if (!OKF(result.st == CSEAL_OK, "%s", result.text))
		return;
	json = cseal_identity_json(result.identity);
	OK(json != NULL && strstr(json, "\"module\":\"sdt-reader\"") != NULL);
	OKF(cseal_identity_new_json(json, strlen(json), &again, &error) ==
		CSEAL_OK,
	    "%s", cseal_error_text(error));
	if (again != NULL)
		OK(strcmp(cseal_identity_json(again), json) == 0);
	cseal_error_free(error);
	cseal_identity_free(again);
	cseal_identity_free(result.identity);
}

int
main(void)
{
	sdt_begin();
	RUN(a_resident_card_is_read_over_a_pty_and_over_tcp);
	RUN(a_card_with_added_addresses_and_fingerprints_is_read);
	RUN(fingerprints_are_not_read_where_they_are_not_wished);
	RUN(the_other_documents_are_read);
	RUN(a_reader_unplugged_at_any_byte_is_gone);
	RUN(a_slow_line_is_waited_for);
	RUN(a_card_left_on_the_reader_is_read_again);
	RUN(the_settings_of_the_tty_are_given_back);
	RUN(a_reader_in_use_is_busy_and_free_afterwards);
	RUN(after_a_killed_process_the_reader_is_free);
	RUN(what_is_not_there_is_said_to_be_not_there);
	RUN(a_connect_ends_with_the_wait);
	RUN(a_denied_tty_names_the_group_to_join);
	RUN(a_setting_out_of_range_is_a_wrong_configuration);
	RUN(configured_readers_are_listed_with_their_state);
	RUN(the_doctor_says_what_is_wrong_with_a_configured_reader);
	RUN(an_identity_from_the_reader_survives_json);
	sdt_end();
	return tap_done();
}
