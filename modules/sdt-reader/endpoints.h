/* SPDX-License-Identifier: Apache-2.0 */
/* endpoints.h -- which bulk endpoints of a USB device are the reader's. */
#ifndef SDT_ENDPOINTS_H
#define SDT_ENDPOINTS_H

#include <libusb.h>
#include <stdbool.h>
#include <stdint.h>

#define SDT_PAIRS_MOST 2

/* One direction of a pair. */
struct sdt_endpoint {
	uint8_t address;
	uint16_t size; /* of its packets */
};

/* With two pairs, the first takes and gives the first bytes of a frame, the
 * second the rest. */
struct sdt_endpoints {
	uint8_t interface;
	unsigned pairs;
	struct sdt_endpoint out[SDT_PAIRS_MOST], in[SDT_PAIRS_MOST];
};

/*
 * Those of the first interface that has bulk endpoints both ways: two pairs
 * where there are two or more of each, else one.  pairs 1 or 2 asks for as
 * many; 0 leaves it open.  False if there are none such.
 */
bool sdt_endpoints_of(const struct libusb_config_descriptor *configuration,
    unsigned pairs, struct sdt_endpoints *ret_endpoints);

#endif
