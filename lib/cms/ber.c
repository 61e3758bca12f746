/* SPDX-License-Identifier: Apache-2.0 */
/* ber.c -- makes lengths definite and strings whole (X.690, 8.1.3.6, 8.7.3).
 *
 * One pass over the elements with a stack of fixed depth.  Each byte of the
 * input is looked at once, and moved at most once a level when a length that
 * was open is closed. */
#include "cms/der.h"

#include <string.h>

#define DEPTH_MOST      32
#define STRING_IN_PARTS 0x24 /* constructed OCTET STRING */

struct level {
	const uint8_t *end; /* NULL: an end-of-contents closes it */
	size_t mark;        /* in the output; SIZE_MAX: nothing was written */
};

struct converter {
	struct csi_reader in;
	struct csi_bytes *out;
	struct level levels[DEPTH_MOST];
	size_t depth;
	size_t strings; /* how many of the innermost levels are OCTET STRINGs
			   in parts: only the outermost of them is written */
};

static bool
is_closed(const struct converter *to)
{
	const struct level *level = &to->levels[to->depth - 1];

	if (level->end != NULL)
		return to->in.at == level->end;
	return csi_reader_left(&to->in) >= 2 && to->in.at[0] == 0 &&
	       to->in.at[1] == 0;
}

static void
close_level(struct converter *to)
{
	const struct level *level = &to->levels[--to->depth];

	if (level->end == NULL)
		csi_read_be16(&to->in);
	if (to->strings > 0)
		to->strings--;
	if (level->mark != SIZE_MAX)
		csi_der_end(to->out, level->mark);
}

/* Tag and length; *ret_len is SIZE_MAX for an indefinite one. */
static uint8_t
read_head(struct csi_reader *in, size_t *ret_len)
{
	uint8_t tag = csi_read_u8(in);
	size_t len = csi_read_u8(in), bytes = len & 0x7f;

	if ((tag & 0x1f) == 0x1f || tag == 0 || (len > 0x80 && bytes > 4))
		in->bad = true;
	if (len == 0x80) {
		if ((tag & 0x20) == 0)
			in->bad = true;
		len = SIZE_MAX;
	} else if (len > 0x80) {
		len = 0;
		for (size_t i = 0; i < bytes && !in->bad; i++)
			len = len << 8 | csi_read_u8(in);
	}
	if (len != SIZE_MAX && len > csi_reader_left(in))
		in->bad = true;
	*ret_len = len;
	return tag;
}

static void
open_level(struct converter *to, uint8_t tag, size_t len)
{
	struct level *level = &to->levels[to->depth];

	if (to->depth == DEPTH_MOST) {
		to->in.bad = true;
		return;
	}
	level->end = len == SIZE_MAX ? NULL : to->in.at + len;
	level->mark = SIZE_MAX;
	if (tag == STRING_IN_PARTS) {
		if (to->strings++ == 0)
			level->mark =
			    csi_der_begin(to->out, CSI_DER_OCTET_STRING);
	} else {
		level->mark = csi_der_begin(to->out, tag);
	}
	to->depth++;
}

/* Inside of a string in parts only its parts may be. */
static void
take_element(struct converter *to)
{
	const uint8_t *start = to->in.at;
	size_t len;
	uint8_t tag = read_head(&to->in, &len);
	struct level *level;

	if (to->in.bad)
		return;
	if (to->strings > 0 && tag != CSI_DER_OCTET_STRING &&
	    tag != STRING_IN_PARTS) {
		to->in.bad = true;
		return;
	}
	if (to->depth > 0 && len != SIZE_MAX) {
		level = &to->levels[to->depth - 1];
		if (level->end != NULL &&
		    len > (size_t)(level->end - to->in.at)) {
			to->in.bad = true;
			return;
		}
	}
	if ((tag & 0x20) != 0) {
		open_level(to, tag, len);
		return;
	}
	to->in.at += len;
	if (to->strings > 0)
		start = to->in.at - len;
	csi_bytes_add(to->out, start, (size_t)(to->in.at - start));
}

bool
csi_ber_to_der(struct csi_span in, struct csi_bytes *out, size_t *ret_used)
{
	struct converter to = { .in = csi_reader_of(in.at, in.len),
		.out = out };

	do {
		take_element(&to);
		while (!to.in.bad && to.depth > 0 && is_closed(&to))
			close_level(&to);
	} while (!to.in.bad && !out->failed && to.depth > 0);
	if (to.in.bad || out->failed)
		return false;
	*ret_used = in.len - csi_reader_left(&to.in);
	return true;
}
