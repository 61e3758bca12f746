/* SPDX-License-Identifier: Apache-2.0 */
/* inkml.c -- ink as InkML (W3C Recommendation of 20 September 2011).
 *
 * Points are written in full, without the prefixes of differences: every
 * reader reads that. */
#include "inkml.h"

#include "mark.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct sink {
	char *at;
	size_t len, room; /* len also counts what did not fit */
};

static void CSEAL_PRINTF(2, 3) put(struct sink *sink, const char *format, ...)
{
	size_t left = sink->len < sink->room ? sink->room - sink->len : 0;
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(
	    left != 0 ? sink->at + sink->len : NULL, left, format, args);
	va_end(args);
	sink->len += len > 0 ? (size_t)len : 0;
}

static void
put_text(struct sink *sink, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&': put(sink, "&amp;"); break;
		case '<': put(sink, "&lt;"); break;
		case '>': put(sink, "&gt;"); break;
		case '"': put(sink, "&quot;"); break;
		default: put(sink, "%c", *text);
		}
	}
}

/* Thousandths; printf's %f would know the decimal comma of a locale. */
static void
put_thousandths(struct sink *sink, int64_t value)
{
	put(sink, "%s%" PRId64 ".%03d", value < 0 ? "-" : "",
	    (int64_t)llabs(value) / 1000, (int)(llabs(value) % 1000));
}

static void
put_point(struct sink *sink, const struct cseal_ink_sample *sample)
{
	put_thousandths(sink, sample->x_um);
	put(sink, " ");
	put_thousandths(sink, sample->y_um);
	put(sink, " %u ", sample->pressure);
	put_thousandths(sink, sample->time_us);
}

/* 5.1 and 3.1: what the numbers are. */
static void
put_definitions(struct sink *sink, const struct csi_inkml_about *about)
{
	put(sink, "<definitions>\n");
	if (about->began_ms != 0)
		put(sink,
		    "<timestamp xml:id=\"began\" time=\"%" PRId64 "\"/>\n",
		    about->began_ms);
	put(sink, "<inkSource xml:id=\"pad\"");
	if (about->device[0] != '\0') {
		put(sink, " model=\"");
		put_text(sink, about->device);
		put(sink, "\"");
	}
	put(sink,
	    ">\n<traceFormat xml:id=\"format\">\n"
	    "<channel name=\"X\" type=\"decimal\" units=\"mm\"/>\n"
	    "<channel name=\"Y\" type=\"decimal\" units=\"mm\"/>\n"
	    "<channel name=\"F\" type=\"integer\" min=\"0\" max=\"65535\" "
	    "units=\"dev\"/>\n"
	    "<channel name=\"T\" type=\"decimal\" units=\"ms\"%s/>\n"
	    "</traceFormat>\n</inkSource>\n"
	    "<context xml:id=\"context\" inkSourceRef=\"#pad\" "
	    "traceFormatRef=\"#format\"/>\n</definitions>\n",
	    about->began_ms != 0 ? " respectTo=\"#began\"" : "");
}

static void
put_traces(
    struct sink *sink, const struct cseal_ink_sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool is_down = samples[i].pressure != 0;
		bool was_down = i > 0 && samples[i - 1].pressure != 0;

		if (i > 0 && is_down == was_down)
			put(sink, ", ");
		else
			put(sink,
			    "%s<trace type=\"%s\" contextRef=\"#context\">",
			    i > 0 ? "</trace>\n" : "",
			    is_down ? "penDown" : "penUp");
		put_point(sink, &samples[i]);
	}
	put(sink, "</trace>\n");
}

size_t
csi_inkml_write(const struct cseal_ink_sample *samples, size_t count,
    const struct csi_inkml_about *about, char *at, size_t room)
{
	struct sink sink = { .at = at, .room = room };

	put(&sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		   "<ink xmlns=\"http://www.w3.org/2003/InkML\">\n");
	if (about->is_virtual)
		put(&sink, "<annotation type=\"description\">%s</annotation>\n",
		    CSI_INK_VIRTUAL_MARK);
	put_definitions(&sink, about);
	put_traces(&sink, samples, count);
	put(&sink, "</ink>\n");
	return sink.len;
}
