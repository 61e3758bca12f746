/* SPDX-License-Identifier: Apache-2.0 */
/* main.c -- the program that reads one trusted list: a question on standard
 * input, an answer on standard output.  The module starts it; it is of no use
 * to anybody else. */
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define QUESTION_MOST ((size_t)96 << 20) /* the list, and its signers */
#define READ_STEP     ((size_t)1 << 20)

static uint8_t *
read_all(size_t *ret_len)
{
	uint8_t *bytes = NULL;
	size_t len = 0;

	for (;;) {
		uint8_t *larger = realloc(bytes, len + READ_STEP);
		ssize_t done;

		if (larger == NULL || len > QUESTION_MOST) {
			free(larger == NULL ? bytes : larger);
			return NULL;
		}
		bytes = larger;
		done = read(STDIN_FILENO, bytes + len, READ_STEP);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			free(bytes);
			return NULL;
		}
		if (done == 0)
			break;
		len += (size_t)done;
	}
	*ret_len = len;
	return bytes;
}

static bool
write_all(const uint8_t *at, size_t len)
{
	while (len > 0) {
		ssize_t done = write(STDOUT_FILENO, at, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		at += done;
		len -= (size_t)done;
	}
	return true;
}

int
main(void)
{
	struct record_writer out = { .at = NULL };
	size_t len = 0;
	uint8_t *question = read_all(&len);
	bool ok;

	if (question == NULL || !reader_init())
		return 1;
	reader_answer(question, len, &out);
	ok = !out.failed && write_all(out.at, out.len);
	free(out.at);
	free(question);
	reader_end();
	return ok ? 0 : 1;
}
