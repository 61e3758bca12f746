/* SPDX-License-Identifier: Apache-2.0 */
/* test-reader.c -- proves lib/pdf/reader.c: opening, loading, two policies. */
#include "build.h"
#include "tap.h"

static void
a_small_file_is_read_by_both_policies(void)
{
	struct build build = { 0 };
	const struct csi_pdf_value *value;
	csi_pdf_reader *reader;

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	for (int policy = 0; policy < 2; policy++) {
		reader = build_open(&build, policy);
		OK(reader != NULL);
		if (reader == NULL)
			continue;
		OK(csi_pdf_size(reader) == 5);
		OK(csi_pdf_section_count(reader) == 1);
		value = build_load(reader, 1);
		OK(value != NULL && value->type == CSI_PDF_DICT);
		OK(csi_pdf_is_name(csi_pdf_find(value, "Type"), "Catalog"));
		OK(value == build_load(reader, 1));
		value = build_load(reader, 4);
		OK(value != NULL && value->type == CSI_PDF_STREAM);
		OK(value != NULL &&
		    csi_span_is(value->as.dict.raw, "0 0 10 10 re f"));
		value = build_load(reader, 99);
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
