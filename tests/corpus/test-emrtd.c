/* SPDX-License-Identifier: Apache-2.0 */
/* test-emrtd.c -- reads the specimen passports and master lists that states
 * published.
 *
 * They are in $CSEAL_SHARED/data/emrtd, or beside the project. */
#include "cms/certificate.h"
#include "emrtd/details.h"
#include "emrtd/face.h"
#include "emrtd/infos.h"
#include "emrtd/passive-inside.h"
#include "emrtd/sod.h"
#include "error.h"
#include "file.h"
#include "states.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LOAD_MOST_MS 200

static char folder[3072];

static struct csi_bytes
read_file(const char *name)
{
	struct csi_bytes bytes = { 0 };
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (csi_file_read(path, 1u << 24, &bytes, NULL) != CSEAL_OK)
		csi_bytes_free(&bytes);
	return bytes;
}

static struct csi_bytes
read_group(const char *specimen, unsigned group)
{
	char name[100];

	snprintf(
	    name, sizeof(name), "%s/ef01%02X-dg%u.bin", specimen, group, group);
	return read_file(name);
}

/* How many of the data groups that are there are as they were signed. */
static unsigned
compare_groups(const char *specimen, const struct csi_sod *sod)
{
	unsigned same_count = 0;

	for (unsigned i = 1; i <= CSI_GROUPS_MOST; i++) {
		struct csi_bytes file = read_group(specimen, i);
		bool same = false;

		if (file.len > 0 && sod->digests[i].len > 0) {
			csi_sod_compare(
			    sod, i, csi_bytes_span(&file), &same, NULL);
			OKF(same, "%s: data group %u", specimen, i);
		}
		same_count += same;
		csi_bytes_free(&file);
	}
	return same_count;
}

static void
check_portrait(const char *specimen, uint32_t width, uint32_t height)
{
	struct csi_bytes file = read_group(specimen, 2);
	struct csi_image face = { 0 };

	OK(csi_face_read(csi_bytes_span(&file), &face, NULL) == CSEAL_OK);
	OKF(face.width == width && face.height == height &&
		face.media_type != NULL &&
		strcmp(face.media_type, "image/jp2") == 0,
	    "%s: a portrait of %u by %u", specimen, face.width, face.height);
	csi_bytes_free(&file);
}

static void
check_zone(const char *specimen, const char *number)
{
	struct csi_bytes file = read_group(specimen, 1);
	struct csi_mrz mrz = { 0 };

	OK(csi_dg1_read(csi_bytes_span(&file), &mrz));
	OKF(mrz.wrong == 0 && strcmp(mrz.number, number) == 0, "%s: number %s",
	    specimen, mrz.number);
	csi_bytes_free(&file);
}

static void
check_specimen(const char *specimen, unsigned groups)
{
	char name[100];
	struct csi_bytes file;
	struct csi_sod sod = { 0 };

	snprintf(name, sizeof(name), "%s/ef011D-sod.bin", specimen);
	file = read_file(name);
	if (!OKF(csi_sod_read(csi_bytes_span(&file), &sod, NULL) == CSEAL_OK,
		"%s: its security object is read", specimen))
		return;
	OKF(csi_sod_prove(&sod, NULL) == CSEAL_OK, "%s: signed", specimen);
	OKF(csi_csca_check_key(csi_sod_signer(&sod), NULL) == CSEAL_OK,
	    "%s: with a key that is sound", specimen);
	OKF(compare_groups(specimen, &sod) == groups, "%s: %u data groups",
	    specimen, groups);
	csi_sod_clear(&sod);
	csi_bytes_free(&file);
}

/* All that can be said of it without its state. */
static void
judge_specimen(const char *specimen)
{
	struct csi_bytes files[CSI_GROUPS_MOST + 1] = { { 0 } }, file;
	struct csi_record record = { .reason_count = 0 };
	cseal_verdict verdict = CSEAL_VERDICT_NO;
	struct csi_passive passive = { .issued = "", .now = time(NULL) };
	struct csi_sod sod = { 0 };
	struct csi_mrz mrz = { 0 };
	char name[100];

	snprintf(name, sizeof(name), "%s/ef011D-sod.bin", specimen);
	file = read_file(name);
	for (unsigned i = 1; i <= CSI_GROUPS_MOST; i++) {
		files[i] = read_group(specimen, i);
		passive.files[i] = csi_bytes_span(&files[i]);
	}
	OK(csi_dg1_read(passive.files[1], &mrz) &&
	    csi_sod_read(csi_bytes_span(&file), &sod, NULL) == CSEAL_OK);
	for (unsigned i = 1; i <= CSI_GROUPS_MOST; i++) {
		if (sod.digests[i].len == 0)
			passive.files[i].len = 0;
	}
	passive.sod = &sod;
	passive.mrz = &mrz;
	OKF(csi_passive_judge(&passive, &record, &verdict, NULL) == CSEAL_OK &&
		verdict == CSEAL_VERDICT_UNKNOWN,
	    "%s: nothing is wrong with its signer", specimen);
	for (size_t i = 0; i < record.reason_count; i++)
		printf("# %s\n", record.reasons[i]);
	csi_sod_clear(&sod);
	csi_bytes_free(&file);
	for (unsigned i = 1; i <= CSI_GROUPS_MOST; i++)
		csi_bytes_free(&files[i]);
}

static void
specimens_verify(void)
{
	struct csi_bytes dg14 = read_group("specimen-bsi2008", 14);
	struct csi_infos infos = { .count = 0 };

	check_specimen("specimen-bsi2008", 3);
	check_zone("specimen-bsi2008", "C11T002JM");
	check_portrait("specimen-bsi2008", 413, 531);
	OK(csi_dg14_read(csi_bytes_span(&dg14), &infos) &&
	    csi_infos_have(&infos, CSI_INFO_CHIP_KEY));
	check_specimen("specimen-nl2006", 3);
	check_zone("specimen-nl2006", "XX0001328");
	check_portrait("specimen-nl2006", 449, 598);
	csi_bytes_free(&dg14);
	judge_specimen("specimen-bsi2008");
	judge_specimen("specimen-nl2006");
}

/* ---- master lists ----------------------------------------------------- */

static void
add_file(csi_csca *csca, const char *name, size_t expected)
{
	struct csi_bytes file = read_file(name);
	size_t count = 0;

	csi_csca_add(csca, csi_bytes_span(&file), &count, NULL);
	OKF(count == expected, "%s: %zu certificates", name, count);
	csi_bytes_free(&file);
}

static size_t
parse_all(const csi_csca *csca)
{
	size_t parsed = 0;

	for (size_t i = 0; i < csi_csca_count(csca); i++) {
		struct csi_span der = csi_csca_at(csca, i);
		X509 *x509 = csi_certificate_x509(der);

		parsed += x509 != NULL &&
			  csi_csca_check_key(der, NULL) == CSEAL_OK &&
			  csi_passive_knows_extensions(x509, false);
		X509_free(x509);
	}
	return parsed;
}

static void
master_lists_verify(void)
{
	csi_csca *csca = NULL;

	if (csi_csca_new(&csca, NULL) != CSEAL_OK)
		abort();
	add_file(csca, "master-lists/DE_ML_2026-05-28-08-28-45.ml", 588);
	add_file(csca, "master-lists/NL_ML_2026-07-22.ml", 411);
	add_file(csca, "master-lists/DE_ROOT_CA_CSCA07.cer", 1);
	add_file(csca, "master-lists/NL_ROOT_CA.cer", 1);
	OK(csi_csca_check(csca, NULL) == CSEAL_OK);
	OKF(parse_all(csca) == csi_csca_count(csca),
	    "%zu different ones, each with a key that is sound, and no "
	    "critical extension that is not known",
	    csi_csca_count(csca));
	csi_csca_free(csca);
}

static double
cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void
all_are_loaded_in_time(void)
{
	char path[4096];
	const char *const paths[] = { path };
	cseal_error *error = NULL;
	csi_csca *csca = NULL;
	double before, after;

	snprintf(path, sizeof(path), "%s/master-lists", folder);
	before = cpu_ms();
	if (!OK(csi_states_load(paths, 1, &csca, &error) == CSEAL_OK)) {
		printf("# %s\n", cseal_error_text(error));
		cseal_error_free(error);
		return;
	}
	after = cpu_ms();
	OKF(after - before <= LOAD_MOST_MS,
	    "a folder with %zu certificates in %.1f ms", csi_csca_count(csca),
	    after - before);
	csi_csca_free(csca);
}

int
main(void)
{
	const char *shared = getenv("CSEAL_SHARED");

	snprintf(folder, sizeof(folder), "%s/data/emrtd",
	    shared != NULL ? shared : CSEAL_SHARED_DEFAULT);
	if (access(folder, R_OK) != 0) {
		tap_skip("2 specimens and 2 master lists are not here");
		return tap_done();
	}
	RUN(specimens_verify);
	RUN(master_lists_verify);
	RUN(all_are_loaded_in_time);
	return tap_done();
}
