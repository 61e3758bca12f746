/* SPDX-License-Identifier: Apache-2.0 */
/* chip.h -- the chip of a travel document by ICAO 9303-10 and 9303-11, for
 * tests: a second implementation, that shares no line with the product and
 * judges what a terminal says as strictly as the standard allows. */
#ifndef TESTS_EMRTD_CHIP_H
#define TESTS_EMRTD_CHIP_H

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHIP_ANSWER_ROOM 65552
#define CHIP_WAYS_MOST   4

struct chip_file {
	const uint8_t *at; /* borrowed; NULL: there is none */
	size_t len;
};

/* One of id-PACE: protocol and cipher as in the object identifier, and the
 * number of the parameters. */
struct chip_way {
	unsigned protocol, cipher, parameter;
};

/* A key with which it proves that it is genuine, on a standardized group. */
struct chip_key {
	unsigned parameter; /* of the group */
	BIGNUM *secret;     /* NULL: none */
	uint8_t public_key[256];
	size_t public_len;
};

/* What there is and what it can do. */
struct chip_model {
	/* In the main folder: EF.CardAccess, EF.CardSecurity. */
	struct chip_file card_access, card_security;
	/* In the application: EF.COM, EF.SOD, and the data groups. */
	struct chip_file com, sod, groups[17];
	const char *zone_information; /* for BAC and PACE with the zone */
	const char *can;              /* or NULL */
	struct chip_way ways[CHIP_WAYS_MOST];
	size_t way_count;
	bool has_bac;
	bool is_open;           /* wants no access control */
	uint32_t closed_groups; /* bit n: nobody may read data group n */
	bool has_no_extended, has_no_short_ids;
	bool wants_parameter;   /* with MSE:Set AT */
	size_t read_most;       /* bytes of one read; more is 6700; 0: any */
	size_t give_most;       /* bytes of one answer; 0: any */
	bool ends_with_warning; /* 6282 where less is left than was asked */
	/* What no chip should do: reads bring nothing, or the file's beginning
	 * whatever the offset is. */
	bool gives_nothing, begins_again;

	struct chip_key agree_key;   /* chip authentication */
	unsigned agree_cipher;       /* 1 to 4; 0: none */
	struct chip_key mapping_key; /* PACE-CAM */
	EVP_PKEY *active_key;        /* RSA or EC; NULL: none */
	const char *active_digest;
};

struct chip_session {
	bool is_on;
	unsigned cipher; /* 1: 3DES, 2 to 4: AES */
	uint8_t enc[32], mac[32];
	uint8_t counter[16];
};

struct chip;

/* Changes an answer on its way: number n (from 1) since power came on, to the
 * command; false: the card is lifted instead. */
typedef bool (*chip_mangle_fn)(struct chip *chip, void *user, unsigned long n,
    const uint8_t *command, size_t command_len, uint8_t *answer, size_t *len);

struct chip {
	const struct chip_model *model;
	chip_mangle_fn mangle;
	void *user;

	/* What is going on. */
	bool has_application, has_access;
	const struct chip_file *selected;
	struct chip_session session;
	struct chip_session next_session; /* after this answer */
	bool starts_session;
	uint8_t challenge[8];
	bool has_challenge;
	struct chip_talk *talk; /* PACE */
	bool wants_agreement;   /* MSE:Set AT for chip authentication */
	unsigned long count, total_count; /* since power, since it was made */
	unsigned long bytes;
	unsigned long over_short; /* commands or answers that were extended */
};

void chip_init(struct chip *chip, const struct chip_model *model);
void chip_clear(struct chip *chip);
/* Power goes off and comes back. */
void chip_reset(struct chip *chip);

/* Answers; 0: the card was lifted. */
size_t chip_say(struct chip *chip, const uint8_t *command, size_t len,
    uint8_t answer[CHIP_ANSWER_ROOM]);

/* ---- between its files --------------------------------------------------- */

struct chip_command {
	uint8_t cla, ins, p1, p2;
	const uint8_t *data;
	size_t len, le;
	bool has_le, is_extended;
};

struct chip_reply {
	uint8_t data[CHIP_ANSWER_ROOM];
	size_t len;
	uint16_t sw;
};

/* chip-cipher.c */
size_t chip_block(unsigned cipher);
void chip_derive(unsigned cipher, const uint8_t *secret, size_t len,
    unsigned purpose, uint8_t key[32]);
void chip_crypt(unsigned cipher, const uint8_t *key, const uint8_t *iv,
    bool encrypt, const uint8_t *in, size_t len, uint8_t *out);
/* Pads as the cipher of secure messaging wants it where it is told to. */
void chip_mac(unsigned cipher, const uint8_t *key, const uint8_t *in,
    size_t len, uint8_t mac[8]);
void chip_random(uint8_t *out, size_t len);
/* The object with that tag among those side by side; NULL: none. */
const uint8_t *chip_object(
    const uint8_t *at, size_t len, unsigned tag, size_t *ret_len);
size_t chip_put(uint8_t *out, unsigned tag, const uint8_t *value, size_t len);

/* chip-secure.c: false: the status word goes back in the clear */
bool chip_open_command(struct chip_session *session,
    const struct chip_command *outer, uint8_t *room,
    struct chip_command *ret_plain);
size_t chip_close_answer(struct chip_session *session, bool is_odd,
    const struct chip_reply *reply, uint8_t *out);
void chip_start_session(struct chip_session *session, unsigned cipher,
    const uint8_t *secret, size_t len);

/* chip-pace.c */
uint16_t chip_pace_set(struct chip *chip, const struct chip_command *command);
void chip_pace_step(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply);
void chip_pace_end(struct chip *chip);

/* chip-group.c: groups by the numbers of 9303-11, table 9 */
struct chip_group;
struct chip_group *chip_group_new(unsigned parameter);
void chip_group_free(struct chip_group *group);
size_t chip_group_draw(
    struct chip_group *group, BIGNUM *secret, uint8_t out[256]);
/* secret times element; 0: it is no element. */
size_t chip_group_raise(struct chip_group *group, const BIGNUM *secret,
    const uint8_t *element, size_t len, uint8_t out[256]);
bool chip_group_is_curve(const struct chip_group *group);
const BIGNUM *chip_group_order(const struct chip_group *group);
/* What is taken of an element that was agreed on. */
const uint8_t *chip_group_secret(const struct chip_group *group,
    const uint8_t *element, size_t len, size_t *ret_len);
bool chip_group_map(struct chip_group *group, const uint8_t *nonce,
    size_t nonce_len, const uint8_t *element, size_t len);
bool chip_group_map_number(
    struct chip_group *group, const uint8_t *number, size_t len);
size_t chip_group_bits(const struct chip_group *group);

/* chip-genuine.c */
void chip_active(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply);
uint16_t chip_agree_3des(struct chip *chip, const struct chip_command *command);
void chip_agree_aes(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply);

#endif
