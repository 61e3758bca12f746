/* SPDX-License-Identifier: Apache-2.0 */
/* genuine.c -- has a chip prove that it is the one that the state made. */
#include "genuine.h"

#include "agreement.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#define CHALLENGE_LEN 8
#define SHORT_COM     0x1e
#define DATA_MOST     1100 /* bytes of a command of chip authentication */

/* ---- records ------------------------------------------------------------- */

struct part {
	uint8_t tag;
	const uint8_t *at;
	size_t len;
};

/* Objects side by side; see counterseal/module.h. */
static cseal_status
record(const struct part *parts, size_t count, struct emrtd_file *ret_record,
    cseal_error **ret_error)
{
	size_t room = 0, used = 0;
	uint8_t *bytes;

	for (size_t i = 0; i < count; i++)
		room += parts[i].len + 4;
	bytes = malloc(room);
	if (bytes == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	for (size_t i = 0; i < count; i++) {
		if (parts[i].tag == 0)
			continue;
		used +=
		    emrtd_object_head(parts[i].tag, parts[i].len, bytes + used);
		if (parts[i].len > 0)
			memcpy(bytes + used, parts[i].at, parts[i].len);
		used += parts[i].len;
	}
	ret_record->bytes = bytes;
	ret_record->len = used;
	return CSEAL_OK;
}

cseal_status
emrtd_record_mapping(uint8_t parameter, const uint8_t *element,
    size_t element_len, const uint8_t *number, size_t number_len,
    struct emrtd_file *ret_record, cseal_error **ret_error)
{
	const struct part parts[] = { { 0x80, &parameter, 1 },
		{ 0x81, element, element_len }, { 0x82, number, number_len } };

	return record(parts, 3, ret_record, ret_error);
}

static cseal_status
fail_crypto(cseal_error **ret_error)
{
	return emrtd_fail_crypto(
	    "the crypto library failed while the chip was asked for a proof",
	    ret_error);
}

/* ---- active authentication ----------------------------------------------- */

/* Bytes of a signature with the key in the file; 256 where it cannot be read,
 * 0 for want of memory. */
static size_t
signature_len(const struct emrtd_file *dg15)
{
	const uint8_t *at = dg15->bytes;
	size_t left = dg15->len, len = 256;
	struct emrtd_object file;
	EVP_PKEY *key;

	if (!emrtd_object_next(&at, &left, &file))
		return len;
	at = file.at;
	key = d2i_PUBKEY(NULL, &at, (long)file.len);
	if (key != NULL && EVP_PKEY_get_size(key) > 0)
		len = (size_t)EVP_PKEY_get_size(key);
	else if (emrtd_lacked_memory())
		len = 0;
	EVP_PKEY_free(key);
	return len;
}

cseal_status
emrtd_prove_active(struct emrtd_link *link, const struct emrtd_file *dg15,
    struct emrtd_file *ret_record, cseal_error **ret_error)
{
	uint8_t challenge[CHALLENGE_LEN], sw[2];
	struct emrtd_command command = { .ins = 0x88,
		.data = challenge,
		.len = sizeof(challenge),
		.le = 256 };
	struct emrtd_answer answer;
	size_t len = signature_len(dg15);
	cseal_status st;

	if (len == 0)
		return fail_crypto(ret_error);
	/* Some chips do not like more than there is (9303-11, 6.1.2). */
	if (len > emrtd_link_short_most(link)) {
		command.is_extended = true;
		command.le = len;
	}
	if (command.is_extended && !link->is_extended) {
		cseal_host_log(link->host, CSEAL_LOG_WARNING,
		    "reader and card cannot pass on a signature of %zu bytes",
		    len);
		return CSEAL_OK;
	}
	if (RAND_bytes(challenge, sizeof(challenge)) != 1)
		return fail_crypto(ret_error);
	st = emrtd_link_ask(link, &command, &answer, ret_error);
	if (st != CSEAL_OK)
		return st;
	sw[0] = (uint8_t)(answer.sw >> 8);
	sw[1] = (uint8_t)answer.sw;
	{
		const struct part parts[] = { { 0x80, challenge,
						  sizeof(challenge) },
			{ 0x81, sw, 2 }, { 0x82, answer.data, answer.len } };

		return record(parts, 3, ret_record, ret_error);
	}
}

/* ---- chip authentication ------------------------------------------------- */

struct proving {
	struct emrtd_link *link;
	const struct emrtd_agreement_way *way;
	struct emrtd_agreement *agreement;
	uint16_t sw;
};

static cseal_status
ask(struct proving *proving, const struct emrtd_command *command,
    cseal_error **ret_error)
{
	struct emrtd_answer answer;
	cseal_status st =
	    emrtd_link_ask(proving->link, command, &answer, ret_error);

	if (st == CSEAL_OK)
		proving->sw = answer.sw;
	return st;
}

/* MSE:Set KAT with the key (9303-11, 6.2.4.1) */
static cseal_status
set_key(struct proving *proving, cseal_error **ret_error)
{
	uint8_t data[DATA_MOST];
	const struct emrtd_command command = { .ins = 0x22,
		.p1 = 0x41,
		.p2 = 0xa6,
		.data = data,
		.len = emrtd_agreement_key(
		    proving->agreement, 0x91, true, data, sizeof(data)) };

	return ask(proving, &command, ret_error);
}

/* MSE:Set AT, then GENERAL AUTHENTICATE with the key (6.2.4.2) */
static cseal_status
set_protocol(struct proving *proving, cseal_error **ret_error)
{
	uint8_t data[DATA_MOST], said[DATA_MOST + 4];
	struct emrtd_command command = { .ins = 0x22,
		.p1 = 0x41,
		.p2 = 0xa4,
		.data = data,
		.len = emrtd_agreement_set(proving->agreement, data) };
	cseal_status st;
	size_t len, head;

	st = ask(proving, &command, ret_error);
	if (st != CSEAL_OK || proving->sw != 0x9000)
		return st;
	len = emrtd_agreement_key(
	    proving->agreement, 0x80, false, data, sizeof(data));
	head = emrtd_object_head(0x7c, len, said);
	memcpy(said + head, data, len);
	command = (struct emrtd_command){
		.ins = 0x86, .data = said, .len = head + len, .le = 256
	};
	return ask(proving, &command, ret_error);
}

/* What the chip says now shows whether it has the keys; a wrong checksum is an
 * answer, which is recorded. */
static cseal_status
hear_proof(struct proving *proving, struct emrtd_file *ret_com,
    cseal_error **ret_error)
{
	struct emrtd_link *link = proving->link;
	struct emrtd_command command;
	struct emrtd_answer answer;
	cseal_error *error = NULL;
	cseal_status st;

	emrtd_read_short(SHORT_COM, emrtd_link_short_most(link), &command);
	st = emrtd_link_ask(link, &command, &answer, &error);
	if (st == CSEAL_FAULT_DEVICE) {
		cseal_error_free(error);
		return CSEAL_OK;
	}
	if (st != CSEAL_OK) {
		if (ret_error != NULL)
			*ret_error = error;
		else
			cseal_error_free(error);
		return st;
	}
	if (answer.len == 0 ||
	    emrtd_file_total(answer.data, answer.len) != answer.len)
		return CSEAL_OK;
	ret_com->bytes = malloc(answer.len);
	if (ret_com->bytes == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	memcpy(ret_com->bytes, answer.data, answer.len);
	ret_com->len = answer.len;
	return CSEAL_OK;
}

static cseal_status
prove(struct proving *proving, struct emrtd_file *ret_record,
    struct emrtd_file *ret_com, cseal_error **ret_error)
{
	struct emrtd_link *link = proving->link;
	struct emrtd_secure keys;
	const uint8_t *number;
	size_t number_len, heard_len = 0;
	uint8_t sw[2];
	cseal_status st;

	st = proving->way->cipher == EMRTD_3DES
		 ? set_key(proving, ret_error)
		 : set_protocol(proving, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (proving->sw == 0x9000) {
		if (!emrtd_agreement_keys(proving->agreement, &keys))
			return fail_crypto(ret_error);
		emrtd_link_protect(link, &keys);
		st = hear_proof(proving, ret_com, ret_error);
		heard_len = link->heard_len;
	}
	if (st != CSEAL_OK)
		return st;
	sw[0] = (uint8_t)(proving->sw >> 8);
	sw[1] = (uint8_t)proving->sw;
	number = emrtd_agreement_number(proving->agreement, &number_len);
	{
		const struct emrtd_agreement_way *way = proving->way;
		const struct part parts[] = { { 0x80, way->oid,
						  sizeof(way->oid) },
			{ way->id_len > 0 ? 0x81 : 0, way->id, way->id_len },
			{ 0x82, number, number_len }, { 0x83, sw, 2 },
			{ 0x84, link->heard, heard_len } };

		return record(parts, 5, ret_record, ret_error);
	}
}

cseal_status
emrtd_prove_agreement(struct emrtd_link *link, const struct emrtd_file *dg14,
    struct emrtd_file *ret_record, struct emrtd_file *ret_com,
    cseal_error **ret_error)
{
	struct emrtd_agreement_way way;
	struct proving proving = { .link = link, .way = &way };
	cseal_status st;

	if (!link->is_secure || emrtd_link_is_lost(link) ||
	    !emrtd_agreement_choose(dg14->bytes, dg14->len, &way))
		return CSEAL_OK;
	proving.agreement = emrtd_agreement_new(&way);
	if (proving.agreement == NULL && emrtd_lacked_memory())
		return fail_crypto(ret_error);
	if (proving.agreement == NULL) {
		cseal_host_log(link->host, CSEAL_LOG_WARNING,
		    "the chip's key for chip authentication cannot be used");
		return CSEAL_OK;
	}
	st = prove(&proving, ret_record, ret_com, ret_error);
	emrtd_agreement_free(proving.agreement);
	return st;
}
