/* SPDX-License-Identifier: Apache-2.0 */
/* proof.h -- did the chip prove that it is the one that the state made (ICAO
 * 9303-11, 6)?  What it said is judged with keys that the state signed.
 *
 * Pure functions over bytes.  The records are those of counterseal/module.h. */
#ifndef CSI_EMRTD_PROOF_H
#define CSI_EMRTD_PROOF_H

#include "emrtd/infos.h"

#include <counterseal/error.h>

enum csi_proof {
	CSI_PROOF_NONE,   /* it was not tried, or nothing was kept of it */
	CSI_PROOF_GOOD,   /* only the chip with the key can have said that */
	CSI_PROOF_BAD,    /* it is not what it must be, or the chip refused */
	CSI_PROOF_UNKNOWN /* in a form that is not supported here */
};

/* Active authentication: the key of data group 15 signed a challenge.  infos:
 * those of data group 14, for the digest of ECDSA.  Status: FAULT_MEMORY,
 * FAULT_CRYPTO. */
cseal_status csi_proof_active(struct csi_span record, struct csi_span dg15,
    const struct csi_infos *infos, enum csi_proof *ret_proof,
    cseal_error **ret_error);

/* Chip authentication: a secret that was agreed on with a key of data group 14
 * protects what the chip said next. */
cseal_status csi_proof_agreement(struct csi_span record,
    const struct csi_infos *infos, enum csi_proof *ret_proof,
    cseal_error **ret_error);

/* Chip authentication mapping: the number that the chip drew in PACE was made
 * with a key of EF.CardSecurity, whose infos these are. */
cseal_status csi_proof_mapping(struct csi_span record,
    const struct csi_infos *infos, enum csi_proof *ret_proof,
    cseal_error **ret_error);

#endif
