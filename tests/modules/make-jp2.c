/* SPDX-License-Identifier: Apache-2.0 */
/* make-jp2.c -- a picture in JPEG 2000 on standard output, for scripts.
 *
 *	make-jp2 WIDTH HEIGHT [stream | grey | ycc] */
#include "jp2-pictures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main(int argc, char **argv)
{
	struct jp2_how how = { .components = 3, .bits = 8, .ratio = 10 };
	uint8_t *picture;
	size_t len;

	if (argc < 3)
		return 2;
	how.width = (uint32_t)strtoul(argv[1], NULL, 10);
	how.height = (uint32_t)strtoul(argv[2], NULL, 10);
	for (int i = 3; i < argc; i++) {
		how.is_stream = how.is_stream || strcmp(argv[i], "stream") == 0;
		how.is_ycc = how.is_ycc || strcmp(argv[i], "ycc") == 0;
		if (strcmp(argv[i], "grey") == 0)
			how.components = 1;
	}
	picture = jp2_make(&how, &len);
	fwrite(picture, 1, len, stdout);
	free(picture);
	return fflush(stdout) == 0 ? 0 : 1;
}
