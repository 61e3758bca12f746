/* SPDX-License-Identifier: Apache-2.0 */
/* test-seal.c -- proves lib/seal.c with keys made for it and a signer that
 * misbehaves; what is sealed is judged by our own report here, and by others
 * in tests/interop. */
#include "sealing.h"

#include <counterseal/seal.h>

static struct sealing_key rsa, ec, sm2;

static struct cseal_seal
invisible(void)
{
	struct cseal_seal seal = { .size = sizeof(seal) };

	return seal;
}

static cseal_status
seal_with(cseal_document *document, cseal_signer *signer,
    const struct cseal_seal *seal, int timeout_ms, cseal_cancel *cancel)
{
	cseal_error *error = NULL;
	cseal_status st = cseal_document_seal(
	    context, document, signer, seal, timeout_ms, cancel, &error);

	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

/* How many signatures are intact, and the whole document permitted; 0 if
 * anything is not. */
static size_t
intact(cseal_document *document)
{
	cseal_report *report = NULL;
	size_t count = 0;

	if (cseal_report_new(document, NULL, &report, NULL) != CSEAL_OK)
		return 0;
	for (size_t i = 0; i < cseal_report_count(report); i++) {
		const struct cseal_report_signature *one =
		    cseal_report_at(report, i);

		if (strcmp(one->integrity, "intact") != 0 ||
		    strcmp(one->changes, "forbidden") == 0 ||
		    strcmp(one->changes, "unknown") == 0) {
			printf("# %s: %s, %s\n", one->field, one->integrity,
			    one->changes);
			count = 0;
			break;
		}
		count++;
	}
	if (count > 0 && !cseal_report_at(report, count - 1)->covers_file)
		count = 0;
	cseal_report_free(report);
	return count;
}

static void
seals_follow_one_another_in_one_process(void)
{
	cseal_document *document = sealing_document("");
	cseal_signer *a = sealing_open("", rsa.pem);
	cseal_signer *b = sealing_open("", ec.pem);
	struct cseal_seal seal = invisible();
	bool ok = true;

	for (int i = 0; i < 30 && ok; i++)
		ok = seal_with(document, i % 3 == 0 ? a : b, &seal, -1, NULL) ==
		     CSEAL_OK;
	OK(ok);
	OK(intact(document) == 30);
	OK(sealing_has(document, "(Signature30)"));
	cseal_signer_free(a);
	cseal_signer_free(b);
	cseal_document_free(document);
}

static void
digest_and_scheme_are_those_that_were_asked_for(void)
{
	cseal_signer *signer = sealing_open("", rsa.pem);

	for (int digest = 0; digest <= 3; digest++) {
		for (int scheme = 0; scheme <= 2; scheme++) {
			cseal_document *document = sealing_document("");
			struct cseal_seal seal = invisible();

			seal.digest = (cseal_digest)digest;
			seal.scheme = (cseal_scheme)scheme;
			OK(seal_with(document, signer, &seal, -1, NULL) ==
			    CSEAL_OK);
			OK(intact(document) == 1);
			cseal_document_free(document);
		}
	}
	{
		cseal_document *document = sealing_document("");
		struct cseal_seal seal = invisible();

		seal.scheme = CSEAL_SCHEME_ECDSA;
		OK(seal_with(document, signer, &seal, -1, NULL) ==
		    CSEAL_SETUP_KEY_UNSUPPORTED);
		cseal_document_free(document);
	}
	cseal_signer_free(signer);
}

static void
a_signer_that_fails_leaves_the_document_as_it_was(void)
{
	static const struct {
		const char *behaviour;
		cseal_status st;
	} signers[] = { { "wrong-value", CSEAL_FAULT_CRYPTO },
		{ "long-value", CSEAL_FAULT_MODULE },
		{ "no-value", CSEAL_FAULT_MODULE },
		{ "gone", CSEAL_COUNTER_DEVICE_GONE },
		{ "asks-pin", CSEAL_COUNTER_PIN_NEEDED } };
	cseal_document *document = sealing_document("");
	struct csi_bytes copy = sealing_copy(document);
	struct cseal_seal seal = invisible();
	cseal_signer *honest = sealing_open("", rsa.pem);

	for (size_t i = 0; i < sizeof(signers) / sizeof(signers[0]); i++) {
		cseal_signer *signer =
		    sealing_open(signers[i].behaviour, rsa.pem);

		OKF(signer != NULL && seal_with(document, signer, &seal, -1,
					  NULL) == signers[i].st,
		    "%s", signers[i].behaviour);
		OK(sealing_is_same(document, &copy));
		cseal_signer_free(signer);
	}
	OK(seal_with(document, honest, &seal, -1, NULL) == CSEAL_OK);
	OK(intact(document) == 1);
	cseal_signer_free(honest);
	csi_bytes_free(&copy);
	cseal_document_free(document);
}

static void
a_seal_that_is_refused_leaves_the_document_as_it_was(void)
{
	cseal_document *document = sealing_document("");
	struct csi_bytes copy = sealing_copy(document), png = sealing_png();
	cseal_signer *signer = sealing_open("", ec.pem);
	struct cseal_seal seal = invisible();

	seal.visible = true;
	seal.look = sealing_look();
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	seal.look.image = png.at;
	seal.look.image_len = png.len;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_REFUSED_PLACE);
	seal.place.page = 1;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_REFUSED_PLACE);
	seal.place.width_um = seal.place.height_um = 20000;
	seal.look.image_len = 50;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_REFUSED_INPUT);
	seal.look.image_len = png.len;
	seal.reason = "\xff";
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	seal.reason = NULL;
	seal.field = "a..b";
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_REFUSED_FIELD);
	seal.field = "";
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	seal.field = NULL;
	seal.size = 8;
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(cseal_document_seal(context, document, signer, NULL, -1, NULL,
	       NULL) == CSEAL_FAULT_APPLICATION);
	OK(cseal_document_seal(context, document, NULL, &seal, -1, NULL,
	       NULL) == CSEAL_FAULT_APPLICATION);
	OK(cseal_document_seal(context, NULL, signer, &seal, -1, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(sealing_is_same(document, &copy));
	seal.size = sizeof(seal);
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(intact(document) == 1);
	cseal_signer_free(signer);
	csi_bytes_free(&copy);
	csi_bytes_free(&png);
	cseal_document_free(document);
}

static void
a_wait_that_is_over_stops_it(void)
{
	cseal_document *document = sealing_document("");
	struct csi_bytes copy = sealing_copy(document);
	cseal_signer *signer = sealing_open("", ec.pem);
	struct cseal_seal seal = invisible();
	cseal_cancel *cancel = NULL;

	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	OK(seal_with(document, signer, &seal, 0, NULL) ==
	    CSEAL_STOPPED_TIMEOUT);
	cseal_cancel_request(cancel);
	OK(seal_with(document, signer, &seal, -1, cancel) ==
	    CSEAL_STOPPED_CANCELLED);
	OK(sealing_is_same(document, &copy));
	cseal_cancel_free(cancel);
	cseal_signer_free(signer);
	csi_bytes_free(&copy);
	cseal_document_free(document);
}

static void
try_certificate(long from, long to, const char *usage, cseal_status expected)
{
	const struct cred_how how = {
		.common_name = "odd", .from = from, .to = to, .usage = usage
	};
	EVP_PKEY *key = cred_key("EC:P-256");
	X509 *certificate = cred_certificate(key, &how, NULL, NULL);
	cseal_document *document = sealing_document("");
	struct cseal_seal seal = invisible();
	char pem[] = "sealing-XXXXXX";
	cseal_signer *signer;

	close(mkstemp(pem));
	OK(cred_write_pem(pem, key, NULL, &certificate, 1) == 0);
	signer = sealing_open("", pem);
	OK(seal_with(document, signer, &seal, -1, NULL) == expected);
	seal.insecure_any_certificate = true;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	cseal_signer_free(signer);
	cseal_document_free(document);
	unlink(pem);
	X509_free(certificate);
	EVP_PKEY_free(key);
}

static void
a_certificate_that_must_not_sign_is_refused(void)
{
	try_certificate(
	    -2 * CRED_DAY, -CRED_DAY, NULL, CSEAL_REFUSED_CERT_EXPIRED);
	try_certificate(
	    CRED_DAY, 2 * CRED_DAY, NULL, CSEAL_REFUSED_CERT_NOT_YET_VALID);
	try_certificate(-CRED_DAY, CRED_DAY, "critical,keyEncipherment",
	    CSEAL_REFUSED_CERT_USAGE);
}

static void
an_encrypted_document_is_refused(void)
{
	cseal_document *document = NULL;
	cseal_signer *signer = sealing_open("", ec.pem);
	struct cseal_seal seal = invisible();
	struct build build = { .count = 0 };

	build_small(&build);
	build_table(&build, "/Root 1 0 R /Encrypt << /Filter /Standard >>");
	OK(cseal_document_open_mem(
	       build.pdf.at, build.pdf.len, &document, NULL) == CSEAL_OK);
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_REFUSED_ENCRYPTED);
	cseal_document_free(document);
	build_free(&build);
	cseal_signer_free(signer);
}

static cseal_document *
open_text(const struct build *build)
{
	cseal_document *document = NULL;

	OK(cseal_document_open_mem(
	       build->pdf.at, build->pdf.len, &document, NULL) == CSEAL_OK);
	return document;
}

/* Each of them needs the table made anew: at once, or once the page or the
 * form is read. */
static void
a_damaged_document_gets_a_complete_table_with_its_seal(void)
{
	cseal_signer *signer = sealing_open_file(ec.pem);
	struct cseal_seal seal = invisible();

	for (size_t i = 0; i < 3; i++) {
		struct build build = { .count = 0 };
		cseal_document *document;
		size_t first;

		build_small(&build);
		first = (size_t)build.rows[0].offset;
		if (i == 0)
			build_text(
			    &build, "trailer << /Root 1 0 R >>\n%%EOF\n");
		else
			csi_bytes_print(&build.pdf,
			    "xref\n1 1\n%010zu 00000 n \ntrailer << /Size 5 "
			    "/Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
			    i == 1 ? first : first + 3, build.pdf.len);
		document = open_text(&build);
		OK(!cseal_document_was_damaged(document));
		OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
		OK(cseal_document_was_damaged(document));
		OK(intact(document) == 1);
		/* The next one is an update as any other. */
		OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
		OK(intact(document) == 2);
		cseal_document_free(document);
		build_free(&build);
	}
	cseal_signer_free(signer);
}

/* The form is read last. */
static void
damage_that_is_found_late_is_mended(void)
{
	cseal_signer *signer = sealing_open_file(ec.pem);
	struct cseal_seal seal = invisible();
	struct build build = { .count = 0 };
	cseal_document *document;

	build_start(&build);
	build_object(
	    &build, 1, "<< /Type /Catalog /Pages 2 0 R /AcroForm 4 0 R >>");
	build_object(&build, 2,
	    "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 9 9] >>");
	build_object(&build, 3, "<< /Type /Page /Parent 2 0 R >>");
	build_object(&build, 4, "<< /Fields [] >>");
	build.rows[3].offset += 3;
	build_table(&build, "/Root 1 0 R");
	document = open_text(&build);
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(cseal_document_was_damaged(document));
	OK(intact(document) == 1);
	cseal_document_free(document);
	build_free(&build);
	cseal_signer_free(signer);
}

static void
a_damaged_document_that_is_signed_is_refused(void)
{
	cseal_signer *signer = sealing_open_file(ec.pem);
	cseal_document *document = sealing_document(""), *damaged = NULL;
	struct cseal_seal seal = invisible();
	struct csi_bytes copy;

	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(!cseal_document_was_damaged(document));
	copy = sealing_copy(document);
	/* Without its last lines nobody knows where the table is. */
	copy.len -= strlen("%%EOF\n");
	while (copy.at[copy.len - 1] != 'f')
		copy.len--;
	csi_bytes_add_text(&copy, "\n");
	OK(cseal_document_open_mem(copy.at, copy.len, &damaged, NULL) ==
	    CSEAL_OK);
	OK(seal_with(damaged, signer, &seal, -1, NULL) ==
	    CSEAL_REFUSED_DAMAGED);
	OK(sealing_is_same(damaged, &copy));
	csi_bytes_free(&copy);
	cseal_document_free(damaged);
	cseal_document_free(document);
	cseal_signer_free(signer);
}

static void
the_mark_of_a_virtual_device_reaches_the_signature(void)
{
	static const char marked[] =
	    "/PieceInfo << /CSEAL << /LastModified (x) /Private << /Virtual "
	    "[/Ink] >> >> >>";
	cseal_document *document = sealing_document("");
	cseal_signer *virtual_one = sealing_open("", ec.pem);
	cseal_signer *signer = sealing_open_file(ec.pem);
	struct cseal_seal seal = invisible();

	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(!sealing_has(document, "/CSEAL_Virtual"));
	OK(seal_with(document, virtual_one, &seal, -1, NULL) == CSEAL_OK);
	OK(sealing_has(document, "/CSEAL_Virtual true"));
	cseal_document_free(document);
	document = sealing_document(marked);
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(sealing_has(document, "/CSEAL_Virtual true"));
	OK(intact(document) == 1);
	cseal_document_free(document);
	cseal_signer_free(virtual_one);
	cseal_signer_free(signer);
}

static void
name_and_time_are_the_ones_given_or_those_that_are_known(void)
{
	cseal_document *document = sealing_document("");
	cseal_signer *signer = sealing_open("", ec.pem);
	struct cseal_seal seal = invisible();

	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(sealing_has(document, "\n/Name "));
	cseal_document_free(document);
	document = sealing_document("");
	seal.name = "Somebody";
	seal.time = 1;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(sealing_has(document, "/Name (Somebody)"));
	OK(sealing_has(document, "/M (D:19700101000001Z)"));
	cseal_document_free(document);
	cseal_signer_free(signer);
}

static cseal_status
seal_two(cseal_document *document, const struct cseal_seal_by *a,
    const struct cseal_seal_by *b)
{
	const struct cseal_seal_by *const seals[2] = { a, b };
	cseal_error *error = NULL;
	cseal_status st = cseal_document_seal_all(
	    context, document, seals, 2, -1, NULL, &error);

	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return st;
}

static void
several_seals_are_put_on_in_one_call(void)
{
	cseal_document *document = sealing_document("");
	cseal_signer *a = sealing_open("", rsa.pem);
	cseal_signer *b = sealing_open("", ec.pem);
	struct cseal_seal hall = invisible(), customer = invisible();
	const struct cseal_seal_by first = { sizeof(first), a, &hall };
	const struct cseal_seal_by second = { sizeof(second), b, &customer };

	hall.field = "Hall";
	customer.field = "Customer";
	OK(seal_two(document, &first, &second) == CSEAL_OK);
	OK(intact(document) == 2);
	OK(sealing_has(document, "/T (Hall)"));
	OK(sealing_has(document, "/T (Customer)"));
	cseal_signer_free(a);
	cseal_signer_free(b);
	cseal_document_free(document);
}

static void
all_seals_are_put_on_or_none(void)
{
	cseal_document *document = sealing_document("");
	struct csi_bytes copy = sealing_copy(document);
	cseal_signer *honest = sealing_open("", rsa.pem);
	cseal_signer *liar = sealing_open("wrong-value", rsa.pem);
	struct cseal_seal seal = invisible(), empty = invisible();
	const struct cseal_seal_by good = { sizeof(good), honest, &seal };
	const struct cseal_seal_by bad = { sizeof(bad), liar, &seal };
	const struct cseal_seal_by none = { sizeof(none), NULL, &seal };
	const struct cseal_seal_by odd = { sizeof(odd), honest, &empty };

	empty.field = "";
	OK(seal_two(document, &good, &bad) == CSEAL_FAULT_CRYPTO);
	OK(sealing_is_same(document, &copy));
	OK(seal_two(document, &good, &none) == CSEAL_FAULT_APPLICATION);
	OK(seal_two(document, &good, &odd) == CSEAL_FAULT_APPLICATION);
	OK(seal_two(document, NULL, &good) == CSEAL_FAULT_APPLICATION);
	OK(cseal_document_seal_all(context, document, NULL, 1, -1, NULL,
	       NULL) == CSEAL_FAULT_APPLICATION);
	OK(sealing_is_same(document, &copy));
	/* What was hashed for a seal that went again is not used. */
	seal.field = "Other";
	OK(seal_with(document, honest, &seal, -1, NULL) == CSEAL_OK);
	seal.field = NULL;
	OK(seal_two(document, &good, &good) == CSEAL_OK);
	OK(intact(document) == 3);
	csi_bytes_free(&copy);
	cseal_signer_free(honest);
	cseal_signer_free(liar);
	cseal_document_free(document);
}

static void
a_certification_says_what_may_change(void)
{
	static const char *const catalogs[] = { "", "/Perms << /UR3 4 0 R >>",
		"/AcroForm << /Fields [] >>",
		"/Legal << /JavaScriptActions 0 >>" };
	cseal_signer *signer = sealing_open("", ec.pem);

	for (int allow = 1; allow <= 3; allow++) {
		for (size_t i = 0; i < 4; i++) {
			cseal_document *document =
			    sealing_document(catalogs[i]);
			struct cseal_seal seal = invisible();

			seal.certify = (cseal_allow)allow;
			seal.legal_attestation = "I vouch for it";
			OK(seal_with(document, signer, &seal, -1, NULL) ==
			    CSEAL_OK);
			OK(intact(document) == 1);
			OK(sealing_has(document, "/DocMDP") &&
			    sealing_has(document, "/Attestation (I vouch"));
			/* Only the first one can; after it, what it allows. */
			OK(seal_with(document, signer, &seal, -1, NULL) ==
			    CSEAL_REFUSED_FORBIDDEN);
			seal = invisible();
			OK(seal_with(document, signer, &seal, -1, NULL) ==
			    (allow == 1 ? CSEAL_REFUSED_FORBIDDEN : CSEAL_OK));
			OK(intact(document) == (allow == 1 ? 1 : 2));
			cseal_document_free(document);
		}
	}
	cseal_signer_free(signer);
}

static void
a_lock_forbids_what_it_names(void)
{
	static const char *const names[] = { "Customer" };
	cseal_signer *signer = sealing_open("", ec.pem);
	cseal_document *document = sealing_document("");
	struct cseal_seal seal = invisible();

	seal.lock = CSEAL_LOCK_INCLUDE;
	seal.lock_fields = names;
	seal.lock_field_count = 1;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(intact(document) == 1);
	OK(sealing_has(document, "/Lock ") &&
	    sealing_has(document, "/SigFieldLock"));
	seal = invisible();
	seal.field = "Customer";
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	seal.field = "Hall";
	seal.lock = CSEAL_LOCK_ALL;
	seal.lock_document = CSEAL_ALLOW_NONE;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	seal = invisible();
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	cseal_document_free(document);
	cseal_signer_free(signer);
}

static void
the_lock_of_a_field_is_followed(void)
{
	cseal_signer *signer = sealing_open("", ec.pem);
	cseal_document *document = NULL;
	struct build build = { .count = 0 };
	struct cseal_seal seal = invisible();

	build_small(&build);
	build_object(&build, 9,
	    "<< /Type /Annot /Subtype /Widget /FT /Sig /T (a) /Rect [0 0 0 0] "
	    "/Lock << /Action /Exclude /Fields [(b)] >> >>");
	build_table(&build, "/Root 1 0 R");
	build_object(&build, 1,
	    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [9 0 R] >> >>");
	build_table(&build, "/Root 1 0 R");
	OK(cseal_document_open_mem(
	       build.pdf.at, build.pdf.len, &document, NULL) == CSEAL_OK);
	seal.field = "a";
	seal.lock = CSEAL_LOCK_ALL;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_REFUSED_FIELD);
	seal.lock = CSEAL_LOCK_NONE;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(sealing_has(document, "/FieldMDP") &&
	    sealing_has(document, "/Action /Exclude /Fields [(b)] /V /1.2"));
	seal.field = "c";
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	seal.field = "b";
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	cseal_document_free(document);
	build_free(&build);
	cseal_signer_free(signer);
}

static void
the_digest_of_a_field_is_followed(void)
{
	static const struct {
		const char *methods;
		cseal_digest asked;
		cseal_status st;
	} fields[] = { { "/SHA512", CSEAL_DIGEST_DEFAULT, CSEAL_OK },
		{ "(sha1) (sha384)", CSEAL_DIGEST_DEFAULT, CSEAL_OK },
		{ "/SHA512", CSEAL_DIGEST_SHA256, CSEAL_REFUSED_FORBIDDEN },
		{ "/SHA1", CSEAL_DIGEST_DEFAULT, CSEAL_REFUSED_FORBIDDEN } };
	cseal_signer *signer = sealing_open("", rsa.pem);

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		cseal_document *document = NULL;
		struct build build = { .count = 0 };
		struct cseal_seal seal = invisible();
		char text[300];

		snprintf(text, sizeof(text),
		    "<< /Type /Annot /Subtype /Widget /FT /Sig /T (a) "
		    "/Rect [0 0 0 0] /SV << /Ff 64 /DigestMethod [%s] >> >>",
		    fields[i].methods);
		build_small(&build);
		build_object(&build, 9, text);
		build_table(&build, "/Root 1 0 R");
		build_object(&build, 1,
		    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields "
		    "[9 0 R] >> >>");
		build_table(&build, "/Root 1 0 R");
		OK(cseal_document_open_mem(build.pdf.at, build.pdf.len,
		       &document, NULL) == CSEAL_OK);
		seal.field = "a";
		seal.digest = fields[i].asked;
		OK(seal_with(document, signer, &seal, -1, NULL) ==
		    fields[i].st);
		if (fields[i].st == CSEAL_OK)
			OK(intact(document) == 1);
		cseal_document_free(document);
		build_free(&build);
	}
	cseal_signer_free(signer);
}

static void
rules_that_make_no_sense_are_the_applications_fault(void)
{
	static const char *const names[] = { "a" };
	cseal_signer *signer = sealing_open("", ec.pem);
	cseal_document *document = sealing_document("");
	struct csi_bytes copy = sealing_copy(document);
	struct cseal_seal seals[8];

	for (size_t i = 0; i < 8; i++)
		seals[i] = invisible();
	seals[0].certify = (cseal_allow)4;
	seals[1].lock = (cseal_lock)4;
	seals[2].lock = CSEAL_LOCK_INCLUDE;
	seals[3].lock = CSEAL_LOCK_ALL;
	seals[3].lock_fields = names;
	seals[3].lock_field_count = 1;
	seals[4].lock_document = CSEAL_ALLOW_NONE;
	seals[5].legal_attestation = "x";
	seals[6].certify = CSEAL_ALLOW_FORMS;
	seals[6].legal_attestation = "\xff";
	seals[7].lock = CSEAL_LOCK_ALL;
	seals[7].lock_document = (cseal_allow)-1;
	for (size_t i = 0; i < 8; i++)
		OKF(seal_with(document, signer, &seals[i], -1, NULL) ==
			CSEAL_FAULT_APPLICATION,
		    "%zu", i);
	OK(sealing_is_same(document, &copy));
	csi_bytes_free(&copy);
	cseal_document_free(document);
	cseal_signer_free(signer);
}

static cseal_document *
two_pages(void)
{
	cseal_document *document = NULL;
	struct build build = { .count = 0 };

	build_pair(&build);
	if (cseal_document_open_mem(
		build.pdf.at, build.pdf.len, &document, NULL) != CSEAL_OK)
		exit(99);
	build_free(&build);
	return document;
}

static void
marks_come_with_the_first_signature_only(void)
{
	struct csi_bytes png = sealing_png(), copy;
	const struct cseal_straddle straddle = {
		.size = sizeof(straddle), .width_um = 42000, .height_um = 42000
	};
	struct cseal_seal seal = invisible(), second = invisible();
	cseal_signer *signer = sealing_open("", rsa.pem);
	cseal_document *document = two_pages();

	seal.look = sealing_look();
	seal.look.image = png.at;
	seal.look.image_len = png.len;
	seal.straddle = &straddle;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(sealing_has(document, "/Subtype /Stamp"));
	OK(intact(document) == 1);
	copy = sealing_copy(document);
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	OK(sealing_is_same(document, &copy));
	OK(seal_with(document, signer, &second, -1, NULL) == CSEAL_OK);
	OK(intact(document) == 2);
	csi_bytes_free(&copy);
	cseal_document_free(document);
	document = two_pages();
	second.certify = CSEAL_ALLOW_ANNOTATIONS;
	OK(seal_with(document, signer, &second, -1, NULL) == CSEAL_OK);
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	cseal_document_free(document);
	csi_bytes_free(&png);
	cseal_signer_free(signer);
}

static void
marks_that_cannot_be_drawn_are_the_applications_fault(void)
{
	const struct cseal_straddle straddle = {
		.size = sizeof(straddle), .width_um = 42000, .height_um = 42000
	};
	const struct cseal_mark small = { .size = 1 };
	const struct cseal_mark bare = { .size = sizeof(bare) };
	const struct cseal_mark *const smalls[1] = { &small };
	const struct cseal_mark *const bares[1] = { &bare };
	struct cseal_seal seals[4];
	cseal_signer *signer = sealing_open("", rsa.pem);
	cseal_document *document = two_pages();
	struct csi_bytes copy = sealing_copy(document);

	for (size_t i = 0; i < 4; i++) {
		seals[i] = invisible();
		seals[i].mark_count = i < 3;
	}
	seals[1].marks = smalls;
	seals[2].marks = bares;
	seals[3].straddle = &straddle;
	for (size_t i = 0; i < 4; i++)
		OKF(seal_with(document, signer, &seals[i], -1, NULL) ==
			CSEAL_FAULT_APPLICATION,
		    "%zu", i);
	OK(sealing_is_same(document, &copy));
	csi_bytes_free(&copy);
	cseal_document_free(document);
	cseal_signer_free(signer);
}

/* ---- SM2 -------------------------------------------------------------- */

static bool
is_last_level(cseal_document *document, const char *level)
{
	cseal_report *report = NULL;
	bool is = false;
	size_t count;

	if (cseal_report_new(document, NULL, &report, NULL) != CSEAL_OK)
		return false;
	count = cseal_report_count(report);
	if (count > 0)
		is = strcmp(cseal_report_at(report, count - 1)->level, level) ==
		     0;
	cseal_report_free(report);
	return is;
}

static void
sm2_signs_in_both_forms_one_after_another(void)
{
	cseal_signer *signer = sealing_open("", sm2.pem);
	cseal_signer *other = sealing_open("", rsa.pem);
	cseal_document *document = sealing_document("");
	struct cseal_seal seal = invisible();

	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(is_last_level(document, "B-B"));
	seal.form = CSEAL_FORM_GM;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(is_last_level(document, "CMS"));
	OK(sealing_has(document, "/Filter /Counterseal.GMPkiLite"));
	OK(sealing_has(document, "/SubFilter /GM.sm2cms.detached"));
	seal.filter = "Hall.GMPkiLite";
	seal.subfilter = "GM.SM2";
	seal.digest = CSEAL_DIGEST_SM3;
	seal.scheme = CSEAL_SCHEME_SM2;
	OK(seal_with(document, signer, &seal, -1, NULL) == CSEAL_OK);
	OK(sealing_has(document, "/Filter /Hall.GMPkiLite"));
	OK(sealing_has(document, "/SubFilter /GM.SM2"));
	seal = invisible();
	OK(seal_with(document, other, &seal, -1, NULL) == CSEAL_OK);
	OK(intact(document) == 4);
	cseal_signer_free(signer);
	cseal_signer_free(other);
	cseal_document_free(document);
}

static void
what_sm2_cannot_do_is_refused(void)
{
	cseal_signer *signer = sealing_open("", sm2.pem);
	cseal_signer *other = sealing_open("", rsa.pem);
	cseal_signer *wrong = sealing_open("wrong-value", sm2.pem);
	cseal_document *document = sealing_document("");
	struct csi_bytes copy = sealing_copy(document);
	struct cseal_seal seal = invisible();

	seal.digest = CSEAL_DIGEST_SHA256;
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	seal.digest = CSEAL_DIGEST_DEFAULT;
	seal.scheme = CSEAL_SCHEME_ECDSA;
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	seal.scheme = CSEAL_SCHEME_SM2;
	OK(seal_with(document, other, &seal, -1, NULL) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	seal.scheme = CSEAL_SCHEME_DEFAULT;
	seal.form = CSEAL_FORM_GM;
	OK(seal_with(document, other, &seal, -1, NULL) ==
	    CSEAL_SETUP_KEY_UNSUPPORTED);
	OK(seal_with(document, wrong, &seal, -1, NULL) == CSEAL_FAULT_CRYPTO);
	seal.form = CSEAL_FORM_PADES;
	seal.subfilter = "GM.SM2";
	OK(seal_with(document, signer, &seal, -1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(sealing_is_same(document, &copy));
	csi_bytes_free(&copy);
	cseal_signer_free(signer);
	cseal_signer_free(other);
	cseal_signer_free(wrong);
	cseal_document_free(document);
}

int
main(void)
{
	sealing_start();
	sealing_make_key(&rsa, "RSA:2048");
	sealing_make_key(&ec, "EC:P-256");
	sealing_make_key(&sm2, "SM2");
	RUN(seals_follow_one_another_in_one_process);
	RUN(digest_and_scheme_are_those_that_were_asked_for);
	RUN(a_signer_that_fails_leaves_the_document_as_it_was);
	RUN(a_seal_that_is_refused_leaves_the_document_as_it_was);
	RUN(a_wait_that_is_over_stops_it);
	RUN(a_certificate_that_must_not_sign_is_refused);
	RUN(an_encrypted_document_is_refused);
	RUN(a_damaged_document_gets_a_complete_table_with_its_seal);
	RUN(damage_that_is_found_late_is_mended);
	RUN(a_damaged_document_that_is_signed_is_refused);
	RUN(the_mark_of_a_virtual_device_reaches_the_signature);
	RUN(name_and_time_are_the_ones_given_or_those_that_are_known);
	RUN(a_certification_says_what_may_change);
	RUN(a_lock_forbids_what_it_names);
	RUN(the_lock_of_a_field_is_followed);
	RUN(the_digest_of_a_field_is_followed);
	RUN(rules_that_make_no_sense_are_the_applications_fault);
	RUN(marks_come_with_the_first_signature_only);
	RUN(marks_that_cannot_be_drawn_are_the_applications_fault);
	RUN(several_seals_are_put_on_in_one_call);
	RUN(all_seals_are_put_on_or_none);
	RUN(sm2_signs_in_both_forms_one_after_another);
	RUN(what_sm2_cannot_do_is_refused);
	sealing_free_key(&rsa);
	sealing_free_key(&ec);
	sealing_free_key(&sm2);
	cseal_context_unref(context);
	return tap_done();
}
