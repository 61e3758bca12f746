/* SPDX-License-Identifier: Apache-2.0 */
/* test-save.c -- proves lib/pdf/save.c: a file is whole, or as it was. */
#include "pdf/save.h"

#include "tap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/counterseal-save-XXXXXX";

static struct csi_span
span_of(const char *text)
{
	struct csi_span span = { (const uint8_t *)text, strlen(text) };

	return span;
}

static cseal_status
save(struct csi_span bytes, const char *path)
{
	cseal_error *error = NULL;
	cseal_status st = csi_pdf_save_file(bytes, path, &error);

	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static bool
holds(const char *path, const char *text)
{
	char read_text[100] = "";
	FILE *file = fopen(path, "r");
	size_t len;

	if (file == NULL)
		return false;
	len = fread(read_text, 1, sizeof(read_text) - 1, file);
	fclose(file);
	return len == strlen(text) && strcmp(read_text, text) == 0;
}

static int
count_files(void)
{
	DIR *dir = opendir(".");
	int count = 0;

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count - 2;
}

static mode_t
mode_of(const char *path)
{
	struct stat about;

	return lstat(path, &about) == 0 ? about.st_mode & 07777 : 0;
}

static void
a_new_file_is_whole_and_has_the_mode_that_umask_leaves(void)
{
	mode_t mask = umask(027);

	OK(save(span_of("new"), "new.pdf") == CSEAL_OK);
	OK(holds("new.pdf", "new"));
	OK(mode_of("new.pdf") == 0640);
	OK(count_files() == 1);
	umask(mask);
	unlink("new.pdf");
}

static void
a_file_that_is_there_is_replaced_and_keeps_its_mode(void)
{
	struct stat before, after;

	OK(save(span_of("old"), "old.pdf") == CSEAL_OK);
	OK(chmod("old.pdf", 0604) == 0 && stat("old.pdf", &before) == 0);
	OK(save(span_of("another"), "old.pdf") == CSEAL_OK);
	OK(holds("old.pdf", "another"));
	OK(mode_of("old.pdf") == 0604);
	OK(stat("old.pdf", &after) == 0 && after.st_ino != before.st_ino);
	OK(count_files() == 1);
	unlink("old.pdf");
}

static void
a_symbolic_link_keeps_being_one(void)
{
	OK(mkdir("there", 0700) == 0);
	OK(save(span_of("old"), "there/target") == CSEAL_OK);
	OK(symlink("there/target", "link") == 0);
	OK(save(span_of("new"), "link") == CSEAL_OK);
	OK(holds("there/target", "new"));
	OK(readlink("link", (char[8]){ 0 }, 8) > 0);
	unlink("link");
	unlink("there/target");
	rmdir("there");
}

static void
what_is_no_regular_file_is_left_alone(void)
{
	struct stat about;

	OK(save(span_of("x"), "/dev/null") == CSEAL_SETUP_FILE);
	OK(stat("/dev/null", &about) == 0 && S_ISCHR(about.st_mode));
	OK(save(span_of("x"), ".") == CSEAL_SETUP_FILE);
	OK(save(span_of("x"), "absent/") == CSEAL_SETUP_FILE);
	OK(save(span_of("x"), "absent/file") == CSEAL_SETUP_FILE);
	OK(save(span_of("x"), "") == CSEAL_SETUP_FILE);
	OK(count_files() == 0);
}

static void
a_folder_that_may_not_be_written_is_said(void)
{
	if (geteuid() == 0) {
		tap_skip("root may write everywhere");
		return;
	}
	OK(mkdir("closed", 0500) == 0);
	OK(save(span_of("x"), "closed/file") == CSEAL_SETUP_PERMISSION);
	rmdir("closed");
}

/* A file size limit fails a write as a full disk does: with a short write
 * first, and with a signal that a caller may ignore. */
static void
set_limit(rlim_t most)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = most;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static void
a_full_disk_leaves_nothing_behind(void)
{
	struct csi_span large = { NULL, 1 << 20 };
	uint8_t *bytes = calloc(1, large.len);
	cseal_status st_new, st_old;

	large.at = bytes;
	OK(save(span_of("old"), "old.pdf") == CSEAL_OK);
	signal(SIGXFSZ, SIG_IGN);
	set_limit(100000);
	st_new = save(large, "new.pdf");
	st_old = save(large, "old.pdf");
	set_limit(RLIM_INFINITY);
	signal(SIGXFSZ, SIG_DFL);
	OK(st_new == CSEAL_SETUP_DISK_FULL);
	OK(st_old == CSEAL_SETUP_DISK_FULL);
	OK(holds("old.pdf", "old"));
	OK(count_files() == 1);
	unlink("old.pdf");
	free(bytes);
}

static void
a_process_that_is_killed_leaves_nothing_behind(void)
{
	struct csi_span large = { NULL, 1 << 20 };
	uint8_t *bytes = calloc(1, large.len);
	int status = 0;
	pid_t child;

	large.at = bytes;
	OK(save(span_of("old"), "old.pdf") == CSEAL_OK);
	child = fork();
	if (child == 0) {
		set_limit(100000);
		save(large, "old.pdf");
		_exit(0);
	}
	OK(waitpid(child, &status, 0) == child);
	OK(WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ);
	OK(holds("old.pdf", "old"));
	OK(count_files() == 1);
	unlink("old.pdf");
	free(bytes);
}

static void
a_descriptor_gets_everything_from_its_position_on(void)
{
	struct csi_span large = { NULL, 3 << 20 };
	uint8_t *bytes = malloc(large.len);
	int pipes[2], fd;
	pid_t child;

	large.at = bytes;
	for (size_t i = 0; i < large.len; i++)
		bytes[i] = (uint8_t)(i * 7 + i / 255);
	fd = open("fd.pdf", O_RDWR | O_CREAT, 0600);
	OK(write(fd, "head", 4) == 4);
	OK(csi_pdf_save_fd(span_of("tail"), fd, NULL) == CSEAL_OK);
	close(fd);
	OK(holds("fd.pdf", "headtail"));
	unlink("fd.pdf");
	/* A pipe that does not block takes it piece by piece. */
	OK(pipe2(pipes, O_NONBLOCK) == 0);
	child = fork();
	if (child == 0) {
		close(pipes[0]);
		_exit(csi_pdf_save_fd(large, pipes[1], NULL) != CSEAL_OK);
	}
	close(pipes[1]);
	{
		uint8_t buffer[4096];
		size_t total = 0;
		bool same = true;
		ssize_t len;

		fcntl(pipes[0], F_SETFL, 0);
		while ((len = read(pipes[0], buffer, sizeof(buffer))) > 0) {
			same &= total + (size_t)len <= large.len &&
				memcmp(buffer, bytes + total, (size_t)len) == 0;
			total += (size_t)len;
		}
		OK(same && total == large.len);
	}
	close(pipes[0]);
	OK(waitpid(child, &fd, 0) == child && fd == 0);
	OK(csi_pdf_save_fd(large, -1, NULL) == CSEAL_SETUP_FILE);
	free(bytes);
}

int
main(void)
{
	if (mkdtemp(folder) == NULL || chdir(folder) != 0)
		return 99;
	RUN(a_new_file_is_whole_and_has_the_mode_that_umask_leaves);
	RUN(a_file_that_is_there_is_replaced_and_keeps_its_mode);
	RUN(a_symbolic_link_keeps_being_one);
	RUN(what_is_no_regular_file_is_left_alone);
	RUN(a_folder_that_may_not_be_written_is_said);
	RUN(a_full_disk_leaves_nothing_behind);
	RUN(a_process_that_is_killed_leaves_nothing_behind);
	RUN(a_descriptor_gets_everything_from_its_position_on);
	if (chdir("/") != 0 || rmdir(folder) != 0)
		return 99;
	return tap_done();
}
