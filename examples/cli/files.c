/* SPDX-License-Identifier: Apache-2.0 */
/* files.c -- whole files in, whole files out.
 *
 * What the tool writes itself (pictures, ink, identity data) is personal: it
 * is readable by its owner only, and it is there whole or not at all. */
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_STEP (64u << 10)

static cseal_status
status_of(int error)
{
	switch (error) {
	case ENOSPC:
	case EDQUOT: return CSEAL_SETUP_DISK_FULL;
	case EACCES:
	case EPERM:
	case EROFS: return CSEAL_SETUP_PERMISSION;
	case ENOMEM: return CSEAL_FAULT_MEMORY;
	default: return CSEAL_SETUP_FILE;
	}
}

void
cli_bytes_free(void *bytes, size_t len)
{
	if (bytes == NULL)
		return;
	explicit_bzero(bytes, len);
	free(bytes);
}

/* Doubles the room; unlike realloc() it leaves no copy behind. */
static bool
grow(char **bytes, size_t len, size_t *room)
{
	size_t wider = *room == 0 ? READ_STEP : *room * 2;
	char *larger = malloc(wider);

	if (larger == NULL)
		return false;
	if (len > 0)
		memcpy(larger, *bytes, len);
	cli_bytes_free(*bytes, len);
	*bytes = larger;
	*room = wider;
	return true;
}

static cseal_status
read_all(struct cli *cli, const char *path, int fd, void **ret_bytes,
    size_t *ret_len)
{
	cseal_status st = CSEAL_FAULT_MEMORY;
	size_t len = 0, room = 0;
	char *bytes = NULL;
	ssize_t got;

	for (;;) {
		if (len == room && !grow(&bytes, len, &room))
			goto fail;
		got = read(fd, bytes + len, room - len);
		if (got == 0)
			break;
		if (got < 0) {
			st = cli_fail(cli, status_of(errno),
			    _("could not read %s: %s"), path, strerror(errno));
			goto fail;
		}
		len += (size_t)got;
		if (len > CLI_FILE_MOST) {
			st = cli_fail(cli, CSEAL_REFUSED_LIMIT,
			    _("%s is larger than %u MiB"), path,
			    CLI_FILE_MOST >> 20);
			goto fail;
		}
	}
	*ret_bytes = bytes;
	*ret_len = len;
	return CSEAL_OK;
fail:
	cli_bytes_free(bytes, len);
	return st;
}

cseal_status
cli_read_file(
    struct cli *cli, const char *path, void **ret_bytes, size_t *ret_len)
{
	cseal_status st;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cli_fail(cli, status_of(errno),
		    _("could not open %s: %s"), path, strerror(errno));
	st = read_all(cli, path, fd, ret_bytes, ret_len);
	close(fd);
	return st;
}

static bool
write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, bytes, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes += put;
		len -= (size_t)put;
	}
	return true;
}

/* The entry itself has to reach the disk, too. */
static void
sync_folder(const char *path)
{
	char *copy = strdup(path);
	int fd;

	if (copy == NULL)
		return;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(copy);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static cseal_status
replace(struct cli *cli, const char *path, char *beside, const void *bytes,
    size_t len)
{
	int fd, error = 0;

	fd = mkostemp(beside, O_CLOEXEC); /* mode 0600 */
	if (fd < 0)
		return cli_fail(cli, status_of(errno),
		    _("could not write beside %s: %s"), path, strerror(errno));
	if (!write_all(fd, bytes, len) || fsync(fd) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0 && rename(beside, path) != 0)
		error = errno;
	if (error == 0) {
		sync_folder(path);
		return CSEAL_OK;
	}
	unlink(beside);
	return cli_fail(cli, status_of(error), _("could not write %s: %s"),
	    path, strerror(error));
}

cseal_status
cli_write_file(struct cli *cli, const char *path, const void *bytes, size_t len)
{
	const char *slash = strrchr(path, '/');
	int folder = slash == NULL ? 0 : (int)(slash - path) + 1;
	cseal_status st;
	char *beside;

	if (asprintf(&beside, "%.*s.%s.XXXXXX", folder, path, path + folder) <
	    0)
		return CSEAL_FAULT_MEMORY;
	st = replace(cli, path, beside, bytes, len);
	free(beside);
	return st;
}

cseal_status
cli_check_output(struct cli *cli, const char *input, const char *output)
{
	struct stat in, out;

	if (output == NULL)
		return cli_usage(
		    cli, _("-o is missing: where should the result go?"));
	if (stat(output, &out) != 0)
		return CSEAL_OK;
	if (!S_ISREG(out.st_mode))
		return cli_usage(
		    cli, _("the output %s is not a regular file"), output);
	if (input != NULL && stat(input, &in) == 0 && in.st_dev == out.st_dev &&
	    in.st_ino == out.st_ino)
		return cli_usage(cli,
		    _("the output %s is the input itself, which is never "
		      "changed"),
		    output);
	return CSEAL_OK;
}
