/* SPDX-License-Identifier: Apache-2.0 */
/* infos.h -- SecurityInfos: what a chip can do, in EF.CardAccess and data
 * group 14 (ICAO 9303-11, 9.2), and its key in data group 15. */
#ifndef CSI_EMRTD_INFOS_H
#define CSI_EMRTD_INFOS_H

#include "cms/der.h"

#define CSI_INFOS_MOST 64

enum csi_info_kind {
	CSI_INFO_OTHER,       /* is passed over */
	CSI_INFO_PACE,        /* required: version */
	CSI_INFO_PACE_DOMAIN, /* parameters of its own */
	CSI_INFO_CHIP,        /* chip authentication; required: version */
	CSI_INFO_CHIP_KEY,    /* required: SubjectPublicKeyInfo */
	CSI_INFO_ACTIVE,      /* active authentication with ECDSA */
	CSI_INFO_TERMINAL     /* terminal authentication */
};

/* SecurityInfo ::= SEQUENCE { protocol OID, required ANY, optional ANY } */
struct csi_info {
	enum csi_info_kind kind;
	struct csi_span oid; /* body */
	/* What follows the object identifier of the kind: {2, 4} is ECDH-GM
	 * with AES-256 for PACE; 0: nothing. */
	uint8_t variant[2];
	struct csi_der required;
	struct csi_der optional; /* tag 0: there is none */
	struct csi_span whole;
};

struct csi_infos {
	struct csi_info at[CSI_INFOS_MOST];
	size_t count;
	/* There is one of a kind above that cannot be read, one that does not
	 * say of which kind it is, or more than CSI_INFOS_MOST. */
	bool has_more;
};

/* A SET OF SecurityInfo, as EF.CardAccess has it: those of the kinds above, in
 * place, whatever others are beside them.  What stands behind their optional
 * element is passed over.  False: it is not well formed. */
bool csi_infos_read(struct csi_span set, struct csi_infos *ret_infos);
/* The same of the file of data group 14. */
bool csi_dg14_read(struct csi_span dg14, struct csi_infos *ret_infos);

bool csi_infos_have(const struct csi_infos *infos, enum csi_info_kind kind);
/* PACE with chip authentication mapping (9303-11, 4.4). */
bool csi_infos_have_cam(const struct csi_infos *infos);
/* Is every PACE info of what everybody can change, EF.CardAccess, in what is
 * signed, data group 14 (9303-11, 4.4.5)? */
bool csi_infos_hold(
    const struct csi_infos *whole, const struct csi_infos *part);

/* The SubjectPublicKeyInfo in the file of data group 15 (9303-10, 4.7.15). */
bool csi_dg15_read(struct csi_span dg15, struct csi_der *ret_key);

#endif
