/* SPDX-License-Identifier: Apache-2.0 */
/* picture.c -- the picture that a customer signs below, and how it gets to the
 * pad. */
#include "picture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define TEXT_LEAST_PX 8
#define HEADER_MOST   4096 /* bytes of a PBM before its pixels */
#define SHOW_MS       5000 /* for a pad to unpack and show a picture */

/* ---- drawing ---------------------------------------------------------- */

/* The whole file, if it is of a length that can be right. */
static cseal_status
read_file(const char *path, uint8_t *bytes, size_t room, size_t *ret_len,
    cseal_error **ret_error)
{
	FILE *file = fopen(path, "re");

	if (file == NULL)
		return cseal_fail(ret_error, CSEAL_SETUP_FILE,
		    "could not open %s: %s", path, strerror(errno));
	*ret_len = fread(bytes, 1, room, file);
	if (ferror(file)) {
		fclose(file);
		return cseal_fail(
		    ret_error, CSEAL_SETUP_FILE, "could not read %s", path);
	}
	fclose(file);
	return CSEAL_OK;
}

static cseal_status
draw_file(struct stu_screen *screen, const char *path, cseal_error **ret_error)
{
	size_t room = screen->stride * screen->height + HEADER_MOST, len = 0;
	uint8_t *bytes = malloc(room);
	cseal_status st;

	if (bytes == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	st = read_file(path, bytes, room, &len, ret_error);
	if (st == CSEAL_OK && !stu_screen_take_pbm(screen, bytes, len))
		st = cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "%s is not a PBM (P4) of %u by %u pixels", path,
		    screen->width, screen->height);
	free(bytes);
	return st;
}

/* What is below a text or a button does not shine through. */
static cseal_status
draw_text(cseal_host *host, struct stu_screen *screen,
    const struct stu_area *area, const char *text, bool is_centred,
    cseal_wait *wait, cseal_error **ret_error)
{
	struct cseal_raster_request request = { .size = sizeof(request),
		.text = text,
		.width_px = area->right - area->left + 1u,
		.height_px = area->bottom - area->top + 1u,
		.is_centred = is_centred };
	uint8_t *grey;
	cseal_status st;

	request.text_px = request.height_px * 3 / 5;
	if (request.text_px < TEXT_LEAST_PX)
		request.text_px = TEXT_LEAST_PX;
	request.text_least_px = TEXT_LEAST_PX;
	grey = malloc((size_t)request.width_px * request.height_px);
	if (grey == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	st = cseal_host_raster(host, &request, wait, grey, ret_error);
	if (st == CSEAL_OK) {
		stu_screen_blank(screen, area);
		stu_screen_text(screen, area, grey);
	}
	free(grey);
	return st;
}

static cseal_status
draw_button(cseal_host *host, struct stu_screen *screen,
    const struct stu_layout *layout, size_t i,
    const struct stu_settings *settings, cseal_wait *wait,
    cseal_error **ret_error)
{
	const struct stu_button *button = &layout->buttons[i];
	const char *label = settings->labels[button->means];
	struct stu_area inside =
	    stu_area_inside(&button->area, (uint16_t)(layout->thick * 2));

	stu_screen_blank(screen, &button->area);
	stu_screen_frame(screen, &button->area, layout->thick);
	if (label != NULL)
		return draw_text(
		    host, screen, &inside, label, true, wait, ret_error);
	inside = stu_area_inside(&inside, (uint16_t)(layout->thick * 2));
	stu_screen_sign(screen, &inside, button->means);
	return CSEAL_OK;
}

cseal_status
stu_picture_draw(cseal_host *host, struct stu_screen *screen,
    const struct stu_layout *layout, const struct stu_settings *settings,
    const char *prompt, cseal_wait *wait, cseal_error **ret_error)
{
	int margin = screen->width / 16;
	cseal_status st = CSEAL_OK;

	if (settings->picture != NULL)
		st = draw_file(screen, settings->picture, ret_error);
	if (st == CSEAL_OK && prompt != NULL && prompt[0] != '\0')
		st = draw_text(host, screen, &layout->prompt, prompt, false,
		    wait, ret_error);
	stu_screen_line(screen, margin, layout->line_y,
	    screen->width - 1 - margin, layout->line_y, layout->thick);
	for (size_t i = 0; st == CSEAL_OK && i < STU_BUTTONS; i++)
		st = draw_button(
		    host, screen, layout, i, settings, wait, ret_error);
	return st;
}

/* ---- sending ---------------------------------------------------------- */

struct image {
	enum stu_encoding encoding;
	uint8_t *bytes;
	size_t len;
};

bool
stu_picture_has_areas(const struct stu_link *link)
{
	return stu_has(link, STU_START_IMAGE_AREA);
}

/* Packed only where that is shorter. */
static cseal_status
pack(const struct stu_screen *screen, const struct stu_area *area,
    bool may_zlib, struct image *ret_image, cseal_error **ret_error)
{
	struct image image = { STU_MONO, NULL, stu_screen_area_len(area) };
	uLongf packed_len = compressBound(image.len);
	uint8_t *packed = NULL;

	image.bytes = malloc(image.len);
	if (may_zlib)
		packed = malloc(packed_len);
	if (image.bytes == NULL || (may_zlib && packed == NULL)) {
		free(image.bytes);
		free(packed);
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	}
	stu_screen_cut(screen, area, image.bytes);
	if (may_zlib &&
	    compress2(packed, &packed_len, image.bytes, image.len,
		Z_BEST_COMPRESSION) == Z_OK &&
	    packed_len < image.len) {
		free(image.bytes);
		image = (struct image){ STU_MONO_ZLIB, packed, packed_len };
		packed = NULL;
	}
	free(packed);
	*ret_image = image;
	return CSEAL_OK;
}

static cseal_status
begin(struct stu_link *link, const struct image *image,
    const struct stu_area *area, cseal_wait *wait, uint8_t *ret_result,
    cseal_error **ret_error)
{
	uint8_t payload[STU_IMAGE_AREA_LEN];
	cseal_status st;

	stu_image_area_build(image->encoding, area, payload);
	if (stu_picture_has_areas(link))
		st = stu_order(link, STU_START_IMAGE_AREA, payload,
		    sizeof(payload), wait, ret_result, ret_error);
	else
		st = stu_order(link, STU_START_IMAGE, payload, 1, wait,
		    ret_result, ret_error);
	if (st == CSEAL_OK)
		st = stu_await(link, STU_IMAGE, STU_SETTLE_MS, wait, ret_error);
	return st;
}

static cseal_status
send_blocks(struct stu_link *link, const struct image *image, cseal_wait *wait,
    uint8_t *ret_result, cseal_error **ret_error)
{
	size_t payload_len = stu_link_reports(link)->feature[STU_IMAGE_BLOCK];
	size_t room = stu_block_room(payload_len);
	uint8_t payload[STU_REPORT_MOST];
	cseal_status st = CSEAL_OK;

	if (room == 0)
		return cseal_fail(ret_error, CSEAL_FAULT_DEVICE,
		    "the pad has no room for a part of an image");
	for (size_t at = 0; st == CSEAL_OK && at < image->len; at += room) {
		size_t len = image->len - at < room ? image->len - at : room;

		stu_block_build(image->bytes + at, len, payload, payload_len);
		st = stu_order(link, STU_IMAGE_BLOCK, payload, payload_len,
		    wait, ret_result, ret_error);
	}
	return st;
}

/* What became of it is told when the pad is ready again. */
static cseal_status
finish(struct stu_link *link, cseal_wait *wait, uint8_t *ret_result,
    cseal_error **ret_error)
{
	const uint8_t commit = 0;
	struct stu_status status = { 0 };
	cseal_status st;

	st = stu_order(
	    link, STU_END_IMAGE, &commit, 1, wait, ret_result, ret_error);
	if (st == CSEAL_OK)
		st = stu_await(link, STU_READY, SHOW_MS, wait, ret_error);
	if (st == CSEAL_OK)
		st = stu_ask_status(link, wait, &status, ret_error);
	if (st != CSEAL_OK || status.result == STU_RESULT_OK)
		return st;
	*ret_result = status.result;
	return cseal_fail(ret_error, CSEAL_COUNTER_DEVICE_FAILED,
	    "the pad did not show the picture: %s",
	    stu_result_text(status.result));
}

static cseal_status
send_image(struct stu_link *link, const struct stu_screen *screen,
    const struct stu_area *area, bool may_zlib, cseal_wait *wait,
    uint8_t *ret_result, cseal_error **ret_error)
{
	struct image image = { 0 };
	cseal_status st;

	st = pack(screen, area, may_zlib, &image, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = begin(link, &image, area, wait, ret_result, ret_error);
	if (st == CSEAL_OK)
		st = send_blocks(link, &image, wait, ret_result, ret_error);
	if (st == CSEAL_OK)
		st = finish(link, wait, ret_result, ret_error);
	free(image.bytes);
	return st;
}

/* Out of the state that a refused picture left the pad in. */
static cseal_status
abandon(struct stu_link *link, cseal_wait *wait, cseal_error **ret_error)
{
	const uint8_t give_up = 1;
	struct stu_status status = { 0 };
	cseal_status st;

	st = stu_ask_status(link, wait, &status, ret_error);
	if (st == CSEAL_OK && status.state == STU_IMAGE)
		st = stu_order(
		    link, STU_END_IMAGE, &give_up, 1, wait, NULL, ret_error);
	return st;
}

cseal_status
stu_picture_send(struct stu_link *link, const struct stu_screen *screen,
    const struct stu_area *area, bool *has_zlib, cseal_wait *wait,
    cseal_error **ret_error)
{
	struct stu_area whole = { 0, 0, (uint16_t)(screen->width - 1),
		(uint16_t)(screen->height - 1) };
	uint8_t result = STU_RESULT_OK;
	cseal_error *error = NULL;
	cseal_status st;

	if (stu_picture_has_areas(link))
		whole = stu_screen_align(screen, area);
	st = send_image(link, screen, &whole, *has_zlib, wait, &result, &error);
	if (st != CSEAL_COUNTER_DEVICE_FAILED || !*has_zlib ||
	    result == STU_RESULT_OK) {
		if (st != CSEAL_OK && ret_error != NULL)
			*ret_error = error;
		else
			cseal_error_free(error);
		return st;
	}
	/* It said that it could unpack, and could not. */
	cseal_error_free(error);
	*has_zlib = false;
	st = abandon(link, wait, ret_error);
	if (st == CSEAL_OK)
		st = send_image(
		    link, screen, &whole, false, wait, &result, ret_error);
	return st;
}
