/* SPDX-License-Identifier: Apache-2.0 */
/* surface.h -- what a device says that it is, and where on it a pen is.
 *
 * Pure functions over what the kernel tells of an input device
 * (Documentation/input/event-codes.rst, "Tablets"); none of it is trusted. */
#ifndef EVDEV_SURFACE_H
#define EVDEV_SURFACE_H

#include <counterseal/module.h>
#include <linux/input-event-codes.h>

/* Keys of digitizers, BTN_DIGI to BTN_DIGI + 15, a bit each. */
#define EVDEV_KEY_BIT(code) ((uint16_t)(1u << ((code)-BTN_DIGI)))
#define EVDEV_KEYS          16

#define EVDEV_NAME_ROOM      128
#define EVDEV_SWITCHES       3       /* on the side of a pen */
#define EVDEV_SIDE_LEAST_UM  10000   /* of what can be written on */
#define EVDEV_SIDE_MOST_UM   1000000 /* as of the ink */
#define EVDEV_PRESSURE_LEAST 1
#define EVDEV_PRESSURE_MOST  65535

struct evdev_axis {
	bool is_there;
	int32_t least, most;
	int32_t per_mm; /* units; 0: it does not say */
	int32_t now;
};

struct evdev_facts {
	char name[EVDEV_NAME_ROOM];
	struct evdev_axis x, y, pressure;
	bool has_contacts;   /* it tells fingers apart (ABS_MT_*) */
	uint16_t keys, held; /* which there are; which are down now */
};

enum evdev_kind {
	EVDEV_PEN,
	EVDEV_TOUCH, /* tells several contacts apart: fingers, not a pen */
	EVDEV_OTHER
};

enum evdev_kind evdev_kind_of(const struct evdev_facts *facts);

/* The same of two files of sysfs, capabilities/abs and capabilities/key: words
 * of the kernel's long in hexadecimal, the highest first.  Nothing but the
 * kind comes of it. */
enum evdev_kind evdev_kind_of_text(const char *axes, const char *keys);

/* Micrometres, from the top left corner as who writes sees it. */
struct evdev_area {
	uint32_t x_um, y_um, width_um, height_um;
};

/* What the configuration wants. */
struct evdev_wish {
	uint32_t width_um, height_um; /* of the tablet; 0: as it says */
	unsigned quarters;            /* that it was turned by, clockwise */
	struct evdev_area area;       /* width 0: all of it */
	cseal_pad_button switches[EVDEV_SWITCHES];
};

struct evdev_setup {
	struct evdev_axis x, y, pressure;
	uint16_t keys;
	uint32_t width_um, height_um; /* along the axes x and y */
	unsigned quarters;
	struct evdev_area area;
	cseal_pad_button switches[EVDEV_SWITCHES];
};

enum evdev_fit {
	EVDEV_FITS,
	EVDEV_NO_RANGE,    /* an axis goes from nowhere to nowhere */
	EVDEV_NO_SIZE,     /* how large it is is not said, or cannot be true */
	EVDEV_AREA_OUTSIDE /* the area that is wished is not all on it */
};

/* Of a pen. */
enum evdev_fit evdev_set_up(const struct evdev_facts *facts,
    const struct evdev_wish *wish, struct evdev_setup *ret_setup);

/* Where that is, from the top left corner of the area.  False: beside it. */
bool evdev_place(const struct evdev_setup *setup, int32_t x, int32_t y,
    int32_t *ret_x_um, int32_t *ret_y_um);

/* 1 to 65535; half of it where the pad tells none. */
uint16_t evdev_scale_pressure(const struct evdev_setup *setup, int32_t value);

#endif
