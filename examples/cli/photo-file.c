/* SPDX-License-Identifier: Apache-2.0 */
/* photo-file.c -- the file of a photo: JPEG. */
#include "photo-file.h"

cseal_status
cli_read_photo(struct cli *cli, const char *path, cseal_photo **ret_photo)
{
	cseal_status st;
	void *bytes;
	size_t len;

	st = cli_read_file(cli, path, &bytes, &len);
	if (st != CSEAL_OK)
		return st;
	st = cseal_photo_new_mem(bytes, len, ret_photo, &cli->error);
	cli_bytes_free(bytes, len);
	if (st != CSEAL_OK)
		return cli_fail(cli, st, _("could not use the photo %s"), path);
	return CSEAL_OK;
}

cseal_status
cli_write_photo(struct cli *cli, const cseal_photo *photo, const char *path)
{
	const void *bytes;
	size_t len;

	bytes = cseal_photo_bytes(photo, &len);
	return cli_write_file(cli, path, bytes, len);
}
