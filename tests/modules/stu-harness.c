/* SPDX-License-Identifier: Apache-2.0 */
/* stu-harness.c -- capturing a signature from the simulator. */
#include "stu-harness.h"

#include "scratch.h"
#include "stops.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t simulator;
static int to_simulator, from_simulator;
static bool is_on_usb;

static void
bail_out(const char *why)
{
	printf("Bail out! %s\n", why);
	exit(99);
}

const char *
stu_path(const char *name)
{
	return scratch_path(name);
}

void
stu_configure(const char *lines)
{
	char text[1024];

	snprintf(text, sizeof(text), "[module stu-pad]\nresponse_ms = %d\n%s\n",
	    STU_RESPONSE_MS, lines[0] == '\0' ? "encryption = none" : lines);
	scratch_write("test.conf", text);
}

void
stu_begin(void)
{
	int in[2], out[2];

	scratch_make();
	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		bail_out("no pipe");
	stu_configure("");
	simulator = fork();
	if (simulator == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		execl(HALL_DIR "/stu-simulator", "stu-simulator", "--serve",
		    (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	to_simulator = in[1];
	from_simulator = out[0];
}

void
stu_begin_on_usb(void)
{
	scratch_make();
	if (fcntl(3, F_SETFD, FD_CLOEXEC) != 0 ||
	    fcntl(4, F_SETFD, FD_CLOEXEC) != 0)
		bail_out("not below stu-on-usb");
	stu_configure("");
	is_on_usb = true;
	to_simulator = 3;
	from_simulator = 4;
}

void
stu_end(void)
{
	close(to_simulator);
	if (simulator > 0)
		waitpid(simulator, NULL, 0);
	close(from_simulator);
}

static bool
read_line(char *line, size_t room)
{
	size_t len = 0;

	while (len + 1 < room) {
		if (read(from_simulator, line + len, 1) != 1)
			return false;
		if (line[len] == '\n')
			break;
		len++;
	}
	line[len] = '\0';
	return true;
}

const char *
stu_plug_in(const char *arguments, const char *pen)
{
	static char uri[160];
	char line[1024], answer[128];
	int len;

	scratch_write("pen", pen);
	scratch_write("log", "");
	unlink(stu_path("screen"));
	len = snprintf(line, sizeof(line),
	    "%s --fast --pen %s --log %s --screen %s %s\n",
	    is_on_usb ? "--serve" : "--pty", stu_path("pen"), stu_path("log"),
	    stu_path("screen"), arguments);
	if (write(to_simulator, line, (size_t)len) != len ||
	    !read_line(answer, sizeof(answer)) || strlen(answer) < 5)
		bail_out("the simulator did not start");
	snprintf(uri, sizeof(uri), "stu:%s:%s", is_on_usb ? "usb" : "tty",
	    answer + 4);
	return uri;
}

#define FAULT_ROOM 128

static const char *
arguments_of(const char *fault, char ret_arguments[FAULT_ROOM])
{
	snprintf(ret_arguments, FAULT_ROOM, "%s%s",
	    fault[0] == '\0' ? "" : "--fault ", fault);
	return ret_arguments;
}

void
stu_plug_out(void)
{
	char answer[128];

	if (write(to_simulator, "out\n", 4) != 4 ||
	    !read_line(answer, sizeof(answer)))
		bail_out("the simulator is gone");
}

const char *
stu_plug_in_again(const char *arguments, const char *pen)
{
	static char uri[160];
	const char *tty = stu_plug_in(arguments, pen) + 8;
	const char *link = stu_path("pad");

	unlink(link);
	if (symlink(tty, link) != 0)
		bail_out("no link could be made");
	snprintf(uri, sizeof(uri), "stu:tty:%s", link);
	return uri;
}

cseal_context *
stu_context(void)
{
	struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config = stu_path("test.conf"),
		.module_dir = TEST_MODULE_DIR,
	};
	cseal_context *context = NULL;
	cseal_error *error = NULL;

	if (cseal_context_new(&options, &context, &error) != CSEAL_OK)
		bail_out(cseal_error_text(error));
	return context;
}

struct capture
stu_capture(cseal_context *context, const char *uri, const char *prompt,
    int timeout_ms, cseal_cancel *cancel)
{
	return capture_run(context, uri, prompt, timeout_ms, cancel);
}

struct capture
stu_capture_once(const char *uri)
{
	cseal_context *context = stu_context();
	struct capture result;

	result = stu_capture(context, uri, NULL, STU_CAPTURE_MS, NULL);
	cseal_context_unref(context);
	return result;
}

struct capture
stu_sign(const char *arguments, const char *pen)
{
	return stu_capture_once(stu_plug_in(arguments, pen));
}

struct capture
stu_sign_on(const char *model, const char *pen)
{
	char arguments[32];

	snprintf(arguments, sizeof(arguments), "--model %s", model);
	return stu_sign(arguments, pen);
}

struct capture
stu_suffer(const char *fault, const char *pen)
{
	char arguments[FAULT_ROOM];

	return stu_sign(arguments_of(fault, arguments), pen);
}

bool
stu_ended(const struct capture *result, cseal_status st, const char *part)
{
	return capture_ended(result, st, part);
}

size_t
stu_count_touching(const cseal_ink *ink)
{
	return capture_touching(ink);
}

/* ---- cancelling ----------------------------------------------------------- */

#define STEPS_MOST 200 /* reports until the customer may write */

struct canceller {
	cseal_cancel *cancel;
	const char *line;
	long at_ms;
};

/* If the line never comes, nothing else does. */
static void *
cancel_then(void *user)
{
	struct canceller *canceller = user;
	const struct timespec pause = { 0, 2000000 };

	for (int i = 0; i < 30000 && stu_log_count(canceller->line) == 0; i++)
		nanosleep(&pause, NULL);
	canceller->at_ms = capture_now_ms();
	cseal_cancel_request(canceller->cancel);
	return NULL;
}

static bool
cancel_once(cseal_context *context, const char *fault, const char *line,
    struct capture *ret_last)
{
	struct canceller canceller = { .line = line };
	char arguments[FAULT_ROOM];
	pthread_t thread;
	const char *uri;
	int fds;

	uri = stu_plug_in(strncmp(fault, "--", 2) == 0
			      ? fault
			      : arguments_of(fault, arguments),
	    "");
	if (cseal_cancel_new(&canceller.cancel, NULL) != CSEAL_OK)
		bail_out("no cancel could be made");
	fds = capture_count_fds();
	pthread_create(&thread, NULL, cancel_then, &canceller);
	*ret_last = capture_run_from(
	    fds, context, uri, NULL, CSEAL_NO_TIMEOUT, canceller.cancel);
	pthread_join(thread, NULL);
	ret_last->took_ms = ret_last->ended_ms - canceller.at_ms;
	cseal_cancel_free(canceller.cancel);
	return ret_last->st == CSEAL_STOPPED_CANCELLED && !ret_last->left_open;
}

bool
stu_cancels(cseal_context *context, const char *fault, const char *line,
    struct capture *ret_last)
{
	bool ok;

	do {
		ok = cancel_once(context, fault, line, ret_last);
	} while (stops_again(ret_last->took_ms) && ok);
	return ok && stops_in_time();
}

size_t
stu_cancels_everywhere(const char *model, size_t stride, bool *ret_ok)
{
	cseal_context *context = stu_context();
	struct capture result;
	bool is_writing = false;
	char arguments[FAULT_ROOM], where[64];
	size_t count = 0;

	*ret_ok = true;
	stops_begin();
	while (!is_writing && count < STEPS_MOST) {
		snprintf(arguments, sizeof(arguments),
		    "--model %s --fault mute=%zu", model, stride * count++);
		if (!stu_cancels(context, arguments, "mute", &result)) {
			printf("# at step %zu: %s after %ld ms: %s\n", count,
			    cseal_status_name(result.st), result.took_ms,
			    result.text);
			*ret_ok = false;
		}
		is_writing = stu_log_count("set 21 01") != 0;
	}
	snprintf(where, sizeof(where), "an STU-%s %s", model,
	    is_on_usb ? "on USB, by umockdev" : "on a line");
	*ret_ok &= stops_tell(where);
	cseal_context_unref(context);
	return count;
}

/* ---- what the simulator saw --------------------------------------------- */

const char *
stu_log(void)
{
	static char text[1 << 18];
	FILE *file = fopen(stu_path("log"), "r");
	size_t len = 0;

	if (file != NULL) {
		len = fread(text, 1, sizeof(text) - 1, file);
		fclose(file);
	}
	text[len] = '\0';
	return text;
}

size_t
stu_log_count(const char *part)
{
	size_t count = 0;

	for (const char *at = strstr(stu_log(), part); at != NULL;
	     at = strstr(at + 1, part))
		count++;
	return count;
}

long
stu_black(int left, int top, int right, int bottom)
{
	FILE *file = fopen(stu_path("screen"), "r");
	int width, height;
	long black = 0;

	if (file == NULL)
		return -1;
	if (fscanf(file, "P4 %d %d", &width, &height) != 2 ||
	    fgetc(file) != '\n') {
		fclose(file);
		return -1;
	}
	for (int y = 0; y < height; y++) {
		int byte = 0;

		for (int x = 0; x < width; x++) {
			if (x % 8 == 0)
				byte = fgetc(file);
			if ((byte & 0x80 >> x % 8) != 0 &&
			    x * 1000 >= left * width &&
			    x * 1000 < right * width &&
			    y * 1000 >= top * height &&
			    y * 1000 < bottom * height)
				black++;
		}
	}
	fclose(file);
	return black;
}

bool
stu_log_waits(const char *part, size_t count)
{
	const struct timespec pause = { 0, 10000000 };

	for (int i = 0; i < 1000; i++) {
		if (stu_log_count(part) == count)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}
