/* SPDX-License-Identifier: Apache-2.0 */
/* strays.c -- bytes of later revisions that nothing lists.
 *
 * What the sections behind a place list is put in order; what lies between is
 * looked at. */
#include "pdf/strays.h"

#include "error.h"
#include "pdf/inside.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of a comment: writers put four, or a name and a day, and people hide
 * more than that. */
#define COMMENT_MOST 256

struct part {
	uint64_t at, end;
};

struct cover {
	csi_pdf_reader *reader;
	uint64_t from;
	struct part *parts;
	size_t count, room;
	cseal_status st;
};

static void
add_part(struct cover *cover, uint64_t at, uint64_t end)
{
	struct part *parts = cover->parts;
	size_t room = cover->room;

	if (at < cover->from || end <= at)
		return;
	if (cover->count == room) {
		room = room == 0 ? 64 : 2 * room;
		parts = reallocarray(parts, room, sizeof(*parts));
		if (parts == NULL) {
			cover->st = CSEAL_FAULT_MEMORY;
			return;
		}
		cover->parts = parts;
		cover->room = room;
	}
	parts[cover->count++] = (struct part){ at, end };
}

static void
add_row(void *user, uint32_t number, const struct csi_pdf_row *row)
{
	struct cover *cover = user;
	struct csi_pdf_object object;

	(void)number;
	if (cover->st != CSEAL_OK || row->kind != CSI_PDF_ROW_OFFSET ||
	    row->offset < cover->from)
		return;
	cover->st = csi_pdf_read_object(
	    cover->reader, row->offset, CSI_PDF_LENGTH_ANYWHERE, &object, NULL);
	if (cover->st == CSEAL_OK)
		add_part(cover, row->offset, object.end);
}

static cseal_status
add_sections(struct cover *cover)
{
	const struct csi_pdf_xref *xref = &cover->reader->xref;
	cseal_status st;

	for (size_t i = 0; i < xref->count; i++) {
		const struct csi_pdf_known_section *one = &xref->sections[i];

		if (one->face.offset < cover->from)
			continue;
		add_part(cover, one->face.offset, one->end);
		if (one->face.kind == CSI_PDF_XREF_HYBRID)
			add_part(cover, one->stream_offset, one->stream_end);
		st = csi_pdf_section_rows(
		    cover->reader, i, add_row, cover, NULL);
		if (st != CSEAL_OK || cover->st != CSEAL_OK)
			return st != CSEAL_OK ? st : cover->st;
	}
	return cover->st;
}

static int
by_place(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* ---- what lies between ---------------------------------------------------- */

static bool
is_digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

/* Past white space. */
static uint64_t
skip_space(struct csi_span bytes, uint64_t at, uint64_t end)
{
	while (at < end && csi_pdf_is_space(bytes.at[at]))
		at++;
	return at;
}

/* Past a comment, or startxref and its number; `at` itself where there is
 * neither. */
static uint64_t
skip_mark(struct csi_span bytes, uint64_t at, uint64_t end)
{
	static const char word[] = "startxref";
	size_t len = sizeof(word) - 1;
	uint64_t start = at;

	if (bytes.at[at] == '%') {
		while (at < end && bytes.at[at] != '\r' && bytes.at[at] != '\n')
			at++;
		return at - start > COMMENT_MOST ? start : at;
	}
	if (end - at <= len || memcmp(bytes.at + at, word, len) != 0)
		return start;
	at = skip_space(bytes, at + len, end);
	if (at == end || !is_digit(bytes.at[at]))
		return start;
	while (at < end && is_digit(bytes.at[at]))
		at++;
	return at;
}

static void
look_between(struct csi_pdf_strays *strays, struct csi_span bytes, uint64_t at,
    uint64_t end)
{
	for (;;) {
		uint64_t next;

		at = skip_space(bytes, at, end);
		if (at == end)
			return;
		next = skip_mark(bytes, at, end);
		if (next == at)
			break;
		at = next;
	}
	if (strays->count < CSI_PDF_STRAYS_MOST)
		strays->list[strays->count++].at = at;
	strays->list[strays->count - 1].len += end - at;
}

cseal_status
csi_pdf_find_strays(csi_pdf_reader *reader, uint64_t from,
    struct csi_pdf_strays *ret_strays, cseal_error **ret_error)
{
	struct cover cover = { .reader = reader, .from = from };
	struct csi_span bytes = csi_pdf_bytes(reader);
	uint64_t at = from;
	cseal_status st = add_sections(&cover);

	memset(ret_strays, 0, sizeof(*ret_strays));
	if (st == CSEAL_OK && cover.count > 0) {
		qsort(cover.parts, cover.count, sizeof(*cover.parts), by_place);
		for (size_t i = 0; i < cover.count; i++) {
			if (cover.parts[i].at > at)
				look_between(
				    ret_strays, bytes, at, cover.parts[i].at);
			if (cover.parts[i].end > at)
				at = cover.parts[i].end;
		}
	}
	free(cover.parts);
	return st == CSEAL_FAULT_MEMORY ? csi_fail_memory(ret_error) : CSEAL_OK;
}
