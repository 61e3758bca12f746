/* SPDX-License-Identifier: Apache-2.0 */
/* kind.c -- the kinds of device and the states of one, by name. */
#include "kind.h"

#include <string.h>

/* Indexed by cseal_kind. */
static const char *const kinds[] = {
	[CSEAL_KIND_READER] = "reader",
	[CSEAL_KIND_CAMERA] = "camera",
	[CSEAL_KIND_PAD] = "pad",
	[CSEAL_KIND_SIGNER] = "signer",
	[CSEAL_KIND_FETCH] = "fetch",
	[CSEAL_KIND_TYPESET] = "typeset",
	[CSEAL_KIND_REPAIR] = "repair",
	[CSEAL_KIND_SYMBOL] = "symbol",
	[CSEAL_KIND_TRUSTLIST] = "trustlist",
	[CSEAL_KIND_GAUGE] = "gauge",
	[CSEAL_KIND_MATCHER] = "matcher",
	[CSEAL_KIND_PICTURE] = "picture",
};

static const char *const states[] = {
	[CSEAL_DEVICE_READY] = "ready",
	[CSEAL_DEVICE_BUSY] = "busy",
	[CSEAL_DEVICE_LOCKED] = "locked",
	[CSEAL_DEVICE_DENIED] = "denied",
	[CSEAL_DEVICE_ABSENT] = "absent",
};

const char *
cseal_kind_name(cseal_kind kind)
{
	return (unsigned)kind < CSI_KIND_END ? kinds[kind] : NULL;
}

const char *
cseal_device_state_name(cseal_device_state state)
{
	return (unsigned)state < sizeof(states) / sizeof(states[0])
		   ? states[state]
		   : NULL;
}

bool
csi_kind_of_id(const char *id, cseal_kind *ret_kind)
{
	const char *dash = strrchr(id, '-');

	for (size_t i = CSEAL_KIND_READER; dash != NULL && i < CSI_KIND_END;
	     i++) {
		if (strcmp(dash + 1, kinds[i]) == 0) {
			*ret_kind = (cseal_kind)i;
			return true;
		}
	}
	return false;
}
