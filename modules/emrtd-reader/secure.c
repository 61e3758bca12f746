/* SPDX-License-Identifier: Apache-2.0 */
/* secure.c -- secure messaging.
 *
 * The counter is one more before every command and every answer; a checksum
 * is over it and all that is said. */
#include "secure.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

enum {
	DATA = 0x87,     /* a byte 01 for the padding, then what is encrypted */
	DATA_ODD = 0x85, /* with an odd INS: no such byte */
	LE = 0x97,
	STATUS = 0x99,
	CHECKSUM = 0x8e
};

#define SM_CLA     0x0c
#define HEADER_LEN 4

bool
emrtd_secure_start(struct emrtd_secure *secure, enum emrtd_cipher cipher,
    const uint8_t *secret, size_t len)
{
	memset(secure, 0, sizeof(*secure));
	secure->cipher = cipher;
	return emrtd_derive_key(cipher, secret, len, EMRTD_ENC, secure->enc) &&
	       emrtd_derive_key(cipher, secret, len, EMRTD_MAC, secure->mac);
}

void
emrtd_secure_wipe(struct emrtd_secure *secure)
{
	OPENSSL_cleanse(secure, sizeof(*secure));
}

static void
count(struct emrtd_secure *secure)
{
	size_t i = emrtd_block_len(secure->cipher);

	while (i > 0 && ++secure->counter[--i] == 0)
		continue;
}

/* 9.8.6.1: zeros for 3DES; for AES the counter, encrypted. */
static bool
make_iv(const struct emrtd_secure *secure, uint8_t iv[EMRTD_BLOCK_MOST])
{
	memset(iv, 0, EMRTD_BLOCK_MOST);
	return secure->cipher == EMRTD_3DES ||
	       emrtd_encrypt(secure->cipher, secure->enc, NULL, secure->counter,
		   EMRTD_BLOCK_MOST, iv);
}

/* ---- what the checksum is over ---------------------------------------- */

/* The counter, then parts, of which the header is padded; AES wants the whole
 * padded, too, while the checksum of 3DES does that itself. */
struct message {
	uint8_t *at;
	size_t len;
};

static bool
start_message(
    const struct emrtd_secure *secure, size_t most, struct message *message)
{
	size_t block = emrtd_block_len(secure->cipher);

	message->at = malloc(most + 4 * EMRTD_BLOCK_MOST);
	if (message->at == NULL) {
		emrtd_no_memory();
		return false;
	}
	memcpy(message->at, secure->counter, block);
	message->len = block;
	return true;
}

static void
add(struct message *message, const void *bytes, size_t len)
{
	if (len > 0)
		memcpy(message->at + message->len, bytes, len);
	message->len += len;
}

static void
pad(const struct emrtd_secure *secure, struct message *message)
{
	message->len = emrtd_pad(secure->cipher, message->at, message->len);
}

static bool
end_message(const struct emrtd_secure *secure, struct message *message,
    uint8_t ret_mac[EMRTD_MAC_LEN])
{
	bool ok;

	if (secure->cipher != EMRTD_3DES)
		pad(secure, message);
	ok = emrtd_mac(
	    secure->cipher, secure->mac, message->at, message->len, ret_mac);
	OPENSSL_cleanse(message->at, message->len);
	free(message->at);
	return ok;
}

/* ---- commands --------------------------------------------------------- */

/* Appends the object with what is encrypted; out has room for it. */
static bool
write_data(const struct emrtd_secure *secure, const struct emrtd_command *plain,
    uint8_t *out, size_t *used)
{
	size_t block = emrtd_block_len(secure->cipher);
	size_t len = (plain->len / block + 1) * block;
	bool is_odd = (plain->ins & 1) != 0;
	uint8_t iv[EMRTD_BLOCK_MOST];
	uint8_t *at = out + *used;

	at += emrtd_object_head(
	    is_odd ? DATA_ODD : DATA, len + (is_odd ? 0 : 1), at);
	if (!is_odd)
		*at++ = 1;
	memcpy(at, plain->data, plain->len);
	emrtd_pad(secure->cipher, at, plain->len);
	*used = (size_t)(at - out) + len;
	return make_iv(secure, iv) &&
	       emrtd_encrypt(secure->cipher, secure->enc, iv, at, len, at);
}

static void
write_le(const struct emrtd_command *plain, bool is_extended, uint8_t *out,
    size_t *used)
{
	uint8_t *at = out + *used;

	at[0] = LE;
	at[1] = is_extended ? 2 : 1;
	if (is_extended)
		at[2] = (uint8_t)(plain->le >> 8);
	at[is_extended ? 3 : 2] = (uint8_t)plain->le;
	*used += is_extended ? 4 : 3;
}

static bool
write_checksum(const struct emrtd_secure *secure, const uint8_t header[4],
    uint8_t *body, size_t *used)
{
	struct message message;
	uint8_t *at = body + *used;

	if (!start_message(secure, *used, &message))
		return false;
	add(&message, header, HEADER_LEN);
	pad(secure, &message);
	add(&message, body, *used);
	at[0] = CHECKSUM;
	at[1] = EMRTD_MAC_LEN;
	*used += 2 + EMRTD_MAC_LEN;
	return end_message(secure, &message, at + 2);
}

static bool
write_body(struct emrtd_secure *secure, const struct emrtd_command *plain,
    uint8_t *body, struct emrtd_command *outer)
{
	const uint8_t header[HEADER_LEN] = { outer->cla, outer->ins, outer->p1,
		outer->p2 };
	size_t used = 0;

	count(secure);
	if (plain->len > 0 && !write_data(secure, plain, body, &used))
		return false;
	if (plain->le > 0)
		write_le(plain, outer->is_extended, body, &used);
	if (!write_checksum(secure, header, body, &used))
		return false;
	outer->data = body;
	outer->len = used;
	return true;
}

enum emrtd_result
emrtd_secure_wrap(struct emrtd_secure *secure,
    const struct emrtd_command *plain, uint8_t *out, size_t room,
    size_t *ret_len)
{
	/* The answer has a checksum, so some is always awaited: the most. */
	struct emrtd_command outer = {
		.cla = (uint8_t)(plain->cla | SM_CLA),
		.ins = plain->ins,
		.p1 = plain->p1,
		.p2 = plain->p2,
		.is_extended = plain->is_extended || plain->le > 256 ||
			       plain->len > 255 - 48,
	};
	uint8_t *body;
	bool ok;

	if (secure->is_over || plain->len > EMRTD_DATA_MOST - 64)
		return EMRTD_FAULT;
	body = malloc(plain->len + 64);
	if (body == NULL) {
		emrtd_no_memory();
		return EMRTD_FAULT;
	}
	outer.le = outer.is_extended ? EMRTD_LE_MOST : 256;
	ok = write_body(secure, plain, body, &outer);
	*ret_len = ok ? emrtd_command_write(&outer, out, room) : 0;
	OPENSSL_cleanse(body, plain->len + 64);
	free(body);
	return *ret_len > 0 ? EMRTD_OK : EMRTD_FAULT;
}

size_t
emrtd_secure_most(const struct emrtd_secure *secure, size_t le)
{
	size_t block = emrtd_block_len(secure->cipher);
	size_t around = 4 + 2 + EMRTD_MAC_LEN; /* STATUS and CHECKSUM */
	size_t head = le <= 256 ? 3 : 4;

	if (le < around + head + 1 + block)
		return 0;
	return (le - around - head - 1) / block * block - 1;
}

/* ---- answers ---------------------------------------------------------- */

/* The objects of an answer, in the order that they must have. */
struct parts {
	struct emrtd_object data; /* len 0: none */
	struct emrtd_object status, checksum;
	size_t signed_len; /* of all before the checksum */
};

static bool
read_parts(const struct emrtd_answer *answer, struct parts *parts)
{
	const uint8_t *at = answer->data;
	size_t left = answer->len;
	struct emrtd_object object;

	memset(parts, 0, sizeof(*parts));
	if (!emrtd_object_next(&at, &left, &object))
		return false;
	if (object.tag == DATA || object.tag == DATA_ODD) {
		parts->data = object;
		if (object.len == 0 || !emrtd_object_next(&at, &left, &object))
			return false;
	}
	parts->status = object;
	parts->signed_len = answer->len - left;
	return object.tag == STATUS && object.len == 2 &&
	       emrtd_object_next(&at, &left, &parts->checksum) && left == 0 &&
	       parts->checksum.tag == CHECKSUM &&
	       parts->checksum.len == EMRTD_MAC_LEN;
}

static enum emrtd_result
check_mac(const struct emrtd_secure *secure, const struct emrtd_answer *answer,
    const struct parts *parts)
{
	struct message message;
	uint8_t mac[EMRTD_MAC_LEN];

	if (!start_message(secure, parts->signed_len, &message))
		return EMRTD_FAULT;
	add(&message, answer->data, parts->signed_len);
	if (!end_message(secure, &message, mac))
		return EMRTD_FAULT;
	return emrtd_mac_is(mac, parts->checksum.at) ? EMRTD_OK : EMRTD_WRONG;
}

static enum emrtd_result
decrypt(const struct emrtd_secure *secure, const struct emrtd_object *data,
    uint8_t *room, size_t *ret_len)
{
	size_t skip = data->tag == DATA ? 1 : 0;
	size_t len = data->len - skip;
	uint8_t iv[EMRTD_BLOCK_MOST];

	if ((skip == 1 && data->at[0] != 1) || len == 0 ||
	    len % emrtd_block_len(secure->cipher) != 0)
		return EMRTD_WRONG;
	if (!make_iv(secure, iv) || !emrtd_decrypt(secure->cipher, secure->enc,
					iv, data->at + skip, len, room))
		return EMRTD_FAULT;
	*ret_len = len;
	if (emrtd_unpad(room, ret_len))
		return EMRTD_OK;
	OPENSSL_cleanse(room, len);
	return EMRTD_WRONG;
}

static enum emrtd_result
unwrap(struct emrtd_secure *secure, const uint8_t *bytes, size_t len,
    uint8_t *room, struct emrtd_answer *ret_answer)
{
	struct emrtd_answer outer, plain = { .data = room };
	enum emrtd_result result;
	struct parts parts;

	count(secure);
	/* A status alone was not said by who has the keys. */
	if (!emrtd_answer_read(bytes, len, &outer) ||
	    !read_parts(&outer, &parts))
		return EMRTD_WRONG;
	plain.sw = (uint16_t)(parts.status.at[0] << 8 | parts.status.at[1]);
	if (plain.sw != outer.sw)
		return EMRTD_WRONG;
	result = check_mac(secure, &outer, &parts);
	if (result == EMRTD_OK && parts.data.len > 0)
		result = decrypt(secure, &parts.data, room, &plain.len);
	if (result == EMRTD_OK)
		*ret_answer = plain;
	return result;
}

enum emrtd_result
emrtd_secure_unwrap(struct emrtd_secure *secure, const uint8_t *bytes,
    size_t len, uint8_t *room, struct emrtd_answer *ret_answer)
{
	enum emrtd_result result;

	if (secure->is_over)
		return EMRTD_WRONG;
	result = unwrap(secure, bytes, len, room, ret_answer);
	if (result != EMRTD_OK)
		secure->is_over = true;
	return result;
}
