/* SPDX-License-Identifier: Apache-2.0 */
/* mock-picture.c -- makes of a portrait what its width says, in dots. */
#include <counterseal/module.h>
#include <string.h>

/* IHDR of 413 by 531 dots, up to its width; and that is all there is. */
static const uint8_t png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0,
	0, 0, 13, 'I', 'H', 'D', 'R' };

static uint32_t
be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	       (uint32_t)at[2] << 8 | at[3];
}

static cseal_status
write_png(uint32_t width, uint32_t height, cseal_blob *picture,
    cseal_error **ret_error)
{
	const uint8_t sides[] = { 0, 0, (uint8_t)(width >> 8), (uint8_t)width,
		0, 0, (uint8_t)(height >> 8), (uint8_t)height };
	cseal_status st =
	    cseal_blob_append(picture, png, sizeof(png), ret_error);

	return st != CSEAL_OK ? st
			      : cseal_blob_append(
				    picture, sides, sizeof(sides), ret_error);
}

static cseal_status
decode(cseal_host *host, const struct cseal_picture_request *request,
    cseal_wait *wait, cseal_blob *picture, cseal_error **ret_error)
{
	const uint8_t *at = request->bytes;
	uint32_t width = be32(at + 8), height = be32(at + 12);
	cseal_status st = cseal_wait_check(wait, ret_error);

	if (st != CSEAL_OK)
		return st;
	if (strcmp(request->media_type, "image/j2c") != 0 ||
	    (request->form != CSEAL_PICTURE_PNG &&
		request->form != CSEAL_PICTURE_JPEG))
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "the core asked for something else");
	switch (width) {
	case 1: return write_png(2, height, picture, ret_error);
	case 2: return CSEAL_OK;           /* nothing */
	case 3: return CSEAL_FAULT_MODULE; /* without saying why */
	case 4:
		return cseal_fail(
		    ret_error, CSEAL_REFUSED_INPUT, "the picture was damaged");
	case 5: return cseal_blob_append(picture, at, 20, ret_error);
	default: return write_png(width, height, picture, ret_error);
	}
}

static const struct cseal_picture_ops ops = {
	.size = sizeof(ops),
	.decode = decode,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_PICTURE,
	.title = "Mock of what opens pictures",
	.ops.picture = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "mock-picture",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
