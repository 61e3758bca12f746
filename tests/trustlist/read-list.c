/* SPDX-License-Identifier: Apache-2.0 */
/* read-list.c -- what the program of modules/xmlsec-trustlist answers, in this
 * process and as text, for tests/trustlist/test-lists.sh.
 *
 *	read-list LIST.xml SIGNER.der...
 *	read-list --flip LIST.xml SIGNER.der...
 *
 * The second one changes one byte after the other, and ends with 0 if no
 * change makes the list say something else. */
#include "reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLIPS 600 /* bytes that are changed, evenly chosen */

static uint8_t *
read_file(const char *path, size_t *ret_len)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes;
	long len;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		exit(99);
	len = ftell(file);
	rewind(file);
	bytes = malloc((size_t)len + 1);
	if (bytes == NULL || fread(bytes, 1, (size_t)len, file) != (size_t)len)
		exit(99);
	fclose(file);
	*ret_len = (size_t)len;
	return bytes;
}

static void
put_file(struct record_writer *question, uint8_t tag, const char *path)
{
	size_t len;
	uint8_t *bytes = read_file(path, &len);

	record_start(question, tag);
	record_put(question, bytes, len);
	record_end(question);
	free(bytes);
}

static void
print_body(uint8_t tag, struct record_reader *body)
{
	if (tag == SAY_FAILED)
		printf("failed %d: ", (int)record_number(body, 1));
	else if (tag == SAY_HEAD)
		printf("head of signer %d, ", (int)record_number(body, 4));
	else
		printf("%c ", tag);
	if (tag == SAY_HEAD || tag == SAY_PERIOD)
		printf("%lld ", (long long)record_number(body, 8));
	if (tag == SAY_HEAD)
		printf("%lld ", (long long)record_number(body, 8));
	if (tag == SAY_PERIOD)
		printf("flags %d ", (int)record_number(body, 1));
	if (tag == SAY_CERT)
		printf("%zu bytes", (size_t)(body->end - body->at));
	while (tag != SAY_CERT && body->at < body->end && !body->bad)
		printf("[%s]", record_text(body));
	printf("\n");
}

static int
print(const struct record_writer *out)
{
	struct record_reader in = { .at = out->at, .end = out->at + out->len };
	struct record_reader body;
	bool is_whole = false;
	uint8_t tag = 0;

	while (record_next(&in, &tag, &body)) {
		print_body(tag, &body);
		is_whole = tag == SAY_END;
	}
	return is_whole ? 0 : 1;
}

/* The list is the last record of the question. */
static int
flip(struct record_writer *question, size_t list_len)
{
	size_t start = question->len - list_len;
	struct record_writer usual = { .at = NULL };
	int bad = 0;

	reader_answer(question->at, question->len, &usual);
	for (size_t i = 0; i < FLIPS; i++) {
		uint8_t *byte = &question->at[start + i * list_len / FLIPS];
		struct record_writer out = { .at = NULL };

		*byte ^= 1;
		reader_answer(question->at, question->len, &out);
		*byte ^= 1;
		if (out.at[0] != SAY_FAILED &&
		    (out.len != usual.len ||
			memcmp(out.at, usual.at, out.len) != 0)) {
			printf("the byte at %zu\n", i * list_len / FLIPS);
			bad = 1;
		}
		free(out.at);
	}
	bad = bad || usual.at[0] == SAY_FAILED;
	free(usual.at);
	return bad;
}

int
main(int argc, char **argv)
{
	struct record_writer question = { .at = NULL }, out = { .at = NULL };
	bool flips = argc > 1 && strcmp(argv[1], "--flip") == 0;
	int first = flips ? 2 : 1, code;
	size_t before;

	if (argc <= first || !reader_init())
		return 99;
	for (int i = first + 1; i < argc; i++)
		put_file(&question, SAY_SIGNER, argv[i]);
	before = question.len + 5;
	put_file(&question, SAY_LIST, argv[first]);
	if (flips) {
		code = flip(&question, question.len - before);
	} else {
		reader_answer(question.at, question.len, &out);
		code = print(&out);
		free(out.at);
	}
	free(question.at);
	reader_end();
	return code;
}
