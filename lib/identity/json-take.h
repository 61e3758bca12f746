/* SPDX-License-Identifier: Apache-2.0 */
/* json-take.h -- members of an identity's JSON, which anybody may have written:
 * each is taken, or compared with what the raw files say, or refused.
 *
 * Status: REFUSED_INPUT, with a note that names the member; FAULT_MEMORY. */
#ifndef CSI_IDENTITY_JSON_TAKE_H
#define CSI_IDENTITY_JSON_TAKE_H

#include "identity.h"

#include <jansson.h>

cseal_status csi_json_refuse(
    cseal_error **ret_error, const char *member, const char *what);

/* The text of a member that may be missing or null: then *ret_text is NULL. */
cseal_status csi_json_text(const json_t *object, const char *member,
    const char **ret_text, cseal_error **ret_error);

/* An object that may be missing or null: then *ret_object is NULL. */
cseal_status csi_json_object(const json_t *object, const char *member,
    json_t **ret_object, cseal_error **ret_error);

/* A text that may be missing, and must not say something else. */
cseal_status csi_json_compare(const json_t *object, const char *member,
    const char *derived, cseal_error **ret_error);

/* At most so many bytes. */
cseal_status csi_json_base64(const json_t *value, const char *member,
    size_t most, struct csi_bytes *ret_bytes, cseal_error **ret_error);

/* Portrait and signature, persons to notify: compared where the identity has
 * raw files, from which they were derived already; else taken. */
cseal_status csi_json_pictures(
    cseal_identity *identity, const json_t *object, cseal_error **ret_error);
cseal_status csi_json_contacts(
    cseal_identity *identity, const json_t *object, cseal_error **ret_error);

#endif
