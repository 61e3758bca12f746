/* SPDX-License-Identifier: Apache-2.0 */
#include "scripted.h"
#include "tap.h"

static cseal_context *context;
static cseal_ink *ink;
static char note[1024]; /* of the last failure */

static cseal_status
capture(const char *uri)
{
	cseal_error *error = NULL;
	cseal_status st;

	cseal_ink_free(ink);
	ink = NULL;
	st = cseal_ink_capture(context, uri, NULL, 50, NULL, &ink, &error);
	snprintf(note, sizeof(note), "%s", cseal_error_text(error));
	if (st != cseal_error_status(error) ||
	    (st == CSEAL_OK) != (ink != NULL))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static void
ink_of_a_real_pad_is_not_virtual(void)
{
	OK(capture("liar:honest") == CSEAL_OK);
	OK(!cseal_ink_is_virtual(ink));
	OK(cseal_ink_count(ink) == 2);
	OK(cseal_ink_samples(ink)[1].x_um == 1000000);
}

static void
flags_that_nobody_knows_do_not_come_through(void)
{
	OK(capture("liar:honest") == CSEAL_OK);
	OK(cseal_ink_samples(ink)[0].flags == 0);
	OK(cseal_ink_samples(ink)[1].flags == 0);
}

static void
a_module_that_breaks_its_contract_is_at_fault(void)
{
	static const char *const uris[] = { "liar:count", "liar:right",
		"liar:left", "liar:below", "liar:above", "liar:time",
		"liar:clock", "liar:button", "liar:minus", "liar:status",
		"liar:device", "liar:cipher", "liar:link", "liar:tally",
		"liar:lost", "liar:endless" };

	for (size_t i = 0; i < sizeof(uris) / sizeof(uris[0]); i++)
		OKF(capture(uris[i]) == CSEAL_FAULT_MODULE &&
			strstr(note, "liar-pad") != NULL,
		    "%s: %s", uris[i], note);
}

static void
a_module_without_a_reason_gets_one(void)
{
	OK(capture("liar:silent") == CSEAL_COUNTER_DEVICE_GONE);
	OK(strstr(note, "liar-pad") != NULL);
}

static void
a_module_that_says_nothing_forever_ends_at_the_deadline(void)
{
	OK(capture("liar:nothing") == CSEAL_STOPPED_TIMEOUT);
}

static void
a_uri_that_nobody_serves_is_no_module(void)
{
	OK(capture("nobody:there") == CSEAL_SETUP_NO_MODULE);
	OK(capture("") == CSEAL_FAULT_APPLICATION);
}

static void
options_are_checked(void)
{
	struct cseal_ink_options options = { .size = 1 };
	char prompt[400];

	OK(cseal_ink_capture(context, "liar:honest", &options, 50, NULL, &ink,
	       NULL) == CSEAL_FAULT_APPLICATION);
	options.size = sizeof(options);
	options.prompt = "two\nlines";
	OK(cseal_ink_capture(context, "liar:honest", &options, 50, NULL, &ink,
	       NULL) == CSEAL_FAULT_APPLICATION);
	options.prompt = "\xff";
	OK(cseal_ink_capture(context, "liar:honest", &options, 50, NULL, &ink,
	       NULL) == CSEAL_FAULT_APPLICATION);
	memset(prompt, 'a', sizeof(prompt) - 1);
	prompt[sizeof(prompt) - 1] = '\0';
	options.prompt = prompt;
	OK(cseal_ink_capture(context, "liar:honest", &options, 50, NULL, &ink,
	       NULL) == CSEAL_FAULT_APPLICATION);
	prompt[256] = '\0';
	cseal_ink_free(ink);
	ink = NULL;
	OK(cseal_ink_capture(context, "liar:honest", &options, 50, NULL, &ink,
	       NULL) == CSEAL_OK);
}

static void
sign_virtually(void)
{
	OK(capture(scripted_uri("stroke 200 1000 1000 30000 9000 8000 20000\n"
				"stroke 200 2000 15000 40000 15000\nok\n")) ==
	    CSEAL_OK);
}

static void
a_record_reads_back_as_the_same_ink(void)
{
	const struct cseal_ink_sample *was, *is;
	const void *record = NULL;
	cseal_ink *back = NULL;
	size_t len = 0, far = 0;

	sign_virtually();
	OK(cseal_ink_iso19794_7(ink, &record, &len, NULL) == CSEAL_OK);
	OK(cseal_ink_new_iso19794_7(record, len, &back, NULL) == CSEAL_OK);
	OK(cseal_ink_count(back) == cseal_ink_count(ink));
	OK(cseal_ink_stroke_count(back) == 2);
	OK(cseal_ink_duration_us(back) == cseal_ink_duration_us(ink));
	OK(cseal_ink_is_virtual(back));
	OK(cseal_ink_capture_account(back) == NULL);
	OK(strstr(cseal_ink_json(back), "\"capture\": null") != NULL);
	was = cseal_ink_samples(ink);
	is = cseal_ink_samples(back);
	for (size_t i = 0; i < cseal_ink_count(back); i++)
		far += abs(was[i].x_um - is[i].x_um) > 8 ||
		       abs(was[i].y_um - is[i].y_um) > 8 ||
		       was[i].pressure != is[i].pressure;
	OK(far == 0);
	cseal_ink_free(back);
}

static void
a_record_lives_as_long_as_the_ink(void)
{
	const void *first = NULL, *second = NULL, *marked = NULL;
	size_t len = 0, marked_len = 0;
	unsigned sum = 0;

	OK(capture("liar:honest") == CSEAL_OK);
	OK(cseal_ink_iso19794_7(ink, &first, &len, NULL) == CSEAL_OK);
	OK(cseal_ink_iso19794_7(ink, &second, &len, NULL) == CSEAL_OK);
	OK(first == second);
	cseal_ink_mark_virtual(ink);
	OK(cseal_ink_is_virtual(ink));
	OK(cseal_ink_iso19794_7(ink, &marked, &marked_len, NULL) == CSEAL_OK);
	OK(marked != first && marked_len > len);
	for (size_t i = 0; i < len; i++)
		sum += ((const uint8_t *)first)[i];
	OK(sum != 0);
}

static void
a_module_that_tells_nothing_leaves_what_the_core_saw(void)
{
	const struct cseal_ink_account *account;

	OK(capture("liar:honest") == CSEAL_OK);
	account = cseal_ink_capture_account(ink);
	OK(account != NULL && strcmp(account->module, "liar-pad") == 0);
	OK(account->received == 2 && account->lost == 0);
	OK(account->link == CSEAL_INK_LINK_UNKNOWN);
	OK(account->tally == CSEAL_INK_TALLY_NONE);
	/* The clock of this computer, whatever the module said. */
	OK(account->began_ms > 1000 && account->ended_ms >= account->began_ms);
	OK(strstr(cseal_ink_json(ink), "\"device\": null") != NULL);
}

static void
a_pad_of_an_older_version_is_asked_for_no_account(void)
{
	OK(capture("old:") == CSEAL_OK);
	OK(cseal_ink_capture_account(ink)->link == CSEAL_INK_LINK_UNKNOWN);
	OK(cseal_ink_capture_account(ink)->received == 3);
}

static void
how_it_came_is_told_with_names(void)
{
	const char *json;

	OK(capture(scripted_uri("stroke 20 0 0 9000 0\nlost 3\nok\n")) ==
	    CSEAL_OK);
	json = cseal_ink_json(ink);
	OK(strstr(json, "\"link\": \"clear\"") != NULL);
	OK(strstr(json, "\"tally\": \"count\"") != NULL);
	OK(strstr(json, "\"received\": 6") != NULL);
	OK(strstr(json, "\"lost\": 3") != NULL);
	OK(strstr(json, "\"virtual\": true") != NULL);
	OK(strstr(json, "x_um") == NULL);
	OK(cseal_ink_link_name((cseal_ink_link)4) == NULL);
	OK(strcmp(cseal_ink_link_name(CSEAL_INK_LINK_WEAK), "weak") == 0);
	OK(cseal_ink_tally_name((cseal_ink_tally)-1) == NULL);
	OK(strcmp(cseal_ink_tally_name(CSEAL_INK_TALLY_QUEUE), "queue") == 0);
}

static bool
has(const void *bytes, size_t len, const char *text)
{
	return memmem(bytes, len, text, strlen(text)) != NULL;
}

static void
it_is_drawn_as_svg(void)
{
	const void *bytes = NULL;
	size_t len = 0;

	OK(capture("liar:honest") == CSEAL_OK);
	OK(cseal_ink_draw(ink, "svg", &bytes, &len, NULL) == CSEAL_OK);
	OK(has(bytes, len, "<svg xmlns=\"http://www.w3.org/2000/svg\""));
	OK(has(bytes, len, "<path d=\"M"));
	OK(!has(bytes, len, "virtual"));
	sign_virtually();
	OK(cseal_ink_draw(ink, "svg", &bytes, &len, NULL) == CSEAL_OK);
	OK(has(bytes, len, "<desc>counterseal: from a virtual pad</desc>"));
}

static void
it_is_drawn_as_pdf(void)
{
	const void *bytes = NULL;
	size_t len = 0;

	OK(capture("liar:honest") == CSEAL_OK);
	OK(cseal_ink_draw(ink, "pdf", &bytes, &len, NULL) == CSEAL_OK);
	OK(memcmp(bytes, "%PDF-1.4\n", 9) == 0);
	OK(!has(bytes, len, "virtual"));
	sign_virtually();
	OK(cseal_ink_draw(ink, "pdf", &bytes, &len, NULL) == CSEAL_OK);
	OK(has(bytes, len, "/Keywords (counterseal: from a virtual pad)"));
}

static void
other_drawings_are_the_applications_fault(void)
{
	static const char *const formats[] = { "png", "", "SVG", "pdf2", NULL };
	const void *bytes = NULL;
	size_t len = 0;

	sign_virtually();
	for (size_t i = 0; i < 5; i++)
		OK(cseal_ink_draw(ink, formats[i], &bytes, &len, NULL) ==
		    CSEAL_FAULT_APPLICATION);
	OK(bytes == NULL && len == 0);
}

static void
a_record_of_air_cannot_be_drawn(void)
{
	static const uint8_t record[] = { 'S', 'D', 'I', 0, ' ', '1', '0', 0,
		0xc1, 0x20, 0x80, 0xcf, 0xa0, 0x80, 0xcf, 0xa0, 0x80, 0xcf,
		0xa0, 0, 0, 0, 0, 0, 1, 0x80, 0, 0x80, 0, 0, 0, 0 };
	const void *bytes = NULL;
	cseal_ink *air = NULL;
	size_t len = 0;

	OK(cseal_ink_new_iso19794_7(record, sizeof(record), &air, NULL) ==
	    CSEAL_OK);
	OK(cseal_ink_stroke_count(air) == 0);
	OK(cseal_ink_draw(air, "svg", &bytes, &len, NULL) ==
	    CSEAL_REFUSED_INPUT);
	cseal_ink_free(air);
}

static void
what_is_no_record_makes_no_ink(void)
{
	cseal_error *error = NULL;
	cseal_ink *none = NULL;

	OK(cseal_ink_new_iso19794_7("nonsense", 8, &none, &error) ==
	    CSEAL_REFUSED_INPUT);
	OK(none == NULL && error != NULL);
	cseal_error_free(error);
	cseal_ink_free(NULL);
}

/* Whether so many bytes of the process's memory hold the samples. */
static void
samples_are_wiped_when_they_are_freed(void)
{
	const struct cseal_ink_sample *at;
	FILE *maps;
	char line[256];
	unsigned long start, end;
	bool mapped = false;

	sign_virtually();
	at = cseal_ink_samples(ink);
	cseal_ink_free(ink);
	ink = NULL;
	/* They have pages of their own, which are gone. */
	maps = fopen("/proc/self/maps", "r");
	while (maps != NULL && fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%lx-%lx", &start, &end) == 2 &&
		    (uintptr_t)at >= start && (uintptr_t)at < end)
			mapped = true;
	}
	if (maps == NULL)
		tap_skip("no /proc/self/maps");
	else
		OK(!mapped);
	if (maps != NULL)
		fclose(maps);
}

int
main(void)
{
	char *path;

	scratch_make();
	context = scripted_context(NULL);
	OK(cseal_context_load_module(
	       context, TEST_LIAR_DIR "/liar-pad.so", NULL) == CSEAL_OK);
	path = build_path("tests/modules/.libs/old-pad.so");
	OK(cseal_context_load_module(context, path, NULL) == CSEAL_OK);
	free(path);
	RUN(ink_of_a_real_pad_is_not_virtual);
	RUN(flags_that_nobody_knows_do_not_come_through);
	RUN(a_module_that_breaks_its_contract_is_at_fault);
	RUN(a_module_that_tells_nothing_leaves_what_the_core_saw);
	RUN(a_pad_of_an_older_version_is_asked_for_no_account);
	RUN(how_it_came_is_told_with_names);
	RUN(a_module_without_a_reason_gets_one);
	RUN(a_module_that_says_nothing_forever_ends_at_the_deadline);
	RUN(a_uri_that_nobody_serves_is_no_module);
	RUN(options_are_checked);
	RUN(a_record_reads_back_as_the_same_ink);
	RUN(a_record_lives_as_long_as_the_ink);
	RUN(it_is_drawn_as_svg);
	RUN(it_is_drawn_as_pdf);
	RUN(other_drawings_are_the_applications_fault);
	RUN(a_record_of_air_cannot_be_drawn);
	RUN(what_is_no_record_makes_no_ink);
	RUN(samples_are_wiped_when_they_are_freed);
	cseal_ink_free(ink);
	cseal_context_unref(context);
	return tap_done();
}
