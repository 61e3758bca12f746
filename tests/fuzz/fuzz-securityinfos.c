/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-securityinfos.c -- what a chip says that it can do: EF.CardAccess, data
 * groups 14 and 15. */
#include "emrtd/infos.h"
#include "fuzz.h"

#include <stdlib.h>

static void
check(const struct csi_infos *infos, const uint8_t *data, size_t size)
{
	if (infos->count > CSI_INFOS_MOST || !csi_infos_hold(infos, infos))
		abort();
	for (size_t i = 0; i < infos->count; i++) {
		struct csi_span whole = infos->at[i].whole;

		if (whole.at < data || whole.at + whole.len > data + size ||
		    infos->at[i].oid.len == 0 ||
		    infos->at[i].kind == CSI_INFO_OTHER ||
		    infos->at[i].required.whole.len == 0 ||
		    !csi_infos_have(infos, infos->at[i].kind))
			abort();
	}
	csi_infos_have_cam(infos);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csi_span file = { data, size };
	struct csi_infos infos;
	struct csi_der key;

	if (csi_infos_read(file, &infos))
		check(&infos, data, size);
	if (csi_dg14_read(file, &infos))
		check(&infos, data, size);
	if (csi_dg15_read(file, &key) && key.whole.len > size)
		abort();
	return 0;
}
