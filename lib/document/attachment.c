/* SPDX-License-Identifier: Apache-2.0 */
/* attachment.c -- files inside a document. */
#include "document/document.h"
#include "error.h"
#include "line.h"
#include "pdf/attach.h"
#include "pdf/attached.h"
#include "pdf/text.h"

#include <counterseal/attachment.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define AT_ONCE_MOST     64 /* attachments of one call */
#define NAME_MOST        255
#define DESCRIPTION_MOST 1024
#define TYPE_MOST        127
#define DATA_MOST        ((size_t)256 << 20)

/* By cseal_relation. */
static const char *const relations[] = { "Unspecified", "Source", "Data",
	"Alternative", "Supplement" };

#define RELATIONS (sizeof(relations) / sizeof(relations[0]))

/* ---- attaching -------------------------------------------------------------- */

static bool
is_name(const char *name)
{
	size_t len = name != NULL ? strnlen(name, NAME_MOST + 1) : 0;

	return len > 0 && len <= NAME_MOST && csi_line_is_clean(name, len) &&
	       strpbrk(name, "/\\") == NULL;
}

static bool
is_line(const char *text)
{
	size_t len = strnlen(text, DESCRIPTION_MOST + 1);

	return len <= DESCRIPTION_MOST && csi_line_is_clean(text, len);
}

/* "type/subtype" of characters that may be in one (RFC 6838, 4.2). */
static bool
is_type(const char *type)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789!#$&-^_.+/";
	const char *slash = strchr(type, '/');

	return strlen(type) <= TYPE_MOST && slash != NULL && slash != type &&
	       slash[1] != '\0' && strchr(slash + 1, '/') == NULL &&
	       type[strspn(type, allowed)] == '\0';
}

static cseal_status
check_one(const struct cseal_attachment *one, cseal_error **ret_error)
{
	if (one == NULL || one->size < sizeof(*one) ||
	    (one->data == NULL && one->len != 0) ||
	    (unsigned)one->relation >= RELATIONS)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the size, the bytes or the relation of an attachment were "
		    "not set");
	if (!is_name(one->name))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the name of an attachment is 1 to %u bytes, without "
		    "slashes and control characters",
		    NAME_MOST);
	if (one->description != NULL && !is_line(one->description))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the description of an attachment is one line of at most "
		    "%u bytes",
		    DESCRIPTION_MOST);
	if (one->type != NULL && !is_type(one->type))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the type of an attachment is a MIME type, such as "
		    "text/plain");
	if (one->len > DATA_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "an attachment was larger than %zu bytes", DATA_MOST);
	return CSEAL_OK;
}

static cseal_status
check(const struct cseal_attachment *const *attachments, size_t count,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	if (attachments == NULL || count == 0 || count > AT_ONCE_MOST)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there must be 1 to %u attachments", AT_ONCE_MOST);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		st = check_one(attachments[i], ret_error);
		for (size_t k = 0; st == CSEAL_OK && k < i; k++) {
			if (strcmp(attachments[i]->name,
				attachments[k]->name) == 0)
				st = cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
				    "two attachments were named \"%s\"",
				    attachments[i]->name);
		}
	}
	return st;
}

static void
to_pdf(const struct cseal_attachment *one, struct csi_pdf_attachment *ret_file)
{
	ret_file->name = one->name;
	ret_file->description = one->description;
	ret_file->type =
	    one->type != NULL ? one->type : "application/octet-stream";
	ret_file->relation = relations[one->relation];
	ret_file->data.at = one->data;
	ret_file->data.len = one->len;
	ret_file->time = one->time != 0 ? one->time : (int64_t)time(NULL);
}

static cseal_status
append(cseal_document *document, const struct csi_pdf_attachment *files,
    size_t count, csi_pdf_update **ret_update, cseal_error **ret_error)
{
	csi_pdf_reader *reader;
	cseal_status st;

	st = csi_document_writable(document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_document_unsigned(reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_new(reader, ret_update, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_keep_promises(*ret_update, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_attach(*ret_update, files, count, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_update_finish(*ret_update, ret_error);
	if (st == CSEAL_OK)
		st = csi_document_place(document, *ret_update, ret_error);
	return st;
}

/* One attempt. */
static cseal_status
attach(cseal_document *document, const struct csi_pdf_attachment *files,
    size_t count, cseal_error **ret_error)
{
	csi_pdf_update *update = NULL;
	cseal_status st;

	st = append(document, files, count, &update, ret_error);
	if (st == CSEAL_OK)
		document->file.len += csi_pdf_update_len(update);
	csi_pdf_update_free(update);
	return st;
}

cseal_status
cseal_document_attach(cseal_document *document,
    const struct cseal_attachment *const *attachments, size_t count,
    cseal_error **ret_error)
{
	struct csi_pdf_attachment files[AT_ONCE_MOST];
	cseal_status st;

	if (document == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the document was NULL");
	st = check(attachments, count, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (size_t i = 0; i < count; i++)
		to_pdf(attachments[i], &files[i]);
	st = attach(document, files, count, ret_error);
	if (csi_document_mend(document, &st, ret_error))
		st = attach(document, files, count, ret_error);
	return st;
}

/* ---- what is attached --------------------------------------------------------- */

struct listed {
	char *name, *description, *type; /* the last two may be NULL */
	cseal_relation relation;
};

struct cseal_attachments {
	cseal_document *document;
	struct listed *items;
	size_t count;
	struct csi_bytes data; /* of the last call */
};

/* One line for people; NULL where there is nothing. */
static cseal_status
take_text(struct csi_span text, bool is_name, char **ret_text,
    cseal_error **ret_error)
{
	struct csi_bytes utf8 = { 0 };

	if (text.len == 0)
		return CSEAL_OK;
	if (is_name)
		csi_bytes_add_span(&utf8, text);
	else
		csi_pdf_text_to_utf8(&utf8, text);
	*ret_text = csi_bytes_take_text(&utf8);
	if (*ret_text == NULL)
		return csi_fail_memory(ret_error);
	csi_line_clean(*ret_text);
	return CSEAL_OK;
}

static cseal_relation
relation_of(struct csi_span name)
{
	for (size_t i = 0; i < RELATIONS; i++) {
		if (csi_span_is(name, relations[i]))
			return (cseal_relation)i;
	}
	return CSEAL_RELATION_UNSPECIFIED;
}

static cseal_status
take_listed(csi_pdf_reader *reader, const struct csi_pdf_attached *attached,
    struct listed *item, cseal_error **ret_error)
{
	struct csi_pdf_file_spec spec;
	cseal_status st;

	st = csi_pdf_file_spec_read(reader, attached, &spec, ret_error);
	if (st != CSEAL_OK)
		return st;
	item->relation = relation_of(spec.relation);
	st = take_text(spec.name, false, &item->name, ret_error);
	if (st == CSEAL_OK)
		st = take_text(
		    spec.description, false, &item->description, ret_error);
	if (st == CSEAL_OK)
		st = take_text(spec.type, true, &item->type, ret_error);
	return st;
}

static cseal_status
read_list(cseal_attachments *attachments, cseal_error **ret_error)
{
	struct csi_pdf_attached *list = NULL;
	csi_pdf_reader *reader;
	size_t count = 0;
	cseal_status st;

	st = csi_document_open(attachments->document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_attached_list(reader, &list, &count, ret_error);
	if (st == CSEAL_OK && count > 0) {
		attachments->items = calloc(count, sizeof(*attachments->items));
		if (attachments->items == NULL)
			st = csi_fail_memory(ret_error);
	}
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		attachments->count++;
		st = take_listed(
		    reader, &list[i], &attachments->items[i], ret_error);
	}
	free(list);
	return st;
}

cseal_status
cseal_document_attachments(cseal_document *document,
    cseal_attachments **ret_attachments, cseal_error **ret_error)
{
	cseal_attachments *attachments;
	cseal_status st;

	if (document == NULL || ret_attachments == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the document was NULL");
	attachments = calloc(1, sizeof(*attachments));
	if (attachments == NULL)
		return csi_fail_memory(ret_error);
	attachments->document = document;
	st = read_list(attachments, ret_error);
	if (st != CSEAL_OK) {
		cseal_attachments_free(attachments);
		return st;
	}
	*ret_attachments = attachments;
	return CSEAL_OK;
}

size_t
cseal_attachments_count(const cseal_attachments *attachments)
{
	return attachments->count;
}

const char *
cseal_attachments_name(const cseal_attachments *attachments, size_t i)
{
	return i < attachments->count ? attachments->items[i].name : NULL;
}

const char *
cseal_attachments_description(const cseal_attachments *attachments, size_t i)
{
	return i < attachments->count ? attachments->items[i].description
				      : NULL;
}

const char *
cseal_attachments_type(const cseal_attachments *attachments, size_t i)
{
	return i < attachments->count ? attachments->items[i].type : NULL;
}

cseal_relation
cseal_attachments_relation(const cseal_attachments *attachments, size_t i)
{
	return i < attachments->count ? attachments->items[i].relation
				      : CSEAL_RELATION_UNSPECIFIED;
}

static cseal_status
read_data(csi_pdf_reader *reader, const struct csi_pdf_attached *attached,
    struct csi_bytes *data, cseal_error **ret_error)
{
	struct csi_pdf_file_spec spec;
	cseal_status st;

	st = csi_pdf_file_spec_read(reader, attached, &spec, ret_error);
	if (st == CSEAL_OK && spec.stream == NULL)
		st = cseal_fail(ret_error, CSEAL_REFUSED_UNSUPPORTED,
		    "the file is named in the document, and not in it");
	if (st == CSEAL_OK)
		st = csi_pdf_stream_data(
		    reader, spec.stream, DATA_MOST, data, ret_error);
	/* What is cut short, other readers would show for whole. */
	if (st == CSEAL_OK && spec.size >= 0 &&
	    (uint64_t)spec.size != data->len)
		st = cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the file has %zu bytes, and the document says %lld",
		    data->len, (long long)spec.size);
	return st;
}

/* Stamps and seals leave the list as it is: its number says which. */
cseal_status
cseal_attachments_data(cseal_attachments *attachments, size_t i,
    const void **ret_data, size_t *ret_len, cseal_error **ret_error)
{
	struct csi_pdf_attached *list = NULL;
	csi_pdf_reader *reader;
	size_t count = 0;
	cseal_status st;

	csi_bytes_wipe(&attachments->data);
	st = csi_document_open(attachments->document, &reader, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_attached_list(reader, &list, &count, ret_error);
	if (st == CSEAL_OK && (i >= count || count != attachments->count))
		st = cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there is no file %zu in the document, or others were "
		    "attached since they were listed",
		    i);
	if (st == CSEAL_OK)
		st = read_data(reader, &list[i], &attachments->data, ret_error);
	free(list);
	if (st != CSEAL_OK)
		return st;
	/* One of no bytes is there, too. */
	*ret_data = attachments->data.at != NULL ? attachments->data.at
						 : (const uint8_t *)"";
	*ret_len = attachments->data.len;
	return CSEAL_OK;
}

void
cseal_attachments_free(cseal_attachments *attachments)
{
	if (attachments == NULL)
		return;
	for (size_t i = 0; i < attachments->count; i++) {
		free(attachments->items[i].name);
		free(attachments->items[i].description);
		free(attachments->items[i].type);
	}
	free(attachments->items);
	csi_bytes_wipe(&attachments->data);
	free(attachments);
}
