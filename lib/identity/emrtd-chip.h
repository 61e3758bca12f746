/* SPDX-License-Identifier: Apache-2.0 */
/* emrtd-chip.h -- is a travel document's chip the one that the state made? */
#ifndef CSI_IDENTITY_EMRTD_CHIP_H
#define CSI_IDENTITY_EMRTD_CHIP_H

#include "emrtd/passive.h"
#include "identity/identity.h"

struct csi_chip_case {
	const struct csi_span *groups; /* files of data groups, by number */
	uint32_t signed_groups;        /* bit n: the state signed number n */
	/* What the data were judged by, for EF.CardSecurity. */
	const struct csi_passive *passive;
};

/*
 * Gives the verdict and its reasons: every mechanism that the state signed must
 * have succeeded.  Where the data are not known to be signed, it is unknown.
 * Status: FAULT_MEMORY, FAULT_CRYPTO.
 */
cseal_status csi_emrtd_judge_chip(cseal_identity *identity,
    const struct csi_chip_case *chip, cseal_error **ret_error);

#endif
