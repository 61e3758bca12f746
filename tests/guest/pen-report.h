/* SPDX-License-Identifier: Apache-2.0 */
/* pen-report.h -- a pen as a HID device tells it, for whoever plays one. */
#ifndef GUEST_PEN_REPORT_H
#define GUEST_PEN_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#define PEN_X_MOST        21599 /* 100 to a millimetre */
#define PEN_Y_MOST        13499
#define PEN_PRESSURE_MOST 1023
#define PEN_REPORT_LEN    7

/* clang-format off */
/* A pen digitizer (HID Usage Tables, 16): flags, then X, Y and pressure. */
static const uint8_t pen_report_descriptor[] = {
	0x05, 0x0d, 0x09, 0x02, 0xa1, 0x01, /* Digitizers, Pen, Application */
	0x09, 0x20, 0xa1, 0x00,             /* Stylus, Physical */
	0x09, 0x42, 0x09, 0x44, 0x09, 0x32, /* Tip, Barrel, In Range */
	0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x03, 0x81, 0x02,
	0x95, 0x05, 0x81, 0x03,             /* padding */
	0x05, 0x01, 0x55, 0x0e, 0x65, 0x11, /* Desktop, 10^-2 centimetres */
	0x09, 0x30, 0x26, 0x5f, 0x54, 0x35, 0x00, 0x46, 0x70, 0x08,
	0x75, 0x10, 0x95, 0x01, 0x81, 0x02, /* X to 21599, 216.0 mm */
	0x09, 0x31, 0x26, 0xbb, 0x34, 0x46, 0x46, 0x05, 0x81, 0x02, /* Y */
	0x05, 0x0d, 0x09, 0x30, 0x26, 0xff, 0x03, 0x45, 0x00, 0x65, 0x00,
	0x55, 0x00, 0x81, 0x02,             /* Tip Pressure to 1023 */
	0xc0, 0xc0
};
/* clang-format on */

struct pen_state {
	bool is_near, is_pressed; /* the barrel switch */
	int x, y, pressure;
};

static inline void
pen_report(uint8_t data[PEN_REPORT_LEN], const struct pen_state *pen)
{
	data[0] = (uint8_t)((pen->pressure > 0) | pen->is_pressed << 1 |
			    pen->is_near << 2);
	data[1] = (uint8_t)pen->x;
	data[2] = (uint8_t)(pen->x >> 8);
	data[3] = (uint8_t)pen->y;
	data[4] = (uint8_t)(pen->y >> 8);
	data[5] = (uint8_t)pen->pressure;
	data[6] = (uint8_t)(pen->pressure >> 8);
}

#endif
