/* SPDX-License-Identifier: Apache-2.0 */
/* holder.h -- the person that a certificate is made out to, by its subject
 * (RFC 5280, 4.1.2.6; RFC 3739, 3.1; ETSI EN 319 412-1 and -2) and by how some
 * states wrote it before those.
 *
 * Pure functions over bytes: what a certificate says is not yet believed. */
#ifndef CSI_IDENTITY_HOLDER_H
#define CSI_IDENTITY_HOLDER_H

#include "bytes.h"
#include "identity/record.h"

#define CSI_HOLDER_ROOM 256

/* All zero is nobody.  Personal data: wipe it. */
struct csi_holder {
	/* What is not there is "". */
	char surname[CSI_HOLDER_ROOM], given[CSI_HOLDER_ROOM];
	char common[CSI_HOLDER_ROOM], serial[CSI_HOLDER_ROOM];
	char country[3]; /* of the subject, two letters in capitals */
	/* Subject directory attributes (RFC 3739, 3.2.2): "YYYY-MM-DD", 'M' or
	 * 'F', two letters in capitals, text. */
	char birth[11], sex, citizenship[3], birth_place[CSI_HOLDER_ROOM];
	bool was_replaced; /* something was no text, and is U+FFFD now */
	bool is_issuer;    /* it may make certificates: a CA, not a person */
};

/* False: it is no certificate. */
bool csi_holder_read(
    struct csi_span certificate, struct csi_holder *ret_holder);

/* Is it somebody: has it names, or a number of a form that is known? */
bool csi_holder_is_person(const struct csi_holder *holder);

/* "be-card", "it-cns", "pt-card" or "certificate": whose card that is, by how
 * the subject is written. */
const char *csi_holder_type(const struct csi_holder *holder);

/* Fills an empty record with all that the certificate says, but the type. */
void csi_holder_record(
    const struct csi_holder *holder, struct csi_record *record);

#endif
