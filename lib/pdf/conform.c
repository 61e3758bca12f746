/* SPDX-License-Identifier: Apache-2.0 */
/* conform.c -- whether a page of another file can be the look of something on
 * a PDF/A document, and what it must leave out.
 *
 * What makers of seals and forms write is looked at: fonts that are not
 * embedded, colours, transparency, filters.  A file that was PDF/A itself
 * passes. */
#include "conform.h"

#include "content.h"
#include "error.h"

#include <string.h>

static cseal_status
refuse(const struct csi_pdf_promises *promises, const char *what,
    cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the document is PDF/A-%d, which its look would end: %s",
	    promises->archive, what);
}

static bool
is_one_of(
    const struct csi_pdf_value *value, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (csi_pdf_is_name(value, names[i]))
			return true;
	return false;
}

#define IS_ONE_OF(value, names) \
	is_one_of(value, names, sizeof(names) / sizeof((names)[0]))

/* ---- transparency ----------------------------------------------------------- */

/* ISO 19005-1, 6.4 */
static cseal_status
check_opaque(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    bool *ret_opaque, cseal_error **ret_error)
{
	static const char *const modes[] = { "Normal", "Compatible" };
	static const char *const alphas[] = { "ca", "CA" };
	const struct csi_pdf_value *value;
	double number;
	cseal_status st;

	st = csi_pdf_get(reader, dict, "SMask", &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_opaque =
	    value->type == CSI_PDF_NULL || csi_pdf_is_name(value, "None");
	st = csi_pdf_get(reader, dict, "BM", &value, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_opaque &= value->type == CSI_PDF_NULL || IS_ONE_OF(value, modes);
	for (size_t i = 0; i < 2; i++) {
		st = csi_pdf_get(reader, dict, alphas[i], &value, ret_error);
		if (st != CSEAL_OK)
			return st;
		*ret_opaque &=
		    value->type == CSI_PDF_NULL ||
		    (csi_pdf_as_number(value, &number) && number >= 1);
	}
	return CSEAL_OK;
}

/* ---- fonts -------------------------------------------------------------------- */

static bool
is_subset(const struct csi_pdf_value *name)
{
	if (name->type != CSI_PDF_NAME || name->as.text.len < 8 ||
	    name->as.text.at[6] != '+')
		return false;
	for (size_t i = 0; i < 6; i++)
		if (name->as.text.at[i] < 'A' || name->as.text.at[i] > 'Z')
			return false;
	return true;
}

/* ISO 19005-1, 6.3.4 and 6.3.5; -2, 6.2.11.4. */
static cseal_status
check_descriptor(csi_pdf_reader *reader,
    const struct csi_pdf_promises *promises, const struct csi_pdf_value *font,
    bool is_composite, cseal_error **ret_error)
{
	static const char *const files[] = { "FontFile", "FontFile2",
		"FontFile3" };
	const struct csi_pdf_value *descriptor, *file, *name;
	bool is_embedded = false;
	cseal_status st;

	st =
	    csi_pdf_get(reader, font, "FontDescriptor", &descriptor, ret_error);
	for (size_t i = 0; st == CSEAL_OK && !is_embedded && i < 3; i++) {
		st =
		    csi_pdf_get(reader, descriptor, files[i], &file, ret_error);
		is_embedded = st == CSEAL_OK && file->type == CSI_PDF_STREAM;
	}
	if (st == CSEAL_OK && !is_embedded)
		return refuse(
		    promises, "it has a font that is not embedded", ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, font, "BaseFont", &name, ret_error);
	if (st != CSEAL_OK || promises->archive != 1 || !is_subset(name))
		return st;
	if (csi_pdf_find(descriptor, is_composite ? "CIDSet" : "CharSet") ==
		NULL &&
	    (is_composite || csi_pdf_find(descriptor, "FontFile2") == NULL))
		return refuse(promises,
		    "it has a part of a font that does not say which",
		    ret_error);
	return CSEAL_OK;
}

/* Level U and those above it: what the characters are is known. */
static cseal_status
check_unicode(csi_pdf_reader *reader, const struct csi_pdf_promises *promises,
    const struct csi_pdf_value *font, cseal_error **ret_error)
{
	const struct csi_pdf_value *map;
	cseal_status st;

	if (promises->level != 'A' && promises->level != 'U' &&
	    !promises->is_accessible)
		return CSEAL_OK;
	st = csi_pdf_get(reader, font, "ToUnicode", &map, ret_error);
	if (st == CSEAL_OK && map->type != CSI_PDF_STREAM)
		st = refuse(promises,
		    "it has a font that does not say what its characters are",
		    ret_error);
	return st;
}

static cseal_status
check_font(csi_pdf_reader *reader, const struct csi_pdf_promises *promises,
    const struct csi_pdf_value *font, cseal_error **ret_error)
{
	static const char *const simple[] = { "Type1", "MMType1", "TrueType" };
	static const char *const parts[] = { "CIDFontType0", "CIDFontType2" };
	const struct csi_pdf_value *kind;
	cseal_status st;

	st = csi_pdf_get(reader, font, "Subtype", &kind, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (IS_ONE_OF(kind, parts))
		return check_descriptor(
		    reader, promises, font, true, ret_error);
	if (csi_pdf_is_name(kind, "Type0"))
		return check_unicode(reader, promises, font, ret_error);
	if (IS_ONE_OF(kind, simple))
		return check_descriptor(
		    reader, promises, font, false, ret_error);
	return CSEAL_OK;
}

/* ---- streams -------------------------------------------------------------------- */

static cseal_status
check_filter(const struct csi_pdf_promises *promises,
    const struct csi_pdf_value *filter, cseal_error **ret_error)
{
	if (csi_pdf_is_name(filter, "LZWDecode"))
		return refuse(promises, "it is packed with LZW", ret_error);
	if (csi_pdf_is_name(filter, "JPXDecode") && promises->archive == 1)
		return refuse(
		    promises, "it has a picture in JPEG 2000", ret_error);
	return CSEAL_OK;
}

static cseal_status
check_stream(csi_pdf_reader *reader, const struct csi_pdf_promises *promises,
    const struct csi_pdf_value *stream, cseal_error **ret_error)
{
	const struct csi_pdf_value *filter, *item, *kind;
	cseal_status st;

	st = csi_pdf_get(reader, stream, "Subtype", &kind, ret_error);
	if (st == CSEAL_OK && csi_pdf_is_name(kind, "PS"))
		return refuse(promises, "it has PostScript", ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, stream, "Filter", &filter, ret_error);
	if (st != CSEAL_OK || filter->type != CSI_PDF_ARRAY)
		return st != CSEAL_OK
			   ? st
			   : check_filter(promises, filter, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < filter->as.array.count; i++) {
		st = csi_pdf_resolve(
		    reader, &filter->as.array.items[i], &item, ret_error);
		if (st == CSEAL_OK)
			st = check_filter(promises, item, ret_error);
	}
	return st;
}

cseal_status
csi_pdf_conform_dict(csi_pdf_reader *reader,
    const struct csi_pdf_promises *promises, const struct csi_pdf_value *dict,
    cseal_error **ret_error)
{
	const struct csi_pdf_value *type;
	bool is_opaque = true;
	cseal_status st = CSEAL_OK;

	if (promises->archive == 0 ||
	    (dict->type != CSI_PDF_DICT && dict->type != CSI_PDF_STREAM))
		return CSEAL_OK;
	if (!csi_pdf_has_transparency(promises))
		st = check_opaque(reader, dict, &is_opaque, ret_error);
	if (st == CSEAL_OK && !is_opaque)
		return refuse(promises,
		    promises->archive == 1
			? "something in it can be seen through"
			: "something in it can be seen through, and the "
			  "document has no output intent",
		    ret_error);
	if (st == CSEAL_OK && dict->type == CSI_PDF_STREAM)
		st = check_stream(reader, promises, dict, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, dict, "Type", &type, ret_error);
	if (st == CSEAL_OK && csi_pdf_is_name(type, "Font"))
		st = check_font(reader, promises, dict, ret_error);
	return st;
}

/* ---- content ---------------------------------------------------------------------- */

static const char cmyk[] =
    "it has colours in CMYK, and the document has no output intent for them";

cseal_status
csi_pdf_conform_name(const struct csi_pdf_promises *promises,
    const struct csi_pdf_value *name, cseal_error **ret_error)
{
	if (csi_pdf_has_device(promises, CSI_PDF_CMYK) ||
	    !csi_pdf_is_name(name, "DeviceCMYK"))
		return CSEAL_OK;
	return refuse(promises, cmyk, ret_error);
}

cseal_status
csi_pdf_conform_content(const struct csi_pdf_promises *promises,
    struct csi_span content, cseal_error **ret_error)
{
	static const char *const words[] = { "k", "K", "/DeviceCMYK", "/CMYK" };

	if (csi_pdf_has_device(promises, CSI_PDF_CMYK) ||
	    !csi_pdf_content_has(
		content, words, sizeof(words) / sizeof(words[0])))
		return CSEAL_OK;
	return refuse(promises, cmyk, ret_error);
}

/* ---- what is left out --------------------------------------------------------------- */

bool
csi_pdf_conform_leaves_out(const struct csi_pdf_promises *promises,
    const struct csi_pdf_value *dict, struct csi_span key)
{
	static const char *const pictures[] = { "Interpolate", "Alternates",
		"OPI" };
	static const char *const states[] = { "TR", "TR2", "HT", "HTP" };
	const struct csi_pdf_value *type;

	if (promises->archive == 0)
		return false;
	for (size_t i = 0; i < 3; i++)
		if (csi_span_is(key, pictures[i]))
			return dict->type == CSI_PDF_STREAM;
	type = csi_pdf_find(dict, "Type");
	for (size_t i = 0; i < 4; i++)
		if (csi_span_is(key, states[i]))
			return type != NULL &&
			       csi_pdf_is_name(type, "ExtGState");
	return false;
}
