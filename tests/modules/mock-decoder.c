/* SPDX-License-Identifier: Apache-2.0 */
/* mock-decoder.c -- a decoder of portraits as vendors have them, and what is
 * wrong with some.
 *
 * It draws what it likes: the dot in column x of row y, counted from the top
 * left, is red x, green y, blue the eighth byte of what it decodes. */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WIDTH  102
#define HEIGHT 126

int unpack(const char *in, char *out, int number);
int unpack_mirrored(const char *in, char *out);
int unpack_lens(const char *in, int in_len, char *out, int *out_len);
int to_bmp(const char *in, char *out);
int to_bmp_top_down(const char *in, char *out);
int too_wide_bmp(const char *in, char *out);
int refuses(void);
int crashes(void);
int hangs(void);
int ends(void);
int writes_too_far(const char *in, char *out);

static void
draw(const char *in, char *out, int stride, int is_top_down, int is_bgr)
{
	for (int y = 0; y < HEIGHT; y++) {
		char *row = out + stride * (is_top_down ? y : HEIGHT - 1 - y);

		for (int x = 0; x < WIDTH; x++) {
			row[3 * x + (is_bgr ? 2 : 0)] = (char)x;
			row[3 * x + 1] = (char)y;
			row[3 * x + (is_bgr ? 0 : 2)] = in[8];
		}
	}
}

int
unpack(const char *in, char *out, int number)
{
	printf("Thank you for using our decoder\n");
	fflush(stdout);
	if (memcmp(in, "WLf", 3) != 0 || number != 708)
		return 0;
	draw(in, out, WIDTH * 3, 0, 0);
	return 1;
}

int
unpack_mirrored(const char *in, char *out)
{
	draw(in, out, WIDTH * 3, 1, 1);
	return 0;
}

int
unpack_lens(const char *in, int in_len, char *out, int *out_len)
{
	if (in_len != 1024 || *out_len < WIDTH * HEIGHT * 3)
		return -2;
	draw(in, out, WIDTH * 3, 0, 0);
	*out_len = WIDTH * HEIGHT * 3;
	return 1;
}

static void
head(char *out, int32_t width, int32_t height)
{
	memcpy(out, "BM", 2);
	memcpy(out + 10, &(uint32_t){ 54 }, 4);
	memcpy(out + 18, &width, 4);
	memcpy(out + 22, &height, 4);
	out[28] = 24;
}

int
to_bmp(const char *in, char *out)
{
	head(out, WIDTH, HEIGHT);
	draw(in, out + 54, 308, 0, 1);
	return 1;
}

int
to_bmp_top_down(const char *in, char *out)
{
	head(out, WIDTH, -HEIGHT);
	draw(in, out + 54, 308, 1, 1);
	return 1;
}

int
too_wide_bmp(const char *in, char *out)
{
	head(out, 1024, in[0]);
	return 1;
}

int
refuses(void)
{
	return -5;
}

int
crashes(void)
{
	raise(11);
	return 1;
}

int
hangs(void)
{
	for (;;)
		pause();
}

int
ends(void)
{
	exit(0);
}

int
writes_too_far(const char *in, char *out)
{
	for (long i = 0; i < 1L << 30; i++)
		((volatile char *)out)[i] = in[0];
	return 1;
}
