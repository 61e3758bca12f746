/* SPDX-License-Identifier: Apache-2.0 */
/* transport.c -- the file itself. */
#include "transport.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static cseal_status
fail_errno(const char *what, const char *path, cseal_error **ret_error)
{
	int number = errno;
	cseal_status st = CSEAL_SETUP_FILE;

	if (number == ENOENT || number == ENOTDIR)
		st = CSEAL_SETUP_NO_KEY;
	else if (number == EACCES || number == EPERM)
		st = CSEAL_SETUP_PERMISSION;
	return cseal_fail(
	    ret_error, st, "could not %s %s: %s", what, path, strerror(number));
}

/* One byte more than is allowed is asked for, so that too much shows. */
static cseal_status
read_all(
    int fd, const char *path, struct file_bytes *bytes, cseal_error **ret_error)
{
	ssize_t len;

	while (bytes->len <= FILE_MOST) {
		len = read(
		    fd, bytes->at + bytes->len, FILE_MOST + 1 - bytes->len);
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			return fail_errno("read", path, ret_error);
		if (len == 0)
			return CSEAL_OK;
		bytes->len += (size_t)len;
	}
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "%s is larger than %u bytes", path, FILE_MOST);
}

static cseal_status
load(
    int fd, const char *path, struct file_bytes *bytes, cseal_error **ret_error)
{
	struct stat meta;

	if (fstat(fd, &meta) != 0)
		return fail_errno("look at", path, ret_error);
	if (!S_ISREG(meta.st_mode))
		return cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "%s was not a regular file", path);
	bytes->is_open_to_others = (meta.st_mode & S_IROTH) != 0;
	bytes->at = malloc(FILE_MOST + 1);
	if (bytes->at == NULL)
		return file_fail_memory(ret_error);
	return read_all(fd, path, bytes, ret_error);
}

cseal_status
file_load(
    const char *path, struct file_bytes *ret_bytes, cseal_error **ret_error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct file_bytes bytes = { 0 };
	cseal_status st;

	if (fd < 0)
		return fail_errno("open", path, ret_error);
	st = load(fd, path, &bytes, ret_error);
	close(fd);
	if (st != CSEAL_OK) {
		file_unload(&bytes);
		return st;
	}
	*ret_bytes = bytes;
	return CSEAL_OK;
}

void
file_unload(struct file_bytes *bytes)
{
	if (bytes->at != NULL)
		explicit_bzero(bytes->at, bytes->len);
	free(bytes->at);
	memset(bytes, 0, sizeof(*bytes));
}

cseal_device_state
file_state(const char *path)
{
	if (access(path, R_OK) == 0)
		return CSEAL_DEVICE_READY;
	return errno == EACCES || errno == EPERM ? CSEAL_DEVICE_DENIED
						 : CSEAL_DEVICE_ABSENT;
}
