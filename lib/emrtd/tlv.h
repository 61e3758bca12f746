/* SPDX-License-Identifier: Apache-2.0 */
/* tlv.h -- reads the BER-TLV data objects of a chip's files in place (ICAO
 * 9303-10, 3.9; ISO/IEC 7816-4, 5.2.2): tags of one or two bytes, lengths of
 * at most three bytes after the first.
 *
 * Reading is over a csi_reader, as der.h has it: an object that does not fit
 * or has another tag sets `bad`, which stays set: check once. */
#ifndef CSI_EMRTD_TLV_H
#define CSI_EMRTD_TLV_H

#include "bytes.h"

struct csi_tlv {
	unsigned tag; /* both bytes: 0x5f1f */
	struct csi_span body;
	struct csi_span whole; /* with tag and length */
};

/* The next object, whatever it is. */
struct csi_tlv csi_tlv_any(struct csi_reader *in);
struct csi_tlv csi_tlv_take(struct csi_reader *in, unsigned tag);
/* Is there a next object, and has it that tag? */
bool csi_tlv_next_is(const struct csi_reader *in, unsigned tag);
struct csi_reader csi_tlv_inside(struct csi_tlv object);
/* The first object with that tag in a template; false: there is none, or the
 * template is not well formed up to there. */
bool csi_tlv_find(
    struct csi_span template, unsigned tag, struct csi_tlv *ret_object);
/* A file that is one object with that tag, and nothing after it. */
bool csi_tlv_file(
    struct csi_span file, unsigned tag, struct csi_tlv *ret_object);

#endif
