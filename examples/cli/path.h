/* SPDX-License-Identifier: Apache-2.0 */
/* path.h -- the outline of ink as edges: what an SVG path of it says. */
#ifndef CLI_PATH_H
#define CLI_PATH_H

#include "tool.h"

#define CLI_EDGES_MOST (1u << 22)

struct cli_edge {
	double x0, y0, x1, y1;
};

struct cli_path {
	double width, height; /* of the drawing, in the units of the edges */
	char *description;    /* what its <desc> says, or NULL */
	struct cli_edge *edges;
	size_t count, room;
};

/* Reads the viewBox, the description and every path of an SVG file that cseal_ink_draw()
 * made: M, L, C and Z with absolute coordinates. */
cseal_status cli_path_parse(
    struct cli *cli, const char *svg, size_t len, struct cli_path *path);
void cli_path_free(struct cli_path *path);

#endif
