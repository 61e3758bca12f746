/* SPDX-License-Identifier: Apache-2.0 */
/* photo.h -- the portrait of a card, opened by a vendor's decoder.
 *
 * The form of the portrait (WLT) is secret, and every decoder a vendor's.  One
 * that the configuration names is run in a process of its own, decode-photo:
 * whatever it does there, the card was read all the same. */
#ifndef SDT_PHOTO_H
#define SDT_PHOTO_H

#include <counterseal/module.h>

/*
 * *ret_png is freed with free(); NULL where no decoder is configured, or where
 * it did not decode the photo: then the log says why.  Status: STOPPED_*,
 * FAULT_MEMORY.
 */
cseal_status sdt_photo_decode(cseal_host *host, const uint8_t *photo,
    size_t len, cseal_wait *wait, void **ret_png, size_t *ret_len,
    cseal_error **ret_error);

#endif
