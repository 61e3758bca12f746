/* SPDX-License-Identifier: Apache-2.0 */
/* test-filter.c -- proves lib/pdf/filter.c, predictor.c and stream.c. */
#include "build.h"
#include "pdf/filter.h"
#include "tap.h"

#include <zlib.h>

#define PLENTY 100000

/* Runs one filter over len bytes. */
static cseal_status
run(struct csi_pdf_filter filter, const void *in, size_t len, bool strict,
    size_t most, struct csi_bytes *out)
{
	struct csi_span span = { in, len };
	cseal_error *error = NULL;
	cseal_status st;

	csi_bytes_free(out);
	st = csi_pdf_filter_run(&filter, span, strict, most, out, &error);
	cseal_error_free(error);
	return st;
}

static bool
gives(enum csi_pdf_filter_kind kind, const char *in, bool strict,
    const void *wanted, size_t len)
{
	struct csi_pdf_filter filter = { .kind = kind };
	struct csi_bytes out = { 0 };
	bool same;

	same = run(filter, in, strlen(in), strict, PLENTY, &out) == CSEAL_OK &&
	       out.len == len && (len == 0 || memcmp(out.at, wanted, len) == 0);
	csi_bytes_free(&out);
	return same;
}

static bool
refuses(enum csi_pdf_filter_kind kind, const char *in)
{
	struct csi_pdf_filter filter = { .kind = kind };
	struct csi_bytes out = { 0 };
	cseal_status st = run(filter, in, strlen(in), true, PLENTY, &out);

	csi_bytes_free(&out);
	return st == CSEAL_REFUSED_DAMAGED;
}

#define HEX  CSI_PDF_FILTER_ASCII_HEX
#define A85  CSI_PDF_FILTER_ASCII_85
#define RUNS CSI_PDF_FILTER_RUN_LENGTH

static void
hexadecimal_data_are_decoded(void)
{
	OK(gives(HEX, "48656C6c6F>", true, "Hello", 5));
	OK(gives(HEX, "48 65\n6C 6c6F >junk", true, "Hello", 5));
	OK(gives(HEX, "487>", true, "Hp", 2));
	OK(gives(HEX, ">", true, "", 0));
	OK(gives(HEX, "", true, "", 0));
	OK(gives(HEX, "48", true, "H", 1));
	OK(refuses(HEX, "4x8>"));
	OK(gives(HEX, "4x8>", false, "H", 1));
}

static void
base_85_data_are_decoded(void)
{
	OK(gives(A85, "87cURD]i,\"Ebo80~>", true, "Hello World!", 12));
	OK(gives(A85, "87cUR\nD]i,\" Ebo80~>", true, "Hello World!", 12));
	OK(gives(A85, "87cURDZ~>", true, "Hello", 5));
	OK(gives(A85, "z~>", true, "\0\0\0\0", 4));
	OK(gives(A85, "zz", true, "\0\0\0\0\0\0\0\0", 8));
	OK(gives(A85, "s8W-!~>", true, "\377\377\377\377", 4));
	OK(gives(A85, "~>", true, "", 0));
	OK(gives(A85, "", true, "", 0));
	OK(refuses(A85, "s8W-\"~>"));
	OK(refuses(A85, "8~>"));
	OK(refuses(A85, "87c\x7fURD~>"));
	OK(refuses(A85, "87cz~>"));
	OK(gives(A85, "8~>", false, "", 0));
}

static void
runs_are_decoded(void)
{
	OK(gives(RUNS, "\004Hello\x80", true, "Hello", 5));
	OK(gives(RUNS,
	    "\xfe"
	    "a\001bc\x80junk",
	    true, "aaabc", 5));
	OK(gives(RUNS,
	    "\xff"
	    "a",
	    true, "aa", 2));
	OK(gives(RUNS, "\x80", true, "", 0));
	OK(gives(RUNS, "", true, "", 0));
	OK(refuses(RUNS, "\004Hel"));
	OK(refuses(RUNS, "\xfe"));
	OK(gives(RUNS, "\004Hel", false, "Hel", 3));
	OK(gives(RUNS, "\xfe", false, "", 0));
}

static size_t
deflate_into(const void *in, size_t len, uint8_t *room, size_t most)
{
	uLongf out = most;

	if (compress(room, &out, in, len) != Z_OK)
		return 0;
	return out;
}

static const struct csi_pdf_filter flate = { CSI_PDF_FILTER_FLATE, 1, 1, 8, 1 };

static void
compressed_data_are_decoded(void)
{
	uint8_t in[2000], room[4000];
	struct csi_bytes out = { 0 };
	unsigned state = 1;
	size_t len;

	for (size_t i = 0; i < sizeof(in); i++) {
		state = state * 1103515245u + 12345u;
		in[i] = (uint8_t)(state >> 24);
	}
	len = deflate_into(in, sizeof(in), room, sizeof(room));
	OK(run(flate, room, len, true, sizeof(in), &out) == CSEAL_OK);
	OK(out.len == sizeof(in) && memcmp(out.at, in, sizeof(in)) == 0);
	room[len] = '\n';
	OK(run(flate, room, len + 1, true, PLENTY, &out) == CSEAL_OK);
	OK(out.len == sizeof(in));
	OK(run(flate, room, 0, true, PLENTY, &out) == CSEAL_OK);
	OK(out.len == 0);
	csi_bytes_free(&out);
}

static void
spoilt_data_are_refused_when_strict_and_decoded_so_far_when_lenient(void)
{
	char in[2000];
	uint8_t room[4000];
	struct csi_bytes out = { 0 };
	size_t len;

	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = (char)('a' + i * i % 26);
	len = deflate_into(in, sizeof(in), room, sizeof(room));
	OK(run(flate, room, len / 2, true, PLENTY, &out) ==
	    CSEAL_REFUSED_DAMAGED);
	OK(run(flate, room, len / 2, false, PLENTY, &out) == CSEAL_OK);
	OK(out.len > 0 && out.len < sizeof(in) &&
	    memcmp(out.at, in, out.len) == 0);
	room[len - 1] ^= 1;
	OK(run(flate, room, len, true, PLENTY, &out) == CSEAL_REFUSED_DAMAGED);
	OK(run(flate, room, len, false, PLENTY, &out) == CSEAL_OK);
	OK(out.len == sizeof(in));
	OK(run(flate, "not zlib", 8, true, PLENTY, &out) ==
	    CSEAL_REFUSED_DAMAGED);
	OK(run(flate, "not zlib", 8, false, PLENTY, &out) == CSEAL_OK);
	OK(out.len == 0);
	csi_bytes_free(&out);
}

static void
no_filter_gives_more_than_it_may(void)
{
	static const char zeros[100000];
	struct csi_pdf_filter filter = { .kind = HEX };
	uint8_t room[4000];
	struct csi_bytes out = { 0 };
	size_t len = deflate_into(zeros, sizeof(zeros), room, sizeof(room));

	OK(run(flate, room, len, true, sizeof(zeros), &out) == CSEAL_OK);
	OK(run(flate, room, len, true, sizeof(zeros) - 1, &out) ==
	    CSEAL_REFUSED_LIMIT);
	OK(run(flate, room, len, true, 0, &out) == CSEAL_REFUSED_LIMIT);
	OK(out.room < 10000);
	OK(run(filter, "4142", 4, true, 2, &out) == CSEAL_OK);
	OK(run(filter, "4142", 4, true, 1, &out) == CSEAL_REFUSED_LIMIT);
	filter.kind = A85;
	OK(run(filter, "zz", 2, true, 8, &out) == CSEAL_OK);
	OK(run(filter, "zz", 2, true, 7, &out) == CSEAL_REFUSED_LIMIT);
	filter.kind = RUNS;
	OK(run(filter,
	       "\xfe"
	       "a",
	       2, true, 3, &out) == CSEAL_OK);
	OK(run(filter,
	       "\xfe"
	       "a",
	       2, true, 2, &out) == CSEAL_REFUSED_LIMIT);
	csi_bytes_free(&out);
}

/* Decodes rows that are given as they stand before compression. */
static bool
predicts(struct csi_pdf_filter filter, const char *rows, size_t rows_len,
    bool strict, const char *wanted, size_t len)
{
	uint8_t room[4000];
	struct csi_bytes out = { 0 };
	cseal_status st;
	bool same;

	st = run(filter, room, deflate_into(rows, rows_len, room, sizeof(room)),
	    strict, PLENTY, &out);
	same = st == CSEAL_OK && out.len == len &&
	       (len == 0 || memcmp(out.at, wanted, len) == 0);
	csi_bytes_free(&out);
	return same;
}

#define PREDICTS(filter, rows, wanted) \
	OK(predicts(                   \
	    filter, rows, sizeof(rows) - 1, true, wanted, sizeof(wanted) - 1))

static void
png_predictors_are_undone(void)
{
	struct csi_pdf_filter filter = { CSI_PDF_FILTER_FLATE, 12, 1, 8, 3 };

	PREDICTS(filter, "\0abc\0def", "abcdef");
	PREDICTS(filter, "\1\1\1\1\1\2\2\2", "\1\2\3\2\4\6");
	PREDICTS(filter, "\2\1\2\3\2\1\1\1\2\1\1\1", "\1\2\3\2\3\4\3\4\5");
	PREDICTS(filter, "\3\10\4\2\3\10\10\10", "\10\10\6\14\22\24");
	PREDICTS(filter, "\4\1\1\1\4\1\1\1", "\1\2\3\2\3\4");
	PREDICTS(filter, "\2\377\1\1\2\2\1\1", "\377\1\1\1\2\2");
	filter.predictor = 15;
	PREDICTS(filter, "\2\1\2\3\2\1\1\1", "\1\2\3\2\3\4");
	/* Three components a sample: the left one is three bytes before. */
	filter.colors = 3;
	filter.columns = 2;
	PREDICTS(filter, "\1\1\2\3\1\1\1", "\1\2\3\2\3\4");
	/* Four bits: a sample is a byte for a predictor. */
	filter.colors = 1;
	filter.bits = 4;
	filter.columns = 3;
	PREDICTS(filter, "\1\1\1", "\1\2");
	/* Sixteen bits: two. */
	filter.bits = 16;
	filter.columns = 2;
	PREDICTS(filter, "\1\1\2\1\1", "\1\2\2\3");
}

static void
paeth_chooses_as_png_says(void)
{
	struct csi_pdf_filter filter = { CSI_PDF_FILTER_FLATE, 14, 1, 8, 4 };

	/* Left 30, up 10, corner 20: estimate 20, corner is nearest. */
	PREDICTS(filter, "\0\24\12\0\0\4\12\0\0\0", "\24\12\0\0\36\24\12\12");
}

static void
rows_that_break_off_are_refused_when_strict(void)
{
	struct csi_pdf_filter filter = { CSI_PDF_FILTER_FLATE, 12, 1, 8, 3 };

	OK(!predicts(filter, "\0abc\0de", 7, true, "abcde", 5));
	OK(predicts(filter, "\0abc\0de", 7, false, "abcde", 5));
	OK(predicts(filter, "\0abc\0", 5, false, "abc", 3));
	OK(!predicts(filter, "\7abc", 4, true, "abc", 3));
	OK(predicts(filter, "\7abc", 4, false, "abc", 3));
	OK(predicts(filter, "", 0, true, "", 0));
	filter.predictor = 2;
	OK(!predicts(filter, "\1\1\1\1", 4, true, "\1\2\3\1", 4));
	OK(predicts(filter, "\1\1\1\1", 4, false, "\1\2\3\1", 4));
}

static void
tiff_predictors_are_undone(void)
{
	struct csi_pdf_filter filter = { CSI_PDF_FILTER_FLATE, 2, 1, 8, 3 };

	PREDICTS(filter, "\1\1\1\5\1\1", "\1\2\3\5\6\7");
	filter.colors = 3;
	filter.columns = 2;
	PREDICTS(filter, "\1\2\3\1\1\1", "\1\2\3\2\3\4");
	filter.colors = 1;
	filter.bits = 16;
	PREDICTS(filter, "\0\377\0\1", "\0\377\1\0");
	filter.bits = 4;
	filter.columns = 4;
	PREDICTS(filter, "\x11\x1f", "\x12\x32");
	filter.bits = 2;
	PREDICTS(filter, "\x55", "\x6c");
	filter.bits = 1;
	filter.columns = 8;
	PREDICTS(filter, "\xff", "\xaa");
}

/* Decodes a stream of a small file with the given dictionary entries. */
static cseal_status
decode(const char *entries, const char *data, size_t most,
    enum csi_pdf_policy policy, struct csi_bytes *out)
{
	struct build build = { 0 };
	csi_pdf_reader *reader;
	cseal_error *error = NULL;
	cseal_status st = CSEAL_FAULT_INTERNAL;

	csi_bytes_free(out);
	build_small(&build);
	build_stream(&build, 5, entries, data, strlen(data));
	build_object(&build, 6, "/ASCIIHexDecode");
	build_object(&build, 7, "[/ASCIIHexDecode 6 0 R]");
	build_table(&build, "/Root 1 0 R");
	reader = build_open(&build, policy);
	if (reader != NULL)
		st = csi_pdf_stream_data(
		    reader, build_load(reader, 5), most, out, &error);
	if (st != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	cseal_error_free(error);
	csi_pdf_reader_free(reader);
	build_free(&build);
	return st;
}

static void
a_stream_is_decoded_by_its_dictionary(void)
{
	struct csi_bytes out = { 0 };
	static const struct {
		const char *entries, *data, *wanted;
	} good[] = {
		{ "", "plain", "plain" },
		{ "/Filter null", "plain", "plain" },
		{ "/Filter []", "plain", "plain" },
		{ "/Filter /ASCIIHexDecode", "4869>", "Hi" },
		{ "/Filter [/ASCIIHexDecode]", "4869>", "Hi" },
		{ "/Filter 6 0 R", "4869>", "Hi" },
		{ "/Filter [6 0 R]", "4869>", "Hi" },
		{ "/Filter 7 0 R", "343836393E>", "Hi" },
		{ "/Filter [/ASCIIHexDecode /ASCIIHexDecode]", "343836393E>",
		    "Hi" },
		{ "/Filter [/ASCIIHexDecode /RunLengthDecode] "
		  "/DecodeParms [null null]",
		    "FE6180>", "aaa" },
		{ "/Filter [/ASCIIHexDecode] /DecodeParms null", "4869>",
		    "Hi" },
		{ "/Filter [/ASCIIHexDecode] /DecodeParms [<< >>]", "4869>",
		    "Hi" },
	};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		cseal_status st = decode(good[i].entries, good[i].data, PLENTY,
		    CSI_PDF_STRICT, &out);

		OKF(st == CSEAL_OK &&
			csi_span_is(csi_bytes_span(&out), good[i].wanted),
		    "%s", good[i].entries);
	}
	csi_bytes_free(&out);
}

static void
a_stream_that_cannot_be_decoded_is_refused(void)
{
	struct csi_bytes out = { 0 };
	static const struct {
		const char *entries;
		cseal_status status;
	} refused[] = {
		{ "/Filter /LZWDecode", CSEAL_REFUSED_UNSUPPORTED },
		{ "/Filter /DCTDecode", CSEAL_REFUSED_UNSUPPORTED },
		{ "/Filter /NoSuchThing", CSEAL_REFUSED_UNSUPPORTED },
		{ "/Filter /Fl", CSEAL_REFUSED_UNSUPPORTED },
		{ "/F (other file)", CSEAL_REFUSED_UNSUPPORTED },
		{ "/Filter 5", CSEAL_REFUSED_DAMAGED },
		{ "/Filter (ASCIIHexDecode)", CSEAL_REFUSED_DAMAGED },
		{ "/Filter [1]", CSEAL_REFUSED_DAMAGED },
		{ "/Filter /FlateDecode /DecodeParms << /Predictor 3 >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "/Filter /FlateDecode /DecodeParms << /Predictor 16 >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "/Filter /FlateDecode /DecodeParms << /Predictor 12 "
		  "/Columns 0 >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "/Filter /FlateDecode /DecodeParms << /Predictor 12 "
		  "/Columns -5 >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "/Filter /FlateDecode /DecodeParms << /Predictor 12 "
		  "/Columns 99999999999 >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "/Filter /FlateDecode /DecodeParms << /Predictor 2 "
		  "/BitsPerComponent 7 >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "/Filter /FlateDecode /DecodeParms << /Predictor 2 "
		  "/Colors 33 >>",
		    CSEAL_REFUSED_DAMAGED },
		{ "/Filter [/ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode "
		  "/ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode "
		  "/ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode]",
		    CSEAL_REFUSED_LIMIT },
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		OKF(decode(refused[i].entries, "00>", PLENTY, CSI_PDF_STRICT,
			&out) == refused[i].status,
		    "%s", refused[i].entries);
	OK(decode("", "12345", 5, CSI_PDF_STRICT, &out) == CSEAL_OK);
	OK(decode("", "12345", 4, CSI_PDF_STRICT, &out) == CSEAL_REFUSED_LIMIT);
	OK(decode("/Filter /AHx", "4869>", PLENTY, CSI_PDF_LENIENT, &out) ==
	    CSEAL_OK);
	OK(out.len == 2);
	csi_bytes_free(&out);
}

static void
what_is_no_stream_has_no_data(void)
{
	struct build build = { 0 };
	struct csi_bytes out = { 0 };
	csi_pdf_reader *reader;

	build_small(&build);
	build_table(&build, "/Root 1 0 R");
	reader = build_open(&build, CSI_PDF_STRICT);
	OK(reader != NULL);
	if (reader != NULL) {
		OK(csi_pdf_stream_data(reader, build_load(reader, 1), PLENTY,
		       &out, NULL) == CSEAL_REFUSED_DAMAGED);
		OK(csi_pdf_stream_data(reader, NULL, PLENTY, &out, NULL) ==
		    CSEAL_REFUSED_DAMAGED);
	}
	OK(out.at == NULL);
	csi_pdf_reader_free(reader);
	build_free(&build);
}

int
main(void)
{
	RUN(hexadecimal_data_are_decoded);
	RUN(base_85_data_are_decoded);
	RUN(runs_are_decoded);
	RUN(compressed_data_are_decoded);
	RUN(spoilt_data_are_refused_when_strict_and_decoded_so_far_when_lenient);
	RUN(no_filter_gives_more_than_it_may);
	RUN(png_predictors_are_undone);
	RUN(paeth_chooses_as_png_says);
	RUN(rows_that_break_off_are_refused_when_strict);
	RUN(tiff_predictors_are_undone);
	RUN(a_stream_is_decoded_by_its_dictionary);
	RUN(a_stream_that_cannot_be_decoded_is_refused);
	RUN(what_is_no_stream_has_no_data);
	return tap_done();
}
