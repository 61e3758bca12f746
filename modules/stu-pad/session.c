/* SPDX-License-Identifier: Apache-2.0 */
/* session.c -- agreeing on the key of an encrypted session. */
#include "session.h"

#include "moment.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GENERATE_MS 6250 /* for a pad to draw its key, five times a settling */
#define LOOK_MS     20

struct stu_session {
	enum stu_version version;
	uint32_t number;
	EVP_PKEY *rsa; /* version 2 */
	EVP_CIPHER_CTX *decipher;
};

bool
stu_has_v1(const struct stu_link *link)
{
	return stu_has(link, STU_HOST_KEY) && stu_has(link, STU_DEVICE_KEY) &&
	       stu_has(link, STU_DH_PRIME) && stu_has(link, STU_DH_BASE) &&
	       stu_has(link, STU_START_CAPTURE);
}

bool
stu_has_v2(const struct stu_link *link)
{
	return stu_has(link, STU_ENCRYPTION_COMMAND) &&
	       stu_has(link, STU_ENCRYPTION_STATUS) &&
	       stu_has(link, STU_START_CAPTURE);
}

static cseal_status
fail_crypto(cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
	    "the session with the pad could not be encrypted");
}

/* Called while the key pair is made. */
static bool
must_stop(void *user)
{
	return cseal_wait_check(user, NULL) != CSEAL_OK;
}

cseal_status
stu_session_new(enum stu_version version, cseal_wait *wait,
    struct stu_session **ret_session, cseal_error **ret_error)
{
	struct stu_session *session = calloc(1, sizeof(*session));
	cseal_status st = CSEAL_OK;
	bool stopped = false;

	if (session == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	session->version = version;
	if (version == STU_V2 &&
	    !stu_rsa_new(must_stop, wait, &session->rsa, &stopped))
		st = stopped ? cseal_wait_check(wait, ret_error)
			     : fail_crypto(ret_error);
	if (st != CSEAL_OK) {
		stu_session_free(session);
		return st;
	}
	*ret_session = session;
	return CSEAL_OK;
}

void
stu_session_free(struct stu_session *session)
{
	if (session == NULL)
		return;
	EVP_PKEY_free(session->rsa);
	EVP_CIPHER_CTX_free(session->decipher);
	free(session);
}

void
stu_session_account(
    const struct stu_session *session, struct cseal_ink_account *account)
{
	const char *cipher = "";

	account->link = CSEAL_INK_LINK_CLEAR;
	if (session != NULL && session->version == STU_V1) {
		account->link = CSEAL_INK_LINK_WEAK;
		cipher = "STU version 1: AES-128, Diffie-Hellman of 128 bits";
	} else if (session != NULL) {
		account->link = CSEAL_INK_LINK_STRONG;
		cipher = "STU version 2: AES-256, RSA-2048";
	}
	snprintf(account->cipher, sizeof(account->cipher), "%s", cipher);
}

/* ---- version 1 --------------------------------------------------------- */

/* Gives the pad our number and takes its own; it is not to be asked while it
 * calculates. */
static cseal_status
exchange(struct stu_link *link, const uint8_t mine[STU_DH_LEN],
    uint8_t theirs[STU_DH_LEN], cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_REPORT_MOST];
	cseal_status st;
	size_t len;

	st = stu_order(
	    link, STU_HOST_KEY, mine, STU_DH_LEN, wait, NULL, ret_error);
	if (st == CSEAL_OK)
		st = stu_await(link, STU_READY, GENERATE_MS, wait, ret_error);
	if (st == CSEAL_OK)
		st = stu_ask(link, STU_DEVICE_KEY, STU_DH_LEN, payload, &len,
		    wait, ret_error);
	if (st == CSEAL_OK)
		memcpy(theirs, payload, STU_DH_LEN);
	return st;
}

static cseal_status
begin_dh(struct stu_link *link, uint8_t mine[STU_DH_LEN], struct stu_dh *dh,
    cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_REPORT_MOST], prime[STU_DH_LEN];
	static const uint8_t off[STU_DH_LEN];
	cseal_status st;
	size_t len;

	st = stu_ask(
	    link, STU_DH_PRIME, STU_DH_LEN, payload, &len, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	memcpy(prime, payload, STU_DH_LEN);
	if (memcmp(prime, off, sizeof(off)) == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the pad's encryption is switched off");
	st = stu_ask(
	    link, STU_DH_BASE, STU_DH_BASE_LEN, payload, &len, wait, ret_error);
	if (st == CSEAL_OK && !stu_dh_begin(dh, prime, payload, mine))
		st = fail_crypto(ret_error);
	return st;
}

static cseal_status
agree_v1(struct stu_session *session, struct stu_link *link, cseal_wait *wait,
    cseal_error **ret_error)
{
	uint8_t mine[STU_DH_LEN], theirs[STU_DH_LEN], key[STU_V1_KEY_LEN];
	struct stu_dh dh = { 0 };
	cseal_status st;

	st = begin_dh(link, mine, &dh, wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = exchange(link, mine, theirs, wait, ret_error);
	if (st == CSEAL_OK && !stu_dh_key(&dh, theirs, key))
		st = cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad gave a number that no honest pad gives");
	if (st == CSEAL_OK &&
	    !stu_decipher_new(key, sizeof(key), &session->decipher))
		st = fail_crypto(ret_error);
	explicit_bzero(key, sizeof(key));
	stu_dh_end(&dh);
	return st;
}

/* ---- version 2 --------------------------------------------------------- */

static cseal_status
order_key(struct stu_link *link, const struct stu_command *command,
    cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_COMMAND_LEN];

	stu_command_build(command, payload);
	return stu_order(link, STU_ENCRYPTION_COMMAND, payload, sizeof(payload),
	    wait, NULL, ret_error);
}

static cseal_status
look(struct stu_link *link, struct stu_encryption *ret_encryption,
    cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_REPORT_MOST];
	cseal_status st;
	size_t len;

	st = stu_ask(
	    link, STU_ENCRYPTION_STATUS, 7, payload, &len, wait, ret_error);
	if (st == CSEAL_OK)
		stu_encryption_parse(payload, len, ret_encryption);
	return st;
}

static cseal_status
send_public(struct stu_session *session, struct stu_link *link,
    cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t modulus[STU_RSA_LEN], exponent[STU_V2_EXPONENT_LEN];
	struct stu_command command = { STU_V2_SET_PARAMETER, 0,
		STU_V2_EXPONENT_LEN, exponent };
	cseal_status st;

	if (!stu_rsa_public(session->rsa, modulus, exponent))
		return fail_crypto(ret_error);
	st = order_key(link, &command, wait, ret_error);
	command.parameter = 1;
	command.length = STU_COMMAND_CHUNK;
	for (size_t at = 0; st == CSEAL_OK && at < STU_RSA_LEN;
	     at += STU_COMMAND_CHUNK) {
		command.data = modulus + at;
		st = order_key(link, &command, wait, ret_error);
	}
	return st;
}

/* The pad has the whole of our key. */
static cseal_status
check_public(struct stu_link *link, cseal_wait *wait, cseal_error **ret_error)
{
	struct stu_encryption encryption = { 0 };
	cseal_status st = look(link, &encryption, wait, ret_error);

	if (st == CSEAL_OK && (encryption.exponent != STU_V2_WELL ||
				  encryption.modulus != STU_V2_WELL))
		st = cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the pad did not take the key (%02X, %02X)",
		    encryption.exponent, encryption.modulus);
	return st;
}

static cseal_status
generate(struct stu_link *link, cseal_wait *wait, cseal_error **ret_error)
{
	const struct stu_command command = { STU_V2_GENERATE, 0, 0, NULL };
	int64_t until_us = stu_now_us() + (int64_t)GENERATE_MS * 1000;
	struct stu_encryption encryption = { .key = STU_V2_CALCULATING };
	cseal_status st = order_key(link, &command, wait, ret_error);

	while (st == CSEAL_OK && stu_now_us() < until_us) {
		st = look(link, &encryption, wait, ret_error);
		if (st != CSEAL_OK || (encryption.key != STU_V2_CALCULATING &&
					  encryption.key != STU_V2_NOT_READY))
			break;
		st = stu_pause(LOOK_MS, wait, ret_error);
	}
	if (st == CSEAL_OK && encryption.key != STU_V2_WELL)
		st = cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
		    "the pad made no key (%02X)", encryption.key);
	return st;
}

static cseal_status
read_chunk(struct stu_link *link, uint8_t number, uint8_t *bytes, size_t room,
    size_t *ret_len, cseal_wait *wait, cseal_error **ret_error)
{
	const struct stu_command command = { STU_V2_GET_CHUNK, 2, number,
		NULL };
	uint8_t payload[STU_REPORT_MOST];
	const uint8_t *chunk;
	cseal_status st;
	size_t len;

	st = order_key(link, &command, wait, ret_error);
	if (st == CSEAL_OK)
		st = stu_ask(link, STU_ENCRYPTION_COMMAND, 3, payload, &len,
		    wait, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!stu_chunk_parse(payload, len, &chunk, &len) || len == 0 ||
	    len > room)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad gave a part of its key that cannot be one");
	memcpy(bytes, chunk, len);
	*ret_len = len;
	return CSEAL_OK;
}

static cseal_status
read_key(struct stu_session *session, struct stu_link *link, cseal_wait *wait,
    cseal_error **ret_error)
{
	uint8_t encrypted[STU_RSA_LEN], key[STU_KEY_LEN];
	cseal_status st = CSEAL_OK;
	uint8_t number = 0;
	size_t len = 0, at = 0;

	while (st == CSEAL_OK && at < STU_RSA_LEN) {
		st = read_chunk(link, number++, encrypted + at,
		    STU_RSA_LEN - at, &len, wait, ret_error);
		if (st == CSEAL_OK)
			at += len;
	}
	if (st != CSEAL_OK)
		return st;
	if (!stu_rsa_key(session->rsa, encrypted, key))
		st = cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad's key could not be decrypted");
	else if (!stu_decipher_new(key, sizeof(key), &session->decipher))
		st = fail_crypto(ret_error);
	explicit_bzero(key, sizeof(key));
	return st;
}

static cseal_status
agree_v2(struct stu_session *session, struct stu_link *link, cseal_wait *wait,
    cseal_error **ret_error)
{
	uint8_t payload[STU_COMMAND_LEN];
	cseal_status st;

	stu_command_type_build(payload);
	st = stu_order(link, STU_ENCRYPTION_COMMAND, payload, sizeof(payload),
	    wait, NULL, ret_error);
	if (st == CSEAL_OK)
		st = send_public(session, link, wait, ret_error);
	if (st == CSEAL_OK)
		st = check_public(link, wait, ret_error);
	if (st == CSEAL_OK)
		st = generate(link, wait, ret_error);
	if (st == CSEAL_OK)
		st = read_key(session, link, wait, ret_error);
	return st;
}

/* ---- both -------------------------------------------------------------- */

cseal_status
stu_session_start(struct stu_session *session, struct stu_link *link,
    cseal_wait *wait, cseal_error **ret_error)
{
	uint8_t payload[STU_SESSION_LEN];
	cseal_status st;

	EVP_CIPHER_CTX_free(session->decipher);
	session->decipher = NULL;
	st = (session->version == STU_V2 ? agree_v2 : agree_v1)(
	    session, link, wait, ret_error);
	if (st != CSEAL_OK)
		return cseal_fail_note(
		    ret_error, st, "no encrypted session could be agreed on");
	if (!stu_session_draw(&session->number))
		return fail_crypto(ret_error);
	stu_session_build(session->number, payload);
	st = stu_order(link, STU_START_CAPTURE, payload, sizeof(payload), wait,
	    NULL, ret_error);
	if (st == CSEAL_OK)
		st = stu_await(
		    link, STU_CAPTURE, STU_SETTLE_MS, wait, ret_error);
	return st;
}

bool
stu_session_open(struct stu_session *session, uint8_t id, uint8_t *payload,
    size_t len, struct stu_pens *ret_pens)
{
	return len >= STU_BLOCK_LEN && session->decipher != NULL &&
	       stu_decipher_block(session->decipher, payload) &&
	       stu_pens_parse(id, payload, len, ret_pens) &&
	       ret_pens->session == session->number;
}
