/* SPDX-License-Identifier: Apache-2.0 */
/* photo-file.h -- the file of a photo: JPEG. */
#ifndef CLI_PHOTO_FILE_H
#define CLI_PHOTO_FILE_H

#include "tool.h"

cseal_status cli_read_photo(
    struct cli *cli, const char *path, cseal_photo **ret_photo);
cseal_status cli_write_photo(
    struct cli *cli, const cseal_photo *photo, const char *path);

#endif
