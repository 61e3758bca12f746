/* SPDX-License-Identifier: Apache-2.0 */
/* test-sdt-usb.c -- proves modules/sdt-reader on the kernel's USB, against a
 * simulated reader with one pair of endpoints and with two. */
#include "emulated.h"
#include "plugged.h"
#include "sdt-device.h"
#include "sdt-harness.h"
#include "stops.h"
#include "tap.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/usbdevice_fs.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PORT          1 /* the kernel's 1-2 */
#define URI           "sdt:usb:1-2"
#define NUMBER        "999901199506180023"
#define STEP_MS       500 /* for a read to come to where it hangs */
#define ANSWERS       6   /* of one read */
#define FINDINGS_ROOM 4096
#define NOTICE_S      20 /* for udev and the library to see a change */

static struct sdt_device *device;
static struct plugged plugged;
static cseal_context *context;

/* A visit with something that happens at one byte of one answer. */
static struct read
read_with(enum sdt_mishap mishap, unsigned answer, unsigned byte,
    const struct wish *wish)
{
	device->mishap = mishap;
	device->answer = answer;
	device->byte = byte;
	device->visit++;
	return sdt_read(context, URI, wish);
}

static bool
plug_in(void)
{
	return plug(&plugged, PORT, sdt_device_serve, device);
}

static void
a_reader_with_one_pair_and_with_two_is_read(void)
{
	for (int is_split = 0; is_split < 2; is_split++) {
		struct read result;
		int fds;

		device->is_split = is_split;
		if (!OK(plug_in()))
			continue;
		result = read_with(SDT_FINE, 0, 0, &sdt_usual);
		fds = sdt_count_fds();
		OKF(result.st == CSEAL_OK, "%d pairs: %s", is_split + 1,
		    result.text);
		if (result.identity != NULL) {
			OK(sdt_is(
			    result.identity, CSEAL_IDENTITY_NUMBER, NUMBER));
			OK(sdt_is(result.identity, CSEAL_IDENTITY_READER_ID,
			    "05.03-20230601-0001234567-0987654321"));
		}
		cseal_identity_free(result.identity);
		result = read_with(SDT_FINE, 0, 0, &sdt_usual);
		OKF(result.st == CSEAL_OK, "and again: %s", result.text);
		cseal_identity_free(result.identity);
		OK(!sdt_leaves_open(fds));
		unplug(&plugged);
	}
	device->is_split = false;
}

/* Answers are numbered: 0 status, 1 id, 2 find, 3 select, 4 read, 5 added
 * address. */
static const struct {
	const char *what;
	enum sdt_mishap mishap;
	unsigned answer, byte;
	cseal_status st;
	const char *part; /* of the error, or a reason */
} mishaps[] = {
	{ "an endpoint stalls a request", SDT_OUT_STALLS, 0, 0,
	    CSEAL_FAULT_DEVICE, "stalled" },
	{ "and the fifth", SDT_OUT_STALLS, 4, 0, CSEAL_FAULT_DEVICE,
	    "stalled" },
	{ "a request is damaged", SDT_OUT_FAILS, 2, 0,
	    CSEAL_COUNTER_DEVICE_GONE, "connection to the reader failed" },
	{ "a request is cut", SDT_OUT_SHORT, 3, 0, CSEAL_FAULT_DEVICE,
	    "bytes of" },
	{ "an answer stalls", SDT_IN_STALLS, 0, 0, CSEAL_FAULT_DEVICE,
	    "stalled" },
	{ "the id stalls in the middle", SDT_IN_STALLS, 1, 20,
	    CSEAL_FAULT_DEVICE, "stalled" },
	{ "the card stalls in the middle", SDT_IN_STALLS, 4, 640,
	    CSEAL_FAULT_DEVICE, "stalled" },
	{ "an answer is damaged", SDT_IN_FAILS, 2, 0, CSEAL_COUNTER_DEVICE_GONE,
	    "connection to the reader failed" },
	{ "the card is damaged", SDT_IN_FAILS, 4, 1000,
	    CSEAL_COUNTER_DEVICE_GONE, "connection to the reader failed" },
	{ "a packet is too long", SDT_IN_TOO_LONG, 0, 0, CSEAL_FAULT_DEVICE,
	    "more than its packets" },
	{ "a packet of the card is too long", SDT_IN_TOO_LONG, 4, 64,
	    CSEAL_FAULT_DEVICE, "more than its packets" },
	{ "empty packets come first", SDT_IN_EMPTY, 4, 0, CSEAL_OK, NULL },
	{ "the card comes in short packets", SDT_IN_PIECES, 4, 0, CSEAL_OK,
	    NULL },
	{ "the last packet is full", SDT_IN_PADDED, 4, 0, CSEAL_OK, NULL },
	{ "the status comes twice", SDT_IN_TWICE, 0, 0, CSEAL_OK, NULL },
	{ "the find comes twice", SDT_IN_TWICE, 2, 0, CSEAL_OK, NULL },
	{ "the status does not come", SDT_IN_SILENT, 0, 0,
	    CSEAL_COUNTER_NO_DEVICE, "no SAM answered" },
	{ "the card does not come", SDT_IN_SILENT, 4, 0,
	    CSEAL_COUNTER_DEVICE_GONE, "did not answer any more" },
	{ "the card ends in the middle", SDT_IN_SILENT, 4, 512,
	    CSEAL_FAULT_DEVICE, "512 of one" },
	{ "the added address does not come", SDT_IN_SILENT, 5, 0, CSEAL_OK,
	    "added address is not known" },
};

static void
check_mishaps(void)
{
	struct wish wish = { .card_wait_ms = 300, .timeout_ms = 30000 };

	for (size_t i = 0; i < sizeof(mishaps) / sizeof(mishaps[0]); i++) {
		struct read result = read_with(mishaps[i].mishap,
		    mishaps[i].answer, mishaps[i].byte, &wish);

		OKF(result.st == mishaps[i].st, "%s: %s: %s", mishaps[i].what,
		    cseal_status_name(result.st), result.text);
		if (result.st == CSEAL_OK)
			OKF(sdt_is(result.identity, CSEAL_IDENTITY_NUMBER,
				NUMBER) &&
				(mishaps[i].part == NULL ||
				    sdt_has_reason(
					result.identity, mishaps[i].part)),
			    "%s: it is the customer", mishaps[i].what);
		else
			OKF(mishaps[i].part != NULL &&
				strstr(result.text, mishaps[i].part) != NULL,
			    "%s: %s", mishaps[i].what, result.text);
		cseal_identity_free(result.identity);
	}
}

/* After each the reader is as good as new: what stalled was told so. */
static void
every_mishap_of_usb_has_its_status(void)
{
	if (!OK(plug_in()))
		return;
	check_mishaps();
	unplug(&plugged);
}

static void
of_two_pairs_either_may_speak_first_or_not_at_all(void)
{
	static const struct {
		enum sdt_mishap mishap;
		unsigned answer, byte;
		cseal_status st;
	} rows[] = {
		{ SDT_IN_LATE_BODY, 0, 0, CSEAL_OK },
		{ SDT_IN_LATE_BODY, 4, 0, CSEAL_OK },
		{ SDT_IN_PIECES, 4, 0, CSEAL_OK },
		{ SDT_IN_SILENT, 2, 7, CSEAL_FAULT_DEVICE },
		{ SDT_IN_STALLS, 4, 7, CSEAL_FAULT_DEVICE },
		{ SDT_OUT_STALLS, 1, 0, CSEAL_FAULT_DEVICE },
	};

	device->is_split = true;
	if (OK(plug_in())) {
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
			struct read result = read_with(rows[i].mishap,
			    rows[i].answer, rows[i].byte, &sdt_usual);

			OKF(result.st == rows[i].st, "row %zu: %s: %s", i,
			    cseal_status_name(result.st), result.text);
			cseal_identity_free(result.identity);
		}
		unplug(&plugged);
	}
	device->is_split = false;
}

static void
a_reader_unplugged_at_any_step_is_gone(void)
{
	static const struct {
		enum sdt_mishap mishap;
		unsigned answer, byte;
	} rows[] = {
		{ SDT_OUT_UNPLUGGED, 0, 0 },
		{ SDT_UNPLUGGED, 0, 0 },
		{ SDT_IN_UNPLUGGED, 1, 1 },
		{ SDT_UNPLUGGED, 2, 0 },
		{ SDT_IN_UNPLUGGED, 3, 7 },
		{ SDT_OUT_UNPLUGGED, 4, 0 },
		{ SDT_IN_UNPLUGGED, 4, 64 },
		{ SDT_IN_UNPLUGGED, 4, 1294 },
		{ SDT_UNPLUGGED, 5, 0 },
	};
	int fds = sdt_count_fds();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct read result;

		device->is_split = i % 2 == 1;
		if (!OK(plug_in()))
			continue;
		result = read_with(
		    rows[i].mishap, rows[i].answer, rows[i].byte, &sdt_usual);
		OKF(result.st == CSEAL_COUNTER_DEVICE_GONE,
		    "answer %u, byte %u: %s: %s", rows[i].answer, rows[i].byte,
		    cseal_status_name(result.st), result.text);
		cseal_identity_free(result.identity);
		unplug(&plugged);
	}
	device->is_split = false;
	OK(!sdt_leaves_open(fds));
}

/* Of the answers of one read: bytes of each. */
static const unsigned lengths[ANSWERS] = { 11, 27, 15, 19, 1295, 11 };

/* The ends of its parts: preamble, length, status, both lengths of the card's
 * parts, these, and the check byte; and those of USB's packets. */
static bool
is_edge(unsigned answer, unsigned byte)
{
	static const unsigned ends[] = { 14, 14 + 256, 14 + 256 + 1024 };
	unsigned in_packet = byte % 64;

	if (byte <= 14 || byte + 2 >= lengths[answer])
		return true;
	if (answer != 4)
		return false;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (byte + 1 >= ends[i] && byte <= ends[i] + 1)
			return true;
	}
	return in_packet <= 1 || in_packet == 63;
}

/* The plug of one pair and of two, in turns; whether it was gone then. */
static bool
is_gone_after(unsigned answer, unsigned byte)
{
	struct read result;

	if (!plug_in())
		return false;
	result = read_with(byte == 0 ? SDT_UNPLUGGED : SDT_IN_UNPLUGGED, answer,
	    byte, &sdt_usual);
	unplug(&plugged);
	cseal_identity_free(result.identity);
	if (result.st == CSEAL_COUNTER_DEVICE_GONE)
		return true;
	printf("# answer %u, byte %u: %s: %s\n", answer, byte,
	    cseal_status_name(result.st), result.text);
	return false;
}

/* Every byte is tried where no kernel is in between: tests/modules. */
static void
a_reader_unplugged_at_any_edge_of_an_answer_is_gone(void)
{
	unsigned tried = 0, gone = 0;

	if (is_emulated()) {
		tap_skip("the emulated machine is too slow for so many plugs");
		return;
	}
	for (unsigned answer = 0; answer < ANSWERS; answer++) {
		for (unsigned byte = 0; byte < lengths[answer]; byte++) {
			if (!is_edge(answer, byte))
				continue;
			device->is_split = tried++ % 2 == 1;
			gone += is_gone_after(answer, byte);
		}
	}
	device->is_split = false;
	OKF(tried > 100 && gone == tried, "%u of %u", gone, tried);
}

/* Out of each request and into each answer. */
static void
a_cancel_and_the_timeout_end_every_step(void)
{
	static const enum sdt_mishap hangs[] = { SDT_OUT_NEVER, SDT_IN_SILENT };
	static const struct wish ends[] = {
		{ .card_wait_ms = -1, .timeout_ms = -1, .cancel_ms = STEP_MS },
		{ .card_wait_ms = -1, .timeout_ms = STEP_MS },
	};

	if (!OK(plug_in()))
		return;
	for (size_t k = 0; k < 2; k++) {
		stops_begin();
		for (unsigned i = 0; i < 2 * ANSWERS; i++) {
			struct read result;

			do {
				result =
				    read_with(hangs[i % 2], i / 2, 0, &ends[k]);
				OKF(result.st ==
					(k == 0 ? CSEAL_STOPPED_CANCELLED
						: CSEAL_STOPPED_TIMEOUT),
				    "%u: %s: %s", i,
				    cseal_status_name(result.st), result.text);
			} while (stops_again(result.took_ms - STEP_MS));
			OKF(stops_in_time(), "%ld ms", stops_best_ms);
		}
		OK(stops_tell(k == 0 ? "a reader on USB, cancelled"
				     : "a reader on USB, out of time"));
	}
	unplug(&plugged);
}

/* ---- who is there, and who may ------------------------------------------ */

static void
what_is_not_a_reader_is_left_alone(void)
{
	struct read result = sdt_read(context, URI, &sdt_usual);

	OKF(result.st == CSEAL_COUNTER_NO_DEVICE &&
		strstr(result.text, "nothing is plugged in") != NULL,
	    "%s", result.text);
	device->product = 0x1234;
	if (OK(plug_in())) {
		result = read_with(SDT_FINE, 0, 0, &sdt_usual);
		OKF(result.st == CSEAL_COUNTER_NO_DEVICE &&
			strstr(result.text, "1-2?id=0400:1234") != NULL,
		    "%s", result.text);
		device->visit++;
		result =
		    sdt_read(context, URI "?id=0400:1234&pairs=1", &sdt_usual);
		OKF(result.st == CSEAL_OK, "unless it is named: %s",
		    result.text);
		cseal_identity_free(result.identity);
		result =
		    sdt_read(context, URI "?id=0400:1234&pairs=2", &sdt_usual);
		OKF(result.st == CSEAL_FAULT_DEVICE, "%s", result.text);
		unplug(&plugged);
	}
	device->product = 0;
	device->is_nothing = true;
	if (OK(plug_in())) {
		result = read_with(SDT_FINE, 0, 0, &sdt_usual);
		OKF(result.st == CSEAL_FAULT_DEVICE &&
			strstr(result.text, "endpoints of a reader") != NULL,
		    "%s", result.text);
		unplug(&plugged);
	}
	device->is_nothing = false;
}

/* Somebody else, who does it by hand. */
static int
claim(void)
{
	unsigned interface = 0;
	int fd = open(plugged.node, O_RDWR | O_CLOEXEC);

	if (ioctl(fd, USBDEVFS_CLAIMINTERFACE, &interface) != 0)
		printf("# the interface could not be claimed\n");
	return fd;
}

static void
a_reader_in_use_is_busy_and_free_afterwards(void)
{
	struct read result;
	int fd;

	if (!OK(plug_in()))
		return;
	fd = claim();
	result = read_with(SDT_FINE, 0, 0, &sdt_usual);
	OKF(result.st == CSEAL_COUNTER_DEVICE_BUSY, "%s: %s",
	    cseal_status_name(result.st), result.text);
	close(fd);
	result = read_with(SDT_FINE, 0, 0, &sdt_usual);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	cseal_identity_free(result.identity);
	unplug(&plugged);
}

/* A driver for serial ports takes the reader, as some do; from now on. */
static bool
give_to_driver(void)
{
	return system("modprobe usbserial 2>/dev/null; echo 0400 c35a "
		      ">/sys/bus/usb-serial/drivers/generic/new_id") == 0;
}

static bool
has_driver(void)
{
	const struct timespec step = { 0, 50 * 1000000 };

	for (int i = 0; i < NOTICE_S * 20; i++) {
		char path[128] = "";
		ssize_t len = readlink("/sys/bus/usb/devices/1-2:1.0/driver",
		    path, sizeof(path) - 1);

		if (len > 0 && strstr(path, "usbserial") != NULL)
			return true;
		nanosleep(&step, NULL);
	}
	return false;
}

static void
a_driver_of_the_kernel_is_put_aside_and_called_back(void)
{
	struct read result;

	if (!OK(give_to_driver() && plug_in()))
		return;
	OK(has_driver());
	result = read_with(SDT_FINE, 0, 0, &sdt_usual);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	cseal_identity_free(result.identity);
	OK(has_driver());
	unplug(&plugged);
}

/* The next change of the reader; false if there is none. */
static bool
next_change(cseal_device_watch *watch, cseal_device_change *ret_change,
    cseal_device_state *ret_state)
{
	struct pollfd fd = { cseal_device_watch_fd(watch), POLLIN, 0 };
	const struct cseal_device *changed;

	for (;;) {
		while (cseal_device_watch_next(watch, ret_change, &changed)) {
			if (strcmp(changed->uri, URI) != 0)
				continue;
			*ret_state = changed->state;
			return true;
		}
		if (poll(&fd, 1, NOTICE_S * 1000) != 1 ||
		    cseal_device_watch_dispatch(watch, NULL) != CSEAL_OK)
			return false;
	}
}

static void
a_reader_that_comes_back_has_the_uri_that_it_had(void)
{
	cseal_device_watch *watch = NULL;
	cseal_device_change change;
	cseal_device_state state;
	struct read result;

	if (!OK(cseal_device_watch_new(context,
		    CSEAL_KIND_BIT(CSEAL_KIND_READER), &watch,
		    NULL) == CSEAL_OK))
		return;
	for (int i = 0; i < 2; i++) {
		OK(plug_in());
		OK(next_change(watch, &change, &state) &&
		    change == CSEAL_DEVICE_ARRIVED &&
		    state == CSEAL_DEVICE_READY);
		/* The only one there is needs no name. */
		device->mishap = SDT_FINE;
		device->visit++;
		result = sdt_read(context, NULL, &sdt_usual);
		OKF(result.st == CSEAL_OK, "%s", result.text);
		cseal_identity_free(result.identity);
		unplug(&plugged);
		OK(next_change(watch, &change, &state) &&
		    change == CSEAL_DEVICE_LEFT);
	}
	cseal_device_watch_free(watch);
}

static void
collect(void *user, const struct cseal_finding *finding)
{
	char *findings = user;
	size_t len = strlen(findings);

	if (strcmp(finding->about, "sdt-reader") == 0)
		snprintf(findings + len, FINDINGS_ROOM - len, "%s [%s] ",
		    finding->text, finding->cure == NULL ? "" : finding->cure);
}

/* What comes of it in another process, of a user who is nobody and in no
 * group but one. */
struct attempt {
	cseal_status st;
	char text[512];
	char findings[FINDINGS_ROOM];
};

static struct attempt *
try_as_nobody(gid_t group)
{
	static struct attempt *attempt;
	struct read result;
	pid_t pid;

	if (attempt == NULL)
		attempt = mmap(NULL, sizeof(*attempt), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	memset(attempt, 0, sizeof(*attempt));
	attempt->st = CSEAL_FAULT_INTERNAL;
	pid = fork();
	if (pid == 0) {
		if (setgroups(1, &group) != 0 || setgid(65534) != 0 ||
		    setuid(65534) != 0)
			_exit(1);
		result = read_with(SDT_FINE, 0, 0, &sdt_usual);
		attempt->st = result.st;
		memcpy(attempt->text, result.text, sizeof(attempt->text));
		cseal_device_doctor(context, collect, attempt->findings, NULL);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	return attempt;
}

/* udev has given it to the group, or not. */
static bool
belongs_to(gid_t group)
{
	const struct timespec step = { 0, 50 * 1000000 };
	struct stat meta;

	for (int i = 0; i < NOTICE_S * 20; i++) {
		if (stat(plugged.node, &meta) == 0 && meta.st_gid == group)
			return true;
		nanosleep(&step, NULL);
	}
	return false;
}

static void
the_rule_gives_readers_to_the_group(void)
{
	const struct group *group = getgrnam("counterseal");
	const struct attempt *attempt;

	if (!OK(group != NULL && plug_in()))
		return;
	OK(belongs_to(group->gr_gid));
	attempt = try_as_nobody(65534);
	OKF(attempt->st == CSEAL_SETUP_PERMISSION &&
		strstr(attempt->text, "in the group counterseal") != NULL,
	    "%s", attempt->text);
	OKF(strstr(attempt->findings,
		"Add the user to the group counterseal") != NULL,
	    "%s", attempt->findings);
	attempt = try_as_nobody(group->gr_gid);
	OKF(attempt->st == CSEAL_OK, "%s", attempt->text);
	OKF(strstr(attempt->findings, "1-2 is there and may be used") != NULL,
	    "%s", attempt->findings);
	unplug(&plugged);
}

static bool
move_rule(const char *from, const char *to)
{
	return rename(from, to) == 0 &&
	       system("udevadm control --reload && udevadm control --ping") ==
		   0;
}

static void
the_doctor_finds_the_rule_missing(void)
{
	static const char rule[] = "/run/udev/rules.d/70-counterseal-sdt.rules";
	const struct attempt *attempt;

	if (!OK(move_rule(rule, "/run/rule")) || !OK(plug_in()))
		return;
	attempt = try_as_nobody(65534);
	OKF(attempt->st == CSEAL_SETUP_PERMISSION, "%s", attempt->text);
	OKF(strstr(attempt->findings,
		"Install the udev rule 70-counterseal-sdt.rules") != NULL,
	    "%s", attempt->findings);
	unplug(&plugged);
	OK(move_rule("/run/rule", rule));
}

static void
the_doctor_says_what_is_wrong_with_a_named_port(void)
{
	char findings[FINDINGS_ROOM] = "";

	sdt_configure("[devices]\nreader = sdt:usb:1-2\n"
		      "reader = sdt:usb:1-9.9\n");
	cseal_context_unref(context);
	context = sdt_context();
	device->product = 0x1234;
	if (OK(plug_in())) {
		cseal_device_doctor(context, collect, findings, NULL);
		OKF(strstr(findings, "USB 1-9.9 is not there") != NULL, "%s",
		    findings);
		OKF(strstr(findings, "1-2 is 0400:1234") != NULL, "%s",
		    findings);
		unplug(&plugged);
	}
	device->product = 0;
	sdt_configure("");
	cseal_context_unref(context);
	context = sdt_context();
}

int
main(void)
{
	struct simulator simulator;

	sdt_response_ms = 1500;
	stops_factor = is_emulated() ? EMULATED_FACTOR : 1;
	sdt_begin();
	device = sdt_device_new();
	context = sdt_context();
	if (system("modprobe vhci-hcd 2>/dev/null") != 0)
		printf("# vhci-hcd is part of the kernel, or is missing\n");
	if (!simulator_start(&simulator, true, "customer", sdt_no_faults)) {
		printf("Bail out! the simulator did not start\n");
		return 1;
	}
	device->tcp = (unsigned)atoi(simulator.where);
	RUN(a_reader_with_one_pair_and_with_two_is_read);
	RUN(every_mishap_of_usb_has_its_status);
	RUN(of_two_pairs_either_may_speak_first_or_not_at_all);
	RUN(a_reader_unplugged_at_any_step_is_gone);
	RUN(a_reader_unplugged_at_any_edge_of_an_answer_is_gone);
	RUN(a_cancel_and_the_timeout_end_every_step);
	RUN(what_is_not_a_reader_is_left_alone);
	RUN(a_reader_in_use_is_busy_and_free_afterwards);
	RUN(a_reader_that_comes_back_has_the_uri_that_it_had);
	RUN(the_rule_gives_readers_to_the_group);
	RUN(the_doctor_finds_the_rule_missing);
	RUN(the_doctor_says_what_is_wrong_with_a_named_port);
	RUN(a_driver_of_the_kernel_is_put_aside_and_called_back);
	simulator_end(&simulator);
	cseal_context_unref(context);
	sdt_end();
	return tap_done();
}
