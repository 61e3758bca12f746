/* SPDX-License-Identifier: Apache-2.0 */
/* test-read.c -- reads every file of the pdf.js corpus, whole, under both
 * policies: whatever the answer, no crash and no hang.
 *
 * The files are in $CSEAL_SHARED/corpus/pdfjs-400, or beside the project.
 * Folders given as arguments are read instead. */
#include "pdf/reader.h"
#include "tap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS_MOST 5
#define STREAM_MOST  ((size_t)32 << 20)
#define FILES_A_LINE 50

/* Of the 400 files: the others need their cross-reference table made anew, or
 * a password that nobody has. */
#define CORPUS_FILES 400
#define OPENED_LEAST 394
#define SHOWN_LEAST  387
#define LOCKED_MOST  7

/* What a child found out, as bits of its exit status. */
#define OPENED  1
#define SHOWN   2 /* the first page */
#define WHOLE   4 /* every object and page */
#define ENCRYPT 8
#define LOCKED  16 /* encrypted, and not opened by the empty password */

struct load {
	csi_pdf_reader *reader;
	bool whole;
};

static void
load_row(void *user, uint32_t number, const struct csi_pdf_row *row)
{
	struct load *load = user;
	struct csi_pdf_ref ref = { number, row->generation };
	const struct csi_pdf_value *value;
	struct csi_bytes data = { 0 };
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_pdf_load(load->reader, ref, &value, &error);
	if (st != CSEAL_OK) {
		/* Also of a row that an update replaced. */
		load->whole = false;
		if (error == NULL || cseal_error_status(error) != st)
			abort();
		cseal_error_free(error);
		return;
	}
	if (value->type != CSI_PDF_STREAM)
		return;
	csi_pdf_stream_data(load->reader, value, STREAM_MOST, &data, NULL);
	csi_bytes_free(&data);
}

static int
read_pages(csi_pdf_reader *reader)
{
	struct csi_pdf_page page;
	uint32_t count;
	int found = WHOLE;

	if (csi_pdf_page_count(reader, &count, NULL) != CSEAL_OK)
		return 0;
	for (uint32_t i = 0; i < count; i++) {
		if (csi_pdf_page(reader, i, &page, NULL) != CSEAL_OK)
			found &= ~WHOLE;
		else if (i == 0)
			found |= SHOWN;
	}
	return found;
}

static int
read_bytes(const void *bytes, size_t len, enum csi_pdf_policy policy)
{
	const struct csi_span nothing = { NULL, 0 };
	struct load load = { .whole = true };
	uint64_t end;
	int found = OPENED;

	if (csi_pdf_reader_new(bytes, len, policy, &load.reader, NULL) !=
	    CSEAL_OK)
		return 0;
	if (csi_pdf_is_encrypted(load.reader)) {
		found |= ENCRYPT;
		csi_pdf_unlock(load.reader, nothing, NULL);
	}
	if (csi_pdf_needs_key(load.reader))
		found |= LOCKED;
	found |= read_pages(load.reader);
	for (size_t i = 0; i < csi_pdf_section_count(load.reader); i++) {
		if (csi_pdf_section_rows(
			load.reader, i, load_row, &load, NULL) != CSEAL_OK)
			load.whole = false;
		csi_pdf_revision_end(load.reader, i, &end, NULL);
	}
	if (!load.whole)
		found &= ~WHOLE;
	csi_pdf_reader_free(load.reader);
	return found;
}

static int
read_file(const char *path, enum csi_pdf_policy policy)
{
	int fd = open(path, O_RDONLY), found;
	struct stat info;
	void *bytes;

	if (fd < 0 || fstat(fd, &info) != 0 || info.st_size == 0)
		return 0;
	bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return 0;
	found = read_bytes(bytes, (size_t)info.st_size, policy);
	munmap(bytes, (size_t)info.st_size);
	close(fd);
	return found;
}

/* In a process of its own, which the clock ends; -1 where it crashed or hung.
 */
static int
read_apart(const char *path, enum csi_pdf_policy policy)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		alarm(SECONDS_MOST);
		exit(0x40 | read_file(path, policy));
	}
	if (pid < 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return -1;
	}
	if (WIFSIGNALED(status))
		printf("# %s: %s\n", path, strsignal(WTERMSIG(status)));
	else if ((WEXITSTATUS(status) & 0x40) == 0)
		printf("# %s: exit status %d\n", path, WEXITSTATUS(status));
	if (!WIFEXITED(status) || (WEXITSTATUS(status) & 0x40) == 0)
		return -1;
	return WEXITSTATUS(status) & 0x3f;
}

struct tally {
	size_t files, failed;
	size_t opened[2], shown[2], whole[2], encrypted, locked;
};

static void
count(struct tally *tally, const char *path)
{
	tally->files++;
	for (int policy = 0; policy < 2; policy++) {
		int found = read_apart(path, policy);

		if (found < 0) {
			tally->failed++;
			continue;
		}
		tally->opened[policy] += (found & OPENED) != 0;
		tally->shown[policy] += (found & SHOWN) != 0;
		tally->whole[policy] += (found & WHOLE) != 0;
		if (policy != CSI_PDF_LENIENT)
			continue;
		tally->encrypted += (found & ENCRYPT) != 0;
		tally->locked += (found & LOCKED) != 0;
		if ((found & LOCKED) != 0)
			printf("# locked: %s\n", path);
		else if ((found & SHOWN) == 0)
			printf("# no first page: %s\n", path);
	}
}

static void
read_folder(struct tally *tally, const char *folder)
{
	struct dirent **names;
	size_t told = 0, failed = 0;
	int found = scandir(folder, &names, NULL, alphasort);

	for (int i = 0; i < found; i++) {
		char path[PATH_MAX];
		size_t len = strlen(names[i]->d_name);

		if (len > 4 &&
		    strcmp(names[i]->d_name + len - 4, ".pdf") == 0) {
			snprintf(path, sizeof(path), "%s/%s", folder,
			    names[i]->d_name);
			count(tally, path);
		}
		free(names[i]);
		if (tally->files < told + FILES_A_LINE)
			continue;
		OKF(tally->failed == failed, "%zu files", tally->files);
		told = tally->files;
		failed = tally->failed;
	}
	if (found >= 0)
		free(names);
	OKF(tally->files > 0 && tally->failed == failed, "all of %s", folder);
}

static void
tell(const struct tally *tally)
{
	static const char *const policies[] = { "lenient", "strict" };

	for (int policy = 0; policy < 2; policy++)
		printf("# %s: of %zu files %zu opened, %zu with a first page, "
		       "%zu read whole\n",
		    policies[policy], tally->files, tally->opened[policy],
		    tally->shown[policy], tally->whole[policy]);
	printf("# %zu are encrypted, of which the empty password does not "
	       "open %zu\n",
	    tally->encrypted, tally->locked);
}

static void
no_file_crashes_or_hangs_the_reader(const char *folder)
{
	struct tally tally = { 0 };

	read_folder(&tally, folder);
	tell(&tally);
	if (tally.files != CORPUS_FILES)
		return;
	OK(tally.opened[CSI_PDF_LENIENT] >= OPENED_LEAST);
	OK(tally.shown[CSI_PDF_LENIENT] >= SHOWN_LEAST);
	OK(tally.locked <= LOCKED_MOST);
}

int
main(int argc, char **argv)
{
	const char *shared = getenv("CSEAL_SHARED");
	char folder[PATH_MAX];

	tap_test = "no_file_crashes_or_hangs_the_reader";
	for (int i = 1; i < argc; i++)
		no_file_crashes_or_hangs_the_reader(argv[i]);
	if (argc > 1)
		return tap_done();
	snprintf(folder, sizeof(folder), "%s/corpus/pdfjs-400",
	    shared != NULL ? shared : CSEAL_SHARED_DEFAULT);
	if (access(folder, R_OK) == 0)
		no_file_crashes_or_hangs_the_reader(folder);
	else
		tap_skip("the corpus is not beside the project");
	return tap_done();
}
