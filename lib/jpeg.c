/* SPDX-License-Identifier: Apache-2.0 */
/* jpeg.c -- a walk over markers (ISO/IEC 10918-1, Annex B).
 *
 * Every step moves forward, so the walk is linear in the length. */
#include "jpeg.h"

#include "error.h"
#include "jpeg-exif.h"

#include <string.h>

/* ISO/IEC 10918-1, Table B.1 */
enum {
	TEM = 0x01,
	SOF0 = 0xc0,
	SOF1 = 0xc1,
	SOF2 = 0xc2,
	DHT = 0xc4,
	JPG = 0xc8,
	DAC = 0xcc,
	SOF15 = 0xcf,
	RST0 = 0xd0,
	RST7 = 0xd7,
	SOI = 0xd8,
	EOI = 0xd9,
	SOS = 0xda,
	DQT = 0xdb,
	DNL = 0xdc,
	APP0 = 0xe0,
	APP1 = 0xe1,
	APP14 = 0xee,
	APP15 = 0xef,
	COM = 0xfe
};

#define COMPONENTS_MOST 4

/* What the walk knows so far. */
struct walk {
	struct csi_span jpeg;
	struct csi_reader reader;
	struct csi_jpeg_info info;
	uint8_t ids[COMPONENTS_MOST]; /* of the frame's components */
	bool has_frame, has_tables, has_scan;
	bool past_apps;
	cseal_error **ret_error;
};

static const char virtual_mark[] = "counterseal: from a virtual camera";

static cseal_status
refuse(struct walk *walk, const char *why)
{
	return cseal_fail(
	    walk->ret_error, CSEAL_REFUSED_INPUT, "the JPEG %s", why);
}

/* Fill bytes may come before a marker (B.1.1.2). */
static cseal_status
next_marker(struct walk *walk, uint8_t *ret_marker)
{
	uint8_t marker;

	if (csi_read_u8(&walk->reader) != 0xff)
		return refuse(walk, walk->reader.bad
					? "ended before its end marker"
					: "had no marker where one must be");
	do
		marker = csi_read_u8(&walk->reader);
	while (marker == 0xff);
	if (walk->reader.bad)
		return refuse(walk, "ended before its end marker");
	*ret_marker = marker;
	return CSEAL_OK;
}

static cseal_status
segment(struct walk *walk, struct csi_reader *ret_segment)
{
	uint16_t len = csi_read_be16(&walk->reader);
	struct csi_span span;

	if (len < 2)
		return refuse(walk,
		    walk->reader.bad ? "ended inside a segment"
				     : "had a segment of an impossible length");
	span = csi_read_span(&walk->reader, len - 2u);
	if (walk->reader.bad)
		return refuse(walk, "ended inside a segment");
	*ret_segment = csi_reader_of(span.at, span.len);
	return CSEAL_OK;
}

static cseal_status
frame_size(struct walk *walk, struct csi_reader *frame)
{
	struct csi_jpeg_info *info = &walk->info;

	info->bits = csi_read_u8(frame);
	info->height = csi_read_be16(frame);
	info->width = csi_read_be16(frame);
	info->components = csi_read_u8(frame);
	if (frame->bad || csi_reader_left(frame) != 3u * info->components)
		return refuse(walk, "had a frame header of a wrong length");
	if (info->bits != 8)
		return refuse(walk, "did not have 8 bits a sample");
	/* A height of 0 is told later by DNL (B.2.5): no camera does it. */
	if (info->width == 0 || info->height == 0)
		return refuse(walk, "had no size");
	if ((uint64_t)info->width * info->height > CSI_JPEG_PIXELS_MOST)
		return cseal_fail(walk->ret_error, CSEAL_REFUSED_LIMIT,
		    "the JPEG had more than %u pixels", CSI_JPEG_PIXELS_MOST);
	if (info->components != 1 && info->components != 3 &&
	    info->components != 4)
		return refuse(walk, "did not have 1, 3 or 4 components");
	return CSEAL_OK;
}

/* B.2.2 */
static cseal_status
read_frame(struct walk *walk, uint8_t marker, struct csi_reader frame)
{
	cseal_status st;

	if (marker > SOF2)
		return refuse(walk, "was coded in a way that PDF cannot show");
	if (walk->has_frame)
		return refuse(walk, "had two frames");
	st = frame_size(walk, &frame);
	if (st != CSEAL_OK)
		return st;
	for (unsigned i = 0; i < walk->info.components; i++) {
		uint8_t sampling;

		walk->ids[i] = csi_read_u8(&frame);
		sampling = csi_read_u8(&frame);
		if (sampling >> 4 < 1 || sampling >> 4 > 4 ||
		    (sampling & 15) < 1 || (sampling & 15) > 4 ||
		    csi_read_u8(&frame) > 3)
			return refuse(walk, "had a wrong frame header");
		if (memchr(walk->ids, walk->ids[i], i) != NULL)
			return refuse(walk, "named a component twice");
	}
	walk->info.progressive = marker == SOF2;
	walk->has_frame = true;
	return CSEAL_OK;
}

/* B.2.3 */
static cseal_status
read_scan_header(struct walk *walk, struct csi_reader scan)
{
	unsigned count = csi_read_u8(&scan);

	if (!walk->has_frame)
		return refuse(walk, "had a scan before its frame");
	if (!walk->has_tables)
		return refuse(walk, "had no quantization table");
	if (count < 1 || count > walk->info.components ||
	    csi_reader_left(&scan) != 2 * count + 3)
		return refuse(walk, "had a wrong scan header");
	for (unsigned i = 0; i < count; i++) {
		uint8_t id = csi_read_u8(&scan);

		csi_read_u8(&scan);
		if (memchr(walk->ids, id, walk->info.components) == NULL)
			return refuse(walk,
			    "had a scan of a component that it does not have");
	}
	walk->has_scan = true;
	return CSEAL_OK;
}

/* Entropy-coded data ends before the first marker that is neither a stuffed
 * byte nor a restart (B.1.1.5). */
static cseal_status
skip_scan(struct walk *walk)
{
	struct csi_reader *reader = &walk->reader;

	for (;;) {
		const uint8_t *at;

		at = memchr(reader->at, 0xff, csi_reader_left(reader));
		if (at == NULL || at + 1 == reader->end)
			return refuse(walk, "ended before its end marker");
		reader->at = at;
		if (at[1] == 0xff)
			reader->at = at + 1;
		else if (at[1] == 0 || (at[1] >= RST0 && at[1] <= RST7))
			reader->at = at + 2;
		else
			return CSEAL_OK;
	}
}

/* The JFIF segment: version, unit, density (JFIF 1.02). */
static void
read_jfif(struct walk *walk, struct csi_reader segment)
{
	struct csi_span name = csi_read_span(&segment, 5);
	unsigned unit, across, down;

	if (segment.bad || memcmp(name.at, "JFIF", 5) != 0)
		return;
	csi_read_span(&segment, 2);
	unit = csi_read_u8(&segment);
	across = csi_read_be16(&segment);
	down = csi_read_be16(&segment);
	if (segment.bad)
		return;
	walk->info.density_unit = unit;
	walk->info.density_x = across;
	walk->info.density_y = down;
}

/* The Adobe segment: version, two words of flags, transform. */
static void
read_adobe(struct walk *walk, struct csi_reader segment)
{
	struct csi_span name = csi_read_span(&segment, 5);
	uint8_t transform;

	if (segment.bad || !csi_span_is(name, "Adobe"))
		return;
	csi_read_span(&segment, 6);
	transform = csi_read_u8(&segment);
	if (segment.bad)
		return;
	walk->info.has_adobe = true;
	walk->info.adobe_transform = transform;
}

/* The first that says it. */
static void
read_exif(struct walk *walk, struct csi_reader segment)
{
	struct csi_span content = { segment.at, csi_reader_left(&segment) };

	if (walk->info.orientation == 0)
		walk->info.orientation = csi_exif_orientation(content);
}

static void
read_comment(struct walk *walk, struct csi_reader segment)
{
	struct csi_span text = { segment.at, csi_reader_left(&segment) };

	if (csi_span_is(text, virtual_mark))
		walk->info.is_virtual = true;
}

static cseal_status
read_segment(struct walk *walk, uint8_t marker)
{
	struct csi_reader content;
	cseal_status st;

	st = segment(walk, &content);
	if (st != CSEAL_OK)
		return st;
	if (marker == SOS) {
		st = read_scan_header(walk, content);
		return st != CSEAL_OK ? st : skip_scan(walk);
	}
	if (marker == DAC)
		return refuse(walk, "was coded in a way that PDF cannot show");
	if (marker == DHT)
		walk->info.has_huffman = true;
	else if (marker == DQT)
		walk->has_tables = true;
	else if (marker == APP0)
		read_jfif(walk, content);
	else if (marker == APP1)
		read_exif(walk, content);
	else if (marker == APP14)
		read_adobe(walk, content);
	else if (marker == COM)
		read_comment(walk, content);
	else if (marker >= SOF0 && marker <= SOF15 && marker != JPG)
		return read_frame(walk, marker, content);
	return CSEAL_OK;
}

/* A comment goes behind the leading APPn segments: JFIF and Exif want to be
 * first. */
static void
note_comment_place(struct walk *walk, size_t at, uint8_t marker)
{
	if (walk->past_apps)
		return;
	walk->info.comment_at = at;
	walk->past_apps = marker < APP0 || marker > APP15;
}

static cseal_status
walk_markers(struct walk *walk)
{
	for (;;) {
		size_t at = (size_t)(walk->reader.at - walk->jpeg.at);
		uint8_t marker = 0;
		cseal_status st;

		st = next_marker(walk, &marker);
		if (st != CSEAL_OK)
			return st;
		note_comment_place(walk, at, marker);
		if (marker >= SOF0 && marker <= SOF2)
			walk->info.frame_at = at;
		if (marker == EOI)
			break;
		if (marker == 0 || marker == SOI || marker == DNL ||
		    (marker >= RST0 && marker <= RST7))
			return refuse(walk, "had a marker where it cannot be");
		if (marker == TEM)
			continue;
		st = read_segment(walk, marker);
		if (st != CSEAL_OK)
			return st;
	}
	if (!walk->has_scan)
		return refuse(walk, "had no picture in it");
	walk->info.len = (size_t)(walk->reader.at - walk->jpeg.at);
	return CSEAL_OK;
}

cseal_status
csi_jpeg_read(struct csi_span jpeg, struct csi_jpeg_info *ret_info,
    cseal_error **ret_error)
{
	struct walk walk = { .jpeg = jpeg,
		.reader = csi_reader_of(jpeg.at, jpeg.len),
		.ret_error = ret_error };
	cseal_status st;

	if (jpeg.len > CSI_JPEG_BYTES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the JPEG was larger than %u bytes", CSI_JPEG_BYTES_MOST);
	if (csi_read_be16(&walk.reader) != (0xff00 | SOI))
		return cseal_fail(
		    ret_error, CSEAL_REFUSED_INPUT, "this is not a JPEG");
	st = walk_markers(&walk);
	if (st != CSEAL_OK)
		return st;
	*ret_info = walk.info;
	return CSEAL_OK;
}

void
csi_jpeg_mark_virtual(struct csi_span jpeg, const struct csi_jpeg_info *info,
    struct csi_bytes *out)
{
	csi_bytes_add(out, jpeg.at, info->comment_at);
	csi_bytes_add_be16(out, 0xff00 | COM);
	csi_bytes_add_be16(out, 2 + sizeof(virtual_mark) - 1);
	csi_bytes_add_text(out, virtual_mark);
	csi_bytes_add(
	    out, jpeg.at + info->comment_at, jpeg.len - info->comment_at);
}
