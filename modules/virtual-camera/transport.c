/* SPDX-License-Identifier: Apache-2.0 */
/* transport.c -- the files: the script and its frames. */
#include "transport.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static cseal_status
fail_file(const char *path, const char *what, cseal_error **ret_error)
{
	int number = errno;
	cseal_status st = CSEAL_SETUP_FILE;

	if (number == EACCES || number == EPERM)
		st = CSEAL_SETUP_PERMISSION;
	return cseal_fail(
	    ret_error, st, "could not %s %s: %s", what, path, strerror(number));
}

static cseal_status
read_all(int fd, const char *path, char *text, size_t room, size_t *ret_len,
    cseal_error **ret_error)
{
	size_t len = 0;

	while (len < room) {
		ssize_t more = read(fd, text + len, room - len);

		if (more < 0 && errno == EINTR)
			continue;
		if (more < 0)
			return fail_file(path, "read", ret_error);
		if (more == 0)
			break;
		len += (size_t)more;
	}
	*ret_len = len;
	return CSEAL_OK;
}

/* Of a regular file: a pipe could keep a find waiting. */
static cseal_status
measure(int fd, const char *path, size_t most, size_t *ret_len,
    cseal_error **ret_error)
{
	struct stat meta;

	if (fstat(fd, &meta) != 0)
		return fail_file(path, "look at", ret_error);
	if (!S_ISREG(meta.st_mode))
		return cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "%s is not a regular file", path);
	if (meta.st_size < 0 || (uint64_t)meta.st_size > most)
		return cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "%s is larger than %zu bytes", path, most);
	*ret_len = (size_t)meta.st_size;
	return CSEAL_OK;
}

cseal_status
file_read(const char *path, size_t most, char **ret_text, size_t *ret_len,
    cseal_error **ret_error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *text = NULL;
	size_t room = 0;
	cseal_status st;

	if (fd < 0)
		return fail_file(path, "open", ret_error);
	st = measure(fd, path, most, &room, ret_error);
	if (st == CSEAL_OK) {
		text = malloc(room + 1);
		st = text != NULL
			 ? read_all(fd, path, text, room, ret_len, ret_error)
			 : cseal_fail(
			       ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	}
	close(fd);
	if (st != CSEAL_OK) {
		free(text);
		return st;
	}
	*ret_text = text;
	return CSEAL_OK;
}
