/* SPDX-License-Identifier: Apache-2.0 */
/* evdev-harness.c -- capturing a signature from a simulated tablet. */
#include "evdev-harness.h"

#include "scratch.h"

#include <fcntl.h>
#include <linux/input.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t tablet;
static FILE *to_tablet, *from_tablet;
static char node[TABLET_ROOM], configured[4096];

/* One capture, and who moves the pen meanwhile. */
static struct {
	const char *pen;
	cseal_cancel *cancel;
	long cancelled_ms;
	bool was_held;
	sem_t may_write, may_read;
} scene;

static void
bail_out(const char *why)
{
	printf("Bail out! %s\n", why);
	exit(99);
}

static void
read_line(char *line, size_t room)
{
	if (fgets(line, (int)room, from_tablet) == NULL)
		bail_out("the tablet is gone");
	line[strcspn(line, "\n")] = '\0';
}

static void
spawn(const char *pen, const char *option)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		bail_out("no pipe");
	tablet = fork();
	if (tablet == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		execl(pen, "pen", option, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	to_tablet = fdopen(in[1], "w");
	from_tablet = fdopen(out[0], "r");
	read_line(node, sizeof(node));
}

void
tablet_begin(const char *pen, const char *option)
{
	static bool is_made;

	if (!is_made) {
		scratch_make();
		sem_init(&scene.may_write, 0, 0);
		sem_init(&scene.may_read, 0, 0);
	}
	is_made = true;
	tablet_configure("");
	if (pen != NULL) {
		spawn(pen, option);
		return;
	}
	if (fcntl(3, F_SETFD, FD_CLOEXEC) != 0 ||
	    fcntl(4, F_SETFD, FD_CLOEXEC) != 0)
		bail_out("not below tablet-on-evdev");
	to_tablet = fdopen(3, "w");
	from_tablet = fdopen(4, "r");
}

void
tablet_end(void)
{
	fclose(to_tablet);
	if (tablet > 0)
		waitpid(tablet, NULL, 0);
	fclose(from_tablet);
}

const char *
tablet_tell(const char *line)
{
	static char answer[TABLET_ROOM];

	fprintf(to_tablet, "%s\n", line);
	fflush(to_tablet);
	read_line(answer, sizeof(answer));
	if (strcmp(answer, "failed") == 0)
		bail_out(line);
	if (strcmp(line, "plug") == 0)
		snprintf(node, sizeof(node), "%s", answer);
	return answer;
}

static bool
is_held_now(void)
{
	int fd = open(node, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	bool is_held = fd >= 0 && ioctl(fd, EVIOCGRAB, (void *)1) != 0;

	if (fd >= 0) {
		ioctl(fd, EVIOCGRAB, (void *)0);
		close(fd);
	}
	return is_held;
}

void
tablet_tell_all(const char *lines)
{
	char line[TABLET_ROOM];
	size_t len;

	for (; *lines != '\0'; lines += len + (lines[len] == '\n')) {
		len = strcspn(lines, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)len, lines);
		if (strcmp(line, "go") == 0)
			sem_post(&scene.may_read);
		else if (strcmp(line, "look") == 0)
			scene.was_held = is_held_now();
		else
			tablet_tell(line);
	}
}

void
tablet_new(const char *words)
{
	char line[TABLET_ROOM];

	snprintf(line, sizeof(line), "new %s", words);
	snprintf(node, sizeof(node), "%s", tablet_tell(line));
}

const char *
tablet_uri(void)
{
	static char uri[sizeof("evdev:") + TABLET_ROOM];

	snprintf(uri, sizeof(uri), "evdev:%s", node);
	return uri;
}

void
tablet_configure(const char *lines)
{
	snprintf(configured, sizeof(configured), "[module evdev-pad]\n%s\n",
	    lines[0] == '\0' ? "switch1 = ok\nrest_ms = 0" : lines);
	scratch_write("test.conf", configured);
}

static void
hear_log(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	if (strcmp(origin, "module:evdev-pad") != 0 ||
	    strcmp(text, "the pen is listened to") != 0)
		return;
	sem_post(&scene.may_write);
	if (scene.pen != NULL && strstr(scene.pen, "go\n") != NULL)
		sem_wait(&scene.may_read);
}

cseal_context *
tablet_context(void)
{
	struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config = scratch_path("test.conf"),
		.module_dir = TEST_MODULE_DIR,
		.log = hear_log,
		.log_level = CSEAL_LOG_DEBUG,
	};
	cseal_context *context = NULL;
	cseal_error *error = NULL;

	if (cseal_context_new(&options, &context, &error) != CSEAL_OK)
		bail_out(cseal_error_text(error));
#ifdef EVDEV_MODULE
	if (cseal_context_load_module(context, EVDEV_MODULE, &error) !=
	    CSEAL_OK)
		bail_out(cseal_error_text(error));
#endif
	return context;
}

/* ---- capturing -------------------------------------------------------------- */

static void *
act(void *user)
{
	sem_wait(&scene.may_write);
	if (scene.pen != NULL)
		tablet_tell_all(scene.pen);
	if (scene.cancel != NULL) {
		scene.cancelled_ms = capture_now_ms();
		cseal_cancel_request(scene.cancel);
	}
	return NULL;
}

static pthread_t writer;

void
tablet_write_begin(const char *pen)
{
	scene.pen = pen;
	while (sem_trywait(&scene.may_write) == 0)
		continue;
	pthread_create(&writer, NULL, act, NULL);
}

void
tablet_write_end(void)
{
	sem_post(&scene.may_write);
	pthread_join(writer, NULL);
}

static struct capture
play(cseal_context *context, const char *uri, const char *pen, int timeout_ms)
{
	struct capture result;

	tablet_write_begin(pen);
	result = capture_run(context, uri, NULL, timeout_ms, scene.cancel);
	tablet_write_end();
	return result;
}

struct capture
tablet_capture(
    cseal_context *context, const char *uri, const char *pen, int timeout_ms)
{
	scene.cancel = NULL;
	return play(context, uri, pen, timeout_ms);
}

struct capture
tablet_sign(const char *pen)
{
	cseal_context *context = tablet_context();
	struct capture result =
	    tablet_capture(context, tablet_uri(), pen, TABLET_CAPTURE_MS);

	cseal_context_unref(context);
	return result;
}

struct capture
tablet_cancel(cseal_context *context, const char *pen)
{
	struct capture result;

	if (cseal_cancel_new(&scene.cancel, NULL) != CSEAL_OK)
		bail_out("no cancel could be made");
	result = play(context, tablet_uri(), pen, CSEAL_NO_TIMEOUT);
	result.took_ms = result.ended_ms - scene.cancelled_ms;
	cseal_cancel_free(scene.cancel);
	scene.cancel = NULL;
	return result;
}

bool
tablet_was_held(void)
{
	return scene.was_held;
}

/* What is given back in the background is so soon. */
bool
tablet_is_held(void)
{
	const struct timespec pause = { 0, 10000000 };

	for (int i = 0; i < 1000; i++) {
		if (!is_held_now())
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}
