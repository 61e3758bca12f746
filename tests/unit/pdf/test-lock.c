/* SPDX-License-Identifier: Apache-2.0 */
/* test-lock.c -- proves lib/pdf/lock.c: locks as they are read and written. */
#include "pdf/lock.h"

#include "pdf/update.h"
#include "revise.h"

static cseal_status
read_lock(const char *dict, struct csi_pdf_lock *lock)
{
	struct build build = { .count = 0 };
	const struct csi_pdf_value *value = NULL;
	struct csi_pdf_ref ref = { 5, 0 };
	csi_pdf_reader *reader = NULL;
	cseal_status st = CSEAL_FAULT_INTERNAL;

	build_small(&build);
	build_object(&build, 5, dict);
	build_table(&build, "/Root 1 0 R");
	if (csi_pdf_reader_new(build.pdf.at, build.pdf.len, CSI_PDF_LENIENT,
		&reader, NULL) == CSEAL_OK &&
	    csi_pdf_load(reader, ref, &value, NULL) == CSEAL_OK)
		st = csi_pdf_lock_read(reader, value, lock, NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);
	return st;
}

static void
a_lock_is_read_with_its_names_as_text(void)
{
	struct csi_pdf_lock lock;

	OK(read_lock("<< /Action /Include /Fields [(a.b) <FEFF5370> 7] /P 2 >>",
	       &lock) == CSEAL_OK);
	OK(lock.action == CSI_PDF_LOCK_INCLUDE && lock.allowed == 2);
	OK(lock.count == 2 && strcmp(lock.fields[0], "a.b") == 0 &&
	    strcmp(lock.fields[1], "\xe5\x8d\xb0") == 0);
	csi_pdf_lock_clear(&lock);
	OK(read_lock("<< /Action /All /Fields [(a)] /P 9 >>", &lock) ==
	    CSEAL_OK);
	OK(lock.action == CSI_PDF_LOCK_ALL && lock.count == 0 &&
	    lock.allowed == 0);
	OK(read_lock("null", &lock) == CSEAL_OK);
	OK(lock.action == CSI_PDF_LOCK_NONE);
	OK(read_lock("<< /Action /Sometimes >>", &lock) ==
	    CSEAL_REFUSED_DAMAGED);
}

static void
says(int certify, const struct csi_pdf_lock *lock, const char *wanted)
{
	const struct csi_pdf_ref catalog = { 1, 0 };
	struct csi_bytes out = { 0 };

	OK(csi_pdf_write_references(&out, certify, lock, catalog));
	OKF(csi_span_is(csi_bytes_span(&out), wanted), "%.*s", (int)out.len,
	    (const char *)out.at);
	csi_bytes_free(&out);
}

static void
what_is_forbidden_is_written_as_transforms(void)
{
	static const char *const names[] = { "a.b", "\xe5\x8d\xb0" };
	struct csi_pdf_lock lock = { CSI_PDF_LOCK_NONE, 0, NULL, 0, NULL };
	struct csi_bytes out = { 0 };

	says(0, &lock, "");
	says(2, &lock,
	    "\n/Reference [<</Type /SigRef /TransformMethod /DocMDP "
	    "/TransformParams <</Type /TransformParams /P 2 /V /1.2>>>>]");
	lock.action = CSI_PDF_LOCK_ALL;
	lock.allowed = 1;
	says(0, &lock,
	    "\n/Reference [<</Type /SigRef /TransformMethod /FieldMDP /Data "
	    "1 0 R /TransformParams <</Type /TransformParams /Action /All /P 1 "
	    "/V /1.2>>>>]");
	lock = (struct csi_pdf_lock){ CSI_PDF_LOCK_EXCLUDE, 2, names, 0, NULL };
	OK(csi_pdf_lock_write(&out, &lock));
	OK(csi_span_is(csi_bytes_span(&out),
	       "<</Type /SigFieldLock /Action /Exclude /Fields [(a.b)<FEFF5370>]"
	       ">>") ||
	    csi_span_is(csi_bytes_span(&out),
		"<</Type /SigFieldLock /Action /Exclude /Fields "
		"[(a.b)<feff5370>]>>"));
	csi_bytes_free(&out);
}

static void
a_name_that_is_no_text_is_told(void)
{
	static const char *const names[] = { "\xff" };
	const struct csi_pdf_lock lock = { CSI_PDF_LOCK_INCLUDE, 1, names, 0,
		NULL };
	struct csi_bytes out = { 0 };

	OK(!csi_pdf_lock_write(&out, &lock));
	csi_bytes_free(&out);
}

int
main(void)
{
	RUN(a_lock_is_read_with_its_names_as_text);
	RUN(what_is_forbidden_is_written_as_transforms);
	RUN(a_name_that_is_no_text_is_told);
	return tap_done();
}
