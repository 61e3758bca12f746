/* SPDX-License-Identifier: Apache-2.0 */
/* path.c -- the outline of ink as edges: what an SVG path of it says.
 *
 * The library draws ink as SVG or PDF, not as pixels; this reads its SVG
 * back.  The decimal point is a point, as LC_NUMERIC is never set. */
#include "path.h"

#include <stdlib.h>
#include <string.h>

#define PIECES 12 /* straight ones that stand for a curve */

struct pen {
	struct cli_path *path;
	double x, y;             /* where it is */
	double first_x, first_y; /* where the subpath began */
};

static bool
line_to(struct pen *pen, double x, double y)
{
	struct cli_path *path = pen->path;

	if (path->count == path->room) {
		size_t room = path->room == 0 ? 1024 : path->room * 2;
		struct cli_edge *edges;

		if (room > CLI_EDGES_MOST)
			return false;
		edges = realloc(path->edges, room * sizeof(*edges));
		if (edges == NULL)
			return false;
		path->edges = edges;
		path->room = room;
	}
	path->edges[path->count++] = (struct cli_edge){ pen->x, pen->y, x, y };
	pen->x = x;
	pen->y = y;
	return true;
}

/* A cubic Bezier curve, cut at even steps of its parameter. */
static bool
curve_to(struct pen *pen, const double to[6])
{
	double x = pen->x, y = pen->y;

	for (int i = 1; i <= PIECES; i++) {
		double t = (double)i / PIECES, u = 1 - t;
		double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t;
		double d = t * t * t;

		if (!line_to(pen, a * x + b * to[0] + c * to[2] + d * to[4],
			a * y + b * to[1] + c * to[3] + d * to[5]))
			return false;
	}
	return true;
}

static bool
close_path(struct pen *pen)
{
	if (pen->x == pen->first_x && pen->y == pen->first_y)
		return true;
	return line_to(pen, pen->first_x, pen->first_y);
}

static bool
numbers(const char **text, double *ret, int count)
{
	char *end;

	for (int i = 0; i < count; i++) {
		*text += strspn(*text, " ,\n");
		ret[i] = strtod(*text, &end);
		if (end == *text)
			return false;
		*text = end;
	}
	return true;
}

static bool
step(struct pen *pen, char command, const char **text)
{
	double to[6];

	switch (command) {
	case 'M':
		if (!close_path(pen) || !numbers(text, to, 2))
			return false;
		pen->x = pen->first_x = to[0];
		pen->y = pen->first_y = to[1];
		return true;
	case 'L': return numbers(text, to, 2) && line_to(pen, to[0], to[1]);
	case 'C': return numbers(text, to, 6) && curve_to(pen, to);
	case 'Z': return close_path(pen);
	default: return false;
	}
}

/* text is what stands in d="...". */
static bool
parse_data(struct cli_path *path, const char *text)
{
	struct pen pen = { .path = path };
	char command = 0;

	for (;;) {
		text += strspn(text, " ,\n");
		if (*text == '"')
			return close_path(&pen);
		if (*text >= 'A' && *text <= 'Z')
			command = *text++;
		else if (command == 'Z')
			return false;
		if (!step(&pen, command, &text))
			return false;
	}
}

/* It carries the mark of virtual devices. */
static bool
parse_description(struct cli_path *path, const char *text)
{
	const char *from = strstr(text, "<desc>");
	const char *to = strstr(text, "</desc>");

	if (from == NULL || to == NULL || to < from)
		return true;
	from += strlen("<desc>");
	path->description = strndup(from, (size_t)(to - from));
	return path->description != NULL;
}

static bool
parse(struct cli_path *path, const char *text)
{
	double box[4];

	if (!parse_description(path, text))
		return false;
	text = strstr(text, "viewBox=\"");
	if (text == NULL)
		return false;
	text += strlen("viewBox=\"");
	if (!numbers(&text, box, 4) || !(box[2] > 0) || !(box[3] > 0))
		return false;
	path->width = box[2];
	path->height = box[3];
	while ((text = strstr(text, " d=\"")) != NULL) {
		text += strlen(" d=\"");
		if (!parse_data(path, text))
			return false;
	}
	return path->count > 0;
}

cseal_status
cli_path_parse(
    struct cli *cli, const char *svg, size_t len, struct cli_path *path)
{
	char *text = strndup(svg, len);
	bool good;

	if (text == NULL)
		return CSEAL_FAULT_MEMORY;
	memset(path, 0, sizeof(*path));
	good = parse(path, text);
	cli_bytes_free(text, strlen(text));
	if (good)
		return CSEAL_OK;
	cli_path_free(path);
	return cli_fail(cli, CSEAL_FAULT_INTERNAL,
	    _("the drawing of the signature could not be read back"));
}

void
cli_path_free(struct cli_path *path)
{
	free(path->description);
	cli_bytes_free(path->edges, path->count * sizeof(*path->edges));
	memset(path, 0, sizeof(*path));
}
