/* SPDX-License-Identifier: Apache-2.0 */
/* test-levels.c -- what seals of one call get, and what is stored, with a
 * network that is a module. */
#include "scratch.h"
#include "sealing.h"

static cseal_signer *signer;

static bool
run(const char *command)
{
	char whole[1024];

	snprintf(whole, sizeof(whole), "cd '%s' && { %s; } >>log 2>&1",
	    scratch_root, command);
	return system(whole) == 0;
}

static bool
make_authority(void)
{
	return run("'" LEVELS_DIR "/make-pki' .") &&
	       run("openssl ocsp -issuer ca.crt -cert signer.crt -cert tsa.crt "
		   "-no_nonce -reqout request && openssl ocsp -index ca.index "
		   "-CA ca.crt -rsigner responder.crt -rkey responder.key "
		   "-reqin request -respout ocsp -ndays 1 && mv ca.der ca.crt "
		   "&& mv root.der root.crt");
}

static void
start(void)
{
	char config[1024];
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = scratch_path("counterseal.conf"),
		.module_dir = TEST_MODULES };

	snprintf(config, sizeof(config),
	    "[module mock-fetch]\nfolder = %s\n[modules]\nfetch = mock-fetch\n"
	    "[tsa]\nurl = http://mock/tsa\n",
	    scratch_root);
	scratch_write("counterseal.conf", config);
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MOCKS "/mock-signer.so", NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MOCKS "/mock-fetch.so", NULL) != CSEAL_OK)
		exit(99);
}

/* How often the text is in the document, from there on. */
static size_t
count_from(const cseal_document *document, uint64_t from, const char *text)
{
	const char *at = cseal_document_bytes(document, NULL), *end;
	size_t count = 0, len = strlen(text);
	uint64_t whole;

	cseal_document_bytes(document, &whole);
	end = at + whole;
	for (at += from;
	     (at = memmem(at, (size_t)(end - at), text, len)) != NULL;
	     at += len)
		count++;
	return count;
}

static size_t
count_of(const cseal_document *document, const char *text)
{
	return count_from(document, 0, text);
}

static void
each_seal_of_a_call_gets_what_it_wants(void)
{
	cseal_level levels[3] = { CSEAL_LEVEL_LTA, CSEAL_LEVEL_LTA,
		CSEAL_LEVEL_LTA };
	struct cseal_seal seals[3] = { { .level = CSEAL_LEVEL_LTA },
		{ .level = CSEAL_LEVEL_B }, { .level = CSEAL_LEVEL_T } };
	struct cseal_seal_by by[3];
	const struct cseal_seal_by *all[3];
	cseal_document *document = sealing_document("");

	for (size_t i = 0; i < 3; i++) {
		seals[i].size = sizeof(seals[i]);
		seals[i].ret_level = &levels[i];
		by[i] =
		    (struct cseal_seal_by){ sizeof(by[i]), signer, &seals[i] };
		all[i] = &by[i];
	}
	OK(cseal_document_seal_all(context, document, all, 3, -1, NULL, NULL) ==
	    CSEAL_OK);
	OK(levels[0] == CSEAL_LEVEL_LTA);
	OK(levels[1] == CSEAL_LEVEL_B);
	OK(levels[2] == CSEAL_LEVEL_T);
	OK(count_of(document, "/ETSI.CAdES.detached") == 3);
	/* one of everything for all of them */
	OK(count_of(document, "/OCSPs [") == 1);
	OK(count_of(document, "/ETSI.RFC3161") == 1);
	OK(count_of(document, "/Type /DocTimeStamp") == 1);
	cseal_document_free(document);
}

static void
a_lower_level_is_told_and_only_on_request(void)
{
	cseal_level level = CSEAL_LEVEL_LTA;
	cseal_error *lowered = NULL, *error = NULL;
	struct cseal_seal seal = { .size = sizeof(seal),
		.level = CSEAL_LEVEL_LTA,
		.tsa = "http://mock/nobody" };
	cseal_document *document = sealing_document("");
	struct csi_bytes copy = sealing_copy(document);

	OK(cseal_document_seal(context, document, signer, &seal, -1, NULL,
	       &error) == CSEAL_FAULT_REMOTE);
	OK(sealing_is_same(document, &copy));
	seal.lower_level_ok = true;
	OK(cseal_document_seal(context, document, signer, &seal, -1, NULL,
	       NULL) == CSEAL_FAULT_APPLICATION);
	seal.ret_level = &level;
	seal.ret_lowered = &lowered;
	OK(cseal_document_seal(
	       context, document, signer, &seal, -1, NULL, NULL) == CSEAL_OK);
	OK(level == CSEAL_LEVEL_B);
	OK(cseal_error_status(lowered) == CSEAL_FAULT_REMOTE);
	cseal_error_free(error);
	cseal_error_free(lowered);
	csi_bytes_free(&copy);
	cseal_document_free(document);
}

static void
what_no_context_can_fetch_is_refused(void)
{
	struct cseal_seal seal = { .size = sizeof(seal),
		.level = CSEAL_LEVEL_T,
		.tsa = "http://mock/tsa" };
	struct cseal_extension extension = { .size = sizeof(extension),
		.level = CSEAL_LEVEL_T };
	cseal_document *document = sealing_document("");

	OK(cseal_document_seal(NULL, document, signer, &seal, -1, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	seal.level = (cseal_level)4;
	OK(cseal_document_seal(context, document, signer, &seal, -1, NULL,
	       NULL) == CSEAL_FAULT_APPLICATION);
	OK(cseal_document_extend(context, document, &extension, -1, NULL,
	       NULL) == CSEAL_FAULT_APPLICATION);
	extension.level = CSEAL_LEVEL_LT;
	OK(cseal_document_extend(context, document, &extension, -1, NULL,
	       NULL) == CSEAL_REFUSED_FIELD);
	OK(cseal_document_extend(context, document, NULL, -1, NULL, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	cseal_document_free(document);
}

static void
nothing_is_stored_twice(void)
{
	const struct cseal_seal seal = { .size = sizeof(seal),
		.level = CSEAL_LEVEL_LT };
	const struct cseal_extension extension = { .size = sizeof(extension),
		.level = CSEAL_LEVEL_LT };
	cseal_document *document = sealing_document("");
	struct csi_bytes copy;

	OK(cseal_document_seal(
	       context, document, signer, &seal, -1, NULL, NULL) == CSEAL_OK);
	copy = sealing_copy(document);
	/* The same answers and lists: there is nothing to add. */
	OK(cseal_document_extend(
	       context, document, &extension, -1, NULL, NULL) == CSEAL_OK);
	OK(sealing_is_same(document, &copy));
	csi_bytes_free(&copy);
	cseal_document_free(document);
}

static void
a_second_signature_adds_to_the_store(void)
{
	const struct cseal_seal seal = { .size = sizeof(seal),
		.level = CSEAL_LEVEL_LT };
	cseal_document *document = sealing_document("");
	uint64_t first;

	OK(cseal_document_seal(
	       context, document, signer, &seal, -1, NULL, NULL) == CSEAL_OK);
	cseal_document_bytes(document, &first);
	OK(count_of(document, "/ESIC") == 1);
	OK(cseal_document_seal(
	       context, document, signer, &seal, -1, NULL, NULL) == CSEAL_OK);
	/* its own entry beside the other one; the only stream is the
	 * appearance of the seal */
	OK(count_from(document, first, "<</Cert [") == 1);
	OK(count_of(document, "<</Cert [") == 2);
	OK(count_from(document, first, "/VRI <<") == 1);
	OK(count_from(document, first, "endstream") == 1);
	OK(count_from(document, first, "/ESIC") == 0);
	cseal_document_free(document);
}

static void
any_store_that_is_there_is_kept_or_replaced(void)
{
	static const struct {
		const char *catalog, *kept;
	} rows[] = {
		{ "/DSS << /Mine (stays) >>", "/Mine (stays)" },
		{ "/DSS << /Certs [99 0 R 5] /VRI << /AB << >> >> >>",
		    "/AB << >>" },
		{ "/DSS [1 2]", "/VRI" },
		{ "/DSS << /VRI 5 /OCSPs (no) >>", "/VRI" },
		{ "/Extensions << /ADBE << /BaseVersion /1.7 >> >>",
		    "/ADBE << /BaseVersion /1.7 >>" },
		{ "/Extensions 5", "/ESIC" },
	};
	const struct cseal_seal seal = { .size = sizeof(seal),
		.level = CSEAL_LEVEL_LT };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_document *document = sealing_document(rows[i].catalog);
		uint64_t before;

		cseal_document_bytes(document, &before);
		OKF(cseal_document_seal(context, document, signer, &seal, -1,
			NULL, NULL) == CSEAL_OK,
		    "%s", rows[i].catalog);
		OK(count_from(document, before, rows[i].kept) > 0);
		OK(count_from(document, before, "/ESIC <<") == 1);
		cseal_document_free(document);
	}
}

static void
the_field_may_name_the_authority(void)
{
	struct cseal_seal seal = { .size = sizeof(seal), .field = "a" };
	cseal_document *document = NULL;
	struct build build = { .count = 0 };

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	build_object(&build, 1,
	    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> "
	    ">>");
	build_object(&build, 5,
	    "<< /T (a) /FT /Sig /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R "
	    "/SV << /TimeStamp << /URL (http://mock/nobody) /Ff 1 >> >> >>");
	build_table(&build, "/Root 1 0 R");
	OK(cseal_document_open_mem(
	       build.pdf.at, build.pdf.len, &document, NULL) == CSEAL_OK);
	/* it wants a time-stamp */
	OK(cseal_document_seal(context, document, signer, &seal, -1, NULL,
	       NULL) == CSEAL_REFUSED_FORBIDDEN);
	seal.level = CSEAL_LEVEL_T;
	OK(cseal_document_seal(context, document, signer, &seal, -1, NULL,
	       NULL) == CSEAL_FAULT_REMOTE);
	seal.tsa = "http://mock/tsa";
	OK(cseal_document_seal(
	       context, document, signer, &seal, -1, NULL, NULL) == CSEAL_OK);
	cseal_document_free(document);
	build_free(&build);
}

static void
a_certified_document_may_be_stamped(void)
{
	cseal_level level = CSEAL_LEVEL_B;
	const struct cseal_seal seal = { .size = sizeof(seal),
		.certify = CSEAL_ALLOW_NONE,
		.level = CSEAL_LEVEL_LTA,
		.ret_level = &level };
	const struct cseal_extension extension = { .size = sizeof(extension),
		.level = CSEAL_LEVEL_LTA };
	cseal_document *document = sealing_document("");

	OK(cseal_document_seal(
	       context, document, signer, &seal, -1, NULL, NULL) == CSEAL_OK);
	OK(level == CSEAL_LEVEL_LTA);
	OK(cseal_document_extend(
	       context, document, &extension, -1, NULL, NULL) == CSEAL_OK);
	OK(count_of(document, "/Type /DocTimeStamp") == 2);
	cseal_document_free(document);
}

static void
an_authority_without_sm3_is_asked_with_sha256(void)
{
	cseal_level level = CSEAL_LEVEL_B;
	cseal_error *lowered = NULL;
	struct cseal_seal seal = { .size = sizeof(seal),
		.level = CSEAL_LEVEL_T,
		.lower_level_ok = true,
		.ret_level = &level,
		.ret_lowered = &lowered };
	cseal_document *document = sealing_document("");
	cseal_signer *own;
	struct sealing_key sm2;

	sealing_make_key(&sm2, "SM2");
	own = sealing_open("", sm2.pem);
	for (int form = 0; form < 2; form++) {
		seal.form = form == 0 ? CSEAL_FORM_PADES : CSEAL_FORM_GM;
		level = CSEAL_LEVEL_B;
		OK(cseal_document_seal(context, document, own, &seal, -1, NULL,
		       NULL) == CSEAL_OK);
		OK(level == CSEAL_LEVEL_T && lowered == NULL);
	}
	cseal_signer_free(own);
	cseal_document_free(document);
	sealing_free_key(&sm2);
}

static void
levels_have_names(void)
{
	OK(strcmp(cseal_level_name(CSEAL_LEVEL_B), "B-B") == 0);
	OK(strcmp(cseal_level_name(CSEAL_LEVEL_LTA), "B-LTA") == 0);
	OK(cseal_level_name((cseal_level)4) == NULL);
}

int
main(void)
{
	char uri[256];

	scratch_make();
	if (!make_authority())
		return 99;
	start();
	snprintf(uri, sizeof(uri), "mock::%s", scratch_path("signer.pem"));
	signer = sealing_open_uri(uri);
	if (signer == NULL)
		return 99;
	RUN(each_seal_of_a_call_gets_what_it_wants);
	RUN(a_lower_level_is_told_and_only_on_request);
	RUN(what_no_context_can_fetch_is_refused);
	RUN(nothing_is_stored_twice);
	RUN(a_second_signature_adds_to_the_store);
	RUN(any_store_that_is_there_is_kept_or_replaced);
	RUN(the_field_may_name_the_authority);
	RUN(a_certified_document_may_be_stamped);
	RUN(an_authority_without_sm3_is_asked_with_sha256);
	RUN(levels_have_names);
	cseal_signer_free(signer);
	cseal_context_unref(context);
	return tap_done();
}
