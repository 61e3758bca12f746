/* SPDX-License-Identifier: Apache-2.0 */
/* child.c -- a program that reads bytes and answers with bytes.
 *
 * Between fork and exec there are system calls only: the process may have
 * threads, whose locks nobody would open. */
#include "child.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define CPU_MOST_S    60
#define MEMORY_MOST   ((rlim_t)2 << 30)
#define FILES_MOST    16
#define READ_STEP     65536
#define EXIT_NO_START 127

/* The input as a file without a name, at its beginning. */
static cseal_status
make_input(struct csi_span input, int *ret_fd, cseal_error **ret_error)
{
	int fd = memfd_create("counterseal", MFD_CLOEXEC);

	while (fd >= 0 && input.len > 0) {
		ssize_t done = write(fd, input.at, input.len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			break;
		input.at += done;
		input.len -= (size_t)done;
	}
	if (fd < 0 || input.len > 0 || lseek(fd, 0, SEEK_SET) != 0) {
		if (fd >= 0)
			close(fd);
		return csi_fail_memory(ret_error);
	}
	*ret_fd = fd;
	return CSEAL_OK;
}

static void
limit(int what, rlim_t most)
{
	const struct rlimit limits = { most, most };

	if (setrlimit(what, &limits) != 0)
		_exit(EXIT_NO_START);
}

/* Never returns. */
static void
become(const struct csi_child *child, int input, int output)
{
	static char *const no_environment[] = { NULL };
	char *argv[CSI_CHILD_ARGUMENTS_MOST + 1] = { NULL };
	sigset_t none;
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	/* The pipe and the input are above 2: these were open, or dup2() would
	 * take the one for the other; see above_standard(). */
	if (null < 0 || dup2(input, 0) != 0 || dup2(output, 1) != 1 ||
	    dup2(null, 2) != 2)
		_exit(EXIT_NO_START);
	close_range(3, ~0U, 0);
	memcpy(argv, child->argv, child->argc * sizeof(argv[0]));
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CPU, CPU_MOST_S);
	limit(RLIMIT_AS, MEMORY_MOST);
	limit(RLIMIT_NOFILE, FILES_MOST);
	execve(child->program, argv, no_environment);
	_exit(EXIT_NO_START);
}

/* The same description above the three standard ones. */
static int
above_standard(int fd)
{
	int other;

	if (fd < 0 || fd > 2)
		return fd;
	other = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close(fd);
	return other;
}

static cseal_status
start(const struct csi_child *child, int *ret_output, pid_t *ret_pid,
    cseal_error **ret_error)
{
	int ends[2] = { -1, -1 }, input = -1;
	cseal_status st;
	pid_t pid;

	st = make_input(child->input, &input, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (pipe2(ends, O_CLOEXEC) != 0)
		ends[0] = ends[1] = -1;
	input = above_standard(input);
	ends[1] = above_standard(ends[1]);
	pid = input < 0 || ends[1] < 0 ? -1 : fork();
	if (pid == 0)
		become(child, input, ends[1]);
	if (input >= 0)
		close(input);
	if (ends[1] >= 0)
		close(ends[1]);
	if (pid < 0) {
		if (ends[0] >= 0)
			close(ends[0]);
		return csi_fail_memory(ret_error);
	}
	*ret_output = ends[0];
	*ret_pid = pid;
	return CSEAL_OK;
}

/* What it says until it closes its output. */
static cseal_status
listen_to(const struct csi_child *child, int fd, cseal_wait *wait,
    struct csi_bytes *output, cseal_error **ret_error)
{
	for (;;) {
		short events;
		uint8_t *room;
		ssize_t len;
		cseal_status st =
		    cseal_wait_poll(wait, fd, POLLIN, -1, &events, ret_error);

		if (st != CSEAL_OK)
			return st;
		room = csi_bytes_room(output, READ_STEP);
		if (room == NULL)
			return csi_fail_memory(ret_error);
		len = read(fd, room, READ_STEP);
		if (len < 0 && errno == EINTR)
			continue;
		if (len <= 0)
			return CSEAL_OK;
		output->len += (size_t)len;
		if (output->len > child->output_most)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "%s said more than %zu bytes", child->program,
			    child->output_most);
	}
}

static cseal_status
judge_end(const struct csi_child *child, int how, int *ret_exit,
    cseal_error **ret_error)
{
	if (!WIFEXITED(how))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "%s was ended by signal %d", child->program,
		    WIFSIGNALED(how) ? WTERMSIG(how) : 0);
	if (WEXITSTATUS(how) == EXIT_NO_START)
		return cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "%s could not be started", child->program);
	*ret_exit = WEXITSTATUS(how);
	return CSEAL_OK;
}

cseal_status
csi_child_run(const struct csi_child *child, cseal_wait *wait,
    struct csi_bytes *output, int *ret_exit, cseal_error **ret_error)
{
	cseal_status st;
	int fd = -1, how = 0;
	pid_t pid = -1;

	if (access(child->program, X_OK) != 0)
		return cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "there is no program %s", child->program);
	st = start(child, &fd, &pid, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = listen_to(child, fd, wait, output, ret_error);
	close(fd);
	if (st != CSEAL_OK)
		kill(pid, SIGKILL);
	while (waitpid(pid, &how, 0) < 0)
		if (errno != EINTR)
			break;
	if (st == CSEAL_OK)
		st = judge_end(child, how, ret_exit, ret_error);
	if (st != CSEAL_OK)
		csi_bytes_free(output);
	return st;
}
