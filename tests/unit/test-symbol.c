/* SPDX-License-Identifier: Apache-2.0 */
/* test-symbol.c -- proves lib/symbol.c: a symbol as paths, whatever a module
 * hands over. */
#include "document/symbol.h"

#include "sealing.h"

/* Of mock-symbol: the text is the modules. */
static cseal_status
paths_of(const char *text, struct csi_bytes *paths, unsigned *ret_side)
{
	cseal_error *error = NULL;
	cseal_wait wait;
	cseal_status st;

	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, NULL);
	st =
	    csi_symbol_paths(context, text, 15, &wait, paths, ret_side, &error);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static void
each_run_of_dark_modules_is_one_rectangle(void)
{
	static const char expected[] = "q 1 g 0 0 11 11 re f Q\n"
				       "4 6 2 1 re\n"
				       "4 5 1 1 re\n"
				       "6 5 1 1 re\n"
				       "f\n";
	struct csi_bytes paths = { 0 };
	unsigned side = 0;

	OK(paths_of("110101000", &paths, &side) == CSEAL_OK);
	OK(side == 11);
	OK(csi_span_is(csi_bytes_span(&paths), expected));
	csi_bytes_free(&paths);
}

static void
what_is_no_square_of_modules_is_the_modules_fault(void)
{
	static const char *const texts[] = { "", "10", "10010", "10x1" };
	struct csi_bytes paths = { 0 };
	unsigned side = 77;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		OKF(paths_of(texts[i], &paths, &side) == CSEAL_FAULT_MODULE &&
			paths.len == 0 && side == 77,
		    "%s", texts[i]);
}

static void
more_modules_than_a_symbol_has_are_not_taken(void)
{
	size_t most = CSEAL_SYMBOL_SIDE_MOST * CSEAL_SYMBOL_SIDE_MOST;
	char *text = calloc(1, most + 2);
	struct csi_bytes paths = { 0 };
	unsigned side = 0;

	memset(text, '1', most);
	OK(paths_of(text, &paths, &side) == CSEAL_OK);
	OK(side == CSEAL_SYMBOL_SIDE_MOST + 8);
	csi_bytes_free(&paths);
	memset(text, '1', most + 1);
	OK(paths_of(text, &paths, &side) == CSEAL_REFUSED_LIMIT);
	free(text);
}

static cseal_status
stamp_qr(const char *text, uint32_t side_um, int32_t turn_mdeg)
{
	cseal_document *document = sealing_document("");
	struct cseal_stamp stamp = { .size = sizeof(stamp),
		.place = { 1, 20000, 30000, side_um, side_um },
		.look = sealing_look() };
	const struct cseal_stamp *list = &stamp;
	cseal_status st;

	stamp.look.qr = text;
	stamp.look.turn_mdeg = turn_mdeg;
	st = cseal_document_stamp(context, document, &list, 1, NULL);
	cseal_document_free(document);
	return st;
}

/* 3 modules and 8 of the quiet zone, of 200 um each. */
static void
a_place_where_modules_would_be_too_small_is_refused(void)
{
	OK(stamp_qr("110101000", 2200, 0) == CSEAL_OK);
	OK(stamp_qr("110101000", 2190, 0) == CSEAL_REFUSED_PLACE);
	OK(stamp_qr("110101000", 2200, 90000) == CSEAL_OK);
	OK(stamp_qr("110101000", 2200, 45000) == CSEAL_REFUSED_PLACE);
	OK(stamp_qr("110101000", 3112, 45000) == CSEAL_OK);
}

static void
a_qr_code_needs_a_context_and_a_level_that_there_is(void)
{
	cseal_document *document = sealing_document("");
	struct cseal_stamp stamp = { .size = sizeof(stamp),
		.place = { 1, 20000, 30000, 20000, 20000 },
		.look = sealing_look() };
	const struct cseal_stamp *list = &stamp;

	stamp.look.qr = "1";
	OK(cseal_document_stamp(NULL, document, &list, 1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	stamp.look.qr_lost_percent = 16;
	OK(cseal_document_stamp(context, document, &list, 1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	stamp.look.qr_lost_percent = 30;
	OK(cseal_document_stamp(context, document, &list, 1, NULL) == CSEAL_OK);
	stamp.look.qr = "\xff";
	OK(cseal_document_stamp(context, document, &list, 1, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	cseal_document_free(document);
}

/* Without the other modules of the build: there is to be one of the kind. */
int
main(void)
{
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent",
		.module_dir = "/nonexistent" };

	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MOCKS "/mock-symbol.so", NULL) != CSEAL_OK)
		exit(99);
	RUN(each_run_of_dark_modules_is_one_rectangle);
	RUN(what_is_no_square_of_modules_is_the_modules_fault);
	RUN(more_modules_than_a_symbol_has_are_not_taken);
	RUN(a_place_where_modules_would_be_too_small_is_refused);
	RUN(a_qr_code_needs_a_context_and_a_level_that_there_is);
	cseal_context_unref(context);
	return tap_done();
}
