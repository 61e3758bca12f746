/* SPDX-License-Identifier: Apache-2.0 */
/* raster.h -- the library's drawing of ink as a PNG file. */
#ifndef CLI_RASTER_H
#define CLI_RASTER_H

#include "tool.h"

#define CLI_RASTER_MOST 8192 /* pixels of a side */

#define CLI_RASTER_DPI 300

/* Draws the SVG file that cseal_ink_draw() made, black on transparent, width
 * pixels wide; 0: dpi of them per inch.  *ret_png is freed by
 * cli_bytes_free(). */
cseal_status cli_raster_png(struct cli *cli, const char *svg, size_t len,
    unsigned width, unsigned dpi, void **ret_png, size_t *ret_len);

#endif
