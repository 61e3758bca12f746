/* SPDX-License-Identifier: Apache-2.0 */
/* signed.h -- SEQUENCE { what is signed, AlgorithmIdentifier, BIT STRING }:
 * certificates, lists and answers of responders have this form. */
#ifndef CSI_SIGNED_H
#define CSI_SIGNED_H

#include "cms/der.h"

#include <counterseal/error.h>

struct csi_signed {
	struct csi_der body, algorithm;
	struct csi_span value;
};

/* Reads the three; what follows is left for the caller. */
bool csi_signed_read(struct csi_reader *in, struct csi_signed *ret_signed);

/* Proves the value with the key of a certificate.  Status: REFUSED_DAMAGED,
 * REFUSED_UNSUPPORTED. */
cseal_status csi_signed_prove(const struct csi_signed *object,
    struct csi_span certificate, cseal_error **ret_error);

/* Was the certificate made by that issuer: name and signature?  Status:
 * likewise. */
cseal_status csi_signed_by(struct csi_span certificate, struct csi_span issuer,
    cseal_error **ret_error);

#endif
