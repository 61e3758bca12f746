/* SPDX-License-Identifier: Apache-2.0 */
/* test-permit.c -- proves lib/pdf/permit.c: what earlier signatures and the
 * field itself allow. */
#include "pdf/permit.h"

#include "revise.h"

static csi_pdf_reader *reader;
static struct build build;

static bool
open_with(const char *catalog, const char *field)
{
	char text[500];

	build_small(&build);
	build_object(&build, 5, field);
	build_table(&build, "/Root 1 0 R");
	snprintf(text, sizeof(text),
	    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> "
	    "%s >>",
	    catalog);
	build_object(&build, 1, text);
	build_table(&build, "/Root 1 0 R");
	return OK(csi_pdf_reader_new(build.pdf.at, build.pdf.len,
		      CSI_PDF_LENIENT, &reader, NULL) == CSEAL_OK);
}

static void
end(void)
{
	csi_pdf_reader_free(reader);
	reader = NULL;
	build_free(&build);
}

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

static int certifying;

static cseal_status
signing(const char *catalog, const char *field, const char *name, bool is_new)
{
	const struct csi_pdf_intent intent = { .field = name,
		.is_new = is_new,
		.digest = "SHA256",
		.certify = certifying };
	struct csi_pdf_form form;
	cseal_error *error = NULL;
	cseal_status st = CSEAL_FAULT_INTERNAL;

	if (open_with(catalog, field) &&
	    csi_pdf_form_read(reader, &form, NULL) == CSEAL_OK)
		st = csi_pdf_permit_signing(reader, &form, &intent, &error);
	end();
	return said(st, error);
}

/* A signed field "a" whose signature has one reference. */
static cseal_status
after(const char *method, const char *params, const char *name)
{
	char text[500];

	snprintf(text, sizeof(text),
	    "<< /T (a) /FT /Sig /V << /Type /Sig /Reference [ << "
	    "/TransformMethod /%s /TransformParams << %s >> >> ] >> >>",
	    method, params);
	return signing("", text, name, true);
}

static void
a_certification_that_allows_no_change_forbids(void)
{
	OK(after("DocMDP", "/P 1", "b") == CSEAL_REFUSED_FORBIDDEN);
	OK(after("DocMDP", "/P 2", "b") == CSEAL_OK);
	OK(after("DocMDP", "/P 3", "b") == CSEAL_OK);
	OK(after("DocMDP", "", "b") == CSEAL_OK);
	OK(after("UR3", "/P 1", "b") == CSEAL_OK);
}

static void
a_certification_counts_without_a_field_too(void)
{
	static const char field[] = "<< /T (a) /FT /Sig >>";

	OK(signing("/Perms << /DocMDP << /Reference [ << /TransformMethod "
		   "/DocMDP /TransformParams << /P 1 >> >> ] >> >>",
	       field, "a", false) == CSEAL_REFUSED_FORBIDDEN);
	OK(signing("/Perms << /DocMDP << /Reference [ << /TransformMethod "
		   "/DocMDP /TransformParams << /P 2 >> >> ] >> >>",
	       field, "a", false) == CSEAL_OK);
	OK(signing("/Perms [] ", field, "a", false) == CSEAL_OK);
}

static void
only_the_first_signature_certifies(void)
{
	static const char field[] = "<< /T (a) /FT /Sig >>";

	certifying = 2;
	OK(signing("", field, "a", false) == CSEAL_OK);
	OK(signing("", "<< /T (a) /FT /Sig /V << /Type /Sig >> >>", "b",
	       true) == CSEAL_REFUSED_FORBIDDEN);
	OK(signing("/Perms << /DocMDP << /Type /Sig >> >>", field, "a",
	       false) == CSEAL_REFUSED_FORBIDDEN);
	OK(signing("/Perms << /UR3 << /Type /Sig >> >>", field, "a", false) ==
	    CSEAL_OK);
	certifying = 0;
}

static void
a_dynamic_xfa_form_is_refused(void)
{
	static const char field[] = "<< /T (a) /FT /Sig >>";

	OK(signing("/NeedsRendering true", field, "a", false) ==
	    CSEAL_REFUSED_UNSUPPORTED);
	OK(signing("/NeedsRendering false", field, "a", false) == CSEAL_OK);
}

static void
a_lock_of_fields_is_respected(void)
{
	static const struct {
		const char *params, *name;
		bool forbids;
	} locks[] = {
		{ "/Action /All", "b", true },
		{ "/Action /Include /Fields [(b)]", "b", true },
		{ "/Action /Include /Fields [(b)]", "c", false },
		{ "/Action /Include /Fields [(b)]", "b.c", true },
		{ "/Action /Include /Fields [(b.c)]", "b", false },
		/* "Signature 1" is not above "Signature 10". */
		{ "/Action /Include /Fields [(Signature 1)]", "Signature 10",
		    false },
		{ "/Action /Include /Fields [<FEFF0062>]", "b", true },
		{ "/Action /Include", "b", false },
		{ "/Action /Exclude /Fields [(b)]", "b", false },
		{ "/Action /Exclude /Fields [(b)]", "c", true },
		{ "/Action /Exclude", "c", true },
		{ "", "c", true },
		{ "/Action /Include /Fields [] /P 1", "c", true },
		{ "/Action /Include /Fields [] /P 2", "c", false },
	};

	for (size_t i = 0; i < sizeof(locks) / sizeof(locks[0]); i++)
		OKF(after("FieldMDP", locks[i].params, locks[i].name) ==
			(locks[i].forbids ? CSEAL_REFUSED_FORBIDDEN : CSEAL_OK),
		    "%s and %s", locks[i].params, locks[i].name);
}

/* A list that many signatures share. */
static void
a_file_that_names_more_fields_than_it_holds_is_a_limit(void)
{
	const struct csi_pdf_intent intent = { .field = "b", .is_new = true };
	struct csi_bytes names = { 0 }, fields = { 0 };
	struct csi_pdf_form form;

	csi_bytes_add_text(&names, "[");
	csi_bytes_add_text(&fields, "[");
	for (int i = 0; i < 2000; i++) {
		csi_bytes_add_text(&names, "(a)");
		csi_bytes_add_text(&fields, "5 0 R ");
	}
	csi_bytes_add(&names, "]", 2);
	csi_bytes_add(&fields, "]", 2);
	build_small(&build);
	build_object(&build, 5,
	    "<< /T (a) /FT /Sig /V << /Reference [ << /TransformMethod "
	    "/FieldMDP /TransformParams << /Action /Include /Fields 6 0 R >> "
	    ">> ] >> >>");
	build_object(&build, 6, (const char *)names.at);
	build_object(&build, 7, (const char *)fields.at);
	build_table(&build, "/Root 1 0 R");
	build_object(&build, 1,
	    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 7 0 R >> >>");
	build_table(&build, "/Root 1 0 R");
	OK(csi_pdf_reader_new(build.pdf.at, build.pdf.len, CSI_PDF_LENIENT,
	       &reader, NULL) == CSEAL_OK);
	OK(csi_pdf_form_read(reader, &form, NULL) == CSEAL_OK);
	OK(csi_pdf_permit_signing(reader, &form, &intent, NULL) ==
	    CSEAL_REFUSED_LIMIT);
	csi_bytes_free(&names);
	csi_bytes_free(&fields);
	end();
}

static void
the_lock_of_a_signed_field_may_forbid_every_change(void)
{
	OK(signing("",
	       "<< /T (a) /FT /Sig /Lock << /Action /Include /Fields [] "
	       "/P 1 >> /V << /Type /Sig >> >>",
	       "b", true) == CSEAL_REFUSED_FORBIDDEN);
	OK(signing("",
	       "<< /T (a) /FT /Sig /Lock << /Action /Include /Fields [] "
	       "/P 2 >> /V << /Type /Sig >> >>",
	       "b", true) == CSEAL_OK);
	OK(signing("", "<< /T (a) /FT /Sig /Lock << /Action /All /P 1 >> >>",
	       "b", true) == CSEAL_OK);
}

static struct csi_pdf_intent meant = { .field = "a", .digest = "SHA256" };

static cseal_status
seeded(const char *seed, const char *reason)
{
	struct csi_pdf_intent intent = meant;
	const struct csi_pdf_value *field = NULL;
	struct csi_pdf_ref ref = { 5, 0 };
	cseal_error *error = NULL;
	cseal_status st = CSEAL_FAULT_INTERNAL;
	char text[500];

	intent.reason = reason;
	snprintf(
	    text, sizeof(text), "<< /T (a) /FT /Sig /SV << %s >> >>", seed);
	if (open_with("", text) &&
	    csi_pdf_load(reader, ref, &field, NULL) == CSEAL_OK)
		st = csi_pdf_permit_field(reader, field, &intent, &error);
	end();
	return said(st, error);
}

/* What the intent says beside the reason. */
static cseal_status
seeded_for(const char *seed, int certify, int allowed, const char *attestation)
{
	meant.certify = certify;
	meant.allowed = allowed;
	meant.attestation = attestation;
	return seeded(seed, NULL);
}

static void
certification_and_lock_are_as_the_seed_value_has_them(void)
{
	static const char legal[] = "/Ff 16 /LegalAttestation [(x) (y)]";

	OK(seeded_for("/MDP << /P 2 >>", 2, 2, NULL) == CSEAL_OK);
	OK(seeded_for("/MDP << /P 2 >>", 3, 3, NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	OK(seeded_for("/MDP << /P 0 >>", 1, 1, NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	OK(seeded_for(legal, 2, 2, "y") == CSEAL_OK);
	OK(seeded_for(legal, 2, 2, "z") == CSEAL_REFUSED_FORBIDDEN);
	OK(seeded_for("/Ff 128 /LockDocument /true", 0, 1, NULL) == CSEAL_OK);
	OK(seeded_for("/Ff 128 /LockDocument /true", 0, 0, NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	OK(seeded_for("/Ff 128 /LockDocument /false", 0, 1, NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	OK(seeded_for("/Ff 128 /LockDocument /auto", 0, 1, NULL) == CSEAL_OK);
	meant = (struct csi_pdf_intent){ .field = "a", .digest = "SHA256" };
}

static void
a_seed_value_that_is_required_is_met_or_refused(void)
{
	static const struct {
		const char *seed, *reason;
		bool forbids;
	} seeds[] = {
		{ "", NULL, false },
		{ "/Filter /Other", NULL, false },
		{ "/Ff 1 /Filter /Other", NULL, true },
		{ "/Ff 1 /Filter /Adobe.PPKLite", NULL, false },
		{ "/Ff 1", NULL, false },
		{ "/Ff 2 /SubFilter [/adbe.pkcs7.detached]", NULL, true },
		{ "/Ff 2 /SubFilter [/adbe.pkcs7.detached "
		  "/ETSI.CAdES.detached]",
		    NULL, false },
		{ "/Ff 4 /V 3", NULL, false },
		{ "/Ff 4 /V 4", NULL, true },
		{ "/Ff 8 /Reasons [(I agree) (I read it)]", "I agree", false },
		{ "/Ff 8 /Reasons [(I agree)]", "I do", true },
		{ "/Ff 8 /Reasons [(I agree)]", "i agree", true },
		{ "/Ff 8 /Reasons [(I agree)]", NULL, true },
		{ "/Ff 8 /Reasons [(.)]", NULL, false },
		{ "/Ff 8 /Reasons [(.)]", "I agree", true },
		{ "/Ff 16 /LegalAttestation [(x)]", NULL, true },
		{ "/Ff 32 /AddRevInfo true", NULL, true },
		{ "/Ff 32 /AddRevInfo false", NULL, false },
		{ "/Ff 64 /DigestMethod [/SHA512]", NULL, true },
		{ "/Ff 64 /DigestMethod [(SHA256) (SHA512)]", NULL, false },
		{ "/Ff 64 /DigestMethod [(sha256)]", NULL, false },
		{ "/Ff 128 /LockDocument /true", NULL, true },
		{ "/Ff 256", NULL, true },
		{ "/Ff -1", NULL, true },
		{ "/MDP << /P 0 >>", NULL, false },
		{ "/MDP << /P 2 >>", NULL, true },
		{ "/Cert << /Ff 1 >>", NULL, true },
		{ "/Cert << /Ff 0 >>", NULL, false },
		{ "/TimeStamp << /URL (http://x) /Ff 1 >>", NULL, true },
		{ "/TimeStamp << /URL (http://x) >>", NULL, false },
	};

	for (size_t i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++)
		OKF(seeded(seeds[i].seed, seeds[i].reason) ==
			(seeds[i].forbids ? CSEAL_REFUSED_FORBIDDEN : CSEAL_OK),
		    "%s and %s", seeds[i].seed,
		    seeds[i].reason == NULL ? "no reason" : seeds[i].reason);
}

static void
a_certificate_is_as_the_seed_value_has_it(void)
{
	static const struct csi_span chain[2] = {
		{ (const uint8_t *)"signer", 6 }, { (const uint8_t *)"CA", 2 }
	};

	meant.chain = chain;
	meant.chain_count = 2;
	meant.key_usage = 3;
	OK(seeded("/Cert << /Ff 1 /Subject [(x) (signer)] >>", NULL) ==
	    CSEAL_OK);
	OK(seeded("/Cert << /Ff 1 /Subject [(CA)] >>", NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	OK(seeded("/Cert << /Ff 1 >>", NULL) == CSEAL_REFUSED_FORBIDDEN);
	OK(seeded("/Cert << /Ff 2 /Issuer [(CA)] >>", NULL) == CSEAL_OK);
	OK(seeded("/Cert << /Ff 3 /Issuer [(CA)] /Subject [(signer)] >>",
	       NULL) == CSEAL_OK);
	OK(seeded("/Cert << /Ff 2 /Issuer [(C)] >>", NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	OK(seeded("/Cert << /Ff 32 /KeyUsage [(0) (11X)] >>", NULL) ==
	    CSEAL_OK);
	OK(seeded("/Cert << /Ff 32 /KeyUsage [(X1000)] >>", NULL) == CSEAL_OK);
	OK(seeded("/Cert << /Ff 32 /KeyUsage [(1X1)] >>", NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	OK(seeded("/Cert << /Ff 32 /KeyUsage [(10)] >>", NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	OK(seeded("/Cert << /Ff 64 /URL (http://x) >>", NULL) == CSEAL_OK);
	OK(seeded("/Cert << /Ff 16 >>", NULL) == CSEAL_REFUSED_FORBIDDEN);
	meant.is_proven = true;
	OK(seeded("/Ff 32 /AddRevInfo true", NULL) == CSEAL_OK);
	/* One that is not known meets nothing. */
	meant = (struct csi_pdf_intent){ .field = "a", .digest = "SHA256" };
	OK(seeded("/Cert << /Ff 1 /Subject [(signer)] >>", NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
}

static void
a_policy_and_a_name_are_as_the_seed_value_has_them(void)
{
	static const struct csi_span chain = { (const uint8_t *)"signer", 6 };
	static const char policies[] = "1.2.3\0"
				       "2.5.29.32.0";
	static const char subject[] = "2.5.4.3\0CN\0commonName\0M\303\274ller\0"
				      "2.5.4.10\0O\0organizationName\0Hall\0"
				      "1.2.840.113549.1.9.1\0emailAddress\0"
				      "emailAddress\0a@b\0"
				      "1.3.9\0\0\0odd";
	static const struct {
		const char *cert;
		bool forbids;
	} seeds[] = {
		{ "/Ff 4 /OID [(1.2.3)]", false },
		{ "/Ff 4 /OID [<FEFF0031002E0032002E0033>]", false },
		{ "/Ff 4 /OID [(1.2.3) (1.2)]", true },
		{ "/Ff 4 /OID [(1.2)]", true },
		{ "/Ff 4 /OID [7]", true },
		{ "/Ff 4 /OID (1.2.3)", true },
		{ "/Ff 4", true },
		{ "/Ff 0 /OID [(1.2)]", false },
		{ "/Ff 8 /SubjectDN [<< /CN (M\374ller) >>]", false },
		{ "/Ff 8 /SubjectDN [<< /cn (M\374ller) /O (Hall) >>]", false },
		{ "/Ff 8 /SubjectDN [<< /CN (M\374ller) >> << /O (Hall) >>]",
		    false },
		{ "/Ff 8 /SubjectDN [<< /CN (M\374ller) /O (Shop) >>]", true },
		{ "/Ff 8 /SubjectDN [<< /CN (Hall) >>]", true },
		{ "/Ff 8 /SubjectDN [<< /2.5.4.10 (Hall) >>]", false },
		{ "/Ff 8 /SubjectDN [<< /E (a@b) >>]", false },
		{ "/Ff 8 /SubjectDN [<< /1.3.9 (odd) >>]", false },
		{ "/Ff 8 /SubjectDN [<< /OU (Hall) >>]", true },
		{ "/Ff 8 /SubjectDN [<< /O 7 >>]", true },
		{ "/Ff 8 /SubjectDN [(Hall)]", true },
		{ "/Ff 8 /SubjectDN [<<>>]", false },
		{ "/Ff 8", true },
		{ "/Ff 12 /OID [(1.2.3)] /SubjectDN [<< /O (x) >>]", true },
	};
	char text[200];

	meant.chain = &chain;
	meant.chain_count = 1;
	meant.policies =
	    (struct csi_span){ (const uint8_t *)policies, sizeof(policies) };
	meant.attributes =
	    (struct csi_span){ (const uint8_t *)subject, sizeof(subject) };
	for (size_t i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++) {
		snprintf(text, sizeof(text), "/Cert << %s >>", seeds[i].cert);
		OKF(seeded(text, NULL) ==
			(seeds[i].forbids ? CSEAL_REFUSED_FORBIDDEN : CSEAL_OK),
		    "%s", seeds[i].cert);
	}
	/* Of a certificate without policies, and of none. */
	meant.policies = meant.attributes = (struct csi_span){ NULL, 0 };
	OK(seeded("/Cert << /Ff 4 /OID [(1.2.3)] >>", NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	OK(seeded("/Cert << /Ff 8 /SubjectDN [<< /O (x) >>] >>", NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
	meant = (struct csi_pdf_intent){ .field = "a", .digest = "SHA256" };
	OK(seeded("/Cert << /Ff 4 /OID [] >>", NULL) ==
	    CSEAL_REFUSED_FORBIDDEN);
}

int
main(void)
{
	RUN(a_certification_that_allows_no_change_forbids);
	RUN(a_certification_counts_without_a_field_too);
	RUN(only_the_first_signature_certifies);
	RUN(a_dynamic_xfa_form_is_refused);
	RUN(a_lock_of_fields_is_respected);
	RUN(a_file_that_names_more_fields_than_it_holds_is_a_limit);
	RUN(the_lock_of_a_signed_field_may_forbid_every_change);
	RUN(a_seed_value_that_is_required_is_met_or_refused);
	RUN(certification_and_lock_are_as_the_seed_value_has_them);
	RUN(a_certificate_is_as_the_seed_value_has_it);
	RUN(a_policy_and_a_name_are_as_the_seed_value_has_them);
	return tap_done();
}
