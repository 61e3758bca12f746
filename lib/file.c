/* SPDX-License-Identifier: Apache-2.0 */
/* file.c -- one small file, read whole. */
#include "file.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP 16384

static cseal_status
fail_errno(const char *path, const char *what, cseal_error **ret_error)
{
	int number = errno;

	return cseal_fail(ret_error, csi_status_of_errno(number),
	    "could not %s %s: %s", what, path, strerror(number));
}

/* The size is not asked for: the file may grow while it is read. */
static cseal_status
read_all(int fd, const char *path, size_t most, struct csi_bytes *bytes,
    cseal_error **ret_error)
{
	size_t start = bytes->len;
	uint8_t *room;
	ssize_t len;

	do {
		room = csi_bytes_room(bytes, STEP);
		if (room == NULL)
			return csi_fail_memory(ret_error);
		len = read(fd, room, STEP);
		if (len < 0 && errno != EINTR)
			return fail_errno(path, "read", ret_error);
		if (len > 0)
			bytes->len += (size_t)len;
		if (bytes->len - start > most)
			return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
			    "%s was larger than %zu bytes", path, most);
	} while (len != 0);
	return CSEAL_OK;
}

cseal_status
csi_file_read(const char *path, size_t most, struct csi_bytes *bytes,
    cseal_error **ret_error)
{
	struct stat meta;
	cseal_status st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return fail_errno(path, "open", ret_error);
	if (fstat(fd, &meta) != 0)
		st = fail_errno(path, "look at", ret_error);
	else if (!S_ISREG(meta.st_mode))
		st = cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "%s was not a regular file", path);
	else
		st = read_all(fd, path, most, bytes, ret_error);
	close(fd);
	return st;
}
