/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-tlv.c -- a chip's bytes as data objects: each lies inside of what it was
 * read from, and together they are no more than that. */
#include "emrtd/details.h"
#include "emrtd/tlv.h"
#include "fuzz.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct csi_span file = { data, size };
	struct csi_reader in = csi_reader_of(data, size);
	struct csi_tlv object, found;
	uint32_t groups = 0;
	size_t sum = 0;

	while (!in.bad && csi_reader_left(&in) > 0) {
		object = csi_tlv_any(&in);
		if (in.bad)
			break;
		if (object.whole.at != data + sum ||
		    object.body.at + object.body.len !=
			object.whole.at + object.whole.len)
			abort();
		sum += object.whole.len;
		if (!csi_tlv_find(file, object.tag, &found) ||
		    found.whole.at > object.whole.at)
			abort();
		if (!csi_tlv_file(object.whole, object.tag, &found))
			abort();
	}
	if (sum > size || (!in.bad && sum != size))
		abort();
	if (csi_com_read(file, &groups) && (groups & ~UINT32_C(0x1fffe)) != 0)
		abort();
	return 0;
}
