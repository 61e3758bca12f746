/* SPDX-License-Identifier: Apache-2.0 */
/* save.c -- bytes to a file that is whole, or as it was.
 *
 * The new file has no name while it is written, where the file system can do
 * that: a process that is killed leaves nothing behind. */
#include "save.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* write(2) takes at most 0x7ffff000 bytes. */
#define WRITE_MOST ((size_t)1 << 30)
#define NAME_TRIES 100

/* A file in the making, beside its target. */
struct save {
	const char *path; /* as the caller named it, for notes */
	char *target;     /* with symbolic links followed */
	const char *name; /* the last part of target */
	int folder, fd;
	bool exists;
	mode_t mode;   /* of the target, if it exists */
	char temp[32]; /* name in folder, or "" while it has none */
};

static cseal_status
fail_errno(const char *what, const char *path, cseal_error **ret_error)
{
	int number = errno;

	return cseal_fail(ret_error, csi_status_of_errno(number),
	    "could not %s %s: %s", what, path, strerror(number));
}

static cseal_status
write_all(
    int fd, struct csi_span bytes, const char *path, cseal_error **ret_error)
{
	while (bytes.len > 0) {
		size_t len = bytes.len < WRITE_MOST ? bytes.len : WRITE_MOST;
		ssize_t done = write(fd, bytes.at, len);

		if (done < 0 && errno == EAGAIN) {
			struct pollfd room = { .fd = fd, .events = POLLOUT };

			poll(&room, 1, -1);
			continue;
		}
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return fail_errno("write", path, ret_error);
		bytes.at += done;
		bytes.len -= (size_t)done;
	}
	return CSEAL_OK;
}

cseal_status
csi_pdf_save_fd(struct csi_span bytes, int fd, cseal_error **ret_error)
{
	return write_all(fd, bytes, "to the descriptor", ret_error);
}

/* The folder is opened once, so that a rename of it cannot part the two
 * names. */
static cseal_status
open_folder(struct save *save, cseal_error **ret_error)
{
	char *slash = strrchr(save->target, '/');
	const char *folder = ".";

	save->name = save->target;
	if (slash != NULL) {
		save->name = slash + 1;
		*slash = '\0';
		folder = slash == save->target ? "/" : save->target;
	}
	if (save->name[0] == '\0')
		return cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "%s names a folder, not a file", save->path);
	save->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (save->folder < 0)
		return fail_errno("open the folder of", save->path, ret_error);
	return CSEAL_OK;
}

static cseal_status
look_at_target(struct save *save, cseal_error **ret_error)
{
	struct stat about;
	char *real = NULL;

	if (stat(save->path, &about) == 0) {
		save->exists = true;
		save->mode = about.st_mode & 0777;
		/* A rename would replace a device or a pipe by a file. */
		if (!S_ISREG(about.st_mode))
			return cseal_fail(ret_error, CSEAL_SETUP_FILE,
			    "%s is not a regular file", save->path);
		real = realpath(save->path, NULL);
	} else {
		real = strdup(save->path);
	}
	if (real == NULL && errno == ENOMEM)
		return csi_fail_memory(ret_error);
	if (real == NULL)
		return fail_errno("find", save->path, ret_error);
	save->target = real;
	return open_folder(save, ret_error);
}

static bool
draw_name(struct save *save)
{
	uint64_t draw;

	if (getrandom(&draw, sizeof(draw), 0) != (ssize_t)sizeof(draw))
		return false;
	snprintf(save->temp, sizeof(save->temp), ".cseal-%016llx",
	    (unsigned long long)draw);
	return true;
}

/* A file without a name, or, where there is no such thing, with one that
 * nobody else has. */
static cseal_status
open_temp(struct save *save, cseal_error **ret_error)
{
	save->fd =
	    openat(save->folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
	if (save->fd >= 0)
		return CSEAL_OK;
	if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)
		return fail_errno("write beside", save->path, ret_error);
	for (int i = 0; i < NAME_TRIES && draw_name(save); i++) {
		save->fd = openat(save->folder, save->temp,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (save->fd >= 0)
			return CSEAL_OK;
		if (errno != EEXIST)
			break;
	}
	save->temp[0] = '\0';
	return fail_errno("write beside", save->path, ret_error);
}

/* Gives a file without a name one.  /proc is the way that needs no
 * privilege (open(2)); where it is not mounted, the other way may do. */
static int
link_as(struct save *save, const char *name)
{
	char self[64];

	snprintf(self, sizeof(self), "/proc/self/fd/%d", save->fd);
	if (linkat(AT_FDCWD, self, save->folder, name, AT_SYMLINK_FOLLOW) == 0)
		return 0;
	if (errno != ENOENT)
		return -1;
	return linkat(save->fd, "", save->folder, name, AT_EMPTY_PATH);
}

/* Over a file that is there, only a rename can put a new one. */
static cseal_status
put_in_place(struct save *save, cseal_error **ret_error)
{
	if (save->temp[0] == '\0') {
		if (!save->exists && link_as(save, save->name) == 0)
			return CSEAL_OK;
		for (int i = 0; i < NAME_TRIES; i++) {
			if (draw_name(save) && link_as(save, save->temp) == 0)
				break;
			save->temp[0] = '\0';
			if (errno != EEXIST)
				return fail_errno(
				    "name", save->path, ret_error);
		}
	}
	if (renameat(save->folder, save->temp, save->folder, save->name) != 0)
		return fail_errno("rename to", save->path, ret_error);
	save->temp[0] = '\0';
	return CSEAL_OK;
}

static cseal_status
write_temp(struct save *save, struct csi_span bytes, cseal_error **ret_error)
{
	cseal_status st;

	if (save->exists && fchmod(save->fd, save->mode) != 0)
		return fail_errno("set the mode of", save->path, ret_error);
	st = write_all(save->fd, bytes, save->path, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (fsync(save->fd) != 0)
		return fail_errno("sync", save->path, ret_error);
	return CSEAL_OK;
}

cseal_status
csi_pdf_save_file(
    struct csi_span bytes, const char *path, cseal_error **ret_error)
{
	struct save save = { .path = path, .folder = -1, .fd = -1 };
	cseal_status st;

	st = look_at_target(&save, ret_error);
	if (st != CSEAL_OK)
		goto out;
	st = open_temp(&save, ret_error);
	if (st != CSEAL_OK)
		goto out;
	st = write_temp(&save, bytes, ret_error);
	if (st != CSEAL_OK)
		goto out;
	st = put_in_place(&save, ret_error);
	if (st != CSEAL_OK)
		goto out;
	/* The file is in its place: what is left is that the name outlives a
	 * power cut, which some file systems cannot promise. */
	fsync(save.folder);
out:
	if (save.temp[0] != '\0')
		unlinkat(save.folder, save.temp, 0);
	if (save.fd >= 0)
		close(save.fd);
	if (save.folder >= 0)
		close(save.folder);
	free(save.target);
	return st;
}
