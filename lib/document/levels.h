/* SPDX-License-Identifier: Apache-2.0 */
/* levels.h -- the levels that the seals of one call want, and got. */
#ifndef CSI_LEVELS_H
#define CSI_LEVELS_H

#include "document/raise.h"
#include "document/sealing.h"

#define CSI_SEALS_MOST 1000 /* of one call */

struct csi_levels {
	struct csi_raise raise;
	cseal_level reached[CSI_SEALS_MOST];  /* B or T: by the seal itself */
	cseal_error *lowered[CSI_SEALS_MOST]; /* why it is not T, or NULL */
	bool is_lowered;                      /* one of them is not T */
	cseal_error *error;                   /* why there is no more */
};

/* FAULT_APPLICATION: what the seal wants is not possible. */
cseal_status csi_levels_check(
    const struct cseal_seal *seal, cseal_error **ret_error);

/* Puts seal number i on: csi_sealing_run(). */
cseal_status csi_levels_seal(struct csi_levels *levels, size_t i,
    struct csi_sealing *sealing, cseal_error **ret_error);

/* All are on: what proves their certificates comes behind them. */
cseal_status csi_levels_raise(struct csi_levels *levels,
    const struct cseal_seal_by *const *seals, size_t count,
    cseal_error **ret_error);

/* Nothing can fail any more: tells what every seal got. */
void csi_levels_tell(struct csi_levels *levels,
    const struct cseal_seal_by *const *seals, size_t count);

void csi_levels_clear(struct csi_levels *levels, size_t count);

#endif
