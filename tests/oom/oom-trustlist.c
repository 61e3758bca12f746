/* SPDX-License-Identifier: Apache-2.0 */
/* oom-trustlist.c -- trusted lists without memory: lib/trustlist.c,
 * lib/trustlist-said.c, lib/cms/service.c, listed.c and trust.c. */
#include "judge/trustlist.h"

#include "../unit/authority.h"
#include "error.h"
#include "refuse.h"
#include "scratch.h"
#include "tap.h"
#include "wait.h"

#include <counterseal/context.h>
#include <openssl/pem.h>

#define TYPES  "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/"
#define CA_QC  "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
#define STATUS "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"

static cseal_context *context;
static struct csi_bytes ca_der, signer_der;
static const char *lists[2], *signers;

static cseal_status
load(csi_trust **ret_trust, cseal_error **ret_error)
{
	const struct csi_trustlist_wish wish = { .lists = lists,
		.list_count = 2,
		.signers = &signers,
		.signer_count = 1,
		.now = 1700000000 };
	cseal_wait wait;
	cseal_status st;

	csi_wait_init(&wait, -1, NULL);
	st = csi_trust_new(NULL, 0, ret_trust, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_trustlists_load(context, &wish, &wait, *ret_trust, ret_error);
	if (st != CSEAL_OK)
		csi_trust_free(*ret_trust);
	return st;
}

/* Before the service was granted, and after. */
static cseal_status
ask(const csi_trust *trust, int64_t time, enum csi_trust_answer wanted,
    cseal_error **ret_error)
{
	enum csi_trust_answer answer = CSI_TRUST_REVOKED;
	struct csi_span other = csi_bytes_span(&ca_der);
	struct csi_trust_chain chain = { 0 };
	char *why = NULL;
	cseal_status st;

	st = csi_trust_find(trust, csi_bytes_span(&signer_der), &other, 1, time,
	    false, &answer, &why, &chain, ret_error);
	free(why);
	csi_trust_chain_clear(&chain);
	if (st == CSEAL_OK && answer != wanted)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "the answer was %s", csi_trust_answer_name(answer));
	return st;
}

static cseal_status
load_and_ask(void *user, cseal_error **ret_error)
{
	csi_trust *trust = NULL;
	cseal_status st;

	(void)user;
	st = load(&trust, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = ask(trust, 1700000000, CSI_TRUST_TRUSTED, ret_error);
	if (st == CSEAL_OK)
		st = ask(trust, 1500000000, CSI_TRUST_UNTRUSTED, ret_error);
	csi_trust_free(trust);
	return st;
}

static void
put_hex(FILE *file, const struct csi_bytes *der)
{
	for (size_t i = 0; i < der->len; i++)
		fprintf(file, "%02x", der->at[i]);
}

static void
write_lists(const struct csi_bytes *first, const struct csi_bytes *second)
{
	static char paths[3][512];
	FILE *file;

	snprintf(paths[0], sizeof(paths[0]), "%s", scratch_path("lotl"));
	snprintf(paths[1], sizeof(paths[0]), "%s", scratch_path("list"));
	snprintf(paths[2], sizeof(paths[0]), "%s", scratch_path("pem"));
	lists[0] = paths[0];
	lists[1] = paths[1];
	signers = paths[2];
	file = fopen(paths[0], "w");
	fputs("signer ", file);
	put_hex(file, first);
	fputs("\nhead " TYPES "EUlistofthelists EU 0\n"
	      "pointer " TYPES "EUgeneric XA application/vnd.etsi.tsl+xml ",
	    file);
	put_hex(file, second);
	fclose(file);
	file = fopen(paths[1], "w");
	fputs("signer ", file);
	put_hex(file, second);
	fputs("\nhead " TYPES "EUgeneric XA 0\nperiod " CA_QC " " STATUS
	      "granted 1600000000 -\nperiod " CA_QC " " STATUS
	      "withdrawn 1000000000 -\nservice P S ",
	    file);
	put_hex(file, &ca_der);
	fclose(file);
}

static void
trusted_lists_survive_every_refused_allocation(void)
{
	struct identity first, second, ca, signer;
	struct csi_bytes first_der, second_der;
	FILE *file;

	refuse_pause();
	first = identity_make("First", NULL, 1, -10, 100, NULL);
	second = identity_make("Second", NULL, 1, -10, 100, NULL);
	ca = identity_make("CA", NULL, 1, -6000, 6000, NULL);
	signer = identity_make("Signer", &ca, 2, -6000, 6000, NULL);
	ca_der = identity_der(&ca);
	signer_der = identity_der(&signer);
	first_der = identity_der(&first);
	second_der = identity_der(&second);
	write_lists(&first_der, &second_der);
	file = fopen(signers, "w");
	PEM_write_X509(file, first.certificate);
	fclose(file);
	refuse_resume();
	OK(refuse_each("csi_trustlists_load and csi_trust_find", load_and_ask,
	    NULL, CSEAL_OK));
	csi_bytes_free(&first_der);
	csi_bytes_free(&second_der);
	csi_bytes_free(&ca_der);
	csi_bytes_free(&signer_der);
	identity_free(&first);
	identity_free(&second);
	identity_free(&ca);
	identity_free(&signer);
}

int
main(void)
{
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent",
		.module_dir = "/nonexistent" };

	refuse_init();
	scratch_make();
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MOCKS "/mock-trustlist.so", NULL) != CSEAL_OK)
		return 99;
	RUN(trusted_lists_survive_every_refused_allocation);
	cseal_context_unref(context);
	return tap_done();
}
