/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-seal.c -- a document that is to be sealed and stamped: what is done
 * can be read again, and the signed range is all but the hole. */
#include "fuzz.h"
#include "pdf/permit.h"
#include "pdf/seal.h"
#include "pdf/stamp.h"

#include <stdlib.h>
#include <string.h>

#define CONTENTS_LEN 50

static const struct csi_pdf_claims claims = { .name = "n",
	.reason = "\xc3\xa9" };

static const char *const fields[] = { NULL, "Merged", "Parted", "group.a" };

/* A whole file with the update; the reader must open it again. */
static uint8_t *
whole(csi_pdf_update *update, const uint8_t *data, size_t size, size_t *ret_len)
{
	size_t len = size + csi_pdf_update_len(update);
	csi_pdf_reader *reader;
	uint8_t *file = malloc(len);

	if (file == NULL)
		abort();
	memcpy(file, data, size);
	csi_pdf_update_write(update, file + size);
	if (csi_pdf_reader_new(file, len, CSI_PDF_LENIENT, &reader, NULL) !=
	    CSEAL_OK)
		abort();
	csi_pdf_reader_free(reader);
	*ret_len = len;
	return file;
}

static void
fill(csi_pdf_update *update, const uint8_t *data, size_t size,
    const struct csi_pdf_holes *holes)
{
	struct csi_span der = { (const uint8_t *)"0123", 4 };
	size_t len, end;
	uint8_t *file = whole(update, data, size, &len);

	end = (size_t)holes->contents + holes->contents_len;
	if (holes->range < size || holes->range + 66 > len ||
	    holes->contents < size || end > len ||
	    file[holes->contents] != '<' || file[end - 1] != '>' ||
	    file[holes->range] != '[' || file[holes->range + 65] != ']')
		abort();
	csi_pdf_seal_range(file, len, holes);
	csi_pdf_seal_contents(file, der, holes);
	free(file);
}

static void
seal(
    csi_pdf_reader *reader, const char *field, const uint8_t *data, size_t size)
{
	const struct csi_pdf_shown shown = { 1000, 1000, 20000, 20000 };
	struct csi_pdf_intent intent = { .digest = "SHA256" };
	struct csi_pdf_target target;
	csi_pdf_update *update;
	struct csi_pdf_holes holes;

	if (csi_pdf_target_find(reader, field, 0, field == NULL ? NULL : &shown,
		&target, NULL) != CSEAL_OK)
		return;
	intent.field = target.name;
	intent.is_new = target.is_new;
	if (csi_pdf_permit_signing(reader, &target.form, &intent, NULL) ==
		CSEAL_OK &&
	    (target.is_new || csi_pdf_permit_field(reader, target.field,
				  &intent, NULL) == CSEAL_OK) &&
	    csi_pdf_update_new(reader, &update, NULL) == CSEAL_OK) {
		if (csi_pdf_seal_write(update, &target, NULL, &claims,
			CONTENTS_LEN, &holes, NULL) == CSEAL_OK &&
		    csi_pdf_update_finish(update, NULL) == CSEAL_OK)
			fill(update, data, size, &holes);
		csi_pdf_update_free(update);
	}
	csi_pdf_target_clear(&target);
}

static void
stamp(csi_pdf_reader *reader, const uint8_t *data, size_t size)
{
	static const char paths[] = "0 0 m 1 1 l f\n";
	struct csi_span span = { (const uint8_t *)paths, sizeof(paths) - 1 };
	struct csi_pdf_stamp one = { .box = { 0, 0, 10, 10 } };
	struct csi_pdf_page page;
	csi_pdf_update *update;
	size_t len;

	if (csi_pdf_page(reader, 0, &page, NULL) != CSEAL_OK ||
	    csi_pdf_update_new(reader, &update, NULL) != CSEAL_OK)
		return;
	csi_pdf_look_paths(update, span, 1, 1, 0, &one.look);
	if (csi_pdf_stamp_page(update, &page, &one, 1, NULL) == CSEAL_OK &&
	    csi_pdf_virtual_mark(update, CSI_PDF_VIRTUAL_INK, 0, NULL) ==
		CSEAL_OK &&
	    csi_pdf_update_finish(update, NULL) == CSEAL_OK)
		free(whole(update, data, size, &len));
	csi_pdf_update_free(update);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	csi_pdf_reader *reader;

	if (size == 0 || csi_pdf_reader_new(data, size, CSI_PDF_LENIENT,
			     &reader, NULL) != CSEAL_OK)
		return 0;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		seal(reader, fields[i], data, size);
	stamp(reader, data, size);
	csi_pdf_reader_free(reader);
	return 0;
}
