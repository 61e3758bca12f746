/* SPDX-License-Identifier: Apache-2.0 */
/* protocol.c -- the reports of Wacom's STU pads. */
#include "protocol.h"

#include <string.h>

static uint16_t
be16_at(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static uint32_t
be32_at(const uint8_t *at)
{
	return (uint32_t)be16_at(at) << 16 | be16_at(at + 2);
}

static uint16_t
le16_at(const uint8_t *at)
{
	return (uint16_t)(at[0] | at[1] << 8);
}

static void
put_le16(uint8_t *at, uint16_t value)
{
	at[0] = (uint8_t)value;
	at[1] = (uint8_t)(value >> 8);
}

/* ---- what it is ------------------------------------------------------- */

bool
stu_information_parse(
    const uint8_t *payload, size_t len, struct stu_information *ret_information)
{
	struct stu_information information = { 0 };
	size_t n = 0;

	if (len < STU_MODEL_MOST + 2)
		return false;
	while (n < STU_MODEL_MOST && payload[n] > 0x20 && payload[n] < 0x7f) {
		information.model[n] = (char)payload[n];
		n++;
	}
	if (n == 0)
		return false;
	information.major = payload[STU_MODEL_MOST];
	information.minor = payload[STU_MODEL_MOST + 1];
	*ret_information = information;
	return true;
}

bool
stu_capability_parse(
    const uint8_t *payload, size_t len, struct stu_capability *ret_capability)
{
	struct stu_capability capability = { 0 };

	if (len < STU_CAPABILITY_LEN_LEAST)
		return false;
	capability.x_most = be16_at(payload);
	capability.y_most = be16_at(payload + 2);
	capability.pressure_most = be16_at(payload + 4);
	capability.width = be16_at(payload + 6);
	capability.height = be16_at(payload + 8);
	if (len >= 11)
		capability.rate_hz = payload[10];
	if (len >= 13)
		capability.lines_per_inch = be16_at(payload + 11);
	if (len >= 14)
		capability.encodings = payload[13];
	/* The pressure has 12 bits in every layout of a sample. */
	if (capability.x_most == 0 || capability.y_most == 0 ||
	    capability.pressure_most == 0 || capability.pressure_most > 4095 ||
	    capability.width < STU_SCREEN_LEAST ||
	    capability.height < STU_SCREEN_LEAST ||
	    capability.width > STU_SCREEN_MOST ||
	    capability.height > STU_SCREEN_MOST ||
	    capability.lines_per_inch > STU_DPI_MOST)
		return false;
	*ret_capability = capability;
	return true;
}

/* ---- what it does ----------------------------------------------------- */

bool
stu_status_parse(
    const uint8_t *payload, size_t len, struct stu_status *ret_status)
{
	/* The word behind them is read in two ways by two programs, and means
	 * nothing that is known. */
	if (len < 2)
		return false;
	ret_status->state = payload[0];
	ret_status->result = payload[1];
	return true;
}

struct text {
	uint8_t code;
	const char *text;
};

static const struct text results[] = {
	{ 0x00, "it was done" },
	{ 0x01, "the report was unknown" },
	{ 0x02, "the pad was in the wrong state" },
	{ 0x03, "the report came damaged" },
	{ 0x04, "a parameter was wrong" },
	{ 0x10, "the image's encoding was unknown" },
	{ 0x11, "the image was too long" },
	{ 0x12, "the image could not be unpacked" },
	{ 0x15, "the area was not on the screen" },
	{ 0x20, "a part of the pad was missing" },
	{ 0x33, "the stored image had a wrong size" },
	{ 0x34, "a parameter of the stored image was wrong" },
	{ 0x35, "the stored image was damaged" },
};

static const struct text states[] = {
	{ STU_READY, "ready" },
	{ STU_IMAGE, "taking an image" },
	{ STU_CAPTURE, "capturing" },
	{ STU_CALCULATION, "calculating" },
	{ STU_IMAGE_BOOT, "showing its first image" },
	{ STU_ROM_BUSY, "busy with its stored images" },
	{ STU_SYSTEM_RESET, "starting anew" },
};

static const char *
text_of(const struct text *texts, size_t count, uint8_t code)
{
	for (size_t i = 0; i < count; i++) {
		if (texts[i].code == code)
			return texts[i].text;
	}
	return NULL;
}

const char *
stu_result_text(uint8_t result)
{
	const char *text =
	    text_of(results, sizeof(results) / sizeof(results[0]), result);

	return text != NULL ? text : "the result was unknown";
}

const char *
stu_state_text(uint8_t state)
{
	const char *text =
	    text_of(states, sizeof(states) / sizeof(states[0]), state);

	return text != NULL ? text : "in a state that is not known";
}

/* Reports that only one state takes; every state takes those not here. */
static const struct gate {
	uint8_t id, state;
} gates[] = {
	{ STU_UID, STU_READY },
	{ STU_HOST_KEY, STU_READY },
	{ STU_START_CAPTURE, STU_READY },
	{ STU_DH_PRIME, STU_READY },
	{ STU_DH_BASE, STU_READY },
	{ STU_CLEAR_SCREEN, STU_READY },
	{ STU_INK_THRESHOLD, STU_READY },
	{ STU_CLEAR_AREA, STU_READY },
	{ STU_START_IMAGE_AREA, STU_READY },
	{ STU_START_IMAGE, STU_READY },
	{ STU_ENCRYPTION_COMMAND, STU_READY },
	{ STU_IMAGE_BLOCK, STU_IMAGE },
	{ STU_END_IMAGE, STU_IMAGE },
	{ STU_END_CAPTURE, STU_CAPTURE },
};

bool
stu_may_set(uint8_t id, uint8_t state)
{
	for (size_t i = 0; i < sizeof(gates) / sizeof(gates[0]); i++) {
		if (gates[i].id == id)
			return gates[i].state == state;
	}
	return true;
}

/* ---- the pen ---------------------------------------------------------- */

#define SAMPLE_LEN 6  /* flags and pressure, x, y */
#define TIMED_LEN  10 /* and time, sequence */

/* The samples of one report, one behind the other, and what is behind them. */
static const struct layout {
	uint8_t id;
	uint8_t first, count, size; /* of the samples */
	uint8_t session;            /* where it is; encrypted only */
	uint8_t options;            /* where they are; 0: none */
	uint8_t len;                /* the least there must be */
	bool is_encrypted;
} layouts[] = {
	{ STU_PEN, 0, 1, SAMPLE_LEN, 0, 0, 6, false },
	{ STU_PEN_OPTION, 0, 1, SAMPLE_LEN, 0, 6, 8, false },
	{ STU_PEN_TIME, 0, 1, TIMED_LEN, 0, 0, 10, false },
	{ STU_PEN_ENCRYPTED, 4, 2, SAMPLE_LEN, 0, 0, 16, true },
	{ STU_PEN_OPTION_ENCRYPTED, 4, 2, SAMPLE_LEN, 0, 16, 20, true },
	{ STU_PEN_TIME_ENCRYPTED, 0, 1, TIMED_LEN, 12, 0, 16, true },
};

static const struct layout *
layout_of(uint8_t id)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		if (layouts[i].id == id)
			return &layouts[i];
	}
	return NULL;
}

bool
stu_is_pen(uint8_t id)
{
	return layout_of(id) != NULL;
}

bool
stu_is_pen_encrypted(uint8_t id)
{
	const struct layout *layout = layout_of(id);

	return layout != NULL && layout->is_encrypted;
}

static void
parse_sample(const uint8_t *at, bool is_timed, struct stu_pen *pen)
{
	pen->is_near = (at[0] & 0x80) != 0;
	pen->is_down = (at[0] & 0x10) != 0;
	pen->pressure = be16_at(at) & 0x0fff;
	pen->x = be16_at(at + 2);
	pen->y = be16_at(at + 4);
	if (!is_timed)
		return;
	pen->time_ms = be16_at(at + 6);
	pen->sequence = be16_at(at + 8);
}

bool
stu_pens_parse(
    uint8_t id, const uint8_t *payload, size_t len, struct stu_pens *ret_pens)
{
	const struct layout *layout = layout_of(id);
	if (layout == NULL || len < layout->len)
		return false;
	memset(ret_pens, 0, sizeof(*ret_pens));
	ret_pens->count = layout->count;
	ret_pens->has_time = layout->size == TIMED_LEN;
	ret_pens->has_option = layout->options != 0;
	ret_pens->is_encrypted = layout->is_encrypted;
	if (layout->is_encrypted)
		ret_pens->session = be32_at(payload + layout->session);
	for (size_t i = 0; i < ret_pens->count; i++) {
		parse_sample(payload + layout->first + i * layout->size,
		    ret_pens->has_time, &ret_pens->at[i]);
		if (ret_pens->has_option)
			ret_pens->at[i].option =
			    be16_at(payload + layout->options + 2 * i);
	}
	return true;
}

/* ---- ink -------------------------------------------------------------- */

bool
stu_threshold_parse(
    const uint8_t *payload, size_t len, struct stu_threshold *ret_threshold)
{
	struct stu_threshold threshold;

	if (len < STU_THRESHOLD_LEN)
		return false;
	threshold.on = le16_at(payload);
	threshold.off = le16_at(payload + 2);
	if (threshold.on == 0 || threshold.off > threshold.on)
		return false;
	*ret_threshold = threshold;
	return true;
}

void
stu_threshold_build(const struct stu_threshold *threshold,
    uint8_t ret_payload[STU_THRESHOLD_LEN])
{
	put_le16(ret_payload, threshold->on);
	put_le16(ret_payload + 2, threshold->off);
}

/* ---- the screen ------------------------------------------------------- */

void
stu_area_build(const struct stu_area *area, uint8_t ret_payload[STU_AREA_LEN])
{
	put_le16(ret_payload, area->left);
	put_le16(ret_payload + 2, area->top);
	put_le16(ret_payload + 4, area->right);
	put_le16(ret_payload + 6, area->bottom);
}

void
stu_image_area_build(enum stu_encoding encoding, const struct stu_area *area,
    uint8_t ret_payload[STU_IMAGE_AREA_LEN])
{
	ret_payload[0] = (uint8_t)encoding;
	ret_payload[1] = 1;
	stu_area_build(area, ret_payload + 2);
}

size_t
stu_block_room(size_t payload_len)
{
	return payload_len > 2 ? payload_len - 2 : 0;
}

void
stu_block_build(
    const uint8_t *bytes, size_t len, uint8_t *ret_payload, size_t payload_len)
{
	put_le16(ret_payload, (uint16_t)len);
	memcpy(ret_payload + 2, bytes, len);
	memset(ret_payload + 2 + len, 0, payload_len - 2 - len);
}

/* ---- encryption ------------------------------------------------------- */

void
stu_session_build(uint32_t session, uint8_t ret_payload[STU_SESSION_LEN])
{
	for (int i = 0; i < STU_SESSION_LEN; i++)
		ret_payload[i] = (uint8_t)(session >> (24 - 8 * i));
}

void
stu_command_build(
    const struct stu_command *command, uint8_t ret_payload[STU_COMMAND_LEN])
{
	memset(ret_payload, 0, STU_COMMAND_LEN);
	ret_payload[0] = command->command;
	ret_payload[1] = command->parameter;
	ret_payload[2] = command->length;
	if (command->data != NULL)
		memcpy(ret_payload + 3, command->data, command->length);
}

void
stu_command_type_build(uint8_t ret_payload[STU_COMMAND_LEN])
{
	const struct stu_command command = { STU_V2_SET_TYPE, STU_V2_SYMMETRIC,
		STU_V2_PADDING << 6 | STU_V2_ASYMMETRIC, NULL };

	stu_command_build(&command, ret_payload);
}

bool
stu_chunk_parse(const uint8_t *payload, size_t len, const uint8_t **ret_bytes,
    size_t *ret_len)
{
	if (len < 3 || payload[2] > STU_COMMAND_CHUNK || payload[2] > len - 3)
		return false;
	*ret_bytes = payload + 3;
	*ret_len = payload[2];
	return true;
}

bool
stu_encryption_parse(
    const uint8_t *payload, size_t len, struct stu_encryption *ret_encryption)
{
	if (len < 7)
		return false;
	ret_encryption->exponent = payload[3];
	ret_encryption->modulus = payload[4];
	ret_encryption->key = payload[5];
	ret_encryption->result = payload[6];
	return true;
}
