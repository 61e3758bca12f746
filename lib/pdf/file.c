/* SPDX-License-Identifier: Apache-2.0 */
/* file.c -- the bytes of a document, whole and contiguous.
 *
 * A small file is on the heap: its pages are used again by the next document,
 * while those of a mapping would be made and given back each time.  Of a large
 * one, the whole pages are laid over the front of one private anonymous
 * mapping, read-only; its last, partial page is read into memory, because the
 * first revision goes on in it. */
#include "file.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Up to here reading costs less than mapping. */
#define READ_MOST ((size_t)1 << 20)
/* A revision is some tens of kilobytes: most documents never move. */
#define HEAP_MORE ((size_t)64 << 10)
#define MAP_MORE  ((size_t)2 << 20)

static cseal_status
fail_size(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
	    "the document did not fit into the address space");
}

static size_t
whole_pages(size_t len)
{
	return len & ~((size_t)sysconf(_SC_PAGESIZE) - 1);
}

static cseal_status
take_heap(size_t len, struct csi_pdf_file *file, cseal_error **ret_error)
{
	file->at = malloc(len + HEAP_MORE);
	if (file->at == NULL)
		return csi_fail_memory(ret_error);
	file->room = len + HEAP_MORE;
	return CSEAL_OK;
}

/* Memory that is not touched costs nothing. */
static cseal_status
take_map(size_t len, struct csi_pdf_file *file, cseal_error **ret_error)
{
	size_t room = whole_pages(len) + MAP_MORE;
	void *at;

	at = mmap(NULL, room, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (at == MAP_FAILED)
		return csi_fail_memory(ret_error);
	file->at = at;
	file->room = room;
	return CSEAL_OK;
}

static cseal_status
read_all(int fd, uint8_t *to, size_t len, off_t from, const char *path,
    cseal_error **ret_error)
{
	while (len > 0) {
		ssize_t done = pread(fd, to, len, from);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return cseal_fail(ret_error, CSEAL_SETUP_FILE,
			    "could not read %s: %s", path, strerror(errno));
		if (done == 0)
			return cseal_fail(ret_error, CSEAL_SETUP_FILE,
			    "%s became shorter while it was read", path);
		to += done;
		from += done;
		len -= (size_t)done;
	}
	return CSEAL_OK;
}

static cseal_status
map_pages(int fd, size_t len, const char *path, struct csi_pdf_file *file,
    cseal_error **ret_error)
{
	cseal_status st = take_map(len, file, ret_error);

	if (st != CSEAL_OK)
		return st;
	file->mapped = whole_pages(len);
	if (mmap(file->at, file->mapped, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd,
		0) != MAP_FAILED)
		return CSEAL_OK;
	return cseal_fail(ret_error, csi_status_of_errno(errno),
	    "could not map %s: %s", path, strerror(errno));
}

static cseal_status
fill(int fd, size_t len, const char *path, struct csi_pdf_file *file,
    cseal_error **ret_error)
{
	cseal_status st;

	if (len > READ_MOST)
		st = map_pages(fd, len, path, file, ret_error);
	else
		st = take_heap(len, file, ret_error);
	if (st == CSEAL_OK)
		st = read_all(fd, file->at + file->mapped, len - file->mapped,
		    (off_t)file->mapped, path, ret_error);
	if (st != CSEAL_OK) {
		csi_pdf_file_close(file);
		return st;
	}
	file->len = len;
	return CSEAL_OK;
}

cseal_status
csi_pdf_file_open(
    const char *path, struct csi_pdf_file *ret_file, cseal_error **ret_error)
{
	struct csi_pdf_file file = { 0 };
	struct stat about;
	cseal_status st;
	int fd;

	/* O_NONBLOCK: the open of a pipe without a writer must not hang. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return cseal_fail(ret_error, csi_status_of_errno(errno),
		    "could not open %s: %s", path, strerror(errno));
	if (fstat(fd, &about) != 0)
		st = cseal_fail(ret_error, csi_status_of_errno(errno),
		    "could not look at %s: %s", path, strerror(errno));
	else if (!S_ISREG(about.st_mode))
		st = cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "%s is not a regular file", path);
	else if ((uint64_t)about.st_size > SIZE_MAX / 4)
		st = fail_size(ret_error);
	else
		st = fill(fd, (size_t)about.st_size, path, &file, ret_error);
	close(fd);
	if (st != CSEAL_OK)
		return st;
	*ret_file = file;
	return CSEAL_OK;
}

cseal_status
csi_pdf_file_copy(const void *bytes, size_t len, struct csi_pdf_file *ret_file,
    cseal_error **ret_error)
{
	struct csi_pdf_file file = { .len = len };
	cseal_status st;

	if (len > SIZE_MAX / 4)
		return fail_size(ret_error);
	st = take_heap(len, &file, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (len > 0)
		memcpy(file.at, bytes, len);
	*ret_file = file;
	return CSEAL_OK;
}

/* The file's own pages move without being copied; nothing is lost when that
 * fails, because what was appended is copied first. */
static cseal_status
move_map(struct csi_pdf_file *file, size_t len, cseal_error **ret_error)
{
	struct csi_pdf_file to = *file;
	cseal_status st;

	st = take_map(len, &to, ret_error);
	if (st != CSEAL_OK)
		return st;
	memcpy(to.at + to.mapped, file->at + to.mapped, to.len - to.mapped);
	if (mremap(file->at, to.mapped, to.mapped,
		MREMAP_MAYMOVE | MREMAP_FIXED, to.at) == MAP_FAILED) {
		munmap(to.at, to.room);
		return csi_fail_memory(ret_error);
	}
	munmap(file->at + to.mapped, file->room - to.mapped);
	*file = to;
	return CSEAL_OK;
}

static cseal_status
move_heap(struct csi_pdf_file *file, size_t len, cseal_error **ret_error)
{
	uint8_t *at = realloc(file->at, len + HEAP_MORE);

	if (at == NULL)
		return csi_fail_memory(ret_error);
	file->at = at;
	file->room = len + HEAP_MORE;
	return CSEAL_OK;
}

cseal_status
csi_pdf_file_room(struct csi_pdf_file *file, size_t more, uint8_t **ret_at,
    cseal_error **ret_error)
{
	size_t len, made = file->len - file->mapped;
	cseal_status st;

	if (more > SIZE_MAX / 8 - file->len)
		return fail_size(ret_error);
	/* Twice as much, so that a thousand revisions move it ten times. */
	len = file->len + more + made + more;
	if (more > file->room - file->len) {
		st = file->mapped > 0 ? move_map(file, len, ret_error)
				      : move_heap(file, len, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	*ret_at = file->at + file->len;
	return CSEAL_OK;
}

/* The whole of it, so that it can still move as one. */
cseal_status
csi_pdf_file_unlock(struct csi_pdf_file *file, cseal_error **ret_error)
{
	if (file->mapped > 0 &&
	    mprotect(file->at, file->mapped, PROT_READ | PROT_WRITE) != 0)
		return csi_fail_memory(ret_error);
	return CSEAL_OK;
}

void
csi_pdf_file_close(struct csi_pdf_file *file)
{
	if (file->mapped > 0)
		munmap(file->at, file->room);
	else
		free(file->at);
	memset(file, 0, sizeof(*file));
}
