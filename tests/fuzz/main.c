/* SPDX-License-Identifier: Apache-2.0 */
/* main.c -- replays inputs through a fuzz target, without libFuzzer.
 *
 *   fuzz-X [--mutate N] [FILE|FOLDER]...
 *
 * Without files: the target's own seeds/X.seeds and corpus/X in FUZZ_FOLDER,
 * if they are there.  A file *.seeds is text: each line
 *   name: 68 65 78 "and text"
 * is one input, # begins a comment line; a name may stand on several lines
 * that follow each other.  Any other file is one input as it is. */
#include "fuzz.h"
#include "tap.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_MOST (1u << 20)
#define MUTATIONS  400 /* of each input */

struct input {
	char name[128];
	uint8_t *bytes;
	size_t len;
};

static long mutations = MUTATIONS;
static uint32_t state; /* of the numbers that are drawn */

static uint32_t
draw(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(state >> 8) * below >> 24);
}

/* A copy of its own, so that a sanitizer sees every byte read beyond it. */
static void
run(const uint8_t *bytes, size_t len)
{
	uint8_t *copy = calloc(1, len == 0 ? 1 : len);

	if (copy == NULL)
		exit(99);
	memcpy(copy, bytes, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static size_t
mutate(uint8_t *bytes, size_t len)
{
	static const uint8_t telling[] = { 0, 1, 0x7f, 0x80, 0xff, ' ', '\n' };
	size_t at = len == 0 ? 0 : draw((uint32_t)len);
	size_t span = 1 + draw(8);

	switch (draw(6)) {
	case 0:
		if (len > 0)
			bytes[at] ^= (uint8_t)(1u << draw(8));
		return len;
	case 1:
		if (len > 0)
			bytes[at] = telling[draw(sizeof(telling))];
		return len;
	case 2: return at; /* cut */
	case 3:            /* take out */
		if (span > len - at)
			span = len - at;
		memmove(bytes + at, bytes + at + span, len - at - span);
		return len - span;
	case 4: /* repeat */
		if (span > len - at)
			span = len - at;
		memmove(bytes + at + span, bytes + at, len - at);
		return len + span;
	default:
		if (len > 0)
			bytes[at] = (uint8_t)draw(256);
		return len;
	}
}

static void
replay(const struct input *input)
{
	/* Each mutation is made of a few steps of at most 8 bytes. */
	uint8_t *bytes = malloc(input->len + 64);

	if (bytes == NULL)
		exit(99);
	state = 1;
	run(input->bytes, input->len);
	for (long i = 0; i < mutations; i++) {
		size_t len = input->len;
		uint32_t steps = 1 + draw(4);

		memcpy(bytes, input->bytes, len);
		while (steps-- > 0)
			len = mutate(bytes, len);
		run(bytes, len);
	}
	free(bytes);
	OKF(true, "%s, %zu bytes, and %ld like it", input->name, input->len,
	    mutations);
}

static void
add_byte(struct input *input, uint8_t byte)
{
	if (input->len == INPUT_MOST)
		return;
	input->bytes[input->len++] = byte;
}

static int
nibble(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)((at - digits) % 16);
}

/* The bytes that a line gives after its name; false if it is no such line. */
static bool
parse(const char *text, struct input *input)
{
	while (*text != '\0') {
		if (*text == ' ' || *text == '\t' || *text == '\n') {
			text++;
		} else if (*text == '"') {
			for (text++; *text != '"' && *text != '\0'; text++)
				add_byte(input, (uint8_t)*text);
			if (*text++ == '\0')
				return false;
		} else {
			int high = nibble(text[0]);
			int low = high < 0 ? -1 : nibble(text[1]);

			if (low < 0)
				return false;
			add_byte(input, (uint8_t)(high * 16 + low));
			text += 2;
		}
	}
	return true;
}

static void
replay_seeds(FILE *file)
{
	struct input input = { .bytes = malloc(INPUT_MOST) };
	char *line = NULL, *colon;
	size_t room = 0;

	if (input.bytes == NULL)
		exit(99);
	while (getline(&line, &room, file) > 0) {
		if (line[0] == '#' || line[0] == '\n')
			continue;
		colon = strchr(line, ':');
		if (colon == NULL) {
			OKF(false, "not a line of seeds: %s", line);
			break;
		}
		*colon = '\0';
		if (strcmp(line, input.name) != 0) {
			if (input.name[0] != '\0')
				replay(&input);
			snprintf(
			    input.name, sizeof(input.name), "%.120s", line);
			input.len = 0;
		}
		if (!parse(colon + 1, &input)) {
			OKF(false, "not the bytes of a seed: %s", colon + 1);
			break;
		}
	}
	if (input.name[0] != '\0')
		replay(&input);
	free(line);
	free(input.bytes);
}

static void
replay_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *end = strrchr(path, '.');
	struct input input = { 0 };
	FILE *file = fopen(path, "rb");

	if (!OKF(file != NULL, "%s is there", path))
		return;
	if (end != NULL && strcmp(end, ".seeds") == 0) {
		replay_seeds(file);
		fclose(file);
		return;
	}
	snprintf(input.name, sizeof(input.name), "%.120s",
	    slash == NULL ? path : slash + 1);
	input.bytes = malloc(INPUT_MOST);
	if (input.bytes == NULL)
		exit(99);
	input.len = fread(input.bytes, 1, INPUT_MOST, file);
	fclose(file);
	replay(&input);
	free(input.bytes);
}

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void
replay_path(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_visible, alphasort);
	char file[4096];

	if (count < 0) {
		replay_file(path);
		return;
	}
	for (int i = 0; i < count; i++) {
		snprintf(file, sizeof(file), "%s/%s", path, entries[i]->d_name);
		replay_file(file);
		free(entries[i]);
	}
	free(entries);
}

static void
replay_own(const char *folder, const char *target, const char *ending)
{
	char path[4096];
	FILE *file;

	snprintf(
	    path, sizeof(path), FUZZ_FOLDER "/%s/%s%s", folder, target, ending);
	file = fopen(path, "r");
	if (file == NULL)
		return;
	fclose(file);
	replay_path(path);
}

int
main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/');
	const char *target = strstr(name == NULL ? argv[0] : name, "fuzz-");
	int first = 1;

	if (target == NULL)
		return 99;
	target += strlen("fuzz-");
	tap_test = "fuzz";
	if (argc > 2 && strcmp(argv[1], "--mutate") == 0) {
		mutations = strtol(argv[2], NULL, 10);
		first = 3;
	}
	run((const uint8_t *)"", 0);
	for (int i = first; i < argc; i++)
		replay_path(argv[i]);
	if (first == argc) {
		replay_own("seeds", target, ".seeds");
		replay_own("corpus", target, "");
		OKF(tap_count > 0, "there are inputs");
	}
	return tap_done();
}
