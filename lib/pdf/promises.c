/* SPDX-License-Identifier: Apache-2.0 */
/* promises.c -- what a file says that it conforms to.
 *
 * The packet is searched, not parsed: the standards prescribe the prefixes of
 * the few names, and a packet that is no XML promises no less. */
#include "promises.h"

#include "error.h"

#include <string.h>

#define PACKET_MOST  ((size_t)4 << 20) /* bytes of metadata */
#define INTENTS_MOST 64

/* ---- the packet ------------------------------------------------------- */

static bool
is_space(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void
skip_space(struct csi_span *text)
{
	while (text->len > 0 && is_space(*text->at)) {
		text->at++;
		text->len--;
	}
}

static bool
skip_byte(struct csi_span *text, const char *any)
{
	skip_space(text);
	if (text->len == 0 || strchr(any, *text->at) == NULL || *text->at == 0)
		return false;
	text->at++;
	text->len--;
	return true;
}

/* The first character of the value of a property, be it written as an
 * element or as an attribute; 0: there is none. */
static char
first_of(struct csi_span packet, const char *name)
{
	size_t len = strlen(name);

	while (packet.len > len) {
		const uint8_t *at = memmem(packet.at, packet.len, name, len);
		struct csi_span rest;
		bool is_value;

		if (at == NULL)
			return 0;
		packet.len -= (size_t)(at - packet.at) + len;
		packet.at = at + len;
		rest = packet;
		is_value = at[-1] == '<' ? skip_byte(&rest, ">")
					 : skip_byte(&rest, "=") &&
					       skip_byte(&rest, "\"'");
		skip_space(&rest);
		if (is_value && rest.len > 0)
			return (char)*rest.at;
	}
	return 0;
}

void
csi_pdf_promises_scan(struct csi_span packet, struct csi_pdf_promises *promises)
{
	char part, level;

	/* What is before a name is looked at. */
	if (packet.len == 0)
		return;
	packet.at++;
	packet.len--;
	part = first_of(packet, "pdfaid:part");
	level = first_of(packet, "pdfaid:conformance");
	if (part >= '1' && part <= '9')
		promises->archive = part - '0';
	if (promises->archive != 0 && level >= 'a' && level <= 'z')
		level = (char)(level - 'a' + 'A');
	if (promises->archive != 0 && level >= 'A' && level <= 'Z')
		promises->level = level;
	promises->is_archived_tagged = promises->level == 'A';
	part = first_of(packet, "pdfuaid:part");
	promises->is_accessible = part >= '1' && part <= '9';
}

/* ---- the file ----------------------------------------------------------- */

static cseal_status
read_packet(csi_pdf_reader *reader, const struct csi_pdf_value *catalog,
    struct csi_pdf_promises *promises, cseal_error **ret_error)
{
	const struct csi_pdf_value *stream;
	struct csi_bytes packet = { 0 };
	cseal_status st;

	st = csi_pdf_get(reader, catalog, "Metadata", &stream, ret_error);
	if (st != CSEAL_OK || stream->type != CSI_PDF_STREAM)
		return st;
	st = csi_pdf_stream_data(
	    reader, stream, PACKET_MOST, &packet, ret_error);
	if (st == CSEAL_OK)
		csi_pdf_promises_scan(csi_bytes_span(&packet), promises);
	csi_bytes_free(&packet);
	return st;
}

static cseal_status
read_tags(csi_pdf_reader *reader, const struct csi_pdf_value *catalog,
    struct csi_pdf_promises *promises, cseal_error **ret_error)
{
	const struct csi_pdf_value *info, *marked, *root;
	cseal_status st;

	st = csi_pdf_get(reader, catalog, "StructTreeRoot", &root, ret_error);
	if (st != CSEAL_OK || root->type != CSI_PDF_DICT)
		return st;
	st = csi_pdf_get(reader, catalog, "MarkInfo", &info, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, info, "Marked", &marked, ret_error);
	if (st == CSEAL_OK)
		promises->is_tagged =
		    marked->type == CSI_PDF_BOOLEAN && marked->as.boolean;
	return st;
}

static cseal_status
read_intent(csi_pdf_reader *reader, const struct csi_pdf_value *item,
    struct csi_pdf_promises *promises, cseal_error **ret_error)
{
	const struct csi_pdf_value *intent, *kind, *profile, *count;
	int64_t components = 0;
	cseal_status st;

	st = csi_pdf_resolve(reader, item, &intent, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, intent, "S", &kind, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    reader, intent, "DestOutputProfile", &profile, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, profile, "N", &count, ret_error);
	if (st != CSEAL_OK || !csi_pdf_is_name(kind, "GTS_PDFA1") ||
	    !csi_pdf_as_integer(count, 1, 4, &components))
		return st;
	promises->intended = components == 1   ? CSI_PDF_INTENDED_GREY
			     : components == 3 ? CSI_PDF_INTENDED_RGB
			     : components == 4 ? CSI_PDF_INTENDED_CMYK
					       : CSI_PDF_INTENDED_NONE;
	return CSEAL_OK;
}

static cseal_status
read_intents(csi_pdf_reader *reader, const struct csi_pdf_value *catalog,
    struct csi_pdf_promises *promises, cseal_error **ret_error)
{
	const struct csi_pdf_value *intents;
	cseal_status st;

	st = csi_pdf_get(reader, catalog, "OutputIntents", &intents, ret_error);
	if (st != CSEAL_OK || intents->type != CSI_PDF_ARRAY)
		return st;
	for (size_t i = 0;
	     st == CSEAL_OK && i < intents->as.array.count &&
	     i < INTENTS_MOST && promises->intended == CSI_PDF_INTENDED_NONE;
	     i++)
		st = read_intent(
		    reader, &intents->as.array.items[i], promises, ret_error);
	return st;
}

static cseal_status
read_promises(csi_pdf_reader *reader, struct csi_pdf_promises *promises,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *catalog;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = csi_pdf_catalog(reader, &catalog, &ref, ret_error);
	if (st == CSEAL_OK)
		st = read_tags(reader, catalog, promises, ret_error);
	if (st == CSEAL_OK)
		st = read_packet(reader, catalog, promises, ret_error);
	if (st == CSEAL_OK && promises->archive != 0)
		st = read_intents(reader, catalog, promises, ret_error);
	return st;
}

cseal_status
csi_pdf_promises_read(csi_pdf_reader *reader,
    struct csi_pdf_promises *ret_promises, cseal_error **ret_error)
{
	struct csi_pdf_promises promises = { .archive = 0 };
	cseal_error *why = NULL;
	cseal_status st = read_promises(reader, &promises, &why);

	if (st == CSEAL_FAULT_MEMORY) {
		csi_error_move(why, ret_error);
		return st;
	}
	cseal_error_free(why);
	*ret_promises = promises;
	return CSEAL_OK;
}
