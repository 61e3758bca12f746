/* SPDX-License-Identifier: Apache-2.0 */
/* apart.c -- work that is done in a child of the process, with limits.
 *
 * What the child writes comes through a pipe in parts, each with its length
 * before it; a part without length ends it, and the byte after that says how
 * the work ended.  Where that byte does not come, the child died. */
#include "apart.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the work may take beyond what the process has. */
#define MEMORY_LEAST (UINT64_C(1) << 30)
#define MEMORY_TIMES 8
#define CPU_SECONDS  60
#define PART_MOST    ((size_t)64 << 10)

/* ---- in the child --------------------------------------------------- */

static void
write_all(int fd, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;

	while (len > 0) {
		ssize_t done = write(fd, at, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			_exit(1);
		at += done;
		len -= (size_t)done;
	}
}

static void
write_part(int fd, const void *bytes, uint32_t len)
{
	write_all(fd, &len, sizeof(len));
	write_all(fd, bytes, len);
}

void
apart_write(int fd, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;

	while (len > 0) {
		size_t part = len < PART_MOST ? len : PART_MOST;

		write_part(fd, at, (uint32_t)part);
		at += part;
		len -= part;
	}
}

/* Bytes of data that the process has now (proc(5), statm). */
static uint64_t
data_now(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	unsigned long long pages = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%*u %*u %*u %*u %*u %llu", &pages) != 1)
		pages = 0;
	fclose(file);
	return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void
limit(size_t len)
{
	struct rlimit none = { 0, 0 }, cpu = { CPU_SECONDS, CPU_SECONDS + 1 },
		      data;

	data.rlim_cur = data.rlim_max =
	    data_now() + MEMORY_LEAST + MEMORY_TIMES * (uint64_t)len;
	setrlimit(RLIMIT_CORE, &none);
	setrlimit(RLIMIT_CPU, &cpu);
	setrlimit(RLIMIT_DATA, &data);
}

static void
be_child(apart_fn work, const void *user, size_t len, int fd)
{
	uint8_t end;

	/* What the program does at a signal is not for its child. */
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	limit(len);
	end = (uint8_t)work(user, fd);
	write_part(fd, NULL, 0);
	write_all(fd, &end, 1);
	_exit(0);
}

/* ---- in the process ------------------------------------------------- */

static cseal_status
fail_errno(const char *what, cseal_error **ret_error)
{
	return cseal_fail(ret_error,
	    errno == ENOMEM ? CSEAL_FAULT_MEMORY : CSEAL_FAULT_MODULE,
	    "could not %s: %s", what, strerror(errno));
}

/* len bytes; *ret_there false: the child ended before. */
static cseal_status
read_all(int fd, void *to, size_t len, cseal_wait *wait, bool *ret_there,
    cseal_error **ret_error)
{
	uint8_t *at = to;
	short events;

	*ret_there = true;
	while (len > 0) {
		cseal_status st =
		    cseal_wait_poll(wait, fd, POLLIN, -1, &events, ret_error);
		ssize_t done;

		if (st != CSEAL_OK)
			return st;
		done = read(fd, at, len);
		if (done < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (done < 0)
			return fail_errno("read from a pipe", ret_error);
		if (done == 0) {
			*ret_there = false;
			return CSEAL_OK;
		}
		at += done;
		len -= (size_t)done;
	}
	return CSEAL_OK;
}

static cseal_status
read_part(int fd, uint32_t len, cseal_wait *wait, cseal_blob *blob,
    bool *ret_there, cseal_error **ret_error)
{
	uint8_t part[4096];

	while (len > 0) {
		size_t some = len < sizeof(part) ? len : sizeof(part);
		cseal_status st =
		    read_all(fd, part, some, wait, ret_there, ret_error);

		if (st != CSEAL_OK || !*ret_there)
			return st;
		st = cseal_blob_append(blob, part, some, ret_error);
		if (st != CSEAL_OK)
			return st;
		len -= (uint32_t)some;
	}
	return CSEAL_OK;
}

/* All parts and how the work ended; *ret_there false: the child died. */
static cseal_status
collect(int fd, cseal_wait *wait, cseal_blob *blob, uint8_t *ret_end,
    bool *ret_there, cseal_error **ret_error)
{
	cseal_status st;
	uint32_t len;

	do {
		st =
		    read_all(fd, &len, sizeof(len), wait, ret_there, ret_error);
		if (st == CSEAL_OK && *ret_there)
			st = read_part(
			    fd, len, wait, blob, ret_there, ret_error);
		if (st != CSEAL_OK || !*ret_there)
			return st;
	} while (len > 0);
	return read_all(fd, ret_end, 1, wait, ret_there, ret_error);
}

static cseal_status
conclude(bool there, uint8_t end, cseal_error **ret_error)
{
	if (!there)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the repair took too much memory or time, or broke down");
	if (end == APART_DONE)
		return CSEAL_OK;
	if (end == APART_ENCRYPTED)
		return cseal_fail(ret_error, CSEAL_REFUSED_ENCRYPTED,
		    "the document needs a password");
	return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
	    "libqpdf could not repair the document");
}

static void
reap(pid_t child)
{
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
}

cseal_status
apart_do(apart_fn work, const void *user, size_t len, cseal_wait *wait,
    cseal_blob *blob, cseal_error **ret_error)
{
	bool there = false;
	uint8_t end = 0;
	cseal_status st;
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail_errno("make a pipe", ret_error);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		be_child(work, user, len, ends[1]);
	}
	close(ends[1]);
	if (child < 0) {
		st = fail_errno("make a process", ret_error);
		close(ends[0]);
		return st;
	}
	st = collect(ends[0], wait, blob, &end, &there, ret_error);
	close(ends[0]);
	if (st != CSEAL_OK || !there)
		kill(child, SIGKILL);
	reap(child);
	return st == CSEAL_OK ? conclude(there, end, ret_error) : st;
}
