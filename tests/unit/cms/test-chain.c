/* SPDX-License-Identifier: Apache-2.0 */
/* test-chain.c -- proves lib/cms/chain.c. */
#include "cms/chain.h"
#include "credentials.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static struct cred_chain chain;

static struct csi_span
span(size_t i)
{
	struct csi_span one = { chain.der[i], chain.len[i] };

	return one;
}

static void
every_order_becomes_the_chain(void)
{
	const size_t orders[2][3] = { { 0, 1, 2 }, { 0, 2, 1 } };

	for (size_t i = 0; i < 2; i++) {
		struct csi_span given[3];
		size_t count = 0;

		for (size_t k = 0; k < 3; k++)
			given[k] = span(orders[i][k]);
		OK(csi_chain_order(given, 3, &count, NULL) == CSEAL_OK);
		OK(count == 3);
		for (size_t k = 0; k < 3; k++)
			OK(given[k].at == chain.der[k]);
	}
}

static void
a_gap_ends_the_chain(void)
{
	struct csi_span given[] = { span(0), span(2) };
	size_t count = 0;

	OK(csi_chain_order(given, 2, &count, NULL) == CSEAL_OK);
	OK(count == 1 && given[0].at == chain.der[0]);
}

/* A name is not enough. */
static void
a_namesake_of_the_issuer_is_not_the_issuer(void)
{
	const struct cred_how how = { .common_name = "Hall Test CA",
		.is_ca = 1,
		.usage = "critical,keyCertSign,cRLSign" };
	EVP_PKEY *key = cred_key("EC:P-256");
	X509 *impostor = cred_certificate(key, &how, NULL, NULL);
	struct csi_span given[3] = { span(0), { NULL, 0 }, span(1) };
	uint8_t *der = cred_der(impostor, &given[1].len);
	size_t count = 0;

	given[1].at = der;
	OK(csi_chain_order(given, 3, &count, NULL) == CSEAL_OK);
	OK(count == 2 && given[1].at == chain.der[1]);
	free(der);
	X509_free(impostor);
	EVP_PKEY_free(key);
}

static void
the_same_one_many_times_ends_too(void)
{
	struct csi_span given[16];
	size_t count = 0;

	for (size_t i = 0; i < 16; i++)
		given[i] = span(2);
	OK(csi_chain_order(given, 16, &count, NULL) == CSEAL_OK);
	OK(count == 1);
}

static void
what_is_no_certificate_is_named(void)
{
	struct csi_span given[2] = { span(0),
		{ (const uint8_t *)"0\x03zzz", 5 } };
	cseal_error *error = NULL;
	size_t count = 99;

	OK(csi_chain_order(given, 2, &count, &error) == CSEAL_REFUSED_DAMAGED);
	OK(strstr(cseal_error_text(error), "number 2") != NULL);
	OK(count == 99);
	cseal_error_free(error);
}

int
main(void)
{
	cred_chain_make(&chain, "EC:P-256");
	RUN(every_order_becomes_the_chain);
	RUN(a_gap_ends_the_chain);
	RUN(a_namesake_of_the_issuer_is_not_the_issuer);
	RUN(the_same_one_many_times_ends_too);
	RUN(what_is_no_certificate_is_named);
	cred_chain_free(&chain);
	return tap_done();
}
