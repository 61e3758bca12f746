/* SPDX-License-Identifier: Apache-2.0 */
/* document.c -- travel documents of nobody. */
#include "document.h"

#include "unit/emrtd/build.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <stdlib.h>

static const char *const curves[] = { "prime192v1", "brainpoolP192r1",
	"secp224r1", "brainpoolP224r1", "prime256v1", "brainpoolP256r1",
	"brainpoolP320r1", "secp384r1", "brainpoolP384r1", "brainpoolP512r1",
	"secp521r1" };

static void
must(int ok)
{
	if (!ok)
		abort();
}

static void
add_oid(struct csi_bytes *out, const char *dotted)
{
	ASN1_OBJECT *object = OBJ_txt2obj(dotted, 1);
	unsigned char *der = NULL;
	int len = i2d_ASN1_OBJECT(object, &der);

	csi_bytes_add(out, der, (size_t)len);
	OPENSSL_free(der);
	ASN1_OBJECT_free(object);
}

static void
add_number(struct csi_bytes *out, unsigned number)
{
	csi_bytes_add_u8(out, 0x02);
	csi_bytes_add_u8(out, 1);
	csi_bytes_add_u8(out, (uint8_t)number);
}

static void
take_into(struct csi_bytes *out, struct csi_bytes *take_bytes, unsigned tag)
{
	build_around(take_bytes, tag);
	csi_bytes_add_span(out, csi_bytes_span(take_bytes));
	csi_bytes_free(take_bytes);
}

/* ---- security infos ------------------------------------------------------ */

static void
add_ways(struct csi_bytes *out, const struct chip_model *model)
{
	for (size_t i = 0; i < model->way_count; i++) {
		const struct chip_way *way = &model->ways[i];
		struct csi_bytes info = { 0 };
		char oid[64];

		snprintf(oid, sizeof(oid), "0.4.0.127.0.7.2.2.4.%u.%u",
		    way->protocol, way->cipher);
		add_oid(&info, oid);
		add_number(&info, 2);
		add_number(&info, way->parameter);
		take_into(out, &info, 0x30);
	}
}

/* A key pair of its own, as EVP has it and as numbers. */
static EVP_PKEY *
make_key(unsigned parameter, struct chip_key *key)
{
	static const char *const residues[] = { "dh_1024_160", "dh_2048_224",
		"dh_2048_256" };
	EVP_PKEY_CTX *ctx;
	EVP_PKEY *made = NULL;
	BIGNUM *number = NULL;
	size_t len = 0;

	ctx = EVP_PKEY_CTX_new_from_name(
	    NULL, parameter < 3 ? "DHX" : "EC", NULL);
	must(EVP_PKEY_keygen_init(ctx) == 1 &&
	     EVP_PKEY_CTX_set_group_name(ctx,
		 parameter < 3 ? residues[parameter] : curves[parameter - 8]) ==
		 1 &&
	     EVP_PKEY_keygen(ctx, &made) == 1);
	EVP_PKEY_CTX_free(ctx);
	key->parameter = parameter;
	must(EVP_PKEY_get_bn_param(
		 made, OSSL_PKEY_PARAM_PRIV_KEY, &key->secret) == 1);
	if (parameter >= 3) {
		must(EVP_PKEY_get_octet_string_param(made,
			 OSSL_PKEY_PARAM_PUB_KEY, key->public_key,
			 sizeof(key->public_key), &len) == 1);
		key->public_len = len;
		return made;
	}
	must(
	    EVP_PKEY_get_bn_param(made, OSSL_PKEY_PARAM_PUB_KEY, &number) == 1);
	key->public_len = parameter == 0 ? 128 : 256;
	BN_bn2binpad(number, key->public_key, (int)key->public_len);
	BN_free(number);
	return made;
}

static void
add_public(struct csi_bytes *out, EVP_PKEY *key)
{
	unsigned char *der = NULL;
	int len = i2d_PUBKEY(key, &der);

	must(len > 0);
	csi_bytes_add(out, der, (size_t)len);
	OPENSSL_free(der);
}

/* ChipAuthenticationInfo and ChipAuthenticationPublicKeyInfo (9303-11, 9.2.5
 * and 9.2.6) */
static void
add_agreement(struct csi_bytes *out, struct chip_model *model,
    const struct document_how *how)
{
	bool is_curve = how->agree_parameter >= 3;
	struct csi_bytes info = { 0 }, key = { 0 };
	EVP_PKEY *made;
	char oid[64];

	if (how->agree_cipher == 0)
		return;
	made = make_key(how->agree_parameter, &model->agree_key);
	model->agree_cipher = how->agree_cipher;
	snprintf(oid, sizeof(oid), "0.4.0.127.0.7.2.2.3.%u.%u",
	    is_curve ? 2 : 1, how->agree_cipher);
	add_oid(&info, oid);
	add_number(&info, 1);
	take_into(out, &info, 0x30);
	add_oid(
	    &key, is_curve ? "0.4.0.127.0.7.2.2.1.2" : "0.4.0.127.0.7.2.2.1.1");
	add_public(&key, made);
	take_into(out, &key, 0x30);
	EVP_PKEY_free(made);
}

/* ActiveAuthenticationInfo (9303-11, 9.2.8); the numbers are those of BSI
 * TR-03111, 5.2.1. */
static void
add_active(struct csi_bytes *out, struct chip_model *model,
    const struct document_how *how)
{
	static const char *const digests[] = { "SHA1", "SHA224", "SHA256",
		"SHA384", "SHA512" };
	struct csi_bytes info = { 0 };
	char oid[64];

	if (how->active == NULL)
		return;
	model->active_key = cred_key(how->active);
	model->active_digest = how->active_digest;
	if (EVP_PKEY_is_a(model->active_key, "RSA"))
		return;
	add_oid(&info, "2.23.136.1.1.5");
	add_number(&info, 1);
	for (unsigned i = 0; i < 5; i++) {
		if (strcmp(digests[i], how->active_digest) == 0) {
			snprintf(oid, sizeof(oid), "0.4.0.127.0.7.1.1.4.1.%u",
			    i + 1);
			add_oid(&info, oid);
		}
	}
	take_into(out, &info, 0x30);
}

/* With the parameters by their number (9303-11, 9.5.1). */
static void
add_mapping_key(struct csi_bytes *out, struct chip_model *model)
{
	struct csi_bytes info = { 0 }, key = { 0 }, algorithm = { 0 },
			 bits = { 0 };

	add_oid(&algorithm, "0.4.0.127.0.7.1.2");
	add_number(&algorithm, model->mapping_key.parameter);
	take_into(&key, &algorithm, 0x30);
	csi_bytes_add_u8(&bits, 0);
	csi_bytes_add(&bits, model->mapping_key.public_key,
	    model->mapping_key.public_len);
	take_into(&key, &bits, 0x03);
	add_oid(&info, "0.4.0.127.0.7.2.2.1.2");
	take_into(&info, &key, 0x30);
	take_into(out, &info, 0x30);
}

/* TerminalAuthenticationInfo (BSI TR-03110-3, A.1.1.2) */
static void
add_terminal(struct csi_bytes *out, const struct document_how *how)
{
	struct csi_bytes info = { 0 };

	if (!how->has_terminal)
		return;
	add_oid(&info, "0.4.0.127.0.7.2.2.2");
	add_number(&info, 2);
	take_into(out, &info, 0x30);
}

static void
make_card_security(struct document *document, const struct issuer *state,
    const struct document_how *how)
{
	struct chip_model *model = &document->model;
	struct csi_bytes infos = { 0 };

	for (size_t i = 0; i < model->way_count; i++) {
		if (model->ways[i].protocol == 6 &&
		    model->mapping_key.secret == NULL)
			EVP_PKEY_free(make_key(
			    model->ways[i].parameter, &model->mapping_key));
	}
	if (model->mapping_key.secret == NULL && !how->has_terminal)
		return;
	add_ways(&infos, model);
	add_terminal(&infos, how);
	if (model->mapping_key.secret != NULL)
		add_mapping_key(&infos, model);
	build_around(&infos, 0x31);
	document->card_security = issuer_sign(
	    state, "0.4.0.127.0.7.3.2.1", csi_bytes_span(&infos), "SHA256");
	csi_bytes_free(&infos);
}

static void
make_infos(struct document *document, const struct issuer *state,
    const struct document_how *how)
{
	struct chip_model *model = &document->model;
	struct csi_bytes infos = { 0 }, key = { 0 };

	add_ways(&document->card_access, model);
	add_terminal(&document->card_access, how);
	if (model->way_count > 0)
		build_around(&document->card_access, 0x31);
	add_ways(&infos, model);
	add_agreement(&infos, model, how);
	add_active(&infos, model, how);
	csi_bytes_add_span(&infos, how->more_infos);
	if (infos.len > 0) {
		build_around(&infos, 0x31);
		build_object(
		    &document->files[14], 0x6e, csi_bytes_span(&infos));
	}
	csi_bytes_free(&infos);
	if (model->active_key != NULL) {
		add_public(&key, model->active_key);
		build_object(&document->files[15], 0x6f, csi_bytes_span(&key));
		csi_bytes_free(&key);
	}
	make_card_security(document, state, how);
}

/* ---- files --------------------------------------------------------------- */

/* A code-stream with nothing after its head, as long as it must be. */
static void
make_portrait(struct document *document, size_t len)
{
	struct csi_bytes stream = build_codestream(413, 531, 0, 0);
	struct csi_bytes record = { 0 };

	for (;;) {
		csi_bytes_free(&record);
		csi_bytes_free(&document->files[2]);
		record = build_record(csi_bytes_span(&stream), 0);
		document->files[2] = build_dg2(0x5f2e, csi_bytes_span(&record));
		if (document->files[2].len >= len)
			break;
		for (size_t more = len - document->files[2].len; more > 0;
		     more--)
			csi_bytes_add_u8(&stream, (uint8_t)more);
	}
	csi_bytes_free(&record);
	csi_bytes_free(&stream);
}

static void
make_details(struct document *document)
{
	struct csi_bytes *files = document->files;
	struct csi_bytes mark = build_codestream(400, 100, 0, 0);

	build_text(&files[7], 0x02, "\1");
	build_object(&files[7], 0x5f43, csi_bytes_span(&mark));
	build_around(&files[7], 0x67);
	csi_bytes_free(&mark);
	build_text(&files[11], 0x5f0e, "ERIKSSON<<ANNA MARIA");
	build_text(&files[11], 0x5f11, "UTRECHT");
	build_around(&files[11], 0x6b);
	build_text(&files[12], 0x5f19, "GEMEENTE UTRECHT");
	build_text(&files[12], 0x5f26, "20251101");
	build_around(&files[12], 0x6c);
	build_text(&files[13], 0x04, "anything");
	build_around(&files[13], 0x6d);
	build_text(&files[16], 0x5f51, "ERIKSSON<<LARS");
	build_text(&files[16], 0x5f52, "+31 30 1234567");
	build_around(&files[16], 0xa1);
	build_around(&files[16], 0x70);
}

static void
make_com(struct document *document)
{
	static const uint8_t tags[] = { 0, 0x61, 0x75, 0x63, 0x76, 0x65, 0x66,
		0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70 };
	struct csi_bytes list = { 0 }, *com = &document->com;

	build_text(com, 0x5f01, "0107");
	build_text(com, 0x5f36, "040000");
	for (unsigned i = 1; i <= 16; i++) {
		if (document->files[i].len > 0)
			csi_bytes_add_u8(&list, tags[i]);
	}
	take_into(com, &list, 0x5c);
	build_around(com, 0x60);
}

void
document_large_state(struct issuer *state, const char *key)
{
	struct issuer_how csca = { .country = "NL",
		.common_name = "CSCA",
		.usage = "keyCertSign,cRLSign",
		.is_ca = 1,
		.serial = 1 };
	struct issuer_how signer = { .country = "NL",
		.common_name = "DS",
		.usage = "digitalSignature",
		.serial = 2 };

	state->csca_key = cred_key("RSA:2048");
	state->key = cred_key(key);
	state->csca = issuer_certificate(state->csca_key, &csca, NULL, NULL);
	state->certificate = issuer_certificate(
	    state->key, &signer, state->csca, state->csca_key);
}

void
document_sign(struct document *document, const struct issuer *state)
{
	struct csi_span spans[17];

	for (size_t i = 0; i <= 16; i++)
		spans[i] = csi_bytes_span(&document->files[i]);
	csi_bytes_free(&document->sod);
	document->sod = issuer_sod(state, spans, "SHA256");
}

static struct chip_file
file_of(const struct csi_bytes *bytes)
{
	return (
	    struct chip_file){ bytes->len > 0 ? bytes->at : NULL, bytes->len };
}

void
document_load(struct document *document)
{
	struct chip_model *model = &document->model;

	model->card_access = file_of(&document->card_access);
	model->card_security = file_of(&document->card_security);
	model->com = file_of(&document->com);
	model->sod = file_of(&document->sod);
	for (size_t i = 1; i <= 16; i++)
		model->groups[i] = file_of(&document->files[i]);
}

void
document_make(struct document *document, const struct issuer *state,
    const struct document_how *how)
{
	struct chip_model *model = &document->model;

	memset(document, 0, sizeof(*document));
	while (model->way_count < CHIP_WAYS_MOST &&
	       how->ways[model->way_count].protocol != 0) {
		model->ways[model->way_count] = how->ways[model->way_count];
		model->way_count++;
	}
	model->has_bac = how->has_bac;
	model->is_open = how->is_open;
	model->zone_information = DOCUMENT_INFORMATION;
	model->can = DOCUMENT_CAN;
	document->files[1] =
	    build_dg1(how->zone != NULL ? how->zone : DOCUMENT_ZONE);
	make_portrait(document, how->portrait_len);
	if (how->has_details)
		make_details(document);
	make_infos(document, state, how);
	make_com(document);
	document_sign(document, state);
	document_load(document);
}

void
document_free(struct document *document)
{
	for (size_t i = 0; i <= 16; i++)
		csi_bytes_free(&document->files[i]);
	csi_bytes_free(&document->sod);
	csi_bytes_free(&document->com);
	csi_bytes_free(&document->card_access);
	csi_bytes_free(&document->card_security);
	BN_free(document->model.agree_key.secret);
	BN_free(document->model.mapping_key.secret);
	EVP_PKEY_free(document->model.active_key);
	memset(document, 0, sizeof(*document));
}
