/* SPDX-License-Identifier: Apache-2.0 */
/* test-promises.c -- proves lib/pdf/promises.c: what a file claims is found,
 * however it is written, and a file that cannot be read claims nothing. */
#include "pdf/promises.h"

#include "build.h"
#include "tap.h"

static struct csi_pdf_promises
scan(const char *packet)
{
	struct csi_pdf_promises promises = { .archive = 0 };
	struct csi_span span = { (const uint8_t *)packet, strlen(packet) };

	csi_pdf_promises_scan(span, &promises);
	return promises;
}

static void
elements_and_attributes_are_read(void)
{
	OK(scan("<x><pdfaid:part>2</pdfaid:part>").archive == 2);
	OK(scan("<x><pdfaid:part>\n  3 </pdfaid:part>").archive == 3);
	OK(scan("<x pdfaid:part='4'>").archive == 4);
	OK(scan("<x pdfaid:part = \"1\" pdfaid:conformance=\"A\">")
		.is_archived_tagged);
	OK(scan("<x><pdfaid:part>2</pdfaid:part><pdfaid:conformance>a<")
		.is_archived_tagged);
	OK(!scan("<x pdfaid:part='1' pdfaid:conformance='B'>")
		.is_archived_tagged);
	OK(scan("<x pdfuaid:part='1'/>").is_accessible);
	OK(scan("<x><pdfuaid:part>2</pdfuaid:part>").is_accessible);
}

static void
what_is_no_claim_is_none(void)
{
	static const char *const packets[] = { "", "p", "pdfaid:part",
		"<pdfaid:part", "<x pdfaid:part",
		"<x pdfaid:part=", "<x pdfaid:part='", "<pdfaid:part>",
		"<x pdfaid:part='0'", "<x pdfaid:part='x'", "<x><pdfaid:part/>",
		"</pdfaid:part>2", "<x pdfaid:parts='2'",
		"<x pdfaid:conformance='A'" };

	for (size_t i = 0; i < sizeof(packets) / sizeof(packets[0]); i++) {
		struct csi_pdf_promises promises = scan(packets[i]);

		OKF(promises.archive == 0 && !promises.is_accessible &&
			!promises.is_archived_tagged,
		    "\"%s\"", packets[i]);
	}
	OK(scan("</pdfaid:part><pdfaid:part>2<").archive == 2);
}

/* ---- files ------------------------------------------------------------ */

#define ARCHIVE "<x pdfaid:part='2' pdfaid:conformance='B'/>"

static struct csi_pdf_promises
read_file(const char *catalog, const char *more, const char *packet)
{
	struct csi_pdf_promises promises = { .archive = 99 };
	struct build build = { 0 };
	csi_pdf_reader *reader = NULL;
	char text[500];

	build_start(&build);
	snprintf(text, sizeof(text), "<< /Type /Catalog /Pages 2 0 R %s >>",
	    catalog);
	build_object(&build, 1, text);
	build_object(&build, 2, "<< /Type /Pages /Kids [] /Count 0 >>");
	build_stream(&build, 3, "/Type /Metadata", packet, strlen(packet));
	if (more != NULL)
		build_object(&build, 4, more);
	build_table(&build, "/Root 1 0 R");
	OK(csi_pdf_reader_new(build.pdf.at, build.pdf.len, CSI_PDF_LENIENT,
	       &reader, NULL) == CSEAL_OK);
	OK(csi_pdf_promises_read(reader, &promises, NULL) == CSEAL_OK);
	csi_pdf_reader_free(reader);
	build_free(&build);
	return promises;
}

static void
a_file_is_tagged_where_it_says_so_and_has_a_structure(void)
{
	OK(read_file("/MarkInfo << /Marked true >> /StructTreeRoot 4 0 R",
	    "<< /Type /StructTreeRoot >>", "")
		.is_tagged);
	OK(!read_file("/MarkInfo << /Marked false >> /StructTreeRoot 4 0 R",
	    "<< /Type /StructTreeRoot >>", "")
		.is_tagged);
	OK(!read_file("/MarkInfo << /Marked true >>", NULL, "").is_tagged);
	OK(!read_file("/MarkInfo 7 /StructTreeRoot 4 0 R", "[ 1 ]", "")
		.is_tagged);
}

#define INTENTS(of) "/Metadata 3 0 R /OutputIntents [ " of " ]"

static void
the_output_intent_of_an_archive_is_found(void)
{
	static const struct {
		const char *catalog, *more;
		enum csi_pdf_intended intended;
	} files[] = {
		{ INTENTS("<< /S /GTS_PDFA1 /DestOutputProfile 4 0 R >>"),
		    "<< /N 3 >>", CSI_PDF_INTENDED_RGB },
		{ INTENTS("<< /S /GTS_PDFA1 /DestOutputProfile 4 0 R >>"),
		    "<< /N 4 >>", CSI_PDF_INTENDED_CMYK },
		{ INTENTS("<< /S /GTS_PDFA1 /DestOutputProfile 4 0 R >>"),
		    "<< /N 1 >>", CSI_PDF_INTENDED_GREY },
		{ INTENTS("<< /S /GTS_PDFA1 /DestOutputProfile 4 0 R >>"),
		    "<< /N 2 >>", CSI_PDF_INTENDED_NONE },
		{ INTENTS("<< /S /GTS_PDFX /DestOutputProfile 4 0 R >>"),
		    "<< /N 3 >>", CSI_PDF_INTENDED_NONE },
		{ INTENTS("7 null << /S /GTS_PDFX >> << /S /GTS_PDFA1 "
			  "/DestOutputProfile 4 0 R >>"),
		    "<< /N 3 >>", CSI_PDF_INTENDED_RGB },
		{ "/Metadata 3 0 R /OutputIntents 1", NULL,
		    CSI_PDF_INTENDED_NONE },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct csi_pdf_promises promises =
		    read_file(files[i].catalog, files[i].more, ARCHIVE);

		OKF(promises.archive == 2 &&
			promises.intended == files[i].intended,
		    "%s", files[i].catalog);
	}
}

static void
what_cannot_be_read_promises_nothing(void)
{
	OK(read_file("/Metadata 2 0 R", NULL, ARCHIVE).archive == 0);
	OK(read_file("/Metadata 9 0 R", NULL, ARCHIVE).archive == 0);
	OK(read_file("/Metadata 4 0 R", "<< /Length 7", ARCHIVE).archive == 0);
	OK(read_file("/Metadata 3 0 R /MarkInfo 4 0 R /StructTreeRoot 4 0 R",
	       "4 0 R", ARCHIVE)
		.archive == 0);
}

int
main(void)
{
	RUN(elements_and_attributes_are_read);
	RUN(what_is_no_claim_is_none);
	RUN(a_file_is_tagged_where_it_says_so_and_has_a_structure);
	RUN(the_output_intent_of_an_archive_is_found);
	RUN(what_cannot_be_read_promises_nothing);
	return tap_done();
}
