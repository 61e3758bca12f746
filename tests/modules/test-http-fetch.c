/* SPDX-License-Identifier: Apache-2.0 */
/* test-http-fetch.c -- the module against a server of HTTP and HTTPS, through
 * lib/fetch.c. */
#include "fetch.h"
#include "scratch.h"
#include "tap.h"
#include "wait.h"

#include <counterseal/counterseal.h>

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

static pid_t server;
static unsigned http, https;
static char url[128];

static bool
start_server(void)
{
	FILE *ports = NULL;
	bool ok;

	server = fork();
	if (server == 0) {
		execl(WEB, WEB, scratch_root, NULL);
		_exit(99);
	}
	for (int i = 0; i < 100 && ports == NULL; i++) {
		usleep(100000);
		ports = fopen(scratch_path("ports"), "r");
	}
	ok = ports != NULL && fscanf(ports, "%u %u", &http, &https) == 2;
	if (ports != NULL)
		fclose(ports);
	return ok;
}

static void
stop_server(void)
{
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
}

static cseal_context *
context_of(const char *config)
{
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = scratch_write("conf", config),
		.module_dir = "/nonexistent" };
	cseal_context *context = NULL;

	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MODULE_DIR "/http-fetch.so", NULL) != CSEAL_OK)
		exit(99);
	return context;
}

static const char *
at(bool secure, const char *path)
{
	snprintf(url, sizeof(url), "%s://127.0.0.1:%u%s",
	    secure ? "https" : "http", secure ? https : http, path);
	return url;
}

/* The status; the answer is compared if it is CSEAL_OK, else the notes must
 * have the text. */
static cseal_status
ask(const char *config, const char *where, const char *post, const char *text)
{
	const struct csi_question question = { .url = where,
		.content_type = post == NULL ? NULL : "text/question",
		.body = { (const uint8_t *)post,
		    post == NULL ? 0 : strlen(post) },
		.most = 1000 };
	cseal_context *context = context_of(config);
	struct csi_bytes answer = { 0 };
	cseal_error *error = NULL;
	cseal_wait wait;
	cseal_status st;
	bool fits = false;

	csi_wait_init(&wait, 20000, NULL);
	st = csi_fetch(context, &question, &wait, &answer, &error);
	if (st == CSEAL_OK)
		fits = csi_span_is(csi_bytes_span(&answer), text);
	for (size_t i = 0; i < cseal_error_count(error); i++)
		fits |= strstr(cseal_error_note(error, i), text) != NULL;
	if (!fits)
		printf("# %.*s%s\n", (int)answer.len, (char *)answer.at,
		    error == NULL ? "" : cseal_error_text(error));
	csi_bytes_free(&answer);
	cseal_error_free(error);
	cseal_context_unref(context);
	return fits ? st : CSEAL_FAULT_INTERNAL;
}

static void
http_is_asked(void)
{
	OK(ask("", at(false, "/hello"), NULL, "hello") == CSEAL_OK);
	OK(ask("", at(false, "/echo"), "body", "text/question body") ==
	    CSEAL_OK);
	OK(ask("", at(false, "/404"), NULL, "it answered 404") ==
	    CSEAL_FAULT_REMOTE);
	OK(ask("", at(false, "/long"), NULL, "longer than 1000 bytes") ==
	    CSEAL_FAULT_REMOTE);
	OK(ask("", "http://127.0.0.1:9/", NULL, "connect") ==
	    CSEAL_FAULT_REMOTE);
}

static void
what_is_no_url_is_refused(void)
{
	static const char *const urls[] = { "", "file:///etc/passwd",
		"ftp://127.0.0.1/", "http://", "http:///path", "http://a b/",
		"http://a/\n", "https://user:word@/" };

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		OKF(ask("", urls[i], NULL, "URL") == CSEAL_FAULT_APPLICATION,
		    "%zu", i);
}

static void
a_password_is_not_shown(void)
{
	OK(ask("", "http://user:word@127.0.0.1:9/?secret", NULL,
	       "could not ask 127.0.0.1:9") == CSEAL_FAULT_REMOTE);
	OK(ask("", "http://user:word@127.0.0.1:9/?secret", NULL, "word") ==
	    CSEAL_FAULT_INTERNAL);
	OK(ask("", "http://user:word@127.0.0.1:9/?secret", NULL, "secret") ==
	    CSEAL_FAULT_INTERNAL);
}

static void
https_needs_a_trusted_server(void)
{
	char config[1024];

	OK(ask("", at(true, "/hello"), NULL, "certificate") ==
	    CSEAL_FAULT_REMOTE);
	snprintf(config, sizeof(config), "[module http-fetch]\nca-file = %s\n",
	    scratch_path("server.crt"));
	OK(ask(config, at(true, "/hello"), NULL, "hello") == CSEAL_OK);
	OK(ask(config, at(true, "/who"), NULL, "nobody") == CSEAL_OK);
	snprintf(config, sizeof(config), "[module http-fetch]\nca-file = %s\n",
	    scratch_path("client.crt"));
	OK(ask(config, at(true, "/hello"), NULL, "certificate") ==
	    CSEAL_FAULT_REMOTE);
}

static void
the_client_shows_its_certificate(void)
{
	char config[2048];

	snprintf(config, sizeof(config),
	    "[module http-fetch]\nca-file = %s\ncertificate = %s\n",
	    scratch_path("server.crt"), scratch_path("client.pem"));
	OK(ask(config, at(true, "/who"), NULL, "client") == CSEAL_OK);
	snprintf(config, sizeof(config),
	    "[module http-fetch]\nca-file = %s\ncertificate = %s\n"
	    "key = %s\n",
	    scratch_path("server.crt"), scratch_path("client.crt"),
	    scratch_path("client.key"));
	OK(ask(config, at(true, "/who"), NULL, "client") == CSEAL_OK);
}

static void
a_redirect_never_leaves_https(void)
{
	char config[1024];

	snprintf(config, sizeof(config), "[module http-fetch]\nca-file = %s\n",
	    scratch_path("server.crt"));
	OK(ask(config, at(true, "/down"), NULL, "http") == CSEAL_FAULT_REMOTE);
	OK(ask(config, at(false, "/up"), "body", "text/question body") ==
	    CSEAL_OK);
}

static void
a_proxy_comes_from_the_configuration_only(void)
{
	char config[1024];

	setenv("http_proxy", "http://127.0.0.1:9", 1);
	setenv("ALL_PROXY", "http://127.0.0.1:9", 1);
	OK(ask("", at(false, "/hello"), NULL, "hello") == CSEAL_OK);
	unsetenv("http_proxy");
	unsetenv("ALL_PROXY");
	snprintf(config, sizeof(config),
	    "[module http-fetch]\nproxy = http://127.0.0.1:%u\n", http);
	OK(ask(config, "http://192.0.2.1/", NULL, "proxied") == CSEAL_OK);
	setenv("no_proxy", "192.0.2.1", 1);
	OK(ask(config, "http://192.0.2.1/", NULL, "proxied") == CSEAL_OK);
	unsetenv("no_proxy");
}

static void
a_wrong_configuration_is_told(void)
{
	OK(ask("[module http-fetch]\ntimeout = soon\n", at(false, "/hello"),
	       NULL, "timeout") == CSEAL_SETUP_CONFIG);
	OK(ask("[module http-fetch]\nca-file = /nonexistent\n",
	       at(false, "/hello"), NULL, "ca-file") == CSEAL_SETUP_FILE);
	OK(ask("[module http-fetch]\nkey = /dev/null\n", at(false, "/hello"),
	       NULL, "without a certificate") == CSEAL_SETUP_CONFIG);
}

static void
a_silent_server_is_given_up(void)
{
	OK(ask("[module http-fetch]\ntimeout = 1\n", at(false, "/slow"), NULL,
	       "") == CSEAL_FAULT_REMOTE);
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static int64_t cancelled_at;

static void *
cancel_soon(void *cancel)
{
	usleep(200000);
	cancelled_at = now_ms();
	cseal_cancel_request(cancel);
	return NULL;
}

static void
a_cancelled_call_ends_within_100_ms(void)
{
	const char *const wheres[] = { at(false, "/slow"),
		"http://192.0.2.1:81/" };
	cseal_context *context = context_of("");

	for (size_t i = 0; i < 2; i++) {
		const struct csi_question question = { .url = wheres[i],
			.most = 1000 };
		struct csi_bytes answer = { 0 };
		cseal_cancel *cancel = NULL;
		pthread_t thread;
		cseal_wait wait;
		cseal_status st;

		OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
		csi_wait_init(&wait, 20000, cancel);
		pthread_create(&thread, NULL, cancel_soon, cancel);
		st = csi_fetch(context, &question, &wait, &answer, NULL);
		pthread_join(thread, NULL);
		/* a machine without a route says so at once */
		OK(st == CSEAL_STOPPED_CANCELLED ||
		    (i == 1 && st == CSEAL_FAULT_REMOTE));
		OK(now_ms() - cancelled_at < 100);
		cseal_cancel_free(cancel);
	}
	cseal_context_unref(context);
}

int
main(void)
{
	scratch_make();
	if (!start_server()) {
		stop_server();
		tap_test = "http-fetch";
		tap_skip("no server could be started");
		return tap_done();
	}
	RUN(http_is_asked);
	RUN(what_is_no_url_is_refused);
	RUN(a_password_is_not_shown);
	RUN(https_needs_a_trusted_server);
	RUN(the_client_shows_its_certificate);
	RUN(a_redirect_never_leaves_https);
	RUN(a_proxy_comes_from_the_configuration_only);
	RUN(a_wrong_configuration_is_told);
	RUN(a_silent_server_is_given_up);
	RUN(a_cancelled_call_ends_within_100_ms);
	stop_server();
	return tap_done();
}
