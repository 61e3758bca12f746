/* SPDX-License-Identifier: Apache-2.0 */
/* scratch.h -- a folder of its own for a test program, gone when it ends. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch_root[] = "/tmp/counterseal-test-XXXXXX";
static pid_t scratch_owner;

static inline int
scratch_remove_one(
    const char *path, const struct stat *meta, int kind, struct FTW *ftw)
{
	return remove(path);
}

static inline void
scratch_remove(void)
{
	if (scratch_owner == getpid())
		nftw(scratch_root, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Once, at the start of main(). */
static inline void
scratch_make(void)
{
	if (mkdtemp(scratch_root) == NULL || chmod(scratch_root, 0755) != 0) {
		perror(scratch_root);
		exit(99);
	}
	scratch_owner = getpid();
	atexit(scratch_remove);
}

/* The absolute path of a name in it; one of four static buffers. */
static inline const char *
scratch_path(const char *name)
{
	static char paths[4][512];
	static unsigned turn;
	char *path = paths[turn++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", scratch_root, name);
	return path;
}

static inline void
scratch_folder(const char *name)
{
	if (mkdir(scratch_path(name), 0755) != 0 && errno != EEXIST) {
		perror(name);
		exit(99);
	}
}

/* At once: somebody may be watching. */
static inline const char *
scratch_write_bytes(const char *name, const void *bytes, size_t len)
{
	const char *path = scratch_path(name), *fresh = scratch_path(".new");
	int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || close(fd) != 0 ||
	    rename(fresh, path) != 0) {
		perror(name);
		exit(99);
	}
	return path;
}

static inline const char *
scratch_write(const char *name, const char *text)
{
	return scratch_write_bytes(name, text, strlen(text));
}

/* The absolute path of a name in the build folder, where tests run.  The
 * caller's, like everything that lives as long as the program. */
static inline char *
build_path(const char *name)
{
	char cwd[4096], *path;

	if (getcwd(cwd, sizeof(cwd)) == NULL ||
	    asprintf(&path, "%s/%s", cwd, name) < 0)
		exit(99);
	return path;
}

#endif
