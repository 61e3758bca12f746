/* SPDX-License-Identifier: Apache-2.0 */
/* json.h -- an identity as one JSON object, there and back. */
#ifndef CSI_IDENTITY_JSON_H
#define CSI_IDENTITY_JSON_H

#include "identity.h"

/* The text, to be wiped and freed by the caller, and its length without the
 * NUL; NULL when out of memory. */
char *csi_identity_write_json(const cseal_identity *identity, size_t *ret_len);

/* Fills an identity that is all zero.  Validity is judged by the day of
 * reading, where the JSON has it, else by `today`, "YYYY-MM-DD".  Status:
 * REFUSED_INPUT, REFUSED_LIMIT, FAULT_MEMORY. */
cseal_status csi_identity_read_json(cseal_identity *identity, const char *json,
    size_t len, const char *today, cseal_error **ret_error);

/* The strings of a JSON object as it is written here hold personal data, and
 * jansson does not wipe what it frees. */
struct json_t;
void csi_identity_forget_json(struct json_t *object);

#endif
