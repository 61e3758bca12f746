/* SPDX-License-Identifier: Apache-2.0 */
/* photo-shown.h -- taking a photo while somebody looks on. */
#ifndef CLI_PHOTO_SHOWN_H
#define CLI_PHOTO_SHOWN_H

#include "preview.h"

/* As cseal_photo_take(), of what the camera sees when a line comes on standard
 * input; its end is a cancel.  The last picture is the photo.  Ends the
 * preview. */
cseal_status cli_show_photo(struct cli *cli, const char *camera,
    const struct cseal_photo_options *wish, int timeout_ms,
    struct cli_preview *preview, cseal_photo **ret_photo);

#endif
