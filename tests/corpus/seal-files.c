/* SPDX-License-Identifier: Apache-2.0 */
/* seal-files.c -- judges, seals and judges again every PDF of a folder, each
 * in a child of its own: whatever the answer, no crash and no hang.
 *
 *   seal-files FILE-SIGNER.so KEY.pem FOLDER OUT
 *
 * The sealed files go to OUT.  Prints TAP. */
#include "../tap.h"

#include <counterseal/counterseal.h>
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS_MOST 5
/* Of the processor, for reading, judging, sealing and judging again. */
#define CPU_MS_MOST 1000

/* Of the 400 files: sealed by us, and intact to our own judge. */
#define CORPUS_FILES 400
#define INTACT_LEAST 384

/* What a child found out, as bits of its exit status. */
#define SEALED    1
#define INTACT    2 /* our signature holds and covers the whole file */
#define BROKEN    4 /* it was sealed, and our own judge says broken */
#define NO_STATUS 8 /* a failure without a status that fits */

struct run {
	cseal_context *context;
	cseal_signer *signer;
	const char *folder, *out;
	size_t files, sealed, intact, failed;
	long slowest_ms;
	char slowest[256];
};

/* The newest signature is ours. */
static int
judge(cseal_document *document, bool is_sealed)
{
	const struct cseal_report_signature *last;
	cseal_report *report = NULL;
	cseal_status st;
	int found = 0;
	size_t count;

	st = cseal_report_new(document, NULL, &report, NULL);
	if (st != CSEAL_OK)
		return st == CSEAL_COUNTER_PASSWORD_NEEDED ? 0 : NO_STATUS;
	count = cseal_report_count(report);
	if (cseal_report_json(report, NULL) == NULL)
		found = NO_STATUS;
	if (is_sealed && count > 0) {
		last = cseal_report_at(report, count - 1);
		if (strcmp(last->integrity, "intact") == 0 &&
		    last->covers_file && strcmp(last->changes, "none") == 0)
			found |= INTACT;
		else
			found |= BROKEN;
	}
	cseal_report_free(report);
	return found;
}

static int
try_file(const struct run *run, const char *name)
{
	struct cseal_seal seal = { .size = sizeof(seal) };
	char in[4096], out[4096];
	cseal_document *document = NULL;
	cseal_error *error = NULL;
	cseal_status st;
	int found = 0;

	snprintf(in, sizeof(in), "%s/%s", run->folder, name);
	snprintf(out, sizeof(out), "%s/%s", run->out, name);
	st = cseal_document_open_file(in, &document, &error);
	if (st == CSEAL_OK)
		found |= judge(document, false);
	if (st == CSEAL_OK)
		st = cseal_document_seal(NULL, document, run->signer, &seal,
		    CSEAL_NO_TIMEOUT, NULL, &error);
	if (st == CSEAL_OK) {
		found |= SEALED | judge(document, true);
		st = cseal_document_save_file(document, out, &error);
	}
	if (st != CSEAL_OK) {
		printf("# %s: %s\n", name, cseal_error_text(error));
		if (cseal_error_status(error) != st ||
		    (st != CSEAL_COUNTER_PASSWORD_NEEDED &&
			cseal_status_class_of(st) != CSEAL_CLASS_REFUSED))
			found |= NO_STATUS;
	}
	cseal_error_free(error);
	cseal_document_free(document);
	return found;
}

static void
note_time(struct run *run, const char *name, const struct rusage *usage)
{
	long ms =
	    usage->ru_utime.tv_sec * 1000 + usage->ru_utime.tv_usec / 1000 +
	    usage->ru_stime.tv_sec * 1000 + usage->ru_stime.tv_usec / 1000;

	if (ms <= run->slowest_ms)
		return;
	run->slowest_ms = ms;
	snprintf(run->slowest, sizeof(run->slowest), "%s", name);
}

static void
run_file(struct run *run, const char *name)
{
	struct rusage usage = { .ru_maxrss = 0 };
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		alarm(SECONDS_MOST);
		status = try_file(run, name);
		fflush(stdout);
		_exit(status);
	}
	run->files++;
	if (child < 0 || wait4(child, &status, 0, &usage) != child ||
	    !WIFEXITED(status) || WEXITSTATUS(status) > 15 ||
	    (WEXITSTATUS(status) & (NO_STATUS | BROKEN)) != 0) {
		printf("# %s: ended with %x\n", name, (unsigned)status);
		run->failed++;
		return;
	}
	note_time(run, name, &usage);
	run->sealed += (WEXITSTATUS(status) & SEALED) != 0;
	run->intact += (WEXITSTATUS(status) & INTACT) != 0;
}

static int
is_pdf(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 4 && strcmp(entry->d_name + len - 4, ".pdf") == 0;
}

int
main(int argc, char **argv)
{
	struct run run = { 0 };
	struct dirent **names;
	char uri[4096];
	int count;

	if (argc != 5)
		return 2;
	run.folder = argv[3];
	run.out = argv[4];
	snprintf(uri, sizeof(uri), "file:%s", argv[2]);
	tap_test = "no_file_crashes_or_hangs_the_sealing";
	count = scandir(run.folder, &names, is_pdf, alphasort);
	if (!OK(count > 0) ||
	    !OK(cseal_context_new(NULL, &run.context, NULL) == CSEAL_OK) ||
	    !OK(cseal_context_load_module(run.context, argv[1], NULL) ==
		CSEAL_OK) ||
	    !OK(cseal_signer_open(run.context, uri, NULL, CSEAL_NO_TIMEOUT,
		    NULL, &run.signer, NULL) == CSEAL_OK))
		return tap_done();
	for (int i = 0; i < count; i++) {
		run_file(&run, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	OKF(run.failed == 0, "%zu files failed", run.failed);
	OKF(run.slowest_ms <= CPU_MS_MOST, "the slowest file took %ld ms: %s",
	    run.slowest_ms, run.slowest);
	if (run.files == CORPUS_FILES)
		OKF(run.intact >= INTACT_LEAST,
		    "our own judge reads %zu strictly", run.intact);
	printf("# of %zu files %zu were sealed, of which our own judge reads "
	       "%zu strictly and finds them intact\n",
	    run.files, run.sealed, run.intact);
	cseal_signer_free(run.signer);
	cseal_context_unref(run.context);
	return tap_done();
}
