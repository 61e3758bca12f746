/* SPDX-License-Identifier: Apache-2.0 */
/* identity-block.h -- an identity as it is stamped: text, and a portrait. */
#ifndef CLI_IDENTITY_BLOCK_H
#define CLI_IDENTITY_BLOCK_H

#include "look.h"

struct cli_identity_block {
	struct cseal_place text_place, portrait_place;
	struct cli_look text, portrait;
	bool has_portrait;
};

/* Reads the record at path, and divides the place: the portrait to the
 * right if it is a JPEG or a PNG, and the text as large as fits what is left. */
cseal_status cli_identity_block(struct cli *cli, const char *path,
    const struct cseal_place *place, struct cli_identity_block *block);

/* Makes the font a little smaller, when the typesetter found the text too
 * high after all; false: it is as small as can be read. */
bool cli_identity_block_shrink(struct cli_identity_block *block);

void cli_identity_block_free(struct cli_identity_block *block);

/* Reads what `id read -o` wrote, or what `id read --json` printed. */
cseal_status cli_read_identity(
    struct cli *cli, const char *path, cseal_identity **ret_identity);

#endif
