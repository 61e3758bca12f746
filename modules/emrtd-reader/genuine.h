/* SPDX-License-Identifier: Apache-2.0 */
/* genuine.h -- has a chip prove that it is the one that the state made (ICAO
 * 9303-11, 6), and records what it says.  The record is judged by the core,
 * which knows what the state signed.
 *
 * What a chip refuses is recorded, too; only what ends the conversation is a
 * status: that of emrtd_link_ask(). */
#ifndef EMRTD_GENUINE_H
#define EMRTD_GENUINE_H

#include "file.h"

/* Active authentication, with the file of data group 15.  Nothing is recorded
 * where reader and card cannot pass on what the chip would say. */
cseal_status emrtd_prove_active(struct emrtd_link *link,
    const struct emrtd_file *dg15, struct emrtd_file *ret_record,
    cseal_error **ret_error);

/*
 * Chip authentication, with the file of data group 14.  Where that has a key
 * for it, what comes after is under other keys; EF.COM is read with them, for
 * the proof, and comes along where all of it was in that answer.
 */
cseal_status emrtd_prove_agreement(struct emrtd_link *link,
    const struct emrtd_file *dg14, struct emrtd_file *ret_record,
    struct emrtd_file *ret_com, cseal_error **ret_error);

/* The record of chip authentication mapping (9303-11, 4.4.3.3.3): parameters,
 * what the chip drew for the mapping, and the number that it gave. */
cseal_status emrtd_record_mapping(uint8_t parameter, const uint8_t *element,
    size_t element_len, const uint8_t *number, size_t number_len,
    struct emrtd_file *ret_record, cseal_error **ret_error);

#endif
