/* SPDX-License-Identifier: Apache-2.0 */
/* oom-emrtd.c -- judging what was read from a travel document, without
 * memory: what is signed is never called changed, nor what was changed
 * signed. */
#include "refuse.h"
#include "scratch.h"
#include "tap.h"
#include "unit/emrtd/build.h"
#include "unit/emrtd/issuer.h"

#include <counterseal/counterseal.h>
#include <counterseal/module.h>
#include <openssl/evp.h>
#include <stdlib.h>

struct stage {
	struct issuer state;
	struct csi_bytes json;
	const char *trust;
	bool is_changed;     /* data group 2 */
	unsigned long wrong; /* runs that said the contrary */
};

static cseal_status
take(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_identity *identity;
	cseal_status st;

	st = cseal_identity_new_json((const char *)stage->json.at,
	    stage->json.len, &identity, ret_error);
	if (st == CSEAL_OK)
		cseal_identity_free(identity);
	return st;
}

static cseal_status
judge(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	const struct cseal_identity_judging judging = {
		.size = sizeof(judging),
		.trust = &stage->trust,
		.trust_count = 1,
	};
	cseal_identity *identity;
	cseal_status st;

	refuse_pause();
	st = cseal_identity_new_json((const char *)stage->json.at,
	    stage->json.len, &identity, ret_error);
	refuse_resume();
	if (st != CSEAL_OK)
		return st;
	st = cseal_identity_judge(identity, &judging, ret_error);
	if (st == CSEAL_OK)
		stage->wrong +=
		    cseal_identity_verdict(
			identity, CSEAL_IDENTITY_DATA_SIGNED) ==
		    (stage->is_changed ? CSEAL_VERDICT_YES : CSEAL_VERDICT_NO);
	cseal_identity_free(identity);
	return st;
}

static void
add_file(struct csi_bytes *json, const char *name, struct csi_span file)
{
	char *text = malloc(file.len * 2 + 5);

	EVP_EncodeBlock((unsigned char *)text, file.at, (int)file.len);
	csi_bytes_print(json, "%s\"%s\":\"%s\"",
	    json->at[json->len - 1] == '{' ? "" : ",", name, text);
	free(text);
}

static void
make_json(struct stage *stage)
{
	struct csi_span files[17] = { { NULL, 0 } };
	struct csi_bytes dg1, dg2, stream, record, sod;

	dg1 = build_dg1("P<NLDERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
			"L898902C36NLD7408122F3204153ZE184226B<<<<<16");
	stream = build_codestream(413, 531, 0, 0);
	record = build_record(csi_bytes_span(&stream), 0);
	dg2 = build_dg2(0x5f2e, csi_bytes_span(&record));
	files[1] = csi_bytes_span(&dg1);
	files[2] = csi_bytes_span(&dg2);
	sod = issuer_sod(&stage->state, files, "SHA256");
	if (stage->is_changed)
		dg2.at[dg2.len - 1] ^= 1;
	csi_bytes_add_text(&stage->json, "{\"virtual\":true,\"files\":{");
	add_file(&stage->json, "emrtd.dg1", files[1]);
	add_file(&stage->json, "emrtd.dg2", files[2]);
	add_file(&stage->json, "emrtd.sod", csi_bytes_span(&sod));
	csi_bytes_add_text(&stage->json, "}}");
	csi_bytes_free(&dg1);
	csi_bytes_free(&dg2);
	csi_bytes_free(&stream);
	csi_bytes_free(&record);
	csi_bytes_free(&sod);
}

int
main(void)
{
	struct stage stage = { .json = { 0 } };

	refuse_init();
	scratch_make();
	tap_test = "emrtd";
	/* Curves with a name: numbers want more of OpenSSL. */
	issuer_make_with(
	    &stage.state, "NL", cred_key("EC:P-256"), cred_key("EC:P-256"));
	stage.trust = scratch_path("csca.pem");
	if (cred_write_pem(stage.trust, NULL, NULL, &stage.state.csca, 1) != 0)
		return 99;
	make_json(&stage);
	OK(refuse_each("take JSON", take, &stage, CSEAL_OK));
	OK(refuse_each("judge", judge, &stage, CSEAL_OK));
	OKF(stage.wrong == 0, "%lu times it was called changed", stage.wrong);
	csi_bytes_free(&stage.json);
	stage.is_changed = true;
	stage.wrong = 0;
	make_json(&stage);
	OK(refuse_each("judge what was changed", judge, &stage, CSEAL_OK));
	OKF(stage.wrong == 0, "%lu times it was called signed", stage.wrong);
	csi_bytes_free(&stage.json);
	issuer_free(&stage.state);
	return tap_done();
}
