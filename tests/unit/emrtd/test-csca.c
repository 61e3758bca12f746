/* SPDX-License-Identifier: Apache-2.0 */
/* test-csca.c -- proves lib/emrtd/csca.c and lib/emrtd/country.c. */
#include "build.h"
#include "emrtd/country.h"
#include "emrtd/csca.h"
#include "error.h"
#include "issuer.h"
#include "tap.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <stdlib.h>

#define LIST "2.23.136.1.1.2"

static struct issuer state, other;
static EVP_PKEY *list_key;
static char note[512];

static struct csi_bytes
der_of(X509 *certificate)
{
	struct csi_bytes der = { 0 };
	size_t len;
	uint8_t *at = cred_der(certificate, &len);

	csi_bytes_add(&der, at, len);
	free(at);
	return der;
}

static struct csi_bytes
pem_of(X509 *certificate)
{
	struct csi_bytes pem = { 0 };
	BIO *out = BIO_new(BIO_s_mem());
	char *at;
	long len;

	BIO_puts(out, "some text\n");
	PEM_write_bio_X509(out, certificate);
	len = BIO_get_mem_data(out, &at);
	csi_bytes_add(&pem, at, (size_t)len);
	BIO_free(out);
	return pem;
}

/* CscaMasterList with the certificates of both states. */
static struct csi_bytes
list_content(void)
{
	struct csi_bytes a = der_of(state.csca), b = der_of(other.csca);
	struct csi_bytes out = { 0 }, set = { 0 };

	csi_bytes_add_span(&set, csi_bytes_span(&a));
	csi_bytes_add_span(&set, csi_bytes_span(&b));
	build_around(&set, 0x31);
	csi_bytes_add(&out, "\2\1\0", 3);
	csi_bytes_add_span(&out, csi_bytes_span(&set));
	build_around(&out, 0x30);
	csi_bytes_free(&a);
	csi_bytes_free(&b);
	csi_bytes_free(&set);
	return out;
}

/* Signed by one whom the first state made for that, or for something else. */
static struct csi_bytes
list_by(const char *purpose, const struct issuer *maker)
{
	const struct issuer_how how = { .country = "NL",
		.common_name = "Hall Test List Signer",
		.usage = "critical,digitalSignature",
		.purpose = purpose,
		.serial = 0x815 };
	struct issuer signer = { .key = list_key };
	struct csi_bytes content = list_content(), list;

	signer.certificate =
	    issuer_certificate(list_key, &how, maker->csca, maker->csca_key);
	list = issuer_sign(&signer, LIST, csi_bytes_span(&content), "SHA256");
	csi_bytes_free(&content);
	X509_free(signer.certificate);
	return list;
}

static cseal_status
add(csi_csca *csca, struct csi_bytes *take_file, size_t *ret_count)
{
	cseal_error *error = NULL;
	cseal_status st =
	    csi_csca_add(csca, csi_bytes_span(take_file), ret_count, &error);

	snprintf(note, sizeof(note), "%s", cseal_error_text(error));
	if ((st == CSEAL_OK) != (error == NULL))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	csi_bytes_free(take_file);
	return st;
}

static csi_csca *
start(void)
{
	csi_csca *csca = NULL;

	if (csi_csca_new(&csca, NULL) != CSEAL_OK)
		abort();
	return csca;
}

static void
a_certificate_is_taken_in_either_form_and_once(void)
{
	struct csi_bytes der = der_of(state.csca), pem = pem_of(state.csca);
	struct csi_bytes two = pem_of(state.csca), last = pem_of(other.csca);
	csi_csca *csca = start();
	size_t count;

	csi_bytes_add_span(&two, csi_bytes_span(&last));
	OK(add(csca, &der, &count) == CSEAL_OK && count == 1);
	OK(add(csca, &pem, &count) == CSEAL_OK && count == 1);
	OK(csi_csca_count(csca) == 1);
	OK(add(csca, &two, &count) == CSEAL_OK && count == 2);
	OK(csi_csca_count(csca) == 2);
	OK(csi_csca_check(csca, NULL) == CSEAL_OK);
	csi_bytes_free(&last);
	csi_csca_free(csca);
}

static void
a_file_of_another_kind_has_none(void)
{
	struct csi_bytes text = { 0 }, none = { 0 }, object = { 0 },
			 signed_data;
	csi_csca *csca = start();
	size_t count = 9;

	csi_bytes_add_text(&text, "What is this?");
	csi_bytes_add_text(&object, "\x30\x03\x02\x01\x01");
	OK(add(csca, &text, &count) == CSEAL_OK && count == 0);
	OK(add(csca, &none, &count) == CSEAL_OK && count == 0);
	OK(add(csca, &object, &count) == CSEAL_OK && count == 0);
	signed_data = issuer_sign(&state, "1.2.840.113549.1.7.1",
	    (struct csi_span){ (const uint8_t *)"x", 1 }, "SHA256");
	OK(add(csca, &signed_data, &count) == CSEAL_OK && count == 0);
	OK(csi_csca_count(csca) == 0);
	csi_csca_free(csca);
}

static void
a_list_is_taken_when_a_state_stands_behind_it(void)
{
	struct csi_bytes list = list_by("2.23.136.1.1.3", &state), der;
	csi_csca *csca = start();
	size_t count;

	if (!OKF(
		add(csca, &list, &count) == CSEAL_OK && count == 2, "%s", note))
		return;
	OK(csi_csca_count(csca) == 2);
	OKF(csi_csca_check(csca, NULL) == CSEAL_OK, "by a state that it lists");
	der = der_of(state.csca);
	OK(add(csca, &der, &count) == CSEAL_OK);
	OKF(csi_csca_check(csca, NULL) == CSEAL_OK, "or that was given");
	csi_csca_free(csca);
}

/* The same name, and another key: what was given by itself is what counts. */
static void
a_list_by_a_state_of_that_name_only_is_refused(void)
{
	struct csi_bytes list = list_by("2.23.136.1.1.3", &state), der;
	struct issuer double_state;
	csi_csca *csca = start();
	size_t count;

	issuer_make(&double_state, "NL");
	der = der_of(double_state.csca);
	OK(add(csca, &list, &count) == CSEAL_OK);
	OK(add(csca, &der, &count) == CSEAL_OK);
	OK(csi_csca_check(csca, NULL) == CSEAL_REFUSED_DAMAGED);
	issuer_free(&double_state);
	csi_csca_free(csca);
}

static void
a_list_by_somebody_else_is_refused(void)
{
	struct csi_bytes list = list_by("serverAuth", &state);
	struct issuer stranger;
	csi_csca *csca = start();
	size_t count;

	OK(add(csca, &list, &count) == CSEAL_OK);
	OKF(csi_csca_check(csca, NULL) == CSEAL_REFUSED_DAMAGED,
	    "by one who was made for something else");
	csi_csca_free(csca);

	issuer_make(&stranger, "XX");
	list = list_by("2.23.136.1.1.3", &stranger);
	csca = start();
	OK(add(csca, &list, &count) == CSEAL_OK);
	OKF(csi_csca_check(csca, NULL) == CSEAL_REFUSED_DAMAGED,
	    "by one of a state that nobody named");
	issuer_free(&stranger);
	csi_csca_free(csca);
}

static void
a_list_that_was_changed_is_refused(void)
{
	struct csi_bytes content = list_content(), list;
	csi_csca *csca = start();
	uint8_t *at;
	size_t count;

	list = list_by("2.23.136.1.1.3", &state);
	at = memmem(list.at, list.len, content.at, content.len);
	if (!OK(at != NULL))
		return;
	at[content.len - 1] ^= 1;
	OK(add(csca, &list, &count) == CSEAL_REFUSED_DAMAGED);
	OKF(strstr(note, "master list") != NULL, "%s", note);
	csi_bytes_free(&content);
	csi_csca_free(csca);
}

static void
certificates_are_found_by_their_name(void)
{
	struct csi_bytes a = der_of(state.csca), b = der_of(other.csca);
	const uint8_t *name;
	struct csi_span wanted, found;
	csi_csca *csca = start();
	size_t at = 0;

	X509_NAME_get0_der(X509_get_subject_name(other.csca), &name, &at);
	wanted = (struct csi_span){ name, at };
	OK(add(csca, &a, &at) == CSEAL_OK && add(csca, &b, &at) == CSEAL_OK);
	at = 0;
	OK(csi_csca_next(csca, wanted, &at, &found));
	OK(found.len == (size_t)i2d_X509(other.csca, NULL));
	OK(!csi_csca_next(csca, wanted, &at, &found));
	csi_csca_free(csca);
}

/* A generator of one's own on a curve with a name: twice the other one. */
static EVP_PKEY *
odd_key(void)
{
	static char kind[] = "prime-field", form[] = "explicit";
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
	EC_POINT *point = EC_POINT_new(group);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	BIGNUM *p = BN_new(), *a = BN_new(), *b = BN_new();
	uint8_t generator[65];
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	EC_POINT_dbl(group, point, EC_GROUP_get0_generator(group), NULL);
	EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED,
	    generator, sizeof(generator), NULL);
	EC_GROUP_get_curve(group, p, a, b, NULL);
	OSSL_PARAM_BLD_push_utf8_string(
	    build, OSSL_PKEY_PARAM_EC_FIELD_TYPE, kind, 0);
	OSSL_PARAM_BLD_push_utf8_string(
	    build, OSSL_PKEY_PARAM_EC_ENCODING, form, 0);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_EC_P, p);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_EC_A, a);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_EC_B, b);
	OSSL_PARAM_BLD_push_octet_string(
	    build, OSSL_PKEY_PARAM_EC_GENERATOR, generator, sizeof(generator));
	OSSL_PARAM_BLD_push_BN(
	    build, OSSL_PKEY_PARAM_EC_ORDER, EC_GROUP_get0_order(group));
	OSSL_PARAM_BLD_push_BN(
	    build, OSSL_PKEY_PARAM_EC_COFACTOR, BN_value_one());
	params = OSSL_PARAM_BLD_to_param(build);
	if (EVP_PKEY_keygen_init(ctx) <= 0 ||
	    EVP_PKEY_CTX_set_params(ctx, params) <= 0 ||
	    EVP_PKEY_generate(ctx, &key) <= 0)
		abort();
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	EVP_PKEY_CTX_free(ctx);
	BN_free(p);
	BN_free(a);
	BN_free(b);
	EC_POINT_free(point);
	EC_GROUP_free(group);
	return key;
}

static cseal_status
check_key(EVP_PKEY *take_key)
{
	const struct issuer_how how = { .country = "NL",
		.common_name = "Somebody" };
	X509 *certificate = issuer_certificate(take_key, &how, NULL, NULL);
	struct csi_bytes der = der_of(certificate);
	cseal_status st = csi_csca_check_key(csi_bytes_span(&der), NULL);

	csi_bytes_free(&der);
	X509_free(certificate);
	EVP_PKEY_free(take_key);
	return st;
}

static void
a_curve_of_numbers_must_be_one_with_a_name(void)
{
	OK(check_key(cred_key("EC:P-256")) == CSEAL_OK);
	OK(check_key(cred_key("RSA:2048")) == CSEAL_OK);
	OK(check_key(issuer_explicit_key("brainpoolP512r1")) == CSEAL_OK);
	OK(check_key(issuer_explicit_key("secp521r1")) == CSEAL_OK);
	OKF(check_key(odd_key()) == CSEAL_REFUSED_UNSUPPORTED,
	    "not with another generator");
}

static void
states_have_countries(void)
{
	char country[3] = "";

	OK(csi_country_of_state("D", country) && strcmp(country, "DE") == 0);
	OK(csi_country_of_state("NLD", country) && strcmp(country, "NL") == 0);
	OK(csi_country_of_state("ABW", country) && strcmp(country, "AW") == 0);
	OK(csi_country_of_state("ZWE", country) && strcmp(country, "ZW") == 0);
	OK(csi_country_of_state("RKS", country) && strcmp(country, "KS") == 0);
	OK(csi_country_of_state("EUE", country) && strcmp(country, "EU") == 0);
	OK(!csi_country_of_state("UTO", country));
	OK(!csi_country_of_state("DE", country));
	OK(!csi_country_of_state("", country));
	OK(!csi_country_of_state("DEUD", country));
	OKF(!csi_country_of_state("WAW", country), "not across two rows");
}

int
main(void)
{
	issuer_make(&state, "NL");
	issuer_make(&other, "UT");
	list_key = cred_key("EC:P-256");
	RUN(a_certificate_is_taken_in_either_form_and_once);
	RUN(a_file_of_another_kind_has_none);
	RUN(a_list_is_taken_when_a_state_stands_behind_it);
	RUN(a_list_by_a_state_of_that_name_only_is_refused);
	RUN(a_list_by_somebody_else_is_refused);
	RUN(a_list_that_was_changed_is_refused);
	RUN(certificates_are_found_by_their_name);
	RUN(a_curve_of_numbers_must_be_one_with_a_name);
	RUN(states_have_countries);
	issuer_free(&state);
	issuer_free(&other);
	EVP_PKEY_free(list_key);
	return tap_done();
}
