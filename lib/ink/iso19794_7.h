/* SPDX-License-Identifier: Apache-2.0 */
/* iso19794_7.h -- records of ISO/IEC 19794-7:2007, full format.
 *
 * What a record carries of our samples: x and y to 1/65520 m (half a unit,
 * 7.6 um, is the largest error), time to 0.1 ms (more where the writing took
 * longer than 6.5 s), pressure whole.  Flags are lost.  A record that was
 * read and is written again is the same from then on. */
#ifndef CSI_INK_ISO19794_7_H
#define CSI_INK_ISO19794_7_H

#include "bytes.h"

#include "samples.h"

/* A pad is no larger; x and y are from minus to plus this. */
#define CSI_INK_SIDE_MOST_UM 1000000

#define CSI_ISO_CHANNELS 16

/* Clause 8: one channel's description. */
struct csi_iso_channel {
	uint8_t preamble;
	uint16_t scaling, min, max, mean; /* 0 where the preamble has none */
};

/* A record whose header was read and whose length is right. */
struct csi_iso_record {
	uint16_t included; /* bit 15 is X */
	struct csi_iso_channel channels[CSI_ISO_CHANNELS];
	size_t count;      /* 1 to CSI_INK_MOST */
	size_t switch_len; /* 1 or 2 bytes for channel S */
	struct csi_span points;
	bool is_virtual;
};

/* Borrows the bytes.  Status: REFUSED_INPUT, REFUSED_LIMIT. */
cseal_status csi_iso_read(struct csi_span bytes,
    struct csi_iso_record *ret_record, cseal_error **ret_error);

/* Fills record->count samples; on failure some of them.  Status as above. */
cseal_status csi_iso_samples(const struct csi_iso_record *record,
    struct cseal_ink_sample *samples, cseal_error **ret_error);

/* The most bytes that a record of so many samples has. */
size_t csi_iso_most(size_t count);

/* Appends a record.  The samples are at least 1 and at most CSI_INK_MOST,
 * within CSI_INK_SIDE_MOST_UM, and in the order of their time. */
void csi_iso_write(const struct cseal_ink_sample *samples, size_t count,
    bool is_virtual, struct csi_bytes *out);

#endif
