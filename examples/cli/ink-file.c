/* SPDX-License-Identifier: Apache-2.0 */
/* ink-file.c -- the file of a signature: an ISO/IEC 19794-7 record. */
#include "ink-file.h"

cseal_status
cli_read_ink(struct cli *cli, const char *path, cseal_ink **ret_ink)
{
	cseal_status st;
	void *bytes;
	size_t len;

	st = cli_read_file(cli, path, &bytes, &len);
	if (st != CSEAL_OK)
		return st;
	st = cseal_ink_new_iso19794_7(bytes, len, ret_ink, &cli->error);
	cli_bytes_free(bytes, len);
	if (st != CSEAL_OK)
		return cli_fail(
		    cli, st, _("could not use the signature %s"), path);
	return CSEAL_OK;
}

/* Null of ink that was read from a record. */
static void
tell_known(struct cli *cli, cseal_ink *ink)
{
	static const char *const keys[] = { "capture", "document" };
	const char *text = cseal_ink_json(ink);
	json_t *known;

	known = text != NULL ? json_loads(text, 0, NULL) : NULL;
	for (size_t i = 0; i < 2; i++)
		cli_put(
		    cli, keys[i], json_incref(json_object_get(known, keys[i])));
	json_decref(known);
}

static void
print_capture(const struct cseal_ink_account *account)
{
	static const char *const links[] = { N_("unknown"), N_("in the clear"),
		N_("encrypted, but weakly"), N_("encrypted") };
	static const char *const tallies[] = { N_("nothing would show a loss"),
		N_("by the queue"), N_("by the pad's clock"),
		N_("by the pad's numbers") };

	if (account == NULL)
		return;
	printf(_("Pad: %s; its link: %s\n"),
	    account->device[0] != '\0' ? account->device : account->module,
	    _(links[account->link]));
	printf(_("Samples: %llu came, %llu were lost (%s)\n"),
	    (unsigned long long)account->received,
	    (unsigned long long)account->lost, _(tallies[account->tally]));
}

void
cli_tell_ink(struct cli *cli, cseal_ink *ink, const char *path, size_t len)
{
	uint32_t ms = cseal_ink_duration_us(ink) / 1000;

	if (path != NULL) {
		cli_put(cli, "output", cli_text(path));
		cli_put(cli, "bytes", json_integer((json_int_t)len));
	}
	cli_put(cli, "samples", json_integer((json_int_t)cseal_ink_count(ink)));
	cli_put(cli, "strokes",
	    json_integer((json_int_t)cseal_ink_stroke_count(ink)));
	cli_put(cli, "duration_ms", json_integer(ms));
	cli_put(cli, "virtual", json_boolean(cseal_ink_is_virtual(ink)));
	cli_put(cli, "locked", json_boolean(cseal_ink_is_locked(ink)));
	if (cli->json) {
		tell_known(cli, ink);
		return;
	}
	if (path != NULL)
		printf(_("%s: %zu strokes, %zu samples, %u.%u s, %zu bytes\n"),
		    path, cseal_ink_stroke_count(ink), cseal_ink_count(ink),
		    ms / 1000, ms % 1000 / 100, len);
	else
		printf(_("%zu strokes, %zu samples, %u.%u s\n"),
		    cseal_ink_stroke_count(ink), cseal_ink_count(ink),
		    ms / 1000, ms % 1000 / 100);
	print_capture(cseal_ink_capture_account(ink));
	if (cseal_ink_is_virtual(ink))
		puts(_("VIRTUAL: nobody wrote this on a real pad."));
}

cseal_status
cli_write_ink(struct cli *cli, cseal_ink *ink, const char *path)
{
	const void *record;
	cseal_status st;
	size_t len;

	st = cseal_ink_iso19794_7(ink, &record, &len, &cli->error);
	if (st == CSEAL_OK)
		st = cli_write_file(cli, path, record, len);
	if (st == CSEAL_OK)
		cli_tell_ink(cli, ink, path, len);
	return st;
}
