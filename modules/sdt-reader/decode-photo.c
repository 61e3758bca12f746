/* SPDX-License-Identifier: Apache-2.0 */
/* decode-photo.c -- a program that opens a card's portrait with a vendor's
 * decoder.
 *
 * On its standard input are five lines, and the photo:
 *   the decoder's shared object, an absolute path
 *   the name of its function
 *   what the function takes, at most six words: "in" and "in-len" are the
 *     photo and its length, "out" is room for the picture, "out-len" a pointer
 *     to an int with the size of that room, and a number is that number
 *   what is in the room afterwards: "bmp", or 102 x 126 dots of three bytes,
 *     "rgb" or "bgr", the lowest row first; "top-down" after it, the highest
 *   what the function returns if it succeeds
 * On its standard output is a PNG; or a sentence, and the exit code is 1.
 *
 * The decoder is not trusted: see cseal_host_run() for the limits.  It may
 * print what it likes, and is stopped when it takes too long. */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <png.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REQUEST_MOST   8192
#define OUT_MOST       131072 /* the largest BMP that was seen has 38862 */
#define DECODE_S       10
#define ARGUMENTS_MOST 6
#define WIDTH          102
#define HEIGHT         126
#define SIDE_MOST      1024

struct request {
	char *path, *symbol, *call, *output, *success;
	const uint8_t *photo;
	size_t photo_len;
};

/* Dots of three bytes in memory, in the way a decoder leaves them. */
struct dots {
	const uint8_t *first; /* of the highest row */
	long stride;          /* bytes from a row to the next lower one */
	unsigned width, height;
	bool is_bgr;
};

static int answer_fd;

static void refuse(const char *format, ...)
    __attribute__((noreturn, format(printf, 1, 2)));

static void
refuse(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vdprintf(answer_fd, format, args);
	va_end(args);
	exit(1);
}

/* The next line, without its end. */
static char *
take_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');

	if (end == NULL)
		refuse("the request was cut");
	*end = '\0';
	*at = end + 1;
	return line;
}

static struct request
read_request(void)
{
	static char text[REQUEST_MOST + 1];
	struct request request;
	size_t len = fread(text, 1, REQUEST_MOST, stdin);
	char *at = text;

	request.path = take_line(&at);
	request.symbol = take_line(&at);
	request.call = take_line(&at);
	request.output = take_line(&at);
	request.success = take_line(&at);
	request.photo = (const uint8_t *)at;
	request.photo_len = len - (size_t)(at - text);
	if (request.path[0] != '/')
		refuse("photo_decoder was no absolute path");
	return request;
}

static long
number_of(const char *text, const char *what)
{
	char *end;
	long number = strtol(text, &end, 0);

	if (end == text || *end != '\0' || number < INT_MIN || number > INT_MAX)
		refuse("%s had \"%s\", which is no number", what, text);
	return number;
}

/* Numbers and pointers go the same way into a function, on every machine that
 * has such decoders (x86-64 and AArch64, and ARM): in registers, or a word
 * each.  What is passed and not taken does no harm. */
typedef int (*decode_fn)(long, long, long, long, long, long);

static void
call(const struct request *request, decode_fn decode, uint8_t *out)
{
	static uint8_t in[REQUEST_MOST];
	long arguments[ARGUMENTS_MOST] = { 0 };
	int out_len = OUT_MOST, count = 0, result;
	char *rest = NULL;

	memcpy(in, request->photo, request->photo_len);
	for (char *word = strtok_r(request->call, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		if (count == ARGUMENTS_MOST)
			refuse("photo_call had more than %d words", count);
		if (strcmp(word, "in") == 0)
			arguments[count++] = (long)in;
		else if (strcmp(word, "in-len") == 0)
			arguments[count++] = (long)request->photo_len;
		else if (strcmp(word, "out") == 0)
			arguments[count++] = (long)out;
		else if (strcmp(word, "out-len") == 0)
			arguments[count++] = (long)&out_len;
		else
			arguments[count++] = number_of(word, "photo_call");
	}
	alarm(DECODE_S);
	result = decode(arguments[0], arguments[1], arguments[2], arguments[3],
	    arguments[4], arguments[5]);
	if (result != number_of(request->success, "photo_success"))
		refuse("the decoder returned %d", result);
}

static uint32_t
le32(const uint8_t *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

/* BITMAPFILEHEADER and BITMAPINFOHEADER: 24 bits a dot, rows of whole words,
 * the lowest first unless the height is negative. */
static struct dots
dots_of_bmp(const uint8_t *out)
{
	const uint32_t start = le32(out + 10), width = le32(out + 18);
	const int32_t signed_height = (int32_t)le32(out + 22);
	const uint32_t height = signed_height < 0 ? 0 - (uint32_t)signed_height
						  : (uint32_t)signed_height;
	const uint32_t row = (width * 3 + 3) / 4 * 4;
	struct dots dots = { .width = width, .height = height, .is_bgr = true };

	if (memcmp(out, "BM", 2) != 0 || out[28] != 24 || out[29] != 0 ||
	    le32(out + 30) != 0 || width < 1 || width > SIDE_MOST ||
	    height < 1 || height > SIDE_MOST || start > OUT_MOST ||
	    (uint64_t)row * height > OUT_MOST - start)
		refuse("the decoder made no BMP of 24 bits");
	dots.first = out + start;
	dots.stride = (long)row;
	if (signed_height > 0) {
		dots.first += (size_t)row * (height - 1);
		dots.stride = -dots.stride;
	}
	return dots;
}

static struct dots
dots_of(char *output, const uint8_t *out)
{
	struct dots dots = { out, WIDTH * 3, WIDTH, HEIGHT, false };
	char *rest = NULL;
	const char *kind = strtok_r(output, " ", &rest);
	const char *order = strtok_r(NULL, " ", &rest);

	if (kind != NULL && order == NULL && strcmp(kind, "bmp") == 0)
		return dots_of_bmp(out);
	if (kind == NULL ||
	    (strcmp(kind, "rgb") != 0 && strcmp(kind, "bgr") != 0) ||
	    (order != NULL && strcmp(order, "top-down") != 0))
		refuse("photo_output was not rgb, bgr or bmp");
	dots.is_bgr = strcmp(kind, "bgr") == 0;
	if (order == NULL) {
		dots.first += dots.stride * (HEIGHT - 1);
		dots.stride = -dots.stride;
	}
	return dots;
}

static void
write_png(const struct dots *dots)
{
	static uint8_t rgb[SIDE_MOST * SIDE_MOST * 3];
	static uint8_t file[SIDE_MOST * SIDE_MOST];
	png_image image = { .version = PNG_IMAGE_VERSION,
		.width = dots->width,
		.height = dots->height,
		.format = PNG_FORMAT_RGB };
	png_alloc_size_t len = sizeof(file);
	uint8_t *to = rgb;

	for (unsigned y = 0; y < dots->height; y++) {
		const uint8_t *from = dots->first + dots->stride * (long)y;

		for (unsigned x = 0; x < dots->width; x++, from += 3) {
			*to++ = from[dots->is_bgr ? 2 : 0];
			*to++ = from[1];
			*to++ = from[dots->is_bgr ? 0 : 2];
		}
	}
	if (!png_image_write_to_memory(&image, file, &len, 0, rgb, 0, NULL))
		refuse("the PNG could not be made: %s", image.message);
	for (size_t at = 0; at < len;) {
		ssize_t n = write(answer_fd, file + at, len - at);

		if (n <= 0)
			exit(1);
		at += (size_t)n;
	}
}

/* The answer is ours alone; what the decoder prints goes nowhere. */
static void
keep_answer(void)
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	answer_fd = fcntl(1, F_DUPFD_CLOEXEC, 3);
	if (nowhere < 0 || answer_fd < 0 || dup2(nowhere, 1) != 1)
		exit(1);
}

int
main(void)
{
	static uint8_t out[OUT_MOST];
	struct request request;
	struct dots dots;
	decode_fn decode;
	void *library;

	keep_answer();
	request = read_request();
	library = dlopen(request.path, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		refuse("%s", dlerror());
	*(void **)&decode = dlsym(library, request.symbol);
	if (decode == NULL)
		refuse("%s has no function %s", request.path, request.symbol);
	call(&request, decode, out);
	dots = dots_of(request.output, out);
	write_png(&dots);
	/* Nothing of the decoder is to run at the end. */
	_exit(0);
}
