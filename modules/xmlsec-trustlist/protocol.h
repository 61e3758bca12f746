/* SPDX-License-Identifier: Apache-2.0 */
/* protocol.h -- what the module and its program say to each other: records of
 * a tag, a length of four bytes, low byte first, and that many bytes. */
#ifndef XMLSEC_TRUSTLIST_PROTOCOL_H
#define XMLSEC_TRUSTLIST_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The question: every signer, then the list. */
#define SAY_SIGNER 'c'
#define SAY_LIST   'x'

/* The answer: either it failed, or a head, pointers and services, and an end
 * without which it is not whole. */
#define SAY_FAILED  'F' /* enum failure as one byte, a sentence */
#define SAY_HEAD    'H' /* signer (4), next update (8), issued (8), texts */
#define SAY_POINTER 'O' /* texts: type, territory, MIME type; then signers */
#define SAY_SERVICE 'S' /* texts: provider, name; then the next two */
#define SAY_PERIOD  'P' /* since (8), flags (1), texts: type, status */
#define SAY_CERT    'C' /* of a pointer or a service */
#define SAY_DONE    'd' /* with a pointer or a service */
#define SAY_END     'E'

#define PERIOD_LIMITED   1u
#define PERIOD_DOCUMENTS 2u
#define PERIOD_UNKNOWN   4u

enum failure {
	FAILED_DAMAGED = 1,
	FAILED_SIGNER = 2,
	FAILED_UNSUPPORTED = 3,
	FAILED_LIMIT = 4,
	FAILED_MEMORY = 5
};

/* ---- writing; an addition that finds no memory sets failed -------------- */

struct record_writer {
	uint8_t *at;
	size_t len, room;
	size_t start; /* of the record in the making */
	bool failed;
};

void record_start(struct record_writer *writer, uint8_t tag);
void record_put(struct record_writer *writer, const void *bytes, size_t len);
void record_put_number(
    struct record_writer *writer, uint64_t number, unsigned len);
/* With the NUL that ends it. */
void record_put_text(struct record_writer *writer, const char *text);
void record_end(struct record_writer *writer);

/* ---- reading; past the end everything is 0, "" and bad ------------------- */

struct record_reader {
	const uint8_t *at, *end;
	bool bad;
};

/* False at the end, or where the rest is no record: then it is bad. */
bool record_next(struct record_reader *reader, uint8_t *ret_tag,
    struct record_reader *ret_body);
uint64_t record_number(struct record_reader *body, unsigned len);
const char *record_text(struct record_reader *body);

#endif
