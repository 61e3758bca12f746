/* SPDX-License-Identifier: Apache-2.0 */
/* reader.h -- the program that reads one trusted list: what its parts share.
 *
 * It runs in a process of its own, with limits; see README. */
#ifndef XMLSEC_TRUSTLIST_READER_H
#define XMLSEC_TRUSTLIST_READER_H

#include "protocol.h"

#include <libxml/tree.h>

#define DEPTH_MOST      64      /* elements in elements; real lists have 15 */
#define NODES_MOST      2000000 /* elements and attributes; real ones 100,000 */
#define ATTRIBUTES_MOST 100     /* of one element, with its namespaces */

#define TSL_NS  "http://uri.etsi.org/02231/v2#"
#define DSIG_NS "http://www.w3.org/2000/09/xmldsig#"

struct signer {
	const uint8_t *der;
	size_t len;
};

struct reader {
	const struct signer *signers;
	size_t signer_count;
	struct record_writer out;
	enum failure failure; /* 0: none yet */
	char why[256];
};

/* Keeps the first failure; false, for returning. */
bool reader_fail(struct reader *reader, enum failure failure,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* ---- elements.c --------------------------------------------------------- */

bool is_element(const xmlNode *node, const char *ns, const char *name);
xmlNode *first_element(const xmlNode *parent);
xmlNode *next_element(const xmlNode *node);
/* The one child of that name; NULL: none.  Two of them are a failure. */
xmlNode *only_child(struct reader *reader, const xmlNode *parent,
    const char *ns, const char *name);
/* The same; none is a failure, too. */
xmlNode *needed_child(struct reader *reader, const xmlNode *parent,
    const char *ns, const char *name);
/* What an element without elements says, without the blanks around it, to be
 * freed with free(); NULL is a failure: it has elements, or more than most
 * bytes. */
char *text_of(struct reader *reader, const xmlNode *node, size_t most);
/* xsd:dateTime with a time zone, in seconds since 1970. */
bool time_of(struct reader *reader, const xmlNode *node, int64_t *ret_time);
/* xsd:base64Binary, decoded in place; *ret_len bytes, at least one. */
uint8_t *bytes_of(
    struct reader *reader, const xmlNode *node, size_t most, size_t *ret_len);

/* ---- document.c --------------------------------------------------------- */

/* Parses it without a network, a document type or entities; NULL is a
 * failure. */
xmlDoc *document_parse(struct reader *reader, const uint8_t *xml, size_t len);

/* ---- signature.c -------------------------------------------------------- */

/* Proves that one of the signers signed all of the list. */
bool signature_prove(struct reader *reader, xmlDoc *doc, size_t *ret_signer);

/* ---- content.c ---------------------------------------------------------- */

/* Writes what the list says, head first. */
bool content_read(struct reader *reader, xmlDoc *doc, size_t signer);

/* ---- read.c -------------------------------------------------------------- */

/* Once in a process. */
bool reader_init(void);
void reader_end(void);
/* Answers a question; the caller frees out.at. */
void reader_answer(
    const uint8_t *question, size_t len, struct record_writer *out);

#endif
