/* SPDX-License-Identifier: Apache-2.0 */
/* chip.c -- the commands of a chip (ICAO 9303-10, 3.6). */
#include "chip.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t application[] = { 0xa0, 0x00, 0x00, 0x02, 0x47, 0x10,
	0x01 };

void
chip_reset(struct chip *chip)
{
	chip_pace_end(chip);
	chip->has_application = chip->has_access = false;
	chip->selected = NULL;
	chip->session.is_on = chip->starts_session = false;
	chip->has_challenge = chip->wants_agreement = false;
	chip->count = 0;
}

void
chip_init(struct chip *chip, const struct chip_model *model)
{
	memset(chip, 0, sizeof(*chip));
	chip->model = model;
}

void
chip_clear(struct chip *chip)
{
	chip_reset(chip);
}

/* ---- commands ------------------------------------------------------------ */

/* ISO/IEC 7816-4, 5.1 */
static bool
read_command(const uint8_t *at, size_t len, struct chip_command *command)
{
	const uint8_t *body = at + 4;
	size_t left;

	memset(command, 0, sizeof(*command));
	if (len < 4)
		return false;
	command->cla = at[0];
	command->ins = at[1];
	command->p1 = at[2];
	command->p2 = at[3];
	left = len - 4;
	if (left == 0)
		return true;
	if (left == 1) {
		command->has_le = true;
		command->le = body[0] == 0 ? 256 : body[0];
		return true;
	}
	if (body[0] != 0) {
		command->data = body + 1;
		command->len = body[0];
		if (left != 1 + command->len && left != 2 + command->len)
			return false;
		command->has_le = left == 2 + command->len;
		if (command->has_le)
			command->le =
			    body[left - 1] == 0 ? 256 : body[left - 1];
		return true;
	}
	command->is_extended = true;
	if (left < 3)
		return false;
	if (left > 3) {
		command->len = (size_t)body[1] << 8 | body[2];
		command->data = body + 3;
		if (left != 3 + command->len && left != 5 + command->len)
			return false;
	}
	command->has_le = left == 3 || left == 5 + command->len;
	if (command->has_le)
		command->le = (size_t)at[len - 2] << 8 | at[len - 1];
	if (command->has_le && command->le == 0)
		command->le = 65536;
	return true;
}

/* ---- files --------------------------------------------------------------- */

static const struct chip_file *
file_of(const struct chip *chip, unsigned id)
{
	const struct chip_model *model = chip->model;
	const struct chip_file *file = NULL;

	if (!chip->has_application) {
		if (id == 0x1c)
			file = &model->card_access;
		else if (id == 0x1d)
			file = &model->card_security;
	} else if (id == 0x1e) {
		file = &model->com;
	} else if (id == 0x1d) {
		file = &model->sod;
	} else if (id >= 1 && id <= 16) {
		file = &model->groups[id];
	}
	return file != NULL && file->at != NULL ? file : NULL;
}

/* Fingers and irises want more rights than anybody has here. */
static bool
may_read(const struct chip *chip, const struct chip_file *file)
{
	const struct chip_model *model = chip->model;

	if (file == &model->card_access)
		return true;
	if (file == &model->groups[3] || file == &model->groups[4])
		return false;
	for (unsigned i = 1; i <= 16; i++) {
		if (file == &model->groups[i] && model->closed_groups >> i & 1)
			return false;
	}
	return chip->has_access || model->is_open;
}

static uint16_t
select_it(struct chip *chip, const struct chip_command *command)
{
	const struct chip_file *file;

	if (command->p1 == 0x04) {
		if (command->len != sizeof(application) ||
		    memcmp(command->data, application, command->len) != 0)
			return 0x6a82;
		chip->has_application = true;
		chip->selected = NULL;
		return 0x9000;
	}
	if (command->p1 != 0x02 || command->p2 != 0x0c || command->len != 2 ||
	    command->data[0] != 0x01)
		return 0x6a86;
	file = file_of(chip, command->data[1]);
	if (file == NULL)
		return 0x6a82;
	if (!may_read(chip, file))
		return 0x6982;
	chip->selected = file;
	return 0x9000;
}

static void
give(const struct chip *chip, size_t offset, size_t le, size_t most,
    struct chip_reply *reply)
{
	const struct chip_model *model = chip->model;
	const struct chip_file *file = chip->selected;
	size_t left;

	reply->sw = 0x9000;
	if (model->gives_nothing)
		return;
	if (model->begins_again)
		offset = 0;
	reply->sw = 0x6b00;
	if (offset >= file->len)
		return;
	left = file->len - offset;
	if (model->read_most != 0 && le > model->read_most) {
		reply->sw = 0x6700;
		return;
	}
	reply->sw = le > left && model->ends_with_warning ? 0x6282 : 0x9000;
	if (le > left)
		le = left;
	if (model->give_most != 0 && le > model->give_most)
		le = model->give_most;
	if (le > most)
		le = most;
	memcpy(reply->data, file->at + offset, le);
	reply->len = le;
}

/* ISO/IEC 7816-4, 7.2.3 */
static void
read_even(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply)
{
	const struct chip_file *file = chip->selected;
	size_t offset = (size_t)command->p1 << 8 | command->p2;

	if (command->p1 & 0x80) {
		if (chip->model->has_no_short_ids) {
			reply->sw = 0x6a86;
			return;
		}
		file = file_of(chip, command->p1 & 0x1f);
		offset = command->p2;
		reply->sw = 0x6a82;
	} else {
		reply->sw = 0x6986;
	}
	if (file == NULL)
		return;
	reply->sw = 0x6982;
	if (!may_read(chip, file))
		return;
	chip->selected = file;
	give(chip, offset, command->le, 65000, reply);
}

/* How much fits with tag and length. */
static size_t
inside(size_t le)
{
	size_t head = le <= 2 + 0x7f ? 2 : le <= 3 + 0xff ? 3 : 4;

	return le > head ? le - head : 0;
}

static void
read_odd(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply)
{
	size_t len, offset = 0;
	const uint8_t *at =
	    chip_object(command->data, command->len, 0x54, &len);
	uint8_t *copy;

	reply->sw = 0x6a80;
	if (at == NULL || len == 0 || len > 3 || chip->selected == NULL ||
	    command->p1 != 0 || command->p2 != 0)
		return;
	for (size_t i = 0; i < len; i++)
		offset = offset << 8 | at[i];
	give(chip, offset, inside(command->le), 65000, reply);
	if (reply->len == 0)
		return;
	copy = malloc(reply->len);
	memcpy(copy, reply->data, reply->len);
	reply->len = chip_put(reply->data, 0x53, copy, reply->len);
	free(copy);
}

/* ---- basic access control ------------------------------------------------ */

static void
give_challenge(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply)
{
	reply->sw = 0x6d00;
	if (!chip->model->has_bac || !chip->has_application)
		return;
	reply->sw = 0x6700;
	if (command->le != 8)
		return;
	chip_random(chip->challenge, 8);
	chip->has_challenge = true;
	memcpy(reply->data, chip->challenge, 8);
	reply->len = 8;
	reply->sw = 0x9000;
}

/* 9303-11, 4.3.2 */
static void
take_keys(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply)
{
	const char *information = chip->model->zone_information;
	uint8_t seed[20], enc[32], mac[32], own[8], text[32], key[16];

	reply->sw = 0x6985;
	if (!chip->has_challenge || command->len != 40 || information == NULL)
		return;
	chip->has_challenge = false;
	EVP_Digest(
	    information, strlen(information), seed, NULL, EVP_sha1(), NULL);
	chip_derive(1, seed, 16, 1, enc);
	chip_derive(1, seed, 16, 2, mac);
	chip_mac(1, mac, command->data, 32, own);
	reply->sw = 0x6300;
	if (memcmp(own, command->data + 32, 8) != 0)
		return;
	chip_crypt(1, enc, NULL, false, command->data, 32, text);
	if (memcmp(text + 8, chip->challenge, 8) != 0)
		return;
	chip_random(key, 16);
	for (size_t i = 0; i < 16; i++)
		seed[i] = key[i] ^ text[16 + i];
	chip_start_session(&chip->next_session, 1, seed, 16);
	memcpy(chip->next_session.counter, chip->challenge + 4, 4);
	memcpy(chip->next_session.counter + 4, text + 4, 4);
	chip->starts_session = true;
	memmove(text + 8, text, 8);
	memcpy(text, chip->challenge, 8);
	memcpy(text + 16, key, 16);
	chip_crypt(1, enc, NULL, true, text, 32, reply->data);
	chip_mac(1, mac, reply->data, 32, reply->data + 32);
	reply->len = 40;
	reply->sw = 0x9000;
}

/* ---- all ----------------------------------------------------------------- */

static uint16_t
set_environment(struct chip *chip, const struct chip_command *command)
{
	if (command->p1 == 0xc1 && command->p2 == 0xa4)
		return chip_pace_set(chip, command);
	if (!chip->session.is_on || !chip->has_application ||
	    chip->model->agree_cipher == 0 || command->p1 != 0x41)
		return 0x6985;
	if (command->p2 == 0xa6)
		return chip_agree_3des(chip, command);
	chip->wants_agreement = chip->model->agree_cipher > 1;
	return chip->wants_agreement ? 0x9000 : 0x6a80;
}

static void
run(struct chip *chip, const struct chip_command *command,
    struct chip_reply *reply)
{
	switch (command->ins) {
	case 0xa4: reply->sw = select_it(chip, command); break;
	case 0xb0: read_even(chip, command, reply); break;
	case 0xb1: read_odd(chip, command, reply); break;
	case 0x84: give_challenge(chip, command, reply); break;
	case 0x82: take_keys(chip, command, reply); break;
	case 0x22: reply->sw = set_environment(chip, command); break;
	case 0x86:
		if (chip->wants_agreement)
			chip_agree_aes(chip, command, reply);
		else
			chip_pace_step(chip, command, reply);
		break;
	case 0x88:
		reply->sw = 0x6985;
		if (chip->has_application && may_read(chip, &chip->model->sod))
			chip_active(chip, command, reply);
		break;
	default: reply->sw = 0x6d00; break;
	}
}

static void
switch_session(struct chip *chip)
{
	if (!chip->starts_session)
		return;
	chip->session = chip->next_session;
	chip->has_access = true;
	chip->starts_session = false;
}

static size_t
write_plain(const struct chip_reply *reply, uint8_t *answer)
{
	memcpy(answer, reply->data, reply->len);
	answer[reply->len] = (uint8_t)(reply->sw >> 8);
	answer[reply->len + 1] = (uint8_t)reply->sw;
	return reply->len + 2;
}

/* What is not protected, or not rightly, ends the session. */
static size_t
refuse(
    struct chip *chip, struct chip_reply *reply, uint16_t sw, uint8_t *answer)
{
	chip->session.is_on = chip->has_access = false;
	reply->len = 0;
	reply->sw = sw;
	return write_plain(reply, answer);
}

static size_t
say(struct chip *chip, const uint8_t *bytes, size_t len, uint8_t *answer)
{
	static _Thread_local struct chip_reply reply;
	static _Thread_local uint8_t room[CHIP_ANSWER_ROOM];
	struct chip_command outer, command;

	reply.len = 0;
	reply.sw = 0x6700;
	if (!read_command(bytes, len, &outer) ||
	    (outer.is_extended && chip->model->has_no_extended))
		return refuse(chip, &reply, 0x6700, answer);
	chip->over_short += outer.is_extended;
	command = outer;
	if ((outer.cla & 0x0c) == 0x0c) {
		if (!chip->session.is_on)
			return refuse(chip, &reply, 0x6882, answer);
		if (!chip_open_command(&chip->session, &outer, room, &command))
			return refuse(chip, &reply, 0x6988, answer);
	} else if (chip->session.is_on) {
		refuse(chip, &reply, 0x6982, answer);
	}
	run(chip, &command, &reply);
	if ((outer.cla & 0x0c) == 0x0c) {
		size_t used = chip_close_answer(
		    &chip->session, (outer.ins & 1) != 0, &reply, answer);

		switch_session(chip);
		if (!outer.is_extended && used > 258)
			return refuse(chip, &reply, 0x6700, answer);
		return used;
	}
	switch_session(chip);
	return write_plain(&reply, answer);
}

size_t
chip_say(struct chip *chip, const uint8_t *command, size_t len,
    uint8_t answer[CHIP_ANSWER_ROOM])
{
	size_t used = say(chip, command, len, answer);

	chip->count++;
	chip->total_count++;
	chip->bytes += len + used;
	if (chip->mangle != NULL &&
	    !chip->mangle(chip, chip->user, chip->total_count, command, len,
		answer, &used))
		return 0;
	return used;
}
