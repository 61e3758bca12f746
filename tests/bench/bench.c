/* SPDX-License-Identifier: Apache-2.0 */
/* bench.c -- our time per seal beside the floor, in one run.
 *
 * The floor is the least a program can do for a file that is as long and as
 * signed: copy it, hash it, sign the digest once, append 8 kB.  Both write to
 * the same folder, and neither waits for the disk.  Ours opens the file,
 * seals it and writes the whole, with the signer opened once, as a counter
 * has it.  The two take turns, and the median of each is kept.
 *
 * Then what a seal takes of memory, and a verification, as a process of its
 * own, beside pdfsig. */
#include "files.h"

#include <counterseal/counterseal.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RUNS_MOST     501
#define FLOOR_APPENDS 8192
#define VERIFY_RUNS   101
#define SEALS_MOST    3

struct row {
	const char *name;
	bool (*make)(const char *path);
	const char *file;
	bool ec;
	int runs;
	size_t seals; /* of one call; the floor is that of one */
};

static const struct row rows[] = {
	{ "small-rsa2048", make_small, "small.pdf", false, 501, 1 },
	{ "small-p256", make_small, "small.pdf", true, 501, 1 },
	{ "large-100MB", make_large, "large.pdf", false, 9, 1 },
	{ "large-3-seals", make_large, "large.pdf", false, 9, 3 },
	{ "objects-classic", make_objects_classic, "classic.pdf", false, 41,
	    1 },
	{ "objects-streams", make_objects_streams, "streams.pdf", false, 101,
	    1 },
};

struct key {
	EVP_PKEY *pkey;
	cseal_signer *signer;
};

static double
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static bool
complain(const char *what, cseal_error *error)
{
	fprintf(stderr, "bench: %s: %s\n", what,
	    error != NULL ? cseal_error_text(error) : strerror(errno));
	cseal_error_free(error);
	return false;
}

/* ---- keys ------------------------------------------------------------ */

static bool
add_usage(X509 *certificate)
{
	X509_EXTENSION *usage = X509V3_EXT_conf_nid(NULL, NULL, NID_key_usage,
	    "critical,digitalSignature,nonRepudiation");
	bool ok = usage != NULL && X509_add_ext(certificate, usage, -1);

	X509_EXTENSION_free(usage);
	return ok;
}

/* A self-signed certificate and its key in one PEM file. */
static bool
write_key(EVP_PKEY *pkey, const char *path)
{
	X509 *certificate = X509_new();
	X509_NAME *name = X509_get_subject_name(certificate);
	FILE *file = fopen(path, "w");
	bool ok;

	ok = file != NULL && X509_set_version(certificate, 2) &&
	     ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) &&
	     X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) &&
	     X509_gmtime_adj(X509_getm_notAfter(certificate), 86400) &&
	     X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
		 (const unsigned char *)"Bench", -1, -1, 0) &&
	     X509_set_issuer_name(certificate, name) &&
	     X509_set_pubkey(certificate, pkey) && add_usage(certificate) &&
	     X509_sign(certificate, pkey, EVP_sha256()) != 0 &&
	     PEM_write_PrivateKey(file, pkey, NULL, NULL, 0, NULL, NULL) &&
	     PEM_write_X509(file, certificate);
	if (file != NULL && fclose(file) != 0)
		ok = false;
	if (ok)
		ok = chmod(path, 0600) == 0;
	X509_free(certificate);
	return ok;
}

static bool
open_key(cseal_context *context, const char *folder, bool ec, struct key *key)
{
	char path[4096], uri[4200];
	cseal_error *error = NULL;

	key->pkey = ec ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048);
	snprintf(path, sizeof(path), "%s/%s.pem", folder, ec ? "ec" : "rsa");
	if (key->pkey == NULL || !write_key(key->pkey, path))
		return complain(path, NULL);
	snprintf(uri, sizeof(uri), "file:%s", path);
	if (cseal_signer_open(context, uri, NULL, CSEAL_NO_TIMEOUT, NULL,
		&key->signer, &error) != CSEAL_OK)
		return complain(uri, error);
	return true;
}

/* ---- the floor ------------------------------------------------------- */

static bool
copy(int in, int out, size_t len)
{
	off_t from = 0;

	while (len > 0) {
		ssize_t done = copy_file_range(in, &from, out, NULL, len, 0);

		if (done <= 0)
			return false;
		len -= (size_t)done;
	}
	return true;
}

static bool
sign_raw(EVP_PKEY *pkey, const uint8_t *digest)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(pkey, NULL);
	uint8_t value[1024];
	size_t len = sizeof(value);
	bool ok;

	ok = ctx != NULL && EVP_PKEY_sign_init(ctx) > 0 &&
	     EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) > 0 &&
	     EVP_PKEY_sign(ctx, value, &len, digest, 32) > 0;
	EVP_PKEY_CTX_free(ctx);
	return ok;
}

static bool
floor_once(const char *in_path, const char *out_path, EVP_PKEY *pkey)
{
	static const uint8_t more[FLOOR_APPENDS];
	uint8_t digest[32];
	struct stat info;
	void *map = MAP_FAILED;
	int in = open(in_path, O_RDONLY | O_CLOEXEC);
	int out =
	    open(out_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = in >= 0 && out >= 0 && fstat(in, &info) == 0;

	if (ok)
		map = mmap(
		    NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, in, 0);
	ok = ok && map != MAP_FAILED && copy(in, out, (size_t)info.st_size) &&
	     EVP_Digest(
		 map, (size_t)info.st_size, digest, NULL, EVP_sha256(), NULL) &&
	     sign_raw(pkey, digest) &&
	     write(out, more, sizeof(more)) == (ssize_t)sizeof(more);
	if (map != MAP_FAILED)
		munmap(map, (size_t)info.st_size);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return ok;
}

/* ---- ours ------------------------------------------------------------ */

static bool
ours_once(const char *in_path, const char *out_path, cseal_signer *signer,
    size_t count)
{
	const struct cseal_seal seal = { .size = sizeof(seal) };
	const struct cseal_seal_by by = { sizeof(by), signer, &seal };
	const struct cseal_seal_by *const seals[SEALS_MOST] = { &by, &by, &by };
	cseal_document *document = NULL;
	cseal_error *error = NULL;
	cseal_status st;
	int out =
	    open(out_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (out < 0)
		return false;
	st = cseal_document_open_file(in_path, &document, &error);
	if (st == CSEAL_OK)
		st = cseal_document_seal_all(NULL, document, seals, count,
		    CSEAL_NO_TIMEOUT, NULL, &error);
	if (st == CSEAL_OK)
		st = cseal_document_save_fd(document, out, &error);
	cseal_document_free(document);
	close(out);
	return st == CSEAL_OK || complain(in_path, error);
}

/* ---- a row ----------------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *times, int count)
{
	qsort(times, (size_t)count, sizeof(*times), by_size);
	return times[count / 2];
}

static bool
measure(const struct row *row, const char *folder, const struct key *key,
    json_t *json)
{
	static double ours[RUNS_MOST], floors[RUNS_MOST];
	char in[4096], out[4096];
	double our_ms, floor_ms, start;
	bool ok = true;

	snprintf(in, sizeof(in), "%s/%s", folder, row->file);
	snprintf(out, sizeof(out), "%s/out.pdf", folder);
	if (access(in, R_OK) != 0 && !row->make(in))
		return complain(in, NULL);
	/* Once each, not counted: caches, pages, tables of OpenSSL. */
	ok = floor_once(in, out, key->pkey) &&
	     ours_once(in, out, key->signer, row->seals);
	for (int i = 0; ok && i < row->runs; i++) {
		start = now_ms();
		ok = floor_once(in, out, key->pkey);
		floors[i] = now_ms() - start;
		start = now_ms();
		ok = ok && ours_once(in, out, key->signer, row->seals);
		ours[i] = now_ms() - start;
	}
	unlink(out);
	if (!ok)
		return false;
	our_ms = median(ours, row->runs);
	floor_ms = median(floors, row->runs);
	printf("%-16s %10.3f ms %10.3f ms %8.2f\n", row->name, our_ms, floor_ms,
	    our_ms / floor_ms);
	fflush(stdout);
	return json_array_append_new(
		   json, json_pack("{s:s, s:f, s:f, s:f}", "name", row->name,
			     "ours_ms", our_ms, "floor_ms", floor_ms, "ratio",
			     our_ms / floor_ms)) == 0;
}

/* ---- memory ---------------------------------------------------------- */

/* KiB of a line of a file in /proc/self (proc(5)); 0 where it is not there. */
static long
proc_kib(const char *path, const char *key)
{
	FILE *file = fopen(path, "re");
	char line[256];
	long kib = 0;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, key, strlen(key)) == 0)
			kib = strtol(line + strlen(key), NULL, 10);
	}
	if (file != NULL)
		fclose(file);
	return kib;
}

#define STATUS "/proc/self/status"
#define ROLLUP "/proc/self/smaps_rollup"

/* What a seal takes at its peak beyond the pages of the file: all that was
 * resident, without pages of files, and without what was there before.  The
 * kernel counts that in batches of some pages; what is anonymous at the end
 * it counts one by one. */
static double
seal_memory(const char *in, const char *out, cseal_signer *signer)
{
	struct cseal_seal seal = { .size = sizeof(seal) };
	cseal_document *document = NULL;
	long before = proc_kib(ROLLUP, "Anonymous:"), peak, end;
	int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (cseal_document_open_file(in, &document, NULL) != CSEAL_OK ||
	    cseal_document_seal(NULL, document, signer, &seal, CSEAL_NO_TIMEOUT,
		NULL, NULL) != CSEAL_OK ||
	    cseal_document_save_fd(document, fd, NULL) != CSEAL_OK)
		return -1;
	peak = proc_kib(STATUS, "VmHWM:") - proc_kib(STATUS, "RssFile:");
	end = proc_kib(ROLLUP, "Anonymous:");
	return (double)((peak > end ? peak : end) - before) / 1024;
}

/* In a child: what the process had at its peak before does not count. */
static bool
measure_memory(const char *folder, cseal_signer *signer, json_t *json)
{
	char in[4096], out[4096];
	double mib = -1;
	int ends[2];
	pid_t child;

	snprintf(in, sizeof(in), "%s/large.pdf", folder);
	snprintf(out, sizeof(out), "%s/out.pdf", folder);
	if ((access(in, R_OK) != 0 && !make_large(in)) || pipe(ends) != 0)
		return complain(in, NULL);
	child = fork();
	if (child == 0) {
		mib = seal_memory(in, out, signer);
		_exit(write(ends[1], &mib, sizeof(mib)) != sizeof(mib));
	}
	close(ends[1]);
	if (child < 0 || read(ends[0], &mib, sizeof(mib)) != sizeof(mib))
		mib = -1;
	close(ends[0]);
	if (child > 0)
		waitpid(child, NULL, 0);
	unlink(out);
	if (mib < 0)
		return complain("memory", NULL);
	printf("%-16s %10.2f MiB beyond the mapping\n", "large-memory", mib);
	return json_array_append_new(
		   json, json_pack("{s:s, s:f}", "name", "large-memory",
			     "ours_mib", mib)) == 0;
}

/* ---- judging --------------------------------------------------------- */

/* A whole process, from start to end; its words go nowhere. */
static bool
run_once(const char *const argv[])
{
	posix_spawn_file_actions_t actions;
	int status = -1;
	pid_t child;
	bool ok;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
	    &actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(
	    &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	ok = posix_spawnp(&child, argv[0], &actions, NULL,
		 (char **)(uintptr_t)argv, environ) == 0 &&
	     waitpid(child, &status, 0) == child;
	posix_spawn_file_actions_destroy(&actions);
	return ok && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The tool with a trust anchor and the full report, beside pdfsig without
 * any. */
static bool
measure_verify(const char *tool, const char *folder, json_t *json)
{
	static double ours[VERIFY_RUNS], theirs[VERIFY_RUNS];
	char sealed[4096], pem[4096];
	const char *our_argv[] = { tool, "verify", sealed, "--trust", pem,
		NULL };
	const char *their_argv[] = { "pdfsig", "-nocert", sealed, NULL };
	double start;
	bool ok;

	snprintf(sealed, sizeof(sealed), "%s/sealed.pdf", folder);
	snprintf(pem, sizeof(pem), "%s/rsa.pem", folder);
	if (!run_once(our_argv))
		return complain(tool, NULL);
	if (!run_once(their_argv)) {
		printf("%-16s pdfsig is not here\n", "verify-small");
		return true;
	}
	ok = true;
	for (int i = 0; ok && i < VERIFY_RUNS; i++) {
		start = now_ms();
		ok = run_once(their_argv);
		theirs[i] = now_ms() - start;
		start = now_ms();
		ok = ok && run_once(our_argv);
		ours[i] = now_ms() - start;
	}
	if (!ok)
		return complain("verify", NULL);
	start = median(ours, VERIFY_RUNS);
	theirs[0] = median(theirs, VERIFY_RUNS);
	printf("%-16s %10.3f ms %10.3f ms %8.2f  (pdfsig)\n", "verify-small",
	    start, theirs[0], start / theirs[0]);
	return json_array_append_new(
		   json, json_pack("{s:s, s:f, s:f, s:f}", "name",
			     "verify-small", "ours_ms", start, "pdfsig_ms",
			     theirs[0], "ratio", start / theirs[0])) == 0;
}

static bool
seal_small(const char *folder, cseal_signer *signer)
{
	char in[4096], out[4096];

	snprintf(in, sizeof(in), "%s/small.pdf", folder);
	snprintf(out, sizeof(out), "%s/sealed.pdf", folder);
	return (access(in, R_OK) == 0 || make_small(in)) &&
	       ours_once(in, out, signer, 1);
}

/* ---- all of it ------------------------------------------------------- */

/* bench FILE-SIGNER.so TOOL FOLDER OUT.json [ROW...] */
static bool
wanted(const char *name, int argc, char **argv)
{
	if (argc == 5)
		return true;
	for (int i = 5; i < argc; i++) {
		if (strcmp(argv[i], name) == 0)
			return true;
	}
	return false;
}

int
main(int argc, char **argv)
{
	struct key keys[2] = { { 0 } };
	cseal_context *context = NULL;
	cseal_error *error = NULL;
	json_t *json = json_array();
	bool ok;

	if (argc < 5) {
		fprintf(stderr,
		    "usage: bench FILE-SIGNER.so TOOL FOLDER OUT.json "
		    "[ROW...]\n");
		return 2;
	}
	if (cseal_context_new(NULL, &context, &error) != CSEAL_OK ||
	    cseal_context_load_module(context, argv[1], &error) != CSEAL_OK)
		return !complain(argv[1], error);
	ok = open_key(context, argv[3], false, &keys[0]) &&
	     open_key(context, argv[3], true, &keys[1]);
	printf("%-16s %13s %13s %8s\n", "seal", "ours", "floor", "ratio");
	for (size_t i = 0; ok && i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (wanted(rows[i].name, argc, argv))
			ok =
			    measure(&rows[i], argv[3], &keys[rows[i].ec], json);
	}
	if (ok && wanted("large-memory", argc, argv))
		ok = measure_memory(argv[3], keys[0].signer, json);
	if (ok && wanted("verify-small", argc, argv))
		ok = seal_small(argv[3], keys[0].signer) &&
		     measure_verify(argv[2], argv[3], json);
	json = json_pack("{s:o}", "rows", json);
	if (ok && json_dump_file(json, argv[4], JSON_INDENT(1)) != 0)
		ok = complain(argv[4], NULL);
	json_decref(json);
	for (int i = 0; i < 2; i++) {
		cseal_signer_free(keys[i].signer);
		EVP_PKEY_free(keys[i].pkey);
	}
	cseal_context_unref(context);
	return ok ? 0 : 1;
}
