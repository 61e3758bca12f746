/* SPDX-License-Identifier: Apache-2.0 */
/* test-pending.c -- proves lib/pending.c and its state with OpenSSL as the
 * key elsewhere; tests/interop does it with the openssl tool. */
#include "gm.h"
#include "sealing.h"

#include "cms/sm2.h"

#include <counterseal/module.h>
#include <counterseal/pending.h>
#include <openssl/cms.h>
#include <openssl/pem.h>

static struct sealing_key rsa, ec, sm2;

static cseal_status
said(cseal_status st, cseal_error *error)
{
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

/* The certificates of a key as PEM, as a caller has them. */
static struct csi_bytes
chain_of(const struct sealing_key *key)
{
	X509 *const all[3] = { key->chain.certificate, key->chain.ca,
		key->chain.root };
	struct csi_bytes pem = { 0 };
	BIO *out = BIO_new(BIO_s_mem());
	char *at;
	long len;

	for (int i = 0; i < 3; i++)
		PEM_write_bio_X509(out, all[i]);
	len = BIO_get_mem_data(out, &at);
	csi_bytes_add(&pem, at, (size_t)len);
	BIO_free(out);
	return pem;
}

static cseal_status
prepare_as(cseal_document *document, const struct sealing_key *key, bool plain,
    const struct cseal_seal *seal, cseal_pending **ret_pending)
{
	struct csi_bytes pem = { 0 };
	struct cseal_preparation preparation = {
		.size = sizeof(preparation), .seal = seal, .plain_cms = plain
	};
	cseal_error *error = NULL;
	cseal_status st;

	if (key != NULL)
		pem = chain_of(key);
	preparation.certificates = pem.at;
	preparation.certificates_len = pem.len;
	st = cseal_document_prepare(
	    context, document, &preparation, -1, NULL, ret_pending, &error);
	csi_bytes_free(&pem);
	return said(st, error);
}

static cseal_status
prepare(cseal_document *document, const struct sealing_key *key, bool plain,
    cseal_pending **ret_pending)
{
	const struct cseal_seal seal = { .size = sizeof(seal) };

	return prepare_as(document, key, plain, &seal, ret_pending);
}

static const struct cseal_seal gm_seal = { .size = sizeof(gm_seal),
	.digest = CSEAL_DIGEST_SM3,
	.form = CSEAL_FORM_GM };

static cseal_status
finish_with(cseal_document *document, const cseal_pending *pending,
    const void *value, size_t value_len, const void *cms, size_t cms_len)
{
	const struct cseal_finish finish = { .size = sizeof(finish),
		.value = value,
		.value_len = value_len,
		.cms = cms,
		.cms_len = cms_len };
	cseal_error *error = NULL;
	cseal_status st = cseal_document_finish(
	    context, document, pending, &finish, -1, NULL, &error);

	return said(st, error);
}

/* Another process: only the bytes are the same. */
static cseal_document *
reopen(const cseal_document *document)
{
	cseal_document *again = NULL;
	uint64_t len;
	const void *bytes = cseal_document_bytes(document, &len);

	if (cseal_document_open_mem(bytes, (size_t)len, &again, NULL) !=
	    CSEAL_OK)
		exit(99);
	return again;
}

static cseal_pending *
restore(const cseal_pending *pending)
{
	cseal_pending *again = NULL;
	cseal_error *error = NULL;
	size_t len;
	const void *state = cseal_pending_state(pending, &len);

	OK(said(cseal_pending_new_state(state, len, &again, &error), error) ==
	    CSEAL_OK);
	return again;
}

static size_t
sign_value(
    const struct sealing_key *key, const cseal_pending *pending, uint8_t *value)
{
	size_t len;
	const void *digest = cseal_pending_to_sign_digest(pending, &len);

	return cred_sign(key->chain.key, 0, cseal_pending_digest_name(pending),
	    digest, len, value, CSEAL_SIGNATURE_MOST);
}

/* A whole CMS by OpenSSL over what is covered. */
static struct csi_bytes
make_cms(const struct sealing_key *key, const cseal_document *document,
    const cseal_pending *pending, unsigned flags)
{
	uint64_t range[4], len;
	const uint8_t *bytes = cseal_document_bytes(document, &len);
	BIO *content = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
	struct csi_bytes der = { 0 };
	CMS_ContentInfo *cms;
	long der_len;
	char *at;

	cseal_pending_covered(pending, range);
	BIO_write(content, bytes + range[0], (int)range[1]);
	BIO_write(content, bytes + range[2], (int)range[3]);
	cms = CMS_sign(key->chain.certificate, key->chain.key, NULL, content,
	    CMS_BINARY | CMS_DETACHED | flags);
	if (cms == NULL || i2d_CMS_bio(out, cms) != 1)
		exit(99);
	der_len = BIO_get_mem_data(out, &at);
	csi_bytes_add(&der, at, (size_t)der_len);
	CMS_ContentInfo_free(cms);
	BIO_free(content);
	BIO_free(out);
	return der;
}

static bool
is_intact(cseal_document *document, const char *level)
{
	cseal_report *report = NULL;
	const struct cseal_report_signature *one;
	bool ok = false;

	if (cseal_report_new(document, NULL, &report, NULL) != CSEAL_OK)
		return false;
	if (cseal_report_count(report) > 0) {
		one = cseal_report_at(report, cseal_report_count(report) - 1);
		ok = strcmp(one->integrity, "intact") == 0 &&
		     strcmp(one->level, level) == 0 && one->covers_file;
	}
	cseal_report_free(report);
	return ok;
}

static void
a_value_from_elsewhere_finishes_the_seal(void)
{
	struct sealing_key *const keys[3] = { &rsa, &ec, &sm2 };

	for (int i = 0; i < 3; i++) {
		cseal_document *document = sealing_document(""), *later;
		cseal_pending *pending = NULL, *again;
		uint8_t value[CSEAL_SIGNATURE_MOST];
		size_t len;

		OK(prepare(document, keys[i], false, &pending) == CSEAL_OK);
		OK(!is_intact(document, "B-B"));
		later = reopen(document);
		again = restore(pending);
		len = sign_value(keys[i], again, value);
		OK(finish_with(later, again, value, len, NULL, 0) == CSEAL_OK);
		OK(is_intact(later, "B-B"));
		OK(finish_with(document, pending, value, len, NULL, 0) ==
		    CSEAL_OK);
		OK(is_intact(document, "B-B"));
		/* It is not pending any more. */
		OK(finish_with(document, pending, value, len, NULL, 0) ==
		    CSEAL_REFUSED_INPUT);
		OK(is_intact(document, "B-B"));
		cseal_pending_free(pending);
		cseal_pending_free(again);
		cseal_document_free(document);
		cseal_document_free(later);
	}
}

static void
what_is_to_be_signed_is_the_digest_of_the_attributes(void)
{
	cseal_document *document = sealing_document("");
	cseal_pending *pending = NULL;
	uint8_t hash[64];
	unsigned hash_len;
	size_t len, digest_len;
	const void *digest, *bytes;

	OK(prepare(document, &rsa, false, &pending) == CSEAL_OK);
	bytes = cseal_pending_to_sign(pending, &len);
	digest = cseal_pending_to_sign_digest(pending, &digest_len);
	OK(EVP_Digest(bytes, len, hash, &hash_len, EVP_sha256(), NULL) == 1);
	OK(digest_len == hash_len && memcmp(hash, digest, hash_len) == 0);
	OK(strcmp(cseal_pending_digest_name(pending), "SHA256") == 0);
	OK(*(const uint8_t *)bytes == 0x31);
	cseal_pending_free(pending);
	cseal_document_free(document);
}

static void
a_whole_cms_finishes_it_without_a_certificate_known(void)
{
	cseal_document *document = sealing_document("");
	cseal_pending *pending = NULL;
	struct csi_bytes cms;
	size_t len = 1;

	OK(prepare(document, NULL, true, &pending) == CSEAL_OK);
	OK(cseal_pending_to_sign(pending, &len) == NULL && len == 0);
	OK(cseal_pending_to_sign_digest(pending, NULL) == NULL);
	cms = make_cms(&ec, document, pending, 0);
	OK(finish_with(document, pending, "x", 1, NULL, 0) ==
	    CSEAL_REFUSED_INPUT);
	OK(finish_with(document, pending, NULL, 0, cms.at, cms.len) ==
	    CSEAL_OK);
	OK(is_intact(document, "CMS"));
	OK(sealing_has(document, "/SubFilter /adbe.pkcs7.detached"));
	csi_bytes_free(&cms);
	cseal_pending_free(pending);
	cseal_document_free(document);
}

static void
a_cms_that_pades_does_not_allow_is_refused(void)
{
	cseal_document *document = sealing_document("");
	cseal_pending *pending = NULL;
	struct csi_bytes copy, cms;

	OK(prepare(document, NULL, false, &pending) == CSEAL_OK);
	copy = sealing_copy(document);
	cms = make_cms(&ec, document, pending, 0);
	OK(finish_with(document, pending, NULL, 0, cms.at, cms.len) ==
	    CSEAL_REFUSED_INPUT);
	csi_bytes_free(&cms);
	/* Its signing time is not allowed, either. */
	cms = make_cms(&ec, document, pending, CMS_CADES);
	OK(finish_with(document, pending, NULL, 0, cms.at, cms.len) ==
	    CSEAL_REFUSED_INPUT);
	OK(sealing_is_same(document, &copy));
	csi_bytes_free(&cms);
	csi_bytes_free(&copy);
	cseal_pending_free(pending);
	cseal_document_free(document);
}

static void
what_belongs_to_another_document_is_refused(void)
{
	cseal_document *a = sealing_document("");
	cseal_document *b = sealing_document("/Lang (en)");
	cseal_pending *of_a = NULL, *of_b = NULL;
	uint8_t value[CSEAL_SIGNATURE_MOST];
	struct csi_bytes copy_a, copy_b, cms;
	size_t len;

	OK(prepare(a, &rsa, false, &of_a) == CSEAL_OK);
	OK(prepare(b, &rsa, false, &of_b) == CSEAL_OK);
	copy_a = sealing_copy(a);
	copy_b = sealing_copy(b);
	len = sign_value(&rsa, of_a, value);
	OK(finish_with(b, of_b, value, len, NULL, 0) == CSEAL_REFUSED_INPUT);
	OK(finish_with(b, of_a, value, len, NULL, 0) == CSEAL_REFUSED_INPUT);
	value[7] ^= 1;
	OK(finish_with(a, of_a, value, len, NULL, 0) == CSEAL_REFUSED_INPUT);
	OK(finish_with(a, of_a, value, 0, NULL, 0) == CSEAL_REFUSED_INPUT);
	OK(finish_with(a, of_a, value, 999999, NULL, 0) == CSEAL_REFUSED_INPUT);
	cms = make_cms(&rsa, a, of_a, CMS_CADES);
	OK(finish_with(b, of_b, NULL, 0, cms.at, cms.len) ==
	    CSEAL_REFUSED_INPUT);
	csi_bytes_free(&cms);
	/* By another key than it was prepared for. */
	cms = make_cms(&ec, a, of_a, CMS_CADES);
	OK(finish_with(a, of_a, NULL, 0, cms.at, cms.len) ==
	    CSEAL_REFUSED_INPUT);
	OK(finish_with(a, of_a, NULL, 0, "x", 1) == CSEAL_REFUSED_INPUT);
	OK(sealing_is_same(a, &copy_a) && sealing_is_same(b, &copy_b));
	csi_bytes_free(&cms);
	csi_bytes_free(&copy_a);
	csi_bytes_free(&copy_b);
	cseal_pending_free(of_a);
	cseal_pending_free(of_b);
	cseal_document_free(a);
	cseal_document_free(b);
}

static void
a_document_that_was_changed_since_is_refused(void)
{
	cseal_document *document = sealing_document("");
	cseal_pending *pending = NULL;
	uint8_t value[CSEAL_SIGNATURE_MOST];
	struct csi_bytes copy;
	size_t len;

	OK(prepare(document, &ec, false, &pending) == CSEAL_OK);
	copy = sealing_copy(document);
	len = sign_value(&ec, pending, value);
	for (size_t at = 10; at < copy.len; at += copy.len / 7) {
		cseal_document *changed = NULL;

		copy.at[at] ^= 1;
		if (cseal_document_open_mem(
			copy.at, copy.len, &changed, NULL) == CSEAL_OK)
			OK(finish_with(changed, pending, value, len, NULL, 0) ==
			    CSEAL_REFUSED_INPUT);
		cseal_document_free(changed);
		copy.at[at] ^= 1;
	}
	{
		cseal_document *longer = NULL;

		csi_bytes_add_u8(&copy, '\n');
		OK(cseal_document_open_mem(copy.at, copy.len, &longer, NULL) ==
		    CSEAL_OK);
		OK(finish_with(longer, pending, value, len, NULL, 0) ==
		    CSEAL_REFUSED_INPUT);
		cseal_document_free(longer);
	}
	csi_bytes_free(&copy);
	cseal_pending_free(pending);
	cseal_document_free(document);
}

static void
a_cms_larger_than_its_room_is_told(void)
{
	const struct cseal_seal seal = { .size = sizeof(seal) };
	struct cseal_preparation preparation = { .size = sizeof(preparation),
		.seal = &seal,
		.plain_cms = true,
		.room = 100 };
	cseal_document *document = sealing_document("");
	cseal_pending *pending = NULL;
	struct csi_bytes cms;

	OK(cseal_document_prepare(context, document, &preparation, -1, NULL,
	       &pending, NULL) == CSEAL_OK);
	cms = make_cms(&ec, document, pending, 0);
	OK(finish_with(document, pending, NULL, 0, cms.at, cms.len) ==
	    CSEAL_REFUSED_LIMIT);
	csi_bytes_free(&cms);
	cseal_pending_free(pending);
	preparation.room = 1 << 30;
	OK(cseal_document_prepare(context, document, &preparation, -1, NULL,
	       &pending, NULL) == CSEAL_REFUSED_LIMIT);
	cseal_document_free(document);
}

/* A large file is mapped: what was prepared is finished in its pages. */
static void
a_mapped_document_is_finished_and_the_file_stays(void)
{
	char path[] = "pending-XXXXXX";
	cseal_document *document = sealing_document(""), *mapped = NULL;
	struct csi_bytes bytes = sealing_copy(document), after;
	cseal_pending *pending = NULL;
	uint8_t value[CSEAL_SIGNATURE_MOST];
	int fd = mkstemp(path);
	size_t len;

	cseal_document_free(document);
	while (bytes.len < (3 << 20))
		csi_bytes_add(&bytes, "% comment\n", 10);
	csi_bytes_add_text(&bytes, "startxref\n0\n%%EOF\n");
	OK(cseal_document_open_mem(bytes.at, bytes.len, &document, NULL) ==
	    CSEAL_OK);
	OK(prepare(document, &rsa, false, &pending) == CSEAL_OK);
	OK(fd >= 0 &&
	    cseal_document_save_file(document, path, NULL) == CSEAL_OK);
	cseal_document_free(document);
	OK(cseal_document_open_file(path, &mapped, NULL) == CSEAL_OK);
	after = sealing_copy(mapped);
	len = sign_value(&rsa, pending, value);
	OK(finish_with(mapped, pending, value, len, NULL, 0) == CSEAL_OK);
	OK(is_intact(mapped, "B-B"));
	OK(cseal_document_open_file(path, &document, NULL) == CSEAL_OK);
	OK(sealing_is_same(document, &after));
	/* And it can grow and move still. */
	for (int i = 0; i < 3; i++) {
		cseal_pending *next = NULL;

		OK(prepare(mapped, &rsa, false, &next) == CSEAL_OK);
		len = sign_value(&rsa, next, value);
		OK(finish_with(mapped, next, value, len, NULL, 0) == CSEAL_OK);
		OK(is_intact(mapped, "B-B"));
		cseal_pending_free(next);
	}
	cseal_document_free(document);
	cseal_document_free(mapped);
	cseal_pending_free(pending);
	csi_bytes_free(&bytes);
	csi_bytes_free(&after);
	close(fd);
	unlink(path);
}

static cseal_status
parse(const uint8_t *state, size_t len)
{
	cseal_pending *pending = NULL;
	cseal_status st = cseal_pending_new_state(state, len, &pending, NULL);

	cseal_pending_free(pending);
	return st;
}

/* With a checksum that fits. */
static cseal_status
parse_forged(struct csi_bytes *state)
{
	EVP_Digest(state->at, state->len - 32, state->at + state->len - 32,
	    NULL, EVP_sha256(), NULL);
	return parse(state->at, state->len);
}

static void
a_state_that_is_damaged_or_forged_is_refused(void)
{
	cseal_document *document = sealing_document("");
	cseal_pending *pending = NULL;
	struct csi_bytes state = { 0 };
	const void *at;
	size_t len, refused = 0;

	OK(prepare(document, &ec, false, &pending) == CSEAL_OK);
	at = cseal_pending_state(pending, &len);
	for (size_t cut = 0; cut < len; cut++)
		refused += parse(at, cut) == CSEAL_REFUSED_INPUT;
	OK(refused == len);
	csi_bytes_add(&state, at, len);
	state.at[9] = 9;
	OK(parse(state.at, len) == CSEAL_REFUSED_UNSUPPORTED);
	state.at[9] = 1;
	/* Flags, scheme, digest, length, offset, room, count: each absurd. */
	for (size_t i = 10; i < 38; i++) {
		uint8_t was = state.at[i];

		state.at[i] ^= 0xff;
		OKF(parse_forged(&state) != CSEAL_OK || (i >= 16 && i < 36),
		    "byte %zu", i);
		state.at[i] = was;
	}
	/* A certificate longer than the state. */
	state.at[38 + 64] = 0xff;
	OK(parse_forged(&state) == CSEAL_REFUSED_INPUT);
	state.at[38 + 64] = 0;
	OK(parse_forged(&state) == CSEAL_OK);
	/* Other bytes to be signed than this version makes. */
	state.at[38 + 32] ^= 1;
	OK(parse_forged(&state) == CSEAL_REFUSED_UNSUPPORTED);
	OK(parse(NULL, 5) == CSEAL_FAULT_APPLICATION);
	OK(parse(state.at, (size_t)5 << 20) == CSEAL_REFUSED_LIMIT);
	csi_bytes_free(&state);
	cseal_pending_free(pending);
	cseal_document_free(document);
}

static void
certificates_that_are_none_are_refused(void)
{
	const struct cseal_seal seal = { .size = sizeof(seal) };
	struct cseal_preparation preparation = { .size = sizeof(preparation),
		.seal = &seal };
	static const char *const texts[] = {
		"", "x",
		"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
	};
	cseal_document *document = sealing_document("");
	struct csi_bytes copy = sealing_copy(document);
	cseal_pending *pending = NULL;

	for (size_t i = 0; i < 3; i++) {
		preparation.certificates = texts[i];
		preparation.certificates_len = strlen(texts[i]);
		OK(cseal_document_prepare(context, document, &preparation, -1,
		       NULL, &pending, NULL) == CSEAL_REFUSED_INPUT);
	}
	OK(sealing_is_same(document, &copy));
	/* One in DER will do. */
	preparation.certificates = ec.chain.der[0];
	preparation.certificates_len = ec.chain.len[0];
	OK(cseal_document_prepare(context, document, &preparation, -1, NULL,
	       &pending, NULL) == CSEAL_OK);
	cseal_pending_free(pending);
	cseal_pending_free(NULL);
	csi_bytes_free(&copy);
	cseal_document_free(document);
}

/* ---- SM2 ------------------------------------------------------------ */

static void
a_value_finishes_the_form_of_gm(void)
{
	cseal_document *document = sealing_document(""), *later;
	cseal_pending *pending = NULL, *again;
	uint8_t value[CSEAL_SIGNATURE_MOST];
	size_t len;

	OK(prepare_as(document, &sm2, false, &gm_seal, &pending) == CSEAL_OK);
	OK(strcmp(cseal_pending_digest_name(pending), "SM3") == 0);
	OK(sealing_has(document, "/Filter /Counterseal.GMPkiLite"));
	OK(sealing_has(document, "/SubFilter /GM.sm2cms.detached"));
	later = reopen(document);
	again = restore(pending);
	len = sign_value(&ec, again, value);
	OK(finish_with(later, again, value, len, NULL, 0) ==
	    CSEAL_REFUSED_INPUT);
	len = sign_value(&sm2, again, value);
	OK(finish_with(later, again, value, len, NULL, 0) == CSEAL_OK);
	OK(is_intact(later, "CMS"));
	cseal_pending_free(pending);
	cseal_pending_free(again);
	cseal_document_free(document);
	cseal_document_free(later);
}

static void
the_form_of_gm_is_refused_to_other_keys(void)
{
	cseal_document *document = sealing_document("");
	struct csi_bytes copy = sealing_copy(document);
	struct cseal_seal seal = gm_seal;
	cseal_pending *pending = NULL;

	OK(prepare_as(document, &ec, false, &seal, &pending) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	seal.digest = CSEAL_DIGEST_DEFAULT;
	OK(prepare_as(document, &rsa, false, &seal, &pending) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	seal.digest = CSEAL_DIGEST_SHA256;
	OK(prepare_as(document, &sm2, false, &seal, &pending) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	OK(pending == NULL && sealing_is_same(document, &copy));
	csi_bytes_free(&copy);
	cseal_document_free(document);
}

/* As other products make a whole one. */
static struct csi_bytes
covered_by(const cseal_document *document, const cseal_pending *pending)
{
	const uint8_t *at = cseal_document_bytes(document, NULL);
	struct csi_bytes covered = { 0 };
	uint64_t range[4];

	cseal_pending_covered(pending, range);
	csi_bytes_add(&covered, at + range[0], (size_t)range[1]);
	csi_bytes_add(&covered, at + range[2], (size_t)range[3]);
	return covered;
}

static void
finish_gm(const struct gm_form *form, bool is_digest, const char *what)
{
	cseal_document *document = sealing_document("");
	cseal_pending *pending = NULL;
	struct gm_form chosen = *form;
	struct csi_bytes covered, cms, copy;
	uint8_t digest[CSI_SM2_LEN];

	OK(prepare_as(document, NULL, false, &gm_seal, &pending) == CSEAL_OK);
	covered = covered_by(document, pending);
	copy = sealing_copy(document);
	EVP_Digest(covered.at, covered.len, digest, NULL, EVP_sm3(), NULL);
	if (is_digest)
		chosen.inside = (struct csi_span){ digest, sizeof(digest) };
	covered.at[7] ^= 1;
	digest[7] ^= 1;
	cms = gm_make(&chosen, &sm2.chain, csi_bytes_span(&covered));
	OKF(finish_with(document, pending, NULL, 0, cms.at, cms.len) ==
		CSEAL_REFUSED_INPUT,
	    "%s of other bytes", what);
	OK(sealing_is_same(document, &copy));
	csi_bytes_free(&cms);
	covered.at[7] ^= 1;
	digest[7] ^= 1;
	cms = gm_make(&chosen, &sm2.chain, csi_bytes_span(&covered));
	OKF(finish_with(document, pending, NULL, 0, cms.at, cms.len) ==
		CSEAL_OK,
	    "%s", what);
	OKF(is_intact(document, "CMS"), "%s is intact", what);
	csi_bytes_free(&cms);
	csi_bytes_free(&copy);
	csi_bytes_free(&covered);
	cseal_pending_free(pending);
	cseal_document_free(document);
}

static void
a_whole_cms_of_each_form_finishes_it(void)
{
	static const struct {
		const char *what;
		struct gm_form form;
		bool is_digest;
	} rows[] = {
		{ "outside", { .is_gm = true }, false },
		{ "outside, .301.1", { .is_gm = true, .bare_algorithm = true },
		    false },
		{ "outside, names of RFC 5652", { .is_gm = false }, false },
		{ "digest inside", { .is_gm = true }, true },
		{ "digest inside, names of RFC 5652", { .is_gm = false },
		    true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct gm_form form = rows[i].form;

		form.id = csi_sm2_id;
		finish_gm(&form, rows[i].is_digest, rows[i].what);
	}
}

/* What binds no identifier is not put in, whatever it says. */
static void
a_whole_cms_without_identifier_is_refused(void)
{
	const struct gm_form form = { .is_gm = true, .id = csi_sm2_no_id };
	cseal_document *document = sealing_document("");
	cseal_pending *pending = NULL;
	struct csi_bytes covered, cms;

	OK(prepare_as(document, NULL, false, &gm_seal, &pending) == CSEAL_OK);
	covered = covered_by(document, pending);
	cms = gm_make(&form, &sm2.chain, csi_bytes_span(&covered));
	OK(finish_with(document, pending, NULL, 0, cms.at, cms.len) ==
	    CSEAL_REFUSED_INPUT);
	csi_bytes_free(&cms);
	csi_bytes_free(&covered);
	cseal_pending_free(pending);
	cseal_document_free(document);
}

/* PAdES has neither. */
static void
pades_takes_no_form_of_gm(void)
{
	const struct cseal_seal seal = { .size = sizeof(seal),
		.digest = CSEAL_DIGEST_SM3 };
	uint8_t digest[CSI_SM2_LEN];
	const struct gm_form forms[] = { { .id = csi_sm2_id },
		{ .id = csi_sm2_id, .inside = { digest, sizeof(digest) } } };

	for (size_t i = 0; i < 2; i++) {
		cseal_document *document = sealing_document("");
		cseal_pending *pending = NULL;
		struct csi_bytes covered, cms;

		OK(prepare_as(document, NULL, false, &seal, &pending) ==
		    CSEAL_OK);
		covered = covered_by(document, pending);
		EVP_Digest(
		    covered.at, covered.len, digest, NULL, EVP_sm3(), NULL);
		cms = gm_make(&forms[i], &sm2.chain, csi_bytes_span(&covered));
		OK(finish_with(document, pending, NULL, 0, cms.at, cms.len) ==
		    CSEAL_REFUSED_INPUT);
		csi_bytes_free(&cms);
		csi_bytes_free(&covered);
		cseal_pending_free(pending);
		cseal_document_free(document);
	}
}

int
main(void)
{
	sealing_start();
	sealing_make_key(&rsa, "RSA:2048");
	sealing_make_key(&ec, "EC:P-256");
	sealing_make_key(&sm2, "SM2");
	RUN(a_value_from_elsewhere_finishes_the_seal);
	RUN(what_is_to_be_signed_is_the_digest_of_the_attributes);
	RUN(a_whole_cms_finishes_it_without_a_certificate_known);
	RUN(a_cms_that_pades_does_not_allow_is_refused);
	RUN(what_belongs_to_another_document_is_refused);
	RUN(a_document_that_was_changed_since_is_refused);
	RUN(a_cms_larger_than_its_room_is_told);
	RUN(a_mapped_document_is_finished_and_the_file_stays);
	RUN(a_state_that_is_damaged_or_forged_is_refused);
	RUN(certificates_that_are_none_are_refused);
	RUN(a_value_finishes_the_form_of_gm);
	RUN(the_form_of_gm_is_refused_to_other_keys);
	RUN(a_whole_cms_of_each_form_finishes_it);
	RUN(a_whole_cms_without_identifier_is_refused);
	RUN(pades_takes_no_form_of_gm);
	sealing_free_key(&rsa);
	sealing_free_key(&ec);
	sealing_free_key(&sm2);
	cseal_context_unref(context);
	return tap_done();
}
