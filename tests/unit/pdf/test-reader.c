/* SPDX-License-Identifier: Apache-2.0 */
/* test-reader.c -- proves lib/pdf/reader.c: opening, loading, two policies. */
#include "build.h"
#include "pdf/reader.h"
#include "tap.h"

/* Opens what was built; NULL where that fails, and the status is kept. */
static cseal_status open_status;

static csi_pdf_reader *
open_built(const struct build *build, enum csi_pdf_policy policy)
{
	csi_pdf_reader *reader = NULL;
	cseal_error *error = NULL;

	open_status = csi_pdf_reader_new(
	    build->pdf.at, build->pdf.len, policy, &reader, &error);
	if (open_status != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	return reader;
}

static const struct csi_pdf_value *
load(csi_pdf_reader *reader, uint32_t number)
{
	struct csi_pdf_ref ref = { number, 0 };
	const struct csi_pdf_value *value = NULL;

	if (csi_pdf_load(reader, ref, &value, NULL) != CSEAL_OK)
		return NULL;
	return value;
}

static void
a_small_file_is_read_by_both_policies(void)
{
	struct build build = { 0 };
	const struct csi_pdf_value *value;
	csi_pdf_reader *reader;

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	for (int policy = 0; policy < 2; policy++) {
		reader = open_built(&build, policy);
		OK(reader != NULL);
		if (reader == NULL)
			continue;
		OK(csi_pdf_size(reader) == 5);
		OK(csi_pdf_section_count(reader) == 1);
		value = load(reader, 1);
		OK(value != NULL && value->type == CSI_PDF_DICT);
		OK(csi_pdf_is_name(csi_pdf_find(value, "Type"), "Catalog"));
		OK(value == load(reader, 1));
		value = load(reader, 4);
		OK(value != NULL && value->type == CSI_PDF_STREAM);
		OK(value != NULL &&
		    csi_span_is(value->as.dict.raw, "0 0 10 10 re f"));
		value = load(reader, 99);
		OK(value != NULL && value->type == CSI_PDF_NULL);
		csi_pdf_reader_free(reader);
	}
	build_free(&build);
}

int
main(void)
{
	RUN(a_small_file_is_read_by_both_policies);
	return tap_done();
}
