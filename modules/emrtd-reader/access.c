/* SPDX-License-Identifier: Apache-2.0 */
/* access.c -- gets access to a chip. */
#include "access.h"

#include "capacity.h"
#include "contents.h"
#include "genuine.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_CARD_ACCESS   0x011c
#define FILE_CARD_SECURITY 0x011d
#define SHORT_CARD_ACCESS  0x1c
#define NUMBER_MOST        16 /* characters of a card access number */

/* ---- what is printed --------------------------------------------------- */

cseal_status
emrtd_print_read(struct emrtd_print *print, const char *zone,
    const char *number, cseal_error **ret_error)
{
	char information[EMRTD_INFORMATION_ROOM];
	bool ok = true;

	memset(print, 0, sizeof(*print));
	if (number != NULL) {
		size_t len = strspn(number, "0123456789");

		if (len == 0 || len > NUMBER_MOST || number[len] != '\0')
			return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
			    "what was given as card access number is none");
		print->has_number = true;
		print->number = number;
	}
	if (zone == NULL)
		return CSEAL_OK;
	if (!emrtd_information(zone, information))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "what was given as printed is no machine-readable zone");
	ok = emrtd_seed(information, print->seed);
	OPENSSL_cleanse(information, sizeof(information));
	if (!ok)
		return emrtd_fail_crypto("SHA-1 failed", ret_error);
	print->has_zone = true;
	return CSEAL_OK;
}

/* ---- starting ---------------------------------------------------------- */

static cseal_status
start(struct emrtd_access *access, struct emrtd_link *link,
    cseal_error **ret_error)
{
	uint8_t atr[EMRTD_ATR_ROOM];
	cseal_status st;
	size_t len;

	emrtd_link_forget(link);
	if (link->is_fresh) {
		link->is_fresh = false;
		return CSEAL_OK;
	}
	st = emrtd_line_start(
	    link->line, access->reader, link->wait, atr, &len, ret_error);
	if (st == CSEAL_OK)
		emrtd_access_heed(access, atr, len);
	return st;
}

static void
drop(cseal_error **ret_error)
{
	if (ret_error == NULL)
		return;
	cseal_error_free(*ret_error);
	*ret_error = NULL;
}

static bool
is_done(uint16_t sw)
{
	return sw == 0x9000 || sw == 0x6282;
}

static bool
is_refusal_of_form(uint16_t sw)
{
	return !is_done(sw) && sw != 0x6a82 && sw != 0x6982;
}

/*
 * The first command to a card goes in the extended form where nobody denies it,
 * so that it need not be tried with another one.  A card that does not take it
 * is asked in the short form, and started anew if it fell silent.
 */
static cseal_status
ask_widely(struct emrtd_access *access, struct emrtd_link *link,
    const struct emrtd_command *wide, const struct emrtd_command *brief,
    struct emrtd_answer *answer, cseal_error **ret_error)
{
	cseal_status st;

	if (link->is_extended || access->brevity != EMRTD_NOT_BRIEF)
		return emrtd_link_ask(link, brief, answer, ret_error);
	st = emrtd_link_ask(link, wide, answer, ret_error);
	if (st == CSEAL_OK && !is_refusal_of_form(answer->sw)) {
		link->is_extended = is_done(answer->sw);
		return CSEAL_OK;
	}
	if (st == CSEAL_AGAIN_CARD_LIFTED)
		access->brevity = EMRTD_TURNED_OUT;
	if (st != CSEAL_OK && st != CSEAL_COUNTER_CARD_UNREADABLE &&
	    st != CSEAL_FAULT_DEVICE)
		return st;
	access->brevity = EMRTD_TURNED_OUT;
	if (st != CSEAL_OK) {
		drop(ret_error);
		st = start(access, link, ret_error);
		if (st != CSEAL_OK)
			return st;
	}
	return emrtd_link_ask(link, brief, answer, ret_error);
}

static cseal_status
select_application(struct emrtd_access *access, struct emrtd_link *link,
    cseal_error **ret_error)
{
	struct emrtd_command brief, wide;
	struct emrtd_answer answer;
	cseal_status st;

	emrtd_select_application(&brief);
	wide = brief;
	wide.is_extended = true;
	st = link->is_secure
		 ? emrtd_link_ask(link, &brief, &answer, ret_error)
		 : ask_widely(access, link, &wide, &brief, &answer, ret_error);
	if (st != CSEAL_OK || answer.sw == 0x9000)
		return st;
	return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
	    "the card is no travel document, or does not say so: it answered "
	    "%04X",
	    answer.sw);
}

/* ---- EF.CardAccess ----------------------------------------------------- */

/* *ret_again: as emrtd_file_read(). */
static cseal_status
read_on(struct emrtd_access *access, struct emrtd_link *link, uint16_t id,
    struct emrtd_file *file, bool *ret_again, cseal_error **ret_error)
{
	if (!access->has_started)
		emrtd_reading_start(&access->how, link->is_extended);
	access->has_started = true;
	return emrtd_file_read(
	    link, &access->how, id, file, ret_again, ret_error);
}

static cseal_status
read_card_access(struct emrtd_access *access, struct emrtd_link *link,
    cseal_error **ret_error)
{
	struct emrtd_command brief, wide;
	struct emrtd_answer answer;
	cseal_status st;
	bool again; /* it is in the clear */

	emrtd_read_short(SHORT_CARD_ACCESS, 256, &brief);
	emrtd_read_short(SHORT_CARD_ACCESS, EMRTD_LE_MOST, &wide);
	st = ask_widely(access, link, &wide, &brief, &answer, ret_error);
	if (st != CSEAL_OK)
		return st;
	/* 6A82, 6982, 6D00: a chip from before PACE. */
	if (!is_done(answer.sw) && answer.sw != 0x6a86 && answer.sw != 0x6700)
		return CSEAL_OK;
	if (!is_done(answer.sw) ||
	    emrtd_file_total(answer.data, answer.len) != answer.len)
		return read_on(access, link, FILE_CARD_ACCESS,
		    &access->card_access, &again, ret_error);
	access->card_access.bytes = malloc(answer.len);
	if (access->card_access.bytes == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	memcpy(access->card_access.bytes, answer.data, answer.len);
	access->card_access.len = answer.len;
	return CSEAL_OK;
}

/* It has the key that a mapping is judged by (9303-10, 3.11.4): only then a
 * document cannot do without it. */
static cseal_status
read_card_security(struct emrtd_access *access, struct emrtd_link *link,
    bool *ret_again, cseal_error **ret_error)
{
	const struct emrtd_file *told = &access->card_access;
	bool must = access->mapping.bytes != NULL;
	cseal_status st;

	if (access->skips_security ||
	    !emrtd_needs_card_security(told->bytes, told->len))
		return CSEAL_OK;
	st = read_on(access, link, FILE_CARD_SECURITY, &access->card_security,
	    ret_again, ret_error);
	if (must ||
	    (st != CSEAL_COUNTER_CARD_UNREADABLE && st != CSEAL_REFUSED_LIMIT))
		return st;
	drop(ret_error);
	access->skips_security = true;
	*ret_again = emrtd_link_is_lost(link);
	return CSEAL_OK;
}

/* ---- PACE -------------------------------------------------------------- */

static bool
draw(void *user, uint8_t *out, size_t len)
{
	(void)user;
	return RAND_priv_bytes(out, (int)len) == 1;
}

/* One conversation; `sw` is of the answer that ended it. */
struct talk {
	struct emrtd_link *link;
	emrtd_pace *pace;
	bool is_refused;  /* the card did not go on */
	bool is_at_proof; /* where a wrong password shows */
	uint16_t sw;
};

typedef enum emrtd_result (*say_fn)(
    emrtd_pace *pace, uint8_t out[EMRTD_PACE_ROOM], size_t *ret_len);
typedef enum emrtd_result (*take_fn)(
    emrtd_pace *pace, const uint8_t *said, size_t len);

static cseal_status
fail_crypto(cseal_error **ret_error)
{
	return emrtd_fail_crypto(
	    "a cipher of the access to the chip failed", ret_error);
}

/* 9303-11, 4.4.4.2: all steps but the last are chained. */
static cseal_status
authenticate(struct talk *talk, const uint8_t *data, size_t len, bool is_last,
    struct emrtd_answer *answer, cseal_error **ret_error)
{
	const struct emrtd_command command = {
		.cla = is_last ? 0x00 : 0x10,
		.ins = 0x86,
		.data = data,
		.len = len,
		.le = len > 255 ? EMRTD_LE_MOST : 256,
	};
	cseal_status st;

	st = emrtd_link_ask(talk->link, &command, answer, ret_error);
	if (st != CSEAL_OK)
		return st;
	talk->sw = answer->sw;
	talk->is_refused = answer->sw != 0x9000;
	return CSEAL_OK;
}

static cseal_status
take_result(
    struct talk *talk, enum emrtd_result result, cseal_error **ret_error)
{
	if (result == EMRTD_FAULT)
		return fail_crypto(ret_error);
	talk->is_refused = result == EMRTD_WRONG;
	return CSEAL_OK;
}

static cseal_status
step(struct talk *talk, say_fn say, take_fn take, cseal_error **ret_error)
{
	uint8_t said[EMRTD_PACE_ROOM] = { 0x7c, 0x00 };
	struct emrtd_answer answer;
	size_t len = 2;
	cseal_status st;

	if (say != NULL && say(talk->pace, said, &len) != EMRTD_OK)
		return fail_crypto(ret_error);
	st = authenticate(talk, said, len, false, &answer, ret_error);
	if (st != CSEAL_OK || talk->is_refused)
		return st;
	return take_result(
	    talk, take(talk->pace, answer.data, answer.len), ret_error);
}

static cseal_status
prove(struct talk *talk, struct emrtd_secure *keys, cseal_error **ret_error)
{
	uint8_t said[EMRTD_PACE_ROOM];
	struct emrtd_answer answer;
	cseal_status st;
	size_t len;

	if (emrtd_pace_say_token(talk->pace, said, &len) != EMRTD_OK)
		return fail_crypto(ret_error);
	talk->is_at_proof = true;
	st = authenticate(talk, said, len, true, &answer, ret_error);
	if (st != CSEAL_OK || talk->is_refused)
		return st;
	return take_result(talk,
	    emrtd_pace_take_token(talk->pace, answer.data, answer.len, keys),
	    ret_error);
}

/* 63CX only warns of how often a password may still be wrong. */
static cseal_status
set_template(struct talk *talk, enum emrtd_password password,
    bool with_parameter, cseal_error **ret_error)
{
	uint8_t data[EMRTD_PACE_ROOM];
	const struct emrtd_command command = {
		.ins = 0x22,
		.p1 = 0xc1,
		.p2 = 0xa4,
		.data = data,
		.len =
		    emrtd_pace_set(talk->pace, password, with_parameter, data),
	};
	struct emrtd_answer answer;
	cseal_status st;

	st = emrtd_link_ask(talk->link, &command, &answer, ret_error);
	if (st != CSEAL_OK)
		return st;
	talk->sw = answer.sw;
	talk->is_refused =
	    answer.sw != 0x9000 && (answer.sw & 0xfff0) != 0x63c0;
	return CSEAL_OK;
}

/* Some chips want to be told the parameters also where they have but one. */
static cseal_status
converse(struct talk *talk, const struct emrtd_access *access,
    struct emrtd_secure *keys, cseal_error **ret_error)
{
	bool named = access->way.is_one_of_many;
	cseal_status st;

	st = set_template(talk, access->password, named, ret_error);
	if (st == CSEAL_OK && talk->is_refused && !named)
		st = set_template(talk, access->password, true, ret_error);
	if (st == CSEAL_OK && !talk->is_refused)
		st = step(talk, NULL, emrtd_pace_take_nonce, ret_error);
	if (st == CSEAL_OK && !talk->is_refused)
		st = step(talk, emrtd_pace_say_mapping, emrtd_pace_take_mapping,
		    ret_error);
	if (st == CSEAL_OK && !talk->is_refused)
		st = step(
		    talk, emrtd_pace_say_key, emrtd_pace_take_key, ret_error);
	if (st == CSEAL_OK && !talk->is_refused)
		st = prove(talk, keys, ret_error);
	return st;
}

static cseal_status
keep_mapping(struct emrtd_access *access, const emrtd_pace *pace,
    cseal_error **ret_error)
{
	const struct emrtd_element *drawn;
	const uint8_t *number;
	size_t len;

	if (!emrtd_pace_proof(pace, &drawn, &number, &len))
		return CSEAL_OK;
	return emrtd_record_mapping((uint8_t)access->way.parameter, drawn->at,
	    drawn->len, number, len, &access->mapping, ret_error);
}

/* *ret_wrong: it is the password, as far as the card tells. */
static cseal_status
do_pace(struct emrtd_access *access, struct emrtd_link *link, bool *ret_done,
    bool *ret_wrong, cseal_error **ret_error)
{
	const struct emrtd_print *print = &access->print;
	const uint8_t *password =
	    print->has_number ? (const uint8_t *)print->number : print->seed;
	size_t len = print->has_number ? strlen(print->number) : EMRTD_SEED_LEN;
	struct talk talk = { .link = link };
	struct emrtd_secure keys;
	cseal_status st;

	access->password = print->has_number ? EMRTD_CAN : EMRTD_MRZ;
	talk.pace = emrtd_pace_new(&access->way, password, len, draw, NULL);
	if (talk.pace == NULL)
		return fail_crypto(ret_error);
	st = converse(&talk, access, &keys, ret_error);
	*ret_done = st == CSEAL_OK && !talk.is_refused;
	*ret_wrong = talk.is_refused && talk.is_at_proof;
	if (*ret_done) {
		emrtd_link_protect(link, &keys);
		st = keep_mapping(access, talk.pace, ret_error);
	} else if (st == CSEAL_OK) {
		cseal_host_log(link->host, CSEAL_LOG_WARNING,
		    "the chip offers PACE, which did not work: it answered "
		    "%04X last",
		    talk.sw);
	}
	emrtd_pace_free(talk.pace);
	return st;
}

/* ---- basic access control ---------------------------------------------- */

static cseal_status
challenge(struct emrtd_link *link, uint8_t ret_challenge[EMRTD_CHALLENGE_LEN],
    bool *ret_has, cseal_error **ret_error)
{
	const struct emrtd_command command = { .ins = 0x84,
		.le = EMRTD_CHALLENGE_LEN };
	struct emrtd_answer answer;
	cseal_status st;

	st = emrtd_link_ask(link, &command, &answer, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_has = answer.sw == 0x9000 && answer.len == EMRTD_CHALLENGE_LEN;
	if (*ret_has)
		memcpy(ret_challenge, answer.data, answer.len);
	return CSEAL_OK;
}

static cseal_status
fail_wrong(uint16_t sw, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_AGAIN_PIN_WRONG,
	    "the chip does not take what was given as printed on the document: "
	    "it answered %04X",
	    sw);
}

static cseal_status
answer_challenge(struct emrtd_bac *bac, struct emrtd_link *link,
    const uint8_t card[EMRTD_CHALLENGE_LEN], cseal_error **ret_error)
{
	uint8_t own[EMRTD_CHALLENGE_LEN + 16], data[EMRTD_BAC_LEN];
	const struct emrtd_command command = { .ins = 0x82,
		.data = data,
		.len = sizeof(data),
		.le = EMRTD_BAC_LEN };
	struct emrtd_answer answer;
	struct emrtd_secure keys;
	enum emrtd_result result;
	cseal_status st;
	bool ok;

	ok = draw(NULL, own, sizeof(own)) &&
	     emrtd_bac_ask(bac, card, own, own + EMRTD_CHALLENGE_LEN, data);
	OPENSSL_cleanse(own, sizeof(own));
	if (!ok)
		return fail_crypto(ret_error);
	st = emrtd_link_ask(link, &command, &answer, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (answer.sw != 0x9000)
		return fail_wrong(answer.sw, ret_error);
	result = emrtd_bac_end(bac, answer.data, answer.len, &keys);
	if (result == EMRTD_FAULT)
		return fail_crypto(ret_error);
	if (result == EMRTD_WRONG)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the chip did not prove that it knows what is printed on "
		    "the document");
	emrtd_link_protect(link, &keys);
	return CSEAL_OK;
}

/* A chip that has nothing to prove is open. */
static cseal_status
do_bac(struct emrtd_access *access, struct emrtd_link *link,
    cseal_error **ret_error)
{
	uint8_t card[EMRTD_CHALLENGE_LEN];
	struct emrtd_bac bac;
	bool has = false;
	cseal_status st;

	access->way_in = EMRTD_OPEN;
	if (!access->print.has_zone)
		return CSEAL_OK;
	st = challenge(link, card, &has, ret_error);
	if (st != CSEAL_OK || !has)
		return st;
	access->way_in = EMRTD_BAC;
	if (emrtd_bac_start(&bac, access->print.seed))
		st = answer_challenge(&bac, link, card, ret_error);
	else
		st = fail_crypto(ret_error);
	emrtd_bac_wipe(&bac);
	return st;
}

/* ---- all of it --------------------------------------------------------- */

/* With PACE, where the chip has it.  *ret_in: it was let in.  *ret_again: and
 * then ended secure messaging over a length. */
static cseal_status
try_pace(struct emrtd_access *access, struct emrtd_link *link, bool *ret_in,
    bool *ret_again, cseal_error **ret_error)
{
	const struct emrtd_print *print = &access->print;
	bool offers, wrong = false;
	cseal_status st;

	st = read_card_access(access, link, ret_error);
	if (st != CSEAL_OK || (!print->has_zone && !print->has_number))
		return st;
	offers = access->card_access.bytes != NULL &&
		 emrtd_pace_choose(access->card_access.bytes,
		     access->card_access.len, &access->way);
	if (offers)
		st = do_pace(access, link, ret_in, &wrong, ret_error);
	if (st == CSEAL_OK && *ret_in)
		return read_card_security(access, link, ret_again, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (wrong && (!print->has_zone || access->policy == EMRTD_PACE_ONLY))
		return fail_wrong(0x6300, ret_error);
	if (access->policy == EMRTD_PACE_ONLY)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the chip does not do PACE, and [module emrtd-reader] "
		    "access = pace allows nothing else");
	return offers ? start(access, link, ret_error) : CSEAL_OK;
}

static void
clear(struct emrtd_access *access)
{
	emrtd_file_clear(&access->card_access);
	emrtd_file_clear(&access->card_security);
	emrtd_file_clear(&access->mapping);
}

static cseal_status
get(struct emrtd_access *access, struct emrtd_link *link, bool *ret_again,
    cseal_error **ret_error)
{
	bool is_in = false;
	cseal_status st;

	clear(access);
	*ret_again = false;
	link->is_extended = false;
	st = start(access, link, ret_error);
	if (st == CSEAL_OK && access->policy != EMRTD_BAC_ONLY)
		st = try_pace(access, link, &is_in, ret_again, ret_error);
	if (st != CSEAL_OK || *ret_again)
		return st;
	st = select_application(access, link, ret_error);
	if (st == CSEAL_OK && is_in)
		access->way_in = EMRTD_PACE_WAY;
	return st != CSEAL_OK || is_in ? st : do_bac(access, link, ret_error);
}

cseal_status
emrtd_access_get(struct emrtd_access *access, struct emrtd_link *link,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;
	bool again = true;

	for (int i = 0; st == CSEAL_OK && again && i < EMRTD_RESTARTS_MOST; i++)
		st = get(access, link, &again, ret_error);
	if (st == CSEAL_OK && again)
		return cseal_fail(ret_error, CSEAL_COUNTER_CARD_UNREADABLE,
		    "the chip's file %04X could not be read with any length",
		    FILE_CARD_SECURITY);
	if (st == CSEAL_OK && !access->has_started)
		emrtd_reading_start(&access->how, link->is_extended);
	access->has_started = access->has_started || st == CSEAL_OK;
	return st;
}

void
emrtd_access_forget(struct emrtd_access *access)
{
	clear(access);
	access->has_started = access->skips_security = false;
}

void
emrtd_access_heed(struct emrtd_access *access, const uint8_t *atr, size_t len)
{
	if (access->brevity == EMRTD_NOT_BRIEF &&
	    emrtd_atr_denies_extended(atr, len))
		access->brevity = EMRTD_CARD_BRIEF;
}

void
emrtd_access_say(const struct emrtd_access *access,
    const struct emrtd_link *link, char ret_text[EMRTD_SAYING_ROOM])
{
	static const char *const words[] = {
		[EMRTD_NOT_BRIEF] = " short",
		[EMRTD_READER_BRIEF] = " short-reader",
		[EMRTD_CARD_BRIEF] = " short-card",
		[EMRTD_TURNED_OUT] = " short",
	};
	const struct emrtd_pace_way *way = &access->way;
	const char *brief = link->is_extended ? "" : words[access->brevity];

	if (access->way_in == EMRTD_PACE_WAY)
		snprintf(ret_text, EMRTD_SAYING_ROOM, "pace %u %u %u %s%s",
		    way->protocol, way->cipher_number, way->parameter,
		    access->password == EMRTD_CAN ? "can" : "mrz", brief);
	else
		snprintf(ret_text, EMRTD_SAYING_ROOM, "%s%s",
		    access->way_in == EMRTD_BAC ? "bac" : "open", brief);
}
