/* SPDX-License-Identifier: Apache-2.0 */
/* test-twisted.c -- proves lib/pdf/signature.c: every way in which /ByteRange
 * and /Contents can be twisted.
 *
 * Where the range makes sense as numbers, the signature is really made over
 * the bytes that it names: what is left to be called is the twist alone. */
#include "cms/cms.h"
#include "judge/judge.h"
#include "tap.h"
#include "trusted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CONTENTS_LEN 1400 /* bytes, with the zeros behind */
#define RANGE_LEN    100  /* of the text in the file */

/* ---- the document ------------------------------------------------------ */

/* How the value is written. */
enum style {
	HEX,
	UPPER,   /* in capitals */
	SPACED,  /* on many lines */
	ODD,     /* one digit less: the last is a zero that is not written */
	COMMENT, /* with what looks like a comment in it */
	LITERAL, /* in parentheses */
	GARBAGE, /* something other than zeros behind the value */
	TWICE,   /* the value, and the value again */
	OPEN,    /* BER: the outermost length is not written */
	SHORT,   /* cut in the middle */
	EMPTY    /* zeros only */
};

struct twist {
	const char *what;
	const char *range;    /* {G}, {A} and {E} are the honest numbers */
	const char *contents; /* NULL: "/Contents @" */
	enum style style;
	const char *behind; /* put behind the last byte, not signed */
	const char *verdict, *words;
};

/* Always as long, whatever is in it. */
static void
encode(struct csi_bytes *out, enum style style, struct csi_span der)
{
	uint8_t value[CONTENTS_LEN] = { 0 };
	static const char small[] = "0123456789abcdef";
	static const char large[] = "0123456789ABCDEF";
	const char *digits = style == UPPER ? large : small;

	if (der.len > CONTENTS_LEN / 2)
		abort();
	if (der.len > 0 && style != EMPTY)
		memcpy(value, der.at, style == SHORT ? der.len / 2 : der.len);
	if (der.len > 0 && style == OPEN) {
		/* 30 82 xx xx ... */
		memmove(value + 2, value + 4, der.len - 4);
		memset(value + der.len - 2, 0, 2);
		value[1] = 0x80;
	}
	if (style == GARBAGE)
		value[der.len + 9] = 7;
	if (style == TWICE && der.len > 0)
		memcpy(value + der.len, der.at, der.len);
	csi_bytes_add_u8(out, style == LITERAL ? '(' : '<');
	for (size_t i = 0; i < CONTENTS_LEN; i++) {
		if (style == LITERAL) {
			csi_bytes_print(out, "\\%03o", value[i]);
		} else {
			csi_bytes_add_u8(out, (uint8_t)digits[value[i] >> 4]);
			csi_bytes_add_u8(out, (uint8_t)digits[value[i] & 15]);
		}
		if (style == SPACED && i % 20 == 0)
			csi_bytes_add_text(out, "\r\n");
		if (style == COMMENT && i == CONTENTS_LEN - 8)
			csi_bytes_add_text(out, "%x\n");
	}
	if (style == ODD)
		out->len--;
	csi_bytes_add_u8(out, style == LITERAL ? ')' : '>');
}

static void
write_range(struct csi_bytes *out, const char *text, uint64_t gap,
    uint64_t after, uint64_t len)
{
	for (const char *at = text; *at != '\0'; at++) {
		uint64_t base;
		char *end;
		long off;

		if (*at != '{') {
			csi_bytes_add_u8(out, (uint8_t)*at);
			continue;
		}
		base = at[1] == 'G' ? gap : at[1] == 'A' ? after : len - after;
		off = strtol(at + 2, &end, 10);
		csi_bytes_print(
		    out, "%llu", (unsigned long long)(base + (uint64_t)off));
		at = end;
	}
}

/* The digest that a reader makes who believes the four numbers; of all but
 * the gap where they are none. */
static void
digest_range(const struct made *made, const char *range, uint8_t *digest)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	long long n[4];
	long long len = (long long)made->out.len;

	if (sscanf(range, "[ %lld %lld %lld %lld", &n[0], &n[1], &n[2],
		&n[3]) != 4 ||
	    n[0] < 0 || n[1] < 0 || n[2] < 0 || n[3] < 0 || n[0] > len ||
	    n[1] > len - n[0] || n[2] > len || n[3] > len - n[2]) {
		n[0] = 0;
		n[1] = (long long)made->gap;
		n[2] = (long long)made->after;
		n[3] = len - n[2];
	}
	if (!EVP_DigestInit(ctx, EVP_sha256()) ||
	    !EVP_DigestUpdate(ctx, made->out.at + n[0], (size_t)n[1]) ||
	    !EVP_DigestUpdate(ctx, made->out.at + n[2], (size_t)n[3]) ||
	    !EVP_DigestFinal(ctx, digest, NULL))
		abort();
	EVP_MD_CTX_free(ctx);
}

static void
make_value(const uint8_t *digest, struct csi_bytes *der)
{
	struct csi_span chain = csi_bytes_span(&certificate);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(pkey, NULL);
	uint8_t value[256];
	size_t len = sizeof(value);
	csi_cms *cms;

	if (csi_cms_start(&chain, 1, CSEAL_SCHEME_ECDSA, CSEAL_DIGEST_SHA256,
		digest, &cms, NULL) != CSEAL_OK ||
	    EVP_PKEY_sign_init(ctx) <= 0 ||
	    EVP_PKEY_sign(ctx, value, &len, csi_cms_to_sign(cms), 32) <= 0 ||
	    csi_cms_finish(cms, value, len, der, NULL) != CSEAL_OK)
		abort();
	csi_cms_free(cms);
	EVP_PKEY_CTX_free(ctx);
}

#define FORM "/AcroForm <</SigFlags 3 /Fields ["
#define SEAL(name)                                                         \
	"<</FT /Sig /Type /Annot /Subtype /Widget /F 132 /Rect [0 0 0 0] " \
	"/P 3 0 R /T (" name ") "
#define PAGE                                                   \
	"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] " \
	"/Contents 4 0 R "

static void
start_document(struct made *made)
{
	made_base(made, "", "");
	made_end(made);
	made_object(
	    made, 1, "<</Type /Catalog /Pages 2 0 R " FORM "6 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, SEAL("First") "/V 7 0 R>>");
}

/* The dictionary with room for both; where the room is. */
static uint64_t
add_around(struct made *made, uint32_t number, const char *head,
    const char *tail, const struct twist *twist)
{
	const char *contents =
	    twist->contents != NULL ? twist->contents : "/Contents @";
	const char *mark = strchr(contents, '@');
	struct csi_bytes body = { 0 };
	const struct csi_span none = { NULL, 0 };
	uint64_t start = made->out.len + strlen("7 0 obj\n"), range;

	csi_bytes_add_text(&body, head);
	csi_bytes_add_text(&body,
	    "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter "
	    "/ETSI.CAdES.detached /M (D:20261123100000Z) /ByteRange ");
	range = start + body.len;
	for (size_t i = 0; i < RANGE_LEN; i++)
		csi_bytes_add_u8(&body, ' ');
	csi_bytes_add(&body, contents,
	    mark != NULL ? (size_t)(mark - contents) : strlen(contents));
	made->gap = start + body.len;
	if (mark != NULL)
		encode(&body, twist->style, none);
	made->after = start + body.len;
	if (mark != NULL)
		csi_bytes_add_text(&body, mark + 1);
	csi_bytes_add_text(&body, ">>");
	csi_bytes_add_text(&body, tail);
	made_object(made, number, "%.*s", (int)body.len, (const char *)body.at);
	csi_bytes_free(&body);
	return range;
}

static uint64_t
add_dictionary(struct made *made, uint32_t number, const struct twist *twist)
{
	return add_around(made, number, "", "", twist);
}

static uint64_t
add_field(struct made *made, uint32_t number, const struct twist *twist)
{
	return add_around(made, number, SEAL("First") "/V ", ">>", twist);
}

static void
sign(struct made *made, const struct twist *twist, uint64_t range_at)
{
	struct csi_bytes range = { 0 }, der = { 0 }, contents = { 0 };
	uint8_t digest[32];

	write_range(
	    &range, twist->range, made->gap, made->after, made->out.len);
	if (range.failed || range.len >= RANGE_LEN)
		abort();
	memcpy(made->out.at + range_at, range.at, range.len);
	csi_bytes_add_u8(&range, '\0');
	digest_range(made, (const char *)range.at, digest);
	make_value(digest, &der);
	if (made->gap < made->after) {
		encode(&contents, twist->style, csi_bytes_span(&der));
		memcpy(made->out.at + made->gap, contents.at, contents.len);
	}
	csi_bytes_free(&contents);
	csi_bytes_free(&range);
	csi_bytes_free(&der);
}

/* Ends the revision with the dictionary, signed. */
static void
end_signed(struct made *made, const struct twist *twist)
{
	uint64_t range_at = add_dictionary(made, 7, twist);

	made_end(made);
	sign(made, twist, range_at);
}

static void
make(struct made *made, const struct twist *twist)
{
	start_document(made);
	end_signed(made, twist);
	if (twist->behind != NULL)
		csi_bytes_add_text(&made->out, twist->behind);
}

/* ---- what is said ------------------------------------------------------ */

static bool
says(const struct cseal_report *report, const char *words, bool print)
{
	bool found = false;

	for (size_t i = 0; i < report->problems.count; i++) {
		found |= strstr(report->problems.at[i], words) != NULL;
		if (print)
			printf("# problem: %s\n", report->problems.at[i]);
	}
	for (size_t i = 0; i < report->count; i++) {
		const struct csi_reasons *reasons = &report->rows[i].reasons;

		for (size_t j = 0; j < reasons->count; j++) {
			found |= strstr(reasons->at[j], words) != NULL;
			if (print)
				printf("# %s: %s\n", report->rows[i].field,
				    reasons->at[j]);
		}
	}
	return found;
}

static void
expect(
    struct made *made, const char *what, const char *verdict, const char *words)
{
	struct csi_judge_wish wish = { .trust = trust,
		.time = (int64_t)time(NULL) };
	struct cseal_report *report = calloc(1, sizeof(*report));
	bool ok;

	if (csi_judge(report, csi_bytes_span(&made->out), &wish, NULL) !=
	    CSEAL_OK)
		report->verdict = "no report";
	ok = strcmp(report->verdict, verdict) == 0 &&
	     (words == NULL || says(report, words, false));
	if (!OKF(ok, "%s: %s: %s", what, verdict,
		words != NULL ? words : "no objection")) {
		printf("# verdict: %s\n", report->verdict);
		says(report, "", true);
	}
	cseal_report_free(report);
	csi_bytes_free(&made->out);
}

static void
try_all(const struct twist *twists, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct made made;

		make(&made, &twists[i]);
		expect(
		    &made, twists[i].what, twists[i].verdict, twists[i].words);
	}
}

#define TRY(twists) try_all(twists, sizeof(twists) / sizeof((twists)[0]))

#define HONEST "[0 {G} {A} {E}]"

/* ---- cases ------------------------------------------------------------- */

static void
what_is_written_otherwise_is_accepted(void)
{
	static const struct twist twists[] = {
		{ "as usual", HONEST, NULL, HEX, NULL, "valid", NULL },
		{ "with white space", "[\r\n\t0\f{G}\n\n{A} % x\n {E} ]", NULL,
		    HEX, NULL, "valid", NULL },
		{ "with zeros and signs", "[+0 000{G} +{A} 00000000{E}]", NULL,
		    HEX, NULL, "valid", NULL },
		{ "in capitals", HONEST, NULL, UPPER, NULL, "valid", NULL },
		{ "on many lines", HONEST, NULL, SPACED, NULL, "valid", NULL },
		{ "the last zero not written", HONEST, NULL, ODD, NULL, "valid",
		    NULL },
		{ "of a length that is not written", HONEST, NULL, OPEN, NULL,
		    "valid", NULL },
		{ "the key in another form", HONEST, "/#43ontents @", HEX, NULL,
		    "valid", NULL },
		{ "without white space", HONEST, "/Contents@", HEX, NULL,
		    "valid", NULL },
		{ "without the last line feed", "[0 {G} {A} {E-1}]", NULL, HEX,
		    NULL, "valid", NULL },
		{ "a line end behind it", HONEST, NULL, HEX, "\r\n", "valid",
		    NULL },
		{ "blanks behind it", HONEST, NULL, HEX, " \n \n", "valid",
		    NULL },
	};

	TRY(twists);
}

static void
a_range_of_no_proper_numbers_is_called(void)
{
	static const struct twist twists[] = {
		{ "no array", "7", NULL, HEX, NULL, "invalid", "no ByteRange" },
		{ "null", "null", NULL, HEX, NULL, "invalid", "no ByteRange" },
		{ "elsewhere", "5 0 R", NULL, HEX, NULL, "invalid",
		    "no ByteRange" },
		{ "empty", "[]", NULL, HEX, NULL, "invalid",
		    "0 numbers, not 4" },
		{ "of three", "[0 {G} {A}]", NULL, HEX, NULL, "invalid",
		    "3 numbers, not 4" },
		{ "of five", "[0 {G} {A} {E} 0]", NULL, HEX, NULL, "invalid",
		    "5 numbers, not 4" },
		{ "of six", "[0 {G} {A} {E} 0 0]", NULL, HEX, NULL, "invalid",
		    "6 numbers, not 4" },
		{ "of eight", "[0 9 9 {G-9} {A} 9 {A+9} {E-9}]", NULL, HEX,
		    NULL, "invalid", "8 numbers, not 4" },
		{ "reals", "[0.0 {G}.0 {A}.0 {E}.0]", NULL, HEX, NULL,
		    "invalid", "no length" },
		{ "a real that ends like an integer", "[0. {G} {A} {E}]", NULL,
		    HEX, NULL, "invalid", "no length" },
		{ "a name", "[0 {G} {A} /{E}]", NULL, HEX, NULL, "invalid",
		    "no length" },
		{ "a string", "[0 {G} {A} ({E})]", NULL, HEX, NULL, "invalid",
		    "no length" },
		{ "one elsewhere", "[0 {G} {A} 5 0 R]", NULL, HEX, NULL,
		    "invalid", "no length" },
		{ "inside another", "[[0 {G} {A} {E}]]", NULL, HEX, NULL,
		    "invalid", "1 numbers, not 4" },
		{ "negative", "[0 -{G} {A} {E}]", NULL, HEX, NULL, "invalid",
		    "no length" },
		{ "a negative start", "[-1 {G+1} {A} {E}]", NULL, HEX, NULL,
		    "invalid", "no length" },
		{ "two signs", "[0 --{G} {A} {E}]", NULL, HEX, NULL,
		    "indeterminate", "without guessing" },
		{ "past the end", "[0 {G} {A} {E+1}]", NULL, HEX, NULL,
		    "invalid", "ByteRange" },
		{ "huge", "[0 {G} {A} 9223372036854775807]", NULL, HEX, NULL,
		    "invalid", "past the end" },
		{ "64 bits and more", "[0 {G} {A} 18446744073709551616]", NULL,
		    HEX, NULL, "indeterminate", "without guessing" },
		{ "32 bits and the length", "[0 {G+4294967296} {A} {E}]", NULL,
		    HEX, NULL, "invalid", "past the end" },
		{ "64 bits and the length",
		    "[0 {G} {A} {E-9223372036854775807}]", NULL, HEX, NULL,
		    "indeterminate", "without guessing" },
		{ "twice", HONEST " /ByteRange " HONEST, NULL, HEX, NULL,
		    "indeterminate", "twice" },
		{ "twice, the first hidden by another name",
		    "[0 0 0 0] /Byte#52ange " HONEST, NULL, HEX, NULL,
		    "indeterminate", "twice" },
	};

	TRY(twists);
}

static void
a_range_that_leaves_out_something_is_called(void)
{
	static const struct twist twists[] = {
		{ "begins later", "[1 {G-1} {A} {E}]", NULL, HEX, NULL,
		    "invalid", "from its start" },
		{ "the head left out", "[0 0 {A} {E}]", NULL, HEX, NULL,
		    "invalid", "the signature's own Contents" },
		{ "unordered", "[{A} {E} 0 {G}]", NULL, HEX, NULL, "invalid",
		    "from its start" },
		{ "overlapping", "[0 {A} {G} {E}]", NULL, HEX, NULL, "invalid",
		    "from its start" },
		{ "no gap", "[0 {A} {A} {E}]", NULL, HEX, NULL, "invalid",
		    "from its start" },
		{ "nothing", "[0 0 0 0]", NULL, HEX, NULL, "invalid",
		    "from its start" },
		{ "the brackets signed, too", "[0 {G+1} {A-1} {E+1}]", NULL,
		    HEX, NULL, "invalid", "the signature's own Contents" },
		{ "one bracket signed", "[0 {G+1} {A} {E}]", NULL, HEX, NULL,
		    "invalid", "the signature's own Contents" },
		{ "a byte before it left out", "[0 {G-1} {A} {E}]", NULL, HEX,
		    NULL, "invalid", "the signature's own Contents" },
		{ "a byte behind it left out", "[0 {G} {A+1} {E-1}]", NULL, HEX,
		    NULL, "invalid", "the signature's own Contents" },
		{ "the dictionary left out", "[0 {G-200} {A+2} {E-2}]", NULL,
		    HEX, NULL, "invalid", "the signature's own Contents" },
		{ "much behind it left out", "[0 {G} {A+60} {E-60}]", NULL, HEX,
		    NULL, "invalid", "the signature's own Contents" },
		{ "the end left out", "[0 {G} {A} 0]", NULL, HEX, NULL,
		    "indeterminate", "covers is no whole document" },
		{ "half of the end left out", "[0 {G} {A} {E-40}]", NULL, HEX,
		    NULL, "indeterminate", "covers is no whole document" },
		{ "the end marker left out", "[0 {G} {A} {E-6}]", NULL, HEX,
		    NULL, "indeterminate", "covers is no whole document" },
		{ "half of the end marker left out", "[0 {G} {A} {E-3}]", NULL,
		    HEX, NULL, "indeterminate", "covers is no whole document" },
	};

	TRY(twists);
}

static void
a_value_that_is_no_proper_string_is_called(void)
{
	static const struct twist twists[] = {
		{ "in parentheses", HONEST, NULL, LITERAL, NULL, "invalid",
		    "the signature's own Contents" },
		{ "a comment in it", HONEST, NULL, COMMENT, NULL,
		    "indeterminate", "without guessing" },
		{ "something behind the value", HONEST, NULL, GARBAGE, NULL,
		    "invalid", "bytes other than zero" },
		{ "the value twice", HONEST, NULL, TWICE, NULL, "invalid",
		    "bytes other than zero" },
		{ "cut", HONEST, NULL, SHORT, NULL, "invalid",
		    "cannot be read" },
		{ "zeros", HONEST, NULL, EMPTY, NULL, "invalid",
		    "cannot be read" },
		{ "none", HONEST, "", HEX, NULL, "invalid", NULL },
		{ "null", HONEST, "/Contents null", HEX, NULL, "invalid",
		    NULL },
		{ "an empty string", HONEST, "/Contents <>", HEX, NULL,
		    "invalid", NULL },
		{ "elsewhere", HONEST, "/Contents 5 0 R /X @", HEX, NULL,
		    "invalid", "no Contents" },
		{ "a number", HONEST, "/Contents 7 /X @", HEX, NULL, "invalid",
		    "no Contents" },
		{ "in an array", HONEST, "/Contents [@]", HEX, NULL, "invalid",
		    "no Contents" },
		{ "in a dictionary", HONEST, "/Contents <</Contents @>>", HEX,
		    NULL, "invalid", "no Contents" },
		{ "under another name", HONEST, "/Contents <00> /Content @",
		    HEX, NULL, "invalid", "the signature's own Contents" },
		{ "twice", HONEST, "/Contents <00> /Contents @", HEX, NULL,
		    "indeterminate", "twice" },
		{ "twice, in another form", HONEST,
		    "/#43ontents <00> /Contents @", HEX, NULL, "indeterminate",
		    "twice" },
		{ "twice, the other behind", HONEST,
		    "/Contents @ /Contents <00>", HEX, NULL, "indeterminate",
		    "twice" },
	};

	TRY(twists);
}

static void
what_follows_the_end_is_called(void)
{
	static const struct twist twists[] = {
		{ "a comment", HONEST, NULL, HEX, "% more\n", "indeterminate",
		    "after the end-of-file marker" },
		{ "an object", HONEST, NULL, HEX,
		    "4 0 obj\n<</Length 1>>\nstream\nx\nendstream\nendobj\n",
		    "indeterminate", "after the end-of-file marker" },
		{ "an end marker", HONEST, NULL, HEX, "%%EOF\n",
		    "indeterminate", NULL },
		{ "a byte", HONEST, NULL, HEX, "\001", "indeterminate",
		    "after the end-of-file marker" },
	};

	TRY(twists);
}

/* ---- several signatures and revisions ---------------------------------- */

static const struct twist honest = { "", HONEST, NULL, HEX, NULL, "valid",
	NULL };

static void
start_with_two(struct made *made, const char *second)
{
	made_base(made, "", "");
	made_end(made);
	made_object(
	    made, 1, "<</Type /Catalog /Pages 2 0 R " FORM "6 0 R 8 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R 8 0 R]>>");
	made_object(made, 6, SEAL("First") "/V 7 0 R>>");
	made_object(made, 8, SEAL("Second") "%s>>", second);
}

static void
two_fields_cannot_share_a_signature(void)
{
	struct made made;

	make(&made, &honest);
	made_object(
	    &made, 1, "<</Type /Catalog /Pages 2 0 R " FORM "6 0 R 8 0 R]>>>>");
	made_object(&made, 3, PAGE "/Annots [6 0 R 8 0 R]>>");
	made_object(&made, 8, SEAL("Second") "/V 7 0 R>>");
	made_end(&made);
	expect(&made, "a field added", "invalid",
	    "shows the signature of another field");

	start_with_two(&made, "");
	end_signed(&made, &honest);
	made_object(&made, 8, SEAL("Second") "/V 7 0 R>>");
	made_end(&made);
	expect(&made, "an empty field", "invalid",
	    "shows the signature of another field");

	start_with_two(&made, "/V 7 0 R");
	end_signed(&made, &honest);
	expect(&made, "from the start", "indeterminate",
	    "one and the same signature");
}

static void
the_value_of_another_signature_is_no_gap(void)
{
	static const struct twist twist = { "", "[0 {G} {A} {E}]", NULL, HEX,
		NULL, "", NULL };
	struct csi_bytes range = { 0 };
	struct made made, second;
	uint64_t range_at;

	/* 9 signs everything but the value of 7. */
	make(&made, &honest);
	second = made;
	made_object(
	    &made, 1, "<</Type /Catalog /Pages 2 0 R " FORM "6 0 R 8 0 R]>>>>");
	made_object(&made, 3, PAGE "/Annots [6 0 R 8 0 R]>>");
	made_object(&made, 8, SEAL("Second") "/V 9 0 R>>");
	range_at = add_dictionary(&made, 9, &twist);
	made_end(&made);
	sign(&made, &twist, range_at);
	write_range(&range, "[0 {G} {A} {E}]  ", second.gap, second.after,
	    made.out.len);
	memcpy(made.out.at + range_at, range.at, range.len);
	csi_bytes_free(&range);
	expect(&made, "another's value", "invalid",
	    "the signature's own Contents");
}

/* The range ends in the middle of what came later, which only the signer can
 * have wanted. */
static void
a_range_that_ends_inside_another_revision_is_called(void)
{
	static const char *const ends[] = { "[0 {G} {A} {E-10}]",
		"[0 {G} {A} {E-100}]", "[0 {G} {A} {E-400}]" };
	struct made made;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct twist twist = honest;
		uint64_t range_at;

		twist.range = ends[i];
		start_document(&made);
		range_at = add_dictionary(&made, 7, &twist);
		made_end(&made);
		made_object(&made, 5, "<</Title (%0300d)>>", 7);
		made_end(&made);
		sign(&made, &twist, range_at);
		expect(&made, ends[i], "indeterminate",
		    "covers is no whole document");
	}
}

static void
a_signature_that_covers_two_revisions_is_accepted(void)
{
	uint64_t range_at;
	struct made made;

	start_document(&made);
	range_at = add_dictionary(&made, 7, &honest);
	made_end(&made);
	made_object(&made, 5, "<</Title (Bill)>>");
	made_end(&made);
	sign(&made, &honest, range_at);
	expect(&made, "two", "valid", NULL);
}

/* What is copied is no signature: its gap is where the first one has it. */
static void
a_signature_that_is_copied_is_called(void)
{
	struct csi_bytes copy = { 0 };
	struct made made;

	make(&made, &honest);
	csi_bytes_add(
	    &copy, made.out.at + made.gap - 260, made.after - made.gap + 262);
	csi_bytes_add_u8(&copy, '\0');
	made_object(
	    &made, 7, "%s", strstr((const char *)copy.at, "<</Type /Sig"));
	made_end(&made);
	csi_bytes_free(&copy);
	expect(&made, "in a later revision", "invalid",
	    "the signature's own Contents");
}

static void
a_signature_inside_its_field_is_accepted(void)
{
	struct made made;
	uint64_t range_at;

	made_base(&made, "", "");
	made_end(&made);
	made_object(
	    &made, 1, "<</Type /Catalog /Pages 2 0 R " FORM "7 0 R]>>>>");
	made_object(&made, 3, PAGE "/Annots [7 0 R]>>");
	range_at = add_field(&made, 7, &honest);
	made_end(&made);
	sign(&made, &honest, range_at);
	expect(&made, "direct", "valid", NULL);
}

int
main(void)
{
	trusted_make();
	RUN(what_is_written_otherwise_is_accepted);
	RUN(a_range_of_no_proper_numbers_is_called);
	RUN(a_range_that_leaves_out_something_is_called);
	RUN(a_value_that_is_no_proper_string_is_called);
	RUN(what_follows_the_end_is_called);
	RUN(two_fields_cannot_share_a_signature);
	RUN(the_value_of_another_signature_is_no_gap);
	RUN(a_range_that_ends_inside_another_revision_is_called);
	RUN(a_signature_that_covers_two_revisions_is_accepted);
	RUN(a_signature_that_is_copied_is_called);
	RUN(a_signature_inside_its_field_is_accepted);
	trusted_free();
	return tap_done();
}
