/* SPDX-License-Identifier: Apache-2.0 */
/* test-attacks.c -- calls every published attack, and no honest file.
 *
 * Nobody gives trust anchors for these files, so what counts is all but the
 * trust: an attack is called when a signature is broken, when the changes
 * after one are not permitted, or when the document has a problem. */
#include "judge/judge.h"
#include "tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static bool
is_called(const struct cseal_report *report)
{
	if (report->problems.count > 0 || report->count == 0)
		return true;
	for (size_t i = 0; i < report->count; i++) {
		const struct cseal_report_signature *row =
		    &report->rows[i].shown;

		if (strcmp(row->integrity, "intact") != 0 ||
		    strcmp(row->changes, "forbidden") == 0 ||
		    strcmp(row->changes, "unknown") == 0)
			return true;
	}
	return false;
}

static void
print_findings(const struct cseal_report *report)
{
	for (size_t i = 0; i < report->problems.count; i++)
		printf("# %s\n", report->problems.at[i]);
	for (size_t i = 0; i < report->count; i++) {
		for (size_t j = 0; j < report->rows[i].reasons.count; j++)
			printf("# %s\n", report->rows[i].reasons.at[j]);
	}
}

static void
judge_file(const char *folder, const char *name)
{
	bool honest = strncmp(name, "honest-", 7) == 0;
	struct cseal_report *report = calloc(1, sizeof(*report));
	const struct csi_judge_wish wish = { .time = (int64_t)time(NULL) };
	struct csi_span span = { NULL, 0 };
	char path[4096];
	struct stat info;
	void *map;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &info) != 0 || report == NULL)
		abort();
	map = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	span.at = map;
	span.len = (size_t)info.st_size;
	if (csi_judge(report, span, &wish, NULL) == CSEAL_OK)
		OKF(is_called(report) != honest, "%s is %s", name,
		    honest ? "left alone" : "called");
	else
		OKF(false, "%s gets a report", name);
	print_findings(report);
	cseal_report_free(report);
	munmap(map, span.len);
	close(fd);
}

static int
is_pdf(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 4 && strcmp(entry->d_name + len - 4, ".pdf") == 0;
}

int
main(void)
{
	const char *shared = getenv("CSEAL_SHARED");
	struct dirent **names;
	char folder[3072];
	int count;

	snprintf(folder, sizeof(folder), "%s/corpus/attacks",
	    shared != NULL ? shared : CSEAL_SHARED_DEFAULT);
	count = scandir(folder, &names, is_pdf, alphasort);
	if (count <= 0) {
		tap_skip("the corpus is not here");
		return tap_done();
	}
	tap_test = "attacks";
	for (int i = 0; i < count; i++) {
		judge_file(folder, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	return tap_done();
}
