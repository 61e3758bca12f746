/* SPDX-License-Identifier: Apache-2.0 */
/* test-crypt.c -- proves lib/pdf/rc4.c, security.c, keys.c, crypt.c,
 * decrypt.c, primitives.c and rights.c, and cseal_document_password().
 *
 * The first vector of RC4 is RFC 6229's. */
#include "pdf/crypt.h"

#include "build.h"
#include "encrypted.h"
#include "pdf/delta.h"
#include "pdf/primitives.h"
#include "pdf/rc4.h"
#include "pdf/rights.h"
#include "pdf/update.h"
#include "tap.h"

#include <counterseal/document.h>

static struct csi_span
text(const char *of)
{
	struct csi_span span = { (const uint8_t *)of, strlen(of) };

	return span;
}

/* What a small file with that trailer says to a password. */
static cseal_status
unlock(const char *trailer, const char *password, csi_pdf_reader **ret_reader)
{
	static struct build build;
	csi_pdf_reader *reader;
	cseal_status st;

	build_free(&build);
	memset(&build, 0, sizeof(build));
	build_small(&build);
	build_table(&build, trailer);
	reader = build_open(&build, CSI_PDF_STRICT);
	if (reader == NULL)
		return CSEAL_FAULT_INTERNAL;
	st = csi_pdf_unlock(reader, text(password), NULL);
	OK((st == CSEAL_OK) != csi_pdf_needs_key(reader));
	if (ret_reader != NULL)
		*ret_reader = reader;
	else
		csi_pdf_reader_free(reader);
	return st;
}

/* A key that was found opens other revisions, if they are locked alike. */
static void
a_key_opens_what_is_encrypted_alike(void)
{
	static const char *const trailers[] = { REVISION3 " /P -4 >>",
		REVISION6 " /P -4 >>" };
	static const char *const others[] = { REVISION3 " /P -5 >>",
		REVISION6 " /P -5 >>" };

	for (size_t i = 0; i < 2; i++) {
		struct build build = { .rows = 0 }, other = { .rows = 0 };
		csi_pdf_reader *first, *second, *third;

		build_small(&build);
		build_table(&build, trailers[i]);
		build_small(&other);
		build_table(&other, others[i]);
		first = build_open(&build, CSI_PDF_STRICT);
		second = build_open(&build, CSI_PDF_STRICT);
		third = build_open(&other, CSI_PDF_STRICT);
		OK(csi_pdf_unlock_like(second, first, NULL) == CSEAL_OK &&
		    csi_pdf_needs_key(second));
		OK(csi_pdf_unlock(first, text("user"), NULL) == CSEAL_OK);
		OK(csi_pdf_unlock_like(second, first, NULL) == CSEAL_OK);
		OK(!csi_pdf_needs_key(second));
		OK(csi_pdf_unlock_like(third, first, NULL) == CSEAL_OK);
		OK(csi_pdf_needs_key(third));
		csi_pdf_reader_free(first);
		csi_pdf_reader_free(second);
		csi_pdf_reader_free(third);
		build_free(&build);
		build_free(&other);
	}
}

/* As an administrator's configuration does it to the whole process. */
static void
a_process_without_md5_opens_old_files(void)
{
	EVP_MD *md5;

	OK(EVP_set_default_properties(NULL, "fips=yes") == 1);
	md5 = EVP_MD_fetch(NULL, "MD5", NULL);
	OK(md5 == NULL);
	OK(unlock(REVISION3 " /P -4 >>", "user", NULL) == CSEAL_OK);
	OK(unlock(REVISION6 " /P -4 >>", "user", NULL) == CSEAL_OK);
	OK(unlock(REVISION3 " /P -4 >>", "wrong", NULL) ==
	    CSEAL_AGAIN_PASSWORD_WRONG);
	EVP_MD_free(md5);
	OK(EVP_set_default_properties(NULL, "") == 1);
}

/* Opening a file must not do what is done once for each process. */
static void
a_process_with_md5_makes_no_library_context(void)
{
	struct csi_pdf_primitives primitives;

	OK(csi_pdf_primitives_fetch(&primitives, NULL) == CSEAL_OK);
	OK(primitives.lib == NULL && primitives.md5 != NULL);
	csi_pdf_primitives_free(&primitives);
}

static void
rc4_gives_what_rfc_6229_says(void)
{
	static const uint8_t key[] = { 1, 2, 3, 4, 5 };
	static const uint8_t wanted[] = { 0xb2, 0x39, 0x63, 0x05, 0xf0, 0x3d,
		0xc0, 0x27, 0xcc, 0xc3, 0x52, 0x4a, 0x0a, 0x11, 0x18, 0xa8 };
	uint8_t bytes[sizeof(wanted)] = { 0 };
	struct csi_span span = { key, sizeof(key) };

	csi_pdf_rc4(span, bytes, sizeof(bytes), bytes);
	OK(memcmp(bytes, wanted, sizeof(bytes)) == 0);
}

static void
the_passwords_of_user_and_owner_open_and_others_do_not(void)
{
	static const char *const trailers[] = { REVISION3 " /P -4 >>",
		REVISION6 " /P -4 >>" };

	for (size_t i = 0; i < 2; i++) {
		OK(unlock(trailers[i], "user", NULL) == CSEAL_OK);
		OK(unlock(trailers[i], "owner", NULL) == CSEAL_OK);
		OK(unlock(trailers[i], "wrong", NULL) ==
		    CSEAL_AGAIN_PASSWORD_WRONG);
		OK(unlock(trailers[i], "userr", NULL) ==
		    CSEAL_AGAIN_PASSWORD_WRONG);
		OK(unlock(trailers[i], "", NULL) ==
		    CSEAL_COUNTER_PASSWORD_NEEDED);
	}
}

static void
permissions_that_were_changed_are_noticed(void)
{
	/* The key of revision 3 depends on them; /Perms of revision 6 says
	 * what they were. */
	OK(unlock(REVISION3 " /P -5 >>", "user", NULL) ==
	    CSEAL_AGAIN_PASSWORD_WRONG);
	OK(unlock(REVISION6 " /P -5 >>", "user", NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	OK(unlock(REVISION6 " /P -4 /EncryptMetadata false >>", "user", NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	/* Without a sign it is the same number. */
	OK(unlock(REVISION3 " /P 4294967292 >>", "user", NULL) == CSEAL_OK);
}

static void
dictionaries_that_make_no_sense_are_refused(void)
{
	static const struct {
		const char *dict;
		cseal_status status;
	} cases[] = {
		{ "7", CSEAL_REFUSED_DAMAGED },
		{ "<< >>", CSEAL_REFUSED_ENCRYPTED },
		{ "<< /Filter /Adobe.PubSec /V 4 >>", CSEAL_REFUSED_ENCRYPTED },
		{ "<< /Filter /Standard >>", CSEAL_REFUSED_ENCRYPTED },
		{ "<< /Filter /Standard /V 3 /R 3 >>",
		    CSEAL_REFUSED_ENCRYPTED },
		{ "<< /Filter /Standard /V 5 /R 4 >>",
		    CSEAL_REFUSED_ENCRYPTED },
		{ "<< /Filter /Standard /V (1) >>", CSEAL_REFUSED_DAMAGED },
		{ "<< /Filter /Standard /V 2 /R 3 /Length 4294967296 >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "<< /Filter /Standard /V 2 /R 3 /Length 127 >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "<< /Filter /Standard /V 1 /R 2 /O (short) /U (short) >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "<< /Filter /Standard /V 1 /R 2 " O3 " /U (short) >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "<< /Filter /Standard /V 5 /R 6 " O3 U3 " >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "<< /Filter /Standard /V 4 /R 4 /StmF /None " O3 U3 " >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "<< /Filter /Standard /V 4 /R 4 /CF << /A << /CFM /X >> >> "
		  "/StmF /A " O3 U3 " >>",
		    CSEAL_REFUSED_ENCRYPTED },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char trailer[1024];

		snprintf(trailer, sizeof(trailer), "/Root 1 0 R /Encrypt %s",
		    cases[i].dict);
		OK(unlock(trailer, "user", NULL) == cases[i].status);
	}
}

static void
an_owner_may_do_what_the_permissions_forbid(void)
{
	csi_pdf_reader *reader = NULL;

	/* All bits but 1 and 2: everything is allowed. */
	OK(unlock(REVISION3 " /P -4 >>", "user", &reader) == CSEAL_OK);
	OK(csi_pdf_rights_check(reader, CSI_PDF_ACT_MAKE_FIELD, NULL) ==
	    CSEAL_OK);
	csi_pdf_reader_free(reader);
	OK(unlock(REVISION3 " /P -4 >>", "owner", &reader) == CSEAL_OK);
	OK(csi_pdf_rights_check(reader, CSI_PDF_ACT_CHANGE_CONTENT, NULL) ==
	    CSEAL_OK);
	csi_pdf_reader_free(reader);
}

static void
the_document_takes_its_password(void)
{
	static char long_one[CSEAL_PASSWORD_MOST + 1];
	struct build build = { 0 };
	cseal_document *document = NULL;

	build_small(&build);
	build_table(&build, REVISION6 " /P -4 >>");
	OK(cseal_document_open_mem(
	       build.pdf.at, build.pdf.len, &document, NULL) == CSEAL_OK);
	OK(cseal_document_password(document, "wrong", 5, NULL) ==
	    CSEAL_AGAIN_PASSWORD_WRONG);
	OK(cseal_document_password(document, "user", 4, NULL) == CSEAL_OK);
	OK(cseal_document_password(document, NULL, 4, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_document_password(document, long_one, sizeof(long_one),
	       NULL) == CSEAL_REFUSED_LIMIT);
	cseal_document_free(document);
	build_free(&build);
}

static void
a_document_with_an_authentication_code_is_not_changed(void)
{
	csi_pdf_reader *reader = NULL;

	OK(unlock(REVISION6 " /P -4 >>", "user", &reader) == CSEAL_OK);
	OK(csi_pdf_rights_no_code(reader, NULL) == CSEAL_OK);
	csi_pdf_reader_free(reader);
	OK(unlock(REVISION6 " /P -4 /KDFSalt <00> >>", "user", &reader) ==
	    CSEAL_OK);
	OK(csi_pdf_rights_no_code(reader, NULL) == CSEAL_REFUSED_ENCRYPTED);
	csi_pdf_reader_free(reader);
	OK(unlock(REVISION6 " /P -4 >> /AuthCode << >>", "owner", &reader) ==
	    CSEAL_OK);
	OK(csi_pdf_rights_no_code(reader, NULL) == CSEAL_REFUSED_ENCRYPTED);
	csi_pdf_reader_free(reader);
}

/* A copy of the file with its contents written again. */
static struct csi_bytes
rewrite(const struct csi_bytes *file, const char *contents)
{
	struct csi_bytes out = { 0 }, entries = { 0 };
	struct csi_pdf_ref ref = { 4, 0 };
	csi_pdf_reader *reader = NULL;
	csi_pdf_update *update = NULL;
	uint8_t *end;

	if (csi_pdf_reader_new(file->at, file->len, CSI_PDF_STRICT, &reader,
		NULL) != CSEAL_OK ||
	    csi_pdf_unlock(reader, text("user"), NULL) != CSEAL_OK ||
	    csi_pdf_update_new(reader, &update, NULL) != CSEAL_OK)
		exit(99);
	csi_pdf_update_stream(update, ref, &entries, text(contents));
	if (csi_pdf_update_finish(update, NULL) != CSEAL_OK)
		exit(99);
	csi_bytes_add(&out, file->at, file->len);
	end = csi_bytes_room(&out, csi_pdf_update_len(update));
	if (end == NULL)
		exit(99);
	csi_pdf_update_write(update, end);
	out.len = file->len + csi_pdf_update_len(update);
	csi_pdf_update_free(update);
	csi_pdf_reader_free(reader);
	return out;
}

static bool
is_same(const struct csi_bytes *before, const struct csi_bytes *after)
{
	struct csi_pdf_delta delta = { .before = NULL };
	bool same = false;

	OK(csi_pdf_reader_new(before->at, before->len, CSI_PDF_STRICT,
	       &delta.before, NULL) == CSEAL_OK);
	OK(csi_pdf_reader_new(after->at, after->len, CSI_PDF_STRICT,
	       &delta.after, NULL) == CSEAL_OK);
	OK(csi_pdf_unlock(delta.before, text("user"), NULL) == CSEAL_OK);
	OK(csi_pdf_unlock(delta.after, text("user"), NULL) == CSEAL_OK);
	OK(csi_pdf_is_same(&delta, 4, &same, NULL) == CSEAL_OK);
	csi_pdf_reader_free(delta.before);
	csi_pdf_reader_free(delta.after);
	return same;
}

static void
what_is_encrypted_again_is_the_same(void)
{
	struct build build = { .count = 0 };
	struct csi_bytes first, again, other;

	build_small(&build);
	build_table(&build, REVISION6 " /P -4 >>");
	first = rewrite(&build.pdf, "0 0 9 9 re f");
	again = rewrite(&first, "0 0 9 9 re f");
	other = rewrite(&first, "0 0 9 8 re f");
	OK(is_same(&first, &again));
	OK(!is_same(&first, &other));
	/* What the file had at first is not encrypted as it says. */
	OK(!is_same(&build.pdf, &first));
	csi_bytes_free(&first);
	csi_bytes_free(&again);
	csi_bytes_free(&other);
	build_free(&build);
}

int
main(void)
{
	RUN(a_key_opens_what_is_encrypted_alike);
	RUN(a_process_with_md5_makes_no_library_context);
	RUN(a_process_without_md5_opens_old_files);
	RUN(rc4_gives_what_rfc_6229_says);
	RUN(the_passwords_of_user_and_owner_open_and_others_do_not);
	RUN(permissions_that_were_changed_are_noticed);
	RUN(dictionaries_that_make_no_sense_are_refused);
	RUN(an_owner_may_do_what_the_permissions_forbid);
	RUN(a_document_with_an_authentication_code_is_not_changed);
	RUN(the_document_takes_its_password);
	RUN(what_is_encrypted_again_is_the_same);
	return tap_done();
}
