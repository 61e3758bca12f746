/* SPDX-License-Identifier: Apache-2.0 */
/* test-liar-reader.c -- proves that lib/identity.c does not trust a reader's
 * module. */
#include "tap.h"

#include <counterseal/counterseal.h>
#include <stdlib.h>
#include <string.h>

static cseal_context *context;

static cseal_status
read_from(const char *uri, cseal_identity **ret_identity)
{
	cseal_error *error = NULL;
	cseal_status st;

	st = cseal_identity_read(
	    context, uri, NULL, 1000, NULL, ret_identity, &error);
	printf("# %s: %s\n", uri, cseal_error_text(error));
	if ((st == CSEAL_OK) != (error == NULL) ||
	    (error != NULL && cseal_error_status(error) != st))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static void
what_a_reader_must_not_give_is_the_modules_fault(void)
{
	static const struct {
		const char *uri;
		cseal_status st;
	} rows[] = {
		{ "liar:none", CSEAL_FAULT_MODULE },
		{ "liar:silent-failure", CSEAL_COUNTER_DEVICE_BUSY },
		{ "liar:nothing", CSEAL_FAULT_MODULE },
		{ "liar:status", CSEAL_FAULT_MODULE },
		{ "liar:zeros", CSEAL_COUNTER_CARD_UNREADABLE },
		{ "liar:short-text", CSEAL_FAULT_MODULE },
		{ "liar:text-twice", CSEAL_FAULT_MODULE },
		{ "liar:long-photo", CSEAL_FAULT_MODULE },
		{ "liar:short-sam", CSEAL_FAULT_MODULE },
		{ "liar:unknown-file", CSEAL_FAULT_MODULE },
		{ "liar:then-failed", CSEAL_AGAIN_CARD_LIFTED },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_identity *identity = NULL;

		OKF(read_from(rows[i].uri, &identity) == rows[i].st &&
			identity == NULL,
		    "%s", rows[i].uri);
	}
}

static void
what_a_virtual_reader_read_is_marked_and_stays_so(void)
{
	cseal_identity *identity = NULL, *again = NULL;
	const char *json, *value;
	size_t len = 1;

	if (!OK(read_from("liar:honest", &identity) == CSEAL_OK))
		return;
	OK(cseal_identity_is_virtual(identity));
	value = cseal_identity_value(identity, CSEAL_IDENTITY_NAME);
	OK(value != NULL && strcmp(value, "A") == 0);
	OK(cseal_identity_value(identity, CSEAL_IDENTITY_READER_ID) == NULL);
	OK(cseal_identity_portrait(identity, &len, NULL) == NULL && len == 0);
	json = cseal_identity_json(identity);
	OK(strstr(json, "\"virtual\":true") != NULL);
	OK(strstr(json, "\"portrait\":null") != NULL);
	OK(cseal_identity_new_json(json, strlen(json), &again, NULL) ==
	    CSEAL_OK);
	OK(again != NULL && cseal_identity_is_virtual(again));
	cseal_identity_free(again);
	cseal_identity_free(identity);
}

/* What is odd in a URI must not break the JSON. */
static void
any_uri_comes_back_from_json(void)
{
	char whole[3000] = "liar:x";
	const char *const uris[] = { "liar:\xe2\x80\xae", "liar:\"\\", whole };

	/* It is cut within a character. */
	for (size_t i = 6; i + 2 < sizeof(whole); i += 2)
		memcpy(whole + i, "\xc3\xa9", 2);
	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		cseal_identity *identity = NULL, *again = NULL;
		const char *json;

		if (!OK(cseal_identity_read(context, uris[i], NULL, 1000, NULL,
			    &identity, NULL) == CSEAL_OK))
			continue;
		json = cseal_identity_json(identity);
		OKF(json != NULL && cseal_identity_new_json(json, strlen(json),
					&again, NULL) == CSEAL_OK,
		    "URI %zu", i);
		cseal_identity_free(again);
		cseal_identity_free(identity);
	}
}

int
main(void)
{
	const struct cseal_context_options options = {
		.size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent",
	};

	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_LIAR_DIR "/liar-reader.so", NULL) != CSEAL_OK)
		return 99;
	RUN(what_a_reader_must_not_give_is_the_modules_fault);
	RUN(what_a_virtual_reader_read_is_marked_and_stays_so);
	RUN(any_uri_comes_back_from_json);
	cseal_context_unref(context);
	return tap_done();
}
