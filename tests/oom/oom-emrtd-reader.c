/* SPDX-License-Identifier: Apache-2.0 */
/* oom-emrtd-reader.c -- reading the chip of a travel document, and judging it,
 * without memory.
 *
 * The module's transport is that of the tests, so that the module is refused
 * and the chip, which is in this program, is not.  A good document is never
 * called anything but good: out of memory is a failure, and no verdict. */
#include "emrtd/desk.h"
#include "emrtd/document.h"
#include "refuse.h"
#include "scratch.h"
#include "tap.h"

#include <counterseal/counterseal.h>

struct desk desk_of_tests;

struct stage {
	cseal_context *context;
	struct issuer state;
	const char *trust;
	struct document document;
	struct chip chip;
	bool can;
	cseal_verdict genuine; /* what it is */
	unsigned long worse;   /* runs that found less, and said no */
};

static size_t
say(void *user, const uint8_t *command, size_t len,
    uint8_t answer[CHIP_ANSWER_ROOM])
{
	struct stage *stage = user;
	size_t used;

	refuse_pause();
	used = chip_say(&stage->chip, command, len, answer);
	refuse_resume();
	return used;
}

static void
restart(void *user)
{
	struct stage *stage = user;

	refuse_pause();
	chip_reset(&stage->chip);
	refuse_resume();
}

static void
put_on(struct stage *stage, const struct document_how *how)
{
	document_free(&stage->document);
	document_make(&stage->document, &stage->state, how);
	chip_clear(&stage->chip);
	chip_init(&stage->chip, &stage->document.model);
	desk_of_tests =
	    (struct desk){ .say = say, .start = restart, .user = stage };
}

static cseal_status
read_document(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.mrz = stage->can ? NULL : DOCUMENT_ZONE,
		.can = stage->can ? DOCUMENT_CAN : NULL,
		.trust = stage->trust,
	};
	cseal_identity *identity = NULL;
	cseal_status st;

	desk_of_tests.was_lifted = false;
	st = cseal_identity_read(
	    stage->context, NULL, &options, 30000, NULL, &identity, ret_error);
	restart(stage); /* what it remembers of a conversation is its own */
	if (st != CSEAL_OK)
		return st;
	for (int i = 1; i <= CSEAL_IDENTITY_MATCHES_PRINT; i++)
		stage->worse +=
		    cseal_identity_verdict(identity,
			(cseal_identity_question)i) == CSEAL_VERDICT_NO;
	if (stage->genuine != CSEAL_VERDICT_YES &&
	    cseal_identity_verdict(identity, CSEAL_IDENTITY_CHIP_GENUINE) ==
		CSEAL_VERDICT_YES)
		stage->worse++;
	cseal_identity_free(identity);
	return CSEAL_OK;
}

static void
read_without_memory(struct stage *stage, const char *name)
{
	stage->worse = 0;
	OK(refuse_each(name, read_document, stage, CSEAL_OK));
	OKF(stage->worse == 0, "%lu wrong verdicts", stage->worse);
}

static bool
make_context(struct stage *stage)
{
	const struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent",
	};

	return cseal_context_new(&options, &stage->context, NULL) == CSEAL_OK &&
	       cseal_context_load_module(stage->context, EMRTD_MODULE, NULL) ==
		   CSEAL_OK;
}

int
main(void)
{
	static const struct document_how bac = { .has_bac = true,
		.agree_cipher = 1,
		.agree_parameter = 12,
		.active = "RSA:1024",
		.active_digest = "SHA256" };
	static const struct document_how pace = { .ways = { { 6, 2, 12 } },
		.agree_cipher = 2,
		.agree_parameter = 12,
		.active = "EC:P-256",
		.active_digest = "SHA256" };
	static const struct document_how mapped = { .ways = { { 4, 2, 12 } } };
	struct stage stage = { .genuine = CSEAL_VERDICT_YES };

	refuse_init();
	scratch_make();
	tap_test = "emrtd-reader";
	/* Curves with a name: numbers want more of OpenSSL. */
	issuer_make_with(
	    &stage.state, "NL", cred_key("EC:P-256"), cred_key("EC:P-256"));
	stage.trust = scratch_path("csca.pem");
	if (cred_write_pem(stage.trust, NULL, NULL, &stage.state.csca, 1) !=
		0 ||
	    !make_context(&stage))
		return 99;
	put_on(&stage, &bac);
	read_without_memory(&stage, "read with BAC");
	stage.can = true;
	put_on(&stage, &pace);
	read_without_memory(&stage, "read with PACE");
	stage.genuine = CSEAL_VERDICT_UNKNOWN;
	put_on(&stage, &mapped);
	read_without_memory(&stage, "read with integrated mapping");
	chip_clear(&stage.chip);
	document_free(&stage.document);
	issuer_free(&stage.state);
	cseal_context_unref(stage.context);
	return tap_done();
}
