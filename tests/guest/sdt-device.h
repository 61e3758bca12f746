/* SPDX-License-Identifier: Apache-2.0 */
/* sdt-device.h -- an ID card reader on USB, with faults of USB.
 *
 * What it answers comes from tests/hall/sam-simulator, which has the faults of
 * the reader itself; this is its plug, and what can be wrong with that. */
#ifndef GUEST_SDT_DEVICE_H
#define GUEST_SDT_DEVICE_H

#include "plugged.h"

/* What happens at one answer, or at the request before it. */
enum sdt_mishap {
	SDT_FINE = 0,
	/* The request. */
	SDT_OUT_STALLS,
	SDT_OUT_FAILS,     /* an error on the wire */
	SDT_OUT_SHORT,     /* a byte of it is not taken */
	SDT_OUT_NEVER,     /* it is never taken */
	SDT_OUT_UNPLUGGED, /* the plug is pulled before it is taken */
	SDT_UNPLUGGED,     /* or after, before the answer */
	/* The answer, from byte number `byte` of it. */
	SDT_IN_SILENT,
	SDT_IN_STALLS,
	SDT_IN_FAILS,
	SDT_IN_TOO_LONG, /* a packet longer than packets are */
	SDT_IN_UNPLUGGED,
	SDT_IN_LATE_BODY, /* of two pairs, the second speaks first */
	SDT_IN_EMPTY,     /* empty packets come before it */
	SDT_IN_PIECES,    /* short packets */
	SDT_IN_PADDED,    /* zeros fill the last packet, and nothing follows */
	SDT_IN_TWICE
};

/* Shared with the process of the device; written between two reads. */
struct sdt_device {
	bool is_split;         /* two pairs of endpoints */
	bool is_nothing;       /* no bulk endpoints at all */
	unsigned product;      /* 0: what readers have */
	volatile unsigned tcp; /* port of the simulator */
	/* Counted up to begin with another card, as it were: a connection. */
	volatile unsigned visit;
	volatile enum sdt_mishap mishap;
	volatile unsigned answer, byte;
	volatile unsigned requests; /* that came, in this visit */
};

/* Memory that the device of plug() shares. */
struct sdt_device *sdt_device_new(void);

/* For plug(): argument is a struct sdt_device. */
void sdt_device_serve(unsigned port, void *argument);

#endif
