/* SPDX-License-Identifier: Apache-2.0 */
/* token.h -- an identity from what a token holds: certificates, and the data
 * objects of some states' cards. */
#ifndef CSI_IDENTITY_TOKEN_H
#define CSI_IDENTITY_TOKEN_H

#include "identity/emrtd.h"

#define CSI_TOKEN_CERTIFICATES_MOST 64

/* Is that a file of a token: "token.certificates"? */
bool csi_token_is_file(const char *name);

/* Are such files there? */
bool csi_token_is(const cseal_evidence *evidence);

/* Whether the text is one of the document types that a token gives. */
bool csi_token_is_type(const char *document_type);

/*
 * Reads fields, portrait, verdicts and reasons from the files into an identity
 * that has nothing but them.  Status: COUNTER_CARD_UNREADABLE (nobody's,
 * or several persons'), FAULT_MODULE (files of two cards), REFUSED_INPUT
 * (trust->mrz is no machine-readable zone), FAULT_MEMORY, FAULT_CRYPTO.
 */
cseal_status csi_token_derive(cseal_identity *identity, const char *today,
    const struct csi_identity_trust *trust, cseal_error **ret_error);

/* Adds a reason for whatever in the values does not add up on that day. */
void csi_token_check(struct csi_record *record, const char *today);

#endif
