/* SPDX-License-Identifier: Apache-2.0 */
/* der.h -- reads and writes DER (X.690) in place, without a tree.
 *
 * Reading is over a csi_reader: an element that does not fit or has another
 * tag sets `bad`, which stays set: check once, when a structure was read. */
#ifndef CSI_DER_H
#define CSI_DER_H

#include "bytes.h"

#define CSI_DER_BOOLEAN      0x01
#define CSI_DER_INTEGER      0x02
#define CSI_DER_BIT_STRING   0x03
#define CSI_DER_OCTET_STRING 0x04
#define CSI_DER_NULL         0x05
#define CSI_DER_OID          0x06
#define CSI_DER_ENUMERATED   0x0a
#define CSI_DER_UTC_TIME     0x17
#define CSI_DER_TIME         0x18 /* GeneralizedTime */
#define CSI_DER_SEQUENCE     0x30
#define CSI_DER_SET          0x31
#define CSI_DER_CONTEXT(n)   (0xa0 | (n)) /* constructed [n] */
#define CSI_DER_PRIMITIVE(n) (0x80 | (n)) /* primitive [n] */

/* A span of constant bytes, for object identifiers. */
#define CSI_SPAN(text)                                    \
	{                                                 \
		(const uint8_t *)(text), sizeof(text) - 1 \
	}

bool csi_span_equal(struct csi_span a, struct csi_span b);

struct csi_der {
	uint8_t tag;
	struct csi_span body;
	struct csi_span whole; /* with tag and length */
};

/* The next element, whatever it is.  Tags above 30 and indefinite lengths
 * are bad: csi_ber_to_der() makes the latter definite. */
struct csi_der csi_der_any(struct csi_reader *in);
struct csi_der csi_der_take(struct csi_reader *in, uint8_t tag);
/* Is there a next element, and has it that tag? */
bool csi_der_next_is(const struct csi_reader *in, uint8_t tag);
struct csi_reader csi_der_inside(struct csi_der element);
/* Everything was read, and nothing was bad. */
bool csi_der_done(const struct csi_reader *in);
/* A small non-negative INTEGER; -1 if it is none or above a million. */
long csi_der_small(struct csi_der integer);

/*
 * Real files hold BER: indefinite lengths and strings in pieces.  Appends
 * the first element of `in` with every length definite and every OCTET
 * STRING whole; elements that are definite keep their bytes.  *ret_used is
 * the length of that element in `in`.  False: it is not BER, it nests more
 * than 32 deep, or there was no memory (out->failed).
 */
bool csi_ber_to_der(
    struct csi_span in, struct csi_bytes *out, size_t *ret_used);

/* ---- writing -------------------------------------------------------- */

void csi_der_add(
    struct csi_bytes *bytes, uint8_t tag, const void *body, size_t len);
void csi_der_add_span(
    struct csi_bytes *bytes, uint8_t tag, struct csi_span body);
/* Between begin and end the body is added; begin returns the mark to give to
 * end. */
size_t csi_der_begin(struct csi_bytes *bytes, uint8_t tag);
void csi_der_end(struct csi_bytes *bytes, size_t mark);
/* Puts encodings in the order that DER wants in a SET OF (X.690, 11.6). */
void csi_der_sort(struct csi_span *encodings, size_t count);

#endif
