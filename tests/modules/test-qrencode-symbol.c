/* SPDX-License-Identifier: Apache-2.0 */
/* test-qrencode-symbol.c -- proves modules/qrencode-symbol.  That the codes
 * are read by others is shown by tests/interop/test-qr.sh. */
#include "blob.h"
#include "context.h"
#include "scripted.h"
#include "tap.h"
#include "wait.h"

static cseal_context *context;
static struct csi_module *module;
static struct csi_bytes modules; /* of the last code */

static cseal_status
encode(const char *text, unsigned lost_percent)
{
	const struct cseal_symbol_request request = { .size = sizeof(request),
		.text = text,
		.lost_percent = lost_percent };
	cseal_error *error = NULL;
	struct cseal_blob blob;
	struct cseal_wait wait;
	cseal_status st;

	csi_wait_init(&wait, 60000, NULL);
	csi_blob_init(&blob, 1 << 20);
	st = module->driver->ops.symbol->encode(
	    &module->host, &request, &wait, &blob, &error);
	csi_bytes_wipe(&modules);
	modules = csi_blob_take(&blob);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static size_t
side(void)
{
	size_t found = 0;

	while (found * found < modules.len)
		found++;
	return found * found == modules.len ? found : 0;
}

/* ISO/IEC 18004, 6.3.3: rings of 7, 5 and 3 modules. */
static void
a_code_has_its_three_finders(void)
{
	static const char finder[7][8] = { "1111111", "1000001", "1011101",
		"1011101", "1011101", "1000001", "1111111" };
	bool same = true;

	OK(encode("Order 42", 15) == CSEAL_OK);
	OK(side() == 21);
	for (size_t y = 0; y < 7 && side() == 21; y++) {
		for (size_t x = 0; x < 7; x++) {
			uint8_t wanted = (uint8_t)(finder[y][x] - '0');

			same &= modules.at[y * 21 + x] == wanted &&
				modules.at[y * 21 + 14 + x] == wanted &&
				modules.at[(14 + y) * 21 + x] == wanted;
		}
	}
	OK(same);
}

/* Table 7: what version 1 holds at each level, and not a byte more. */
static void
the_smallest_code_that_holds_the_text_is_made(void)
{
	static const struct {
		unsigned lost_percent;
		int most;
	} cases[] = { { 7, 17 }, { 15, 14 }, { 25, 11 }, { 30, 7 } };

	for (size_t i = 0; i < 4; i++) {
		char text[32];

		snprintf(text, sizeof(text), "%.*s", cases[i].most,
		    "abcdefghijklmnopqrstuvw");
		OK(encode(text, cases[i].lost_percent) == CSEAL_OK &&
		    side() == 21);
		snprintf(text, sizeof(text), "%.*s", cases[i].most + 1,
		    "abcdefghijklmnopqrstuvw");
		OK(encode(text, cases[i].lost_percent) == CSEAL_OK &&
		    side() == 25);
	}
	/* Digits need less. */
	OK(encode("0123456789012345678901234567890123", 15) == CSEAL_OK);
	OK(side() == 21);
}

static void
more_than_a_code_holds_is_refused(void)
{
	char *text = calloc(1, 8000);

	memset(text, 'a', 2331);
	OK(encode(text, 15) == CSEAL_OK && side() == 177);
	memset(text, 'a', 2332);
	OK(encode(text, 15) == CSEAL_REFUSED_LIMIT);
	OK(modules.len == 0);
	OK(encode(text, 7) == CSEAL_OK);
	memset(text, '1', 7089);
	OK(encode(text, 7) == CSEAL_OK && side() == 177);
	memset(text, '1', 7090);
	OK(encode(text, 7) == CSEAL_REFUSED_LIMIT);
	memset(text, 0, 8000);
	for (size_t i = 0; i < 780; i++)
		memcpy(text + 3 * i, "\xe7\xab\xa0", 3);
	OK(encode(text, 15) == CSEAL_REFUSED_LIMIT);
	OK(encode(text, 7) == CSEAL_OK);
	free(text);
}

static void
nothing_is_no_text(void)
{
	OK(encode("", 15) == CSEAL_REFUSED_INPUT);
	OK(encode("a", 16) == CSEAL_REFUSED_INPUT);
}

int
main(void)
{
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent",
		.module_dir = TEST_MODULE_DIR };

	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    csi_loader_only(context, CSEAL_KIND_SYMBOL, &module, NULL) !=
		CSEAL_OK)
		exit(99);
	RUN(a_code_has_its_three_finders);
	RUN(the_smallest_code_that_holds_the_text_is_made);
	RUN(more_than_a_code_holds_is_refused);
	RUN(nothing_is_no_text);
	csi_bytes_wipe(&modules);
	cseal_context_unref(context);
	return tap_done();
}
