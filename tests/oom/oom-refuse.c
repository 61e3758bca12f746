/* SPDX-License-Identifier: Apache-2.0 */
/* oom-refuse.c -- proves refuse.c: it sees what operations do wrong. */
#include "refuse.h"

#include "error.h"
#include "tap.h"

#include <jansson.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

static cseal_status
right(void *user, cseal_error **ret_error)
{
	char *first = strdup("first"), *second = NULL;
	cseal_status st = CSEAL_OK;

	if (first != NULL)
		second = malloc(10);
	if (second == NULL)
		st = csi_fail_memory(ret_error);
	free(first);
	free(second);
	return st;
}

static char *forgotten; /* by what follows, and freed by its test */

static cseal_status
leaking(void *user, cseal_error **ret_error)
{
	char *first = strdup("first"), *second;

	if (first == NULL)
		return csi_fail_memory(ret_error);
	second = malloc(10);
	if (second == NULL) {
		forgotten = first;
		return csi_fail_memory(ret_error);
	}
	free(first);
	free(second);
	return CSEAL_OK;
}

static cseal_status
blaming(void *user, cseal_error **ret_error)
{
	char *text = strdup("text");

	if (text == NULL)
		return cseal_fail(
		    ret_error, CSEAL_REFUSED_DAMAGED, "the file was bad");
	free(text);
	return CSEAL_OK;
}

static cseal_status
contradicting(void *user, cseal_error **ret_error)
{
	char *text = strdup("text");

	if (text == NULL) {
		(void)csi_fail_memory(ret_error);
		return CSEAL_OK;
	}
	free(text);
	return CSEAL_OK;
}

static cseal_status
optional(void *user, cseal_error **ret_error)
{
	free(strdup("nobody needs me"));
	return CSEAL_OK;
}

static cseal_status
with_json(void *user, cseal_error **ret_error)
{
	json_t *json = json_object();
	cseal_status st = CSEAL_OK;

	if (json == NULL ||
	    json_object_set_new(json, "key", json_string("value")) != 0)
		st = csi_fail_memory(ret_error);
	json_decref(json);
	return st;
}

static unsigned long crypto_failures;

static cseal_status
with_crypto(void *user, cseal_error **ret_error)
{
	BIGNUM *number = NULL;
	cseal_status st = CSEAL_OK;

	if (BN_dec2bn(&number, "123456789") == 0) {
		crypto_failures++;
		st = cseal_fail(
		    ret_error, CSEAL_FAULT_CRYPTO, "the number was not one");
	}
	BN_free(number);
	return st;
}

static void
an_operation_that_is_right_passes(void)
{
	OK(refuse_each("right", right, NULL, CSEAL_OK));
	OK(refuse_each("optional", optional, NULL, CSEAL_OK));
	OK(refuse_each("with_json", with_json, NULL, CSEAL_OK));
}

static void
what_is_wrong_is_seen(void)
{
	OK(!refuse_each("leaking", leaking, NULL, CSEAL_OK));
	OK(forgotten != NULL);
	free(forgotten);
	OK(!refuse_each("blaming", blaming, NULL, CSEAL_OK));
	OK(!refuse_each("contradicting", contradicting, NULL, CSEAL_OK));
	OK(!refuse_each("not usual", right, NULL, CSEAL_AGAIN_NO_CARD));
}

static void
openssl_is_refused_too(void)
{
	OK(refuse_each("with_crypto", with_crypto, NULL, CSEAL_OK));
	OK(crypto_failures > 0);
}

int
main(void)
{
	refuse_init();
	RUN(an_operation_that_is_right_passes);
	RUN(what_is_wrong_is_seen);
	RUN(openssl_is_refused_too);
	return tap_done();
}
