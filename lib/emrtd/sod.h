/* SPDX-License-Identifier: Apache-2.0 */
/* sod.h -- the document security object: the digests of the data groups,
 * signed (ICAO 9303-10, 4.6.2; 9303-11, 5.1). */
#ifndef CSI_EMRTD_SOD_H
#define CSI_EMRTD_SOD_H

#include "cms/algorithm.h"
#include "cms/cms.h"

#define CSI_SOD_MOST    (UINT32_C(1) << 18) /* bytes of the file */
#define CSI_GROUPS_MOST 16

struct csi_sod {
	csi_cms_read *cms;
	const struct csi_digest_row *digest;          /* of the groups */
	struct csi_span digests[CSI_GROUPS_MOST + 1]; /* empty: not there */
};

/* Status: REFUSED_DAMAGED, REFUSED_UNSUPPORTED, REFUSED_LIMIT. */
cseal_status csi_sod_read(
    struct csi_span file, struct csi_sod *ret_sod, cseal_error **ret_error);

/* The same of EF.CardSecurity (9303-11, 9.2.11), whose content are infos and
 * not digests.  Status: likewise. */
cseal_status csi_card_security_read(
    struct csi_span file, struct csi_sod *ret_card, cseal_error **ret_error);

/* The certificate of the document signer; empty: it did not come along. */
struct csi_span csi_sod_signer(const struct csi_sod *sod);

/* Is the file of that data group what was signed?  *ret_same is false, too,
 * where it is not among those that were.  Status: FAULT_CRYPTO. */
cseal_status csi_sod_compare(const struct csi_sod *sod, unsigned group,
    struct csi_span file, bool *ret_same, cseal_error **ret_error);

/* Does the signature hold?  Status: as csi_cms_prove(). */
cseal_status csi_sod_prove(const struct csi_sod *sod, cseal_error **ret_error);

/* Was SHA-1 used for the data groups or the signature? */
bool csi_sod_is_weak(const struct csi_sod *sod);

void csi_sod_clear(struct csi_sod *sod);

#endif
