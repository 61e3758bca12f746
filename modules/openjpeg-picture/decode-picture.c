/* SPDX-License-Identifier: Apache-2.0 */
/* decode-picture.c -- a program that makes a PNG or JPEG of JPEG 2000.
 *
 * On its standard input is a line, "png" or "jpeg", and the picture.  On its
 * standard output is the new one; or a sentence, and the exit code is 1.
 *
 * Decoders of JPEG 2000 have a long list of holes: see cseal_host_run() for
 * the limits that this has.  It is stopped when it takes too long. */
#include "pixels.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INPUT_MOST ((size_t)1 << 20)
#define DECODE_S   20

/* What was written before is thrown away. */
static int
refuse(const char *why)
{
	ssize_t len = write(STDOUT_FILENO, why, strlen(why));

	(void)len;
	_exit(1);
}

int
main(void)
{
	static const char png[] = "png\n", jpeg[] = "jpeg\n";
	uint8_t *input = malloc(INPUT_MOST);
	size_t len = input == NULL ? 0 : fread(input, 1, INPUT_MOST, stdin);
	size_t head = strlen(jpeg);
	struct pixels pixels;
	const char *why;
	bool ok;

	alarm(DECODE_S);
	if (len > strlen(png) && memcmp(input, png, strlen(png)) == 0)
		head = strlen(png);
	else if (len <= head || memcmp(input, jpeg, head) != 0)
		return refuse("the request was cut");
	why = pixels_decode(input + head, len - head, &pixels);
	if (why != NULL)
		return refuse(why);
	ok = head == strlen(png) ? pixels_write_png(&pixels, stdout)
				 : pixels_write_jpeg(&pixels, stdout);
	free(pixels.at);
	free(input);
	if (!ok || fflush(stdout) != 0)
		return refuse("the new picture could not be made");
	return 0;
}
