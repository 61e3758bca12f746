/* SPDX-License-Identifier: Apache-2.0 */
/* ink-json.c -- what is known of ink but the writing itself, as JSON.
 *
 * A NULL from a failed allocation makes the pack that takes it fail. */
#include "ink-statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* RFC 3339, 5.6, in UTC. */
static json_t *
moment(int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	char text[40];
	struct tm tm;

	if (ms <= 0 || gmtime_r(&seconds, &tm) == NULL)
		return json_null();
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	return json_sprintf("%s.%03dZ", text, (int)(ms % 1000));
}

static json_t *
text_or_null(const char *text)
{
	return text[0] != '\0' ? json_string(text) : json_null();
}

static json_t *
number(uint64_t value)
{
	return json_integer((json_int_t)value);
}

static json_t *
capture(const struct cseal_ink_account *account)
{
	if (account->size == 0)
		return json_null();
	return json_pack("{s:o, s:o, s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o,"
			 " s:o, s:o, s:o}",
	    "module", text_or_null(account->module), "device",
	    text_or_null(account->device), "link",
	    cseal_ink_link_name(account->link), "cipher",
	    text_or_null(account->cipher), "tally",
	    cseal_ink_tally_name(account->tally), "counted",
	    number(account->counted), "received", number(account->received),
	    "lost", number(account->lost), "gaps", number(account->gaps),
	    "pad_us", number(account->pad_us), "host_us",
	    number(account->host_us), "began", moment(account->began_ms),
	    "ended", moment(account->ended_ms));
}

static json_t *
document(const struct csi_ink_document *document)
{
	char hex[2 * CSI_INK_DIGEST_LEN + 1];

	if (!document->is_there)
		return json_null();
	csi_ink_hex(document->digest, hex);
	return json_pack(
	    "{s:o, s:s}", "bytes", number(document->len), "sha256", hex);
}

json_t *
csi_ink_members(const cseal_ink *ink)
{
	return json_pack("{s:o, s:o, s:o, s:b, s:o, s:o}", "samples",
	    number(cseal_ink_count(ink)), "strokes",
	    number(cseal_ink_stroke_count(ink)), "duration_us",
	    number(cseal_ink_duration_us(ink)), "virtual", ink->is_virtual,
	    "capture", capture(&ink->account), "document",
	    document(&ink->document));
}

const char *
cseal_ink_json(cseal_ink *ink)
{
	json_t *root;

	free(ink->json);
	ink->json = NULL;
	root = csi_ink_members(ink);
	if (root == NULL)
		return NULL;
	ink->json = json_dumps(root, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	json_decref(root);
	return ink->json;
}
