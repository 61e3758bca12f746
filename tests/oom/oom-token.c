/* SPDX-License-Identifier: Apache-2.0 */
/* oom-token.c -- reading a card with certificates, and judging what was read,
 * without memory.  OpenSSL does not always tell that it had none, so the answer
 * may be a worse one; it is never a better one. */
#include "cards.h"
#include "credentials.h"
#include "refuse.h"
#include "scratch.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <counterseal/module.h>
#include <stdlib.h>
#include <string.h>

struct stage {
	struct cards card;
	cseal_context *context;
	char *json, root[512];
	const char *trust;
	bool is_changed; /* the address */
};

static cseal_status
read_card(void *user, cseal_error **ret_error)
{
	const struct cseal_identity_options options = {
		.size = sizeof(options),
		.card_wait_ms = 0,
	};
	struct stage *stage = user;
	cseal_identity *identity;
	cseal_status st;

	st = cseal_identity_read(stage->context, "token:any", &options, 30000,
	    NULL, &identity, ret_error);
	if (st == CSEAL_OK)
		cseal_identity_free(identity);
	return st;
}

static cseal_status
list_cards(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_device_list *list;
	cseal_status st;

	st = cseal_device_list_new(stage->context,
	    CSEAL_KIND_BIT(CSEAL_KIND_READER), 30000, NULL, &list, ret_error);
	if (st == CSEAL_OK)
		cseal_device_list_free(list);
	return st;
}

static cseal_status
take(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_identity *identity;
	cseal_status st;

	st = cseal_identity_new_json(
	    stage->json, strlen(stage->json), &identity, ret_error);
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
	st = cseal_identity_new_json(
	    stage->json, strlen(stage->json), &identity, ret_error);
	refuse_resume();
	if (st != CSEAL_OK)
		return st;
	st = cseal_identity_judge(identity, &judging, ret_error);
	if (stage->is_changed &&
	    cseal_identity_verdict(identity, CSEAL_IDENTITY_DATA_SIGNED) ==
		CSEAL_VERDICT_YES)
		st = CSEAL_FAULT_INTERNAL;
	cseal_identity_free(identity);
	return st;
}

static cseal_context *
make_context(void)
{
	const struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.user_config = scratch_path("config"),
		.module_dir = "/nonexistent",
	};
	FILE *file = fopen(options.user_config, "w");
	cseal_context *context = NULL;

	fprintf(file, "[module token-reader]\nmodule = %s\n", TOKEN_MOCK);
	fclose(file);
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(context, TOKEN_MODULE, NULL) !=
		CSEAL_OK) {
		printf("Bail out! no context\n");
		exit(1);
	}
	return context;
}

/* The record of the card as it is now. */
static void
make_json(struct stage *stage)
{
	cseal_identity *identity = NULL;
	cseal_error *error = NULL;

	scratch_folder("card");
	cards_write(&stage->card, scratch_path("card"));
	setenv("MOCK_CARD", scratch_path("card"), 1);
	if (cseal_identity_read(stage->context, "token:any", NULL, 30000, NULL,
		&identity, &error) != CSEAL_OK) {
		printf("Bail out! %s\n", cseal_error_text(error));
		exit(1);
	}
	free(stage->json);
	stage->json = strdup(cseal_identity_json(identity));
	cseal_identity_free(identity);
}

int
main(void)
{
	struct stage stage = { .json = NULL };

	refuse_init();
	scratch_make();
	tap_test = "token";
	cards_belgium(&stage.card, "EC:P-384");
	snprintf(
	    stage.root, sizeof(stage.root), "%s", scratch_path("root.pem"));
	stage.trust = stage.root;
	if (cred_write_pem(stage.root, NULL, NULL, &stage.card.root, 1) != 0)
		return 99;
	stage.context = make_context();
	make_json(&stage);
	OK(refuse_each("read a card", read_card, &stage, CSEAL_OK));
	OK(refuse_each("list cards", list_cards, &stage, CSEAL_OK));
	OK(refuse_each("take JSON", take, &stage, CSEAL_OK));
	OK(refuse_each("judge", judge, &stage, CSEAL_OK));
	cards_file(&stage.card, CSEAL_FILE_BE_ADDRESS)->at[8] ^= 1;
	make_json(&stage);
	stage.is_changed = true;
	OK(refuse_each("judge what was changed", judge, &stage, CSEAL_OK));
	free(stage.json);
	cseal_context_unref(stage.context);
	cards_clear(&stage.card);
	return tap_done();
}
