/* SPDX-License-Identifier: Apache-2.0 */
/* test-sod.c -- proves lib/emrtd/sod.c with objects that OpenSSL signs. */
#include "build.h"
#include "emrtd/sod.h"
#include "error.h"
#include "issuer.h"
#include "tap.h"

#include <openssl/crypto.h>
#include <stdlib.h>

static struct issuer issuer;
static const uint8_t bytes[] = "one two three";
static struct csi_span files[17];

static cseal_status
read_file(struct csi_span file, struct csi_sod *ret_sod)
{
	cseal_error *error = NULL;
	cseal_status st = csi_sod_read(file, ret_sod, &error);

	if ((st == CSEAL_OK) != (error == NULL))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static bool
compare(const struct csi_sod *sod, unsigned group, struct csi_span file)
{
	bool same = true;

	return csi_sod_compare(sod, group, file, &same, NULL) == CSEAL_OK &&
	       same;
}

static void
what_was_signed_is_known_again(void)
{
	static const char *const digests[] = { "SHA1", "SHA224", "SHA256",
		"SHA384", "SHA512" };

	for (size_t i = 0; i < 5; i++) {
		struct csi_bytes file = issuer_sod(&issuer, files, digests[i]);
		struct csi_sod sod = { 0 };

		if (!OKF(read_file(csi_bytes_span(&file), &sod) == CSEAL_OK,
			"with %s", digests[i]))
			continue;
		OK(csi_sod_prove(&sod, NULL) == CSEAL_OK);
		OK(compare(&sod, 1, files[1]) && compare(&sod, 16, files[16]));
		OK(!compare(&sod, 1, files[16]));
		OKF(!compare(&sod, 2, files[1]), "a group that was not signed");
		OK(!compare(&sod, 0, files[1]) && !compare(&sod, 17, files[1]));
		OK(csi_sod_signer(&sod).len ==
		    (size_t)i2d_X509(issuer.certificate, NULL));
		OK(csi_sod_is_weak(&sod) == (i == 0));
		csi_sod_clear(&sod);
		csi_bytes_free(&file);
	}
}

/* One after another every byte is changed: nothing that is read differs from
 * what was signed while the signature holds. */
static void
a_byte_changed_anywhere_is_noticed(void)
{
	struct csi_bytes file = issuer_sod(&issuer, files, "SHA256");
	struct csi_sod sod = { 0 }, changed = { 0 };
	size_t held = 0;

	if (!OK(read_file(csi_bytes_span(&file), &sod) == CSEAL_OK))
		return;
	for (size_t i = 0; i < file.len; i++) {
		file.at[i] ^= 1;
		if (read_file(csi_bytes_span(&file), &changed) == CSEAL_OK) {
			held += csi_sod_prove(&changed, NULL) == CSEAL_OK &&
				!(compare(&changed, 1, files[1]) &&
				    compare(&changed, 16, files[16]));
			csi_sod_clear(&changed);
		}
		file.at[i] ^= 1;
	}
	OKF(held == 0, "of %zu bytes", file.len);
	csi_sod_clear(&sod);
	csi_bytes_free(&file);
}

static void
a_file_cut_anywhere_is_refused(void)
{
	struct csi_bytes file = issuer_sod(&issuer, files, "SHA256");
	struct csi_sod sod = { 0 };
	size_t refused = 0;

	for (size_t len = 0; len < file.len; len++) {
		struct csi_span cut = { file.at, len };

		refused += read_file(cut, &sod) == CSEAL_REFUSED_DAMAGED;
	}
	OKF(refused == file.len, "%zu of %zu", refused, file.len);
	csi_bytes_free(&file);
}

static cseal_status
read_content(const char *type, struct csi_span content)
{
	struct csi_bytes file = issuer_sign(&issuer, type, content, "SHA256");
	struct csi_sod sod = { 0 };
	cseal_status st;

	build_around(&file, 0x77);
	st = read_file(csi_bytes_span(&file), &sod);
	if (st == CSEAL_OK)
		csi_sod_clear(&sod);
	csi_bytes_free(&file);
	return st;
}

static void
another_content_is_refused(void)
{
	static const char lds[] = "2.23.136.1.1.1";
	struct csi_bytes object = issuer_object(files, "SHA256");
	struct csi_span span = csi_bytes_span(&object);

	OK(read_content(lds, span) == CSEAL_OK);
	OKF(read_content("2.23.136.1.1.2", span) == CSEAL_REFUSED_DAMAGED,
	    "a master list");
	OKF(read_content("1.2.840.113549.1.7.1", span) == CSEAL_REFUSED_DAMAGED,
	    "data");
	span.len--;
	OKF(read_content(lds, span) == CSEAL_REFUSED_DAMAGED, "half of one");
	span.len = 0;
	OKF(read_content(lds, span) == CSEAL_REFUSED_DAMAGED, "none");
	csi_bytes_free(&object);
}

/* The first of the two digests is at the same place in every object. */
static void
digests_that_contradict_each_other_are_refused(void)
{
	static const char lds[] = "2.23.136.1.1.1";
	struct csi_bytes object = issuer_object(files, "SHA256");
	uint8_t *second = NULL;

	for (size_t i = 0; i + 3 < object.len; i++) {
		if (memcmp(object.at + i, "\2\1\x10\4", 4) == 0)
			second = object.at + i + 2;
	}
	if (!OK(second != NULL))
		return;
	*second = 1;
	OKF(read_content(lds, csi_bytes_span(&object)) == CSEAL_REFUSED_DAMAGED,
	    "two of one group");
	*second = 17;
	OKF(read_content(lds, csi_bytes_span(&object)) == CSEAL_REFUSED_DAMAGED,
	    "one of no group");
	*second = 0;
	OKF(read_content(lds, csi_bytes_span(&object)) == CSEAL_REFUSED_DAMAGED,
	    "one of group 0");
	csi_bytes_free(&object);
	object = issuer_object(files, "MD5");
	OKF(read_content(lds, csi_bytes_span(&object)) ==
		CSEAL_REFUSED_UNSUPPORTED,
	    "MD5");
	csi_bytes_free(&object);
}

static void
a_file_too_large_is_a_limit(void)
{
	struct csi_span span = { calloc(1, CSI_SOD_MOST + 1),
		CSI_SOD_MOST + 1 };
	struct csi_sod sod;

	OK(read_file(span, &sod) == CSEAL_REFUSED_LIMIT);
	free((void *)(uintptr_t)span.at);
}

int
main(void)
{
	files[1] = (struct csi_span){ bytes, 3 };
	files[16] = (struct csi_span){ bytes + 4, 9 };
	issuer_make(&issuer, "UT");
	RUN(what_was_signed_is_known_again);
	RUN(a_byte_changed_anywhere_is_noticed);
	RUN(a_file_cut_anywhere_is_refused);
	RUN(another_content_is_refused);
	RUN(digests_that_contradict_each_other_are_refused);
	RUN(a_file_too_large_is_a_limit);
	issuer_free(&issuer);
	return tap_done();
}
