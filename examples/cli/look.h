/* SPDX-License-Identifier: Apache-2.0 */
/* look.h -- what is drawn, read from a file or given as text. */
#ifndef CLI_LOOK_H
#define CLI_LOOK_H

#include "tool.h"

/* look points into the others. */
struct cli_look {
	struct cseal_look look;
	void *bytes; /* of an image */
	size_t len;
	cseal_ink *ink;
	cseal_photo *photo;
	char *text, *qr;
};

/* Each fills a look that is all zero, or of which the others are a part: text
 * and one picture can be in one.  cli_look_free() empties any. */
cseal_status cli_look_image(
    struct cli *cli, const char *path, struct cli_look *look);
cseal_status cli_look_ink(
    struct cli *cli, const char *path, struct cli_look *look);
cseal_status cli_look_photo(
    struct cli *cli, const char *path, struct cli_look *look);
cseal_status cli_look_text(
    struct cli *cli, const char *text, struct cli_look *look);
cseal_status cli_look_qr(
    struct cli *cli, const char *text, struct cli_look *look);
void cli_look_free(struct cli_look *look);

/* A place as PAGE:X,Y,W,H; what is wrong with it is a usage error. */
cseal_status cli_parse_place(
    struct cli *cli, const char *text, struct cseal_place *ret_place);

/* RRGGBB, hexadecimal. */
cseal_status cli_parse_color(
    struct cli *cli, const char *text, uint32_t *ret_color);

/* Percent, 1 to 100. */
cseal_status cli_parse_opacity(
    struct cli *cli, const char *text, uint8_t *ret_percent);

/* Millimetres. */
cseal_status cli_parse_font_size(
    struct cli *cli, const char *text, uint32_t *ret_um);

/* L, M, Q or H. */
cseal_status cli_parse_correction(
    struct cli *cli, const char *text, uint8_t *ret_lost_percent);

/* Decimal degrees, -360 to 360; thousandths of one. */
cseal_status cli_parse_turn(
    struct cli *cli, const char *text, int32_t *ret_mdeg);

#endif
