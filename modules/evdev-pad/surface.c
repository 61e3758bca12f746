/* SPDX-License-Identifier: Apache-2.0 */
/* surface.c -- what a device says that it is, and where on it a pen is. */
#include "surface.h"

#include <string.h>

#define PRESSURE_UNTOLD 32768
#define WORD_BITS       (8 * sizeof(unsigned long))
#define WORDS_MOST      32

/* ---- kinds ------------------------------------------------------------- */

static enum evdev_kind
judge(bool has_x, bool has_y, bool has_contacts, uint16_t keys)
{
	const uint16_t pens =
	    EVDEV_KEY_BIT(BTN_TOOL_PEN) | EVDEV_KEY_BIT(BTN_STYLUS);

	if (!has_x || !has_y)
		return has_contacts ? EVDEV_TOUCH : EVDEV_OTHER;
	if (has_contacts)
		return EVDEV_TOUCH;
	return (keys & pens) != 0 ? EVDEV_PEN : EVDEV_OTHER;
}

enum evdev_kind
evdev_kind_of(const struct evdev_facts *facts)
{
	return judge(facts->x.is_there, facts->y.is_there, facts->has_contacts,
	    facts->keys);
}

static int
digit_of(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c == '\0' ? NULL : strchr(digits, c);

	return found == NULL ? -1 : (int)(found - digits);
}

struct bits {
	unsigned long words[WORDS_MOST]; /* the lowest first */
};

/* What is no such text has no bits. */
static void
read_bits(const char *text, struct bits *bits)
{
	unsigned long word = 0;
	size_t count = 0;

	memset(bits, 0, sizeof(*bits));
	for (; text != NULL && *text != '\0' && *text != '\n'; text++) {
		int digit = digit_of(*text);

		if (*text == ' ') {
			if (++count >= WORDS_MOST) {
				memset(bits, 0, sizeof(*bits));
				return;
			}
			memmove(&bits->words[1], &bits->words[0],
			    count * sizeof(word));
			word = 0;
		} else if (digit >= 0) {
			word = word << 4 | (unsigned long)digit;
		} else {
			memset(bits, 0, sizeof(*bits));
			return;
		}
		bits->words[0] = word;
	}
}

static bool
has_bit(const struct bits *bits, unsigned bit)
{
	return (bits->words[bit / WORD_BITS] >> bit % WORD_BITS & 1) != 0;
}

enum evdev_kind
evdev_kind_of_text(const char *axes, const char *keys)
{
	struct bits of_axes, of_keys;
	uint16_t mask = 0;

	read_bits(axes, &of_axes);
	read_bits(keys, &of_keys);
	for (unsigned i = 0; i < EVDEV_KEYS; i++) {
		if (has_bit(&of_keys, BTN_DIGI + i))
			mask |= (uint16_t)(1u << i);
	}
	return judge(has_bit(&of_axes, ABS_X), has_bit(&of_axes, ABS_Y),
	    has_bit(&of_axes, ABS_MT_SLOT) ||
		has_bit(&of_axes, ABS_MT_POSITION_X),
	    mask);
}

/* ---- size -------------------------------------------------------------- */

static bool
is_side(int64_t um)
{
	return um >= EVDEV_SIDE_LEAST_UM && um <= EVDEV_SIDE_MOST_UM;
}

static int64_t
side_of(const struct evdev_axis *axis)
{
	if (axis->per_mm <= 0)
		return 0;
	return ((int64_t)axis->most - axis->least) * 1000 / axis->per_mm;
}

static bool
has_range(const struct evdev_axis *axis)
{
	return axis->is_there && axis->most > axis->least;
}

static enum evdev_fit
set_area(struct evdev_setup *setup, const struct evdev_area *wish)
{
	bool lies = setup->quarters % 2 != 0;
	uint32_t width = lies ? setup->height_um : setup->width_um;
	uint32_t height = lies ? setup->width_um : setup->height_um;

	setup->area = (struct evdev_area){ 0, 0, width, height };
	if (wish->width_um == 0)
		return EVDEV_FITS;
	if (wish->width_um > width || wish->x_um > width - wish->width_um ||
	    wish->height_um > height || wish->y_um > height - wish->height_um)
		return EVDEV_AREA_OUTSIDE;
	setup->area = *wish;
	return EVDEV_FITS;
}

enum evdev_fit
evdev_set_up(const struct evdev_facts *facts, const struct evdev_wish *wish,
    struct evdev_setup *ret_setup)
{
	int64_t width = side_of(&facts->x), height = side_of(&facts->y);
	struct evdev_setup setup = { .x = facts->x,
		.y = facts->y,
		.pressure = facts->pressure,
		.keys = facts->keys,
		.quarters = wish->quarters % 4 };
	enum evdev_fit fit;

	if (!has_range(&facts->x) || !has_range(&facts->y))
		return EVDEV_NO_RANGE;
	/* What somebody measured is better than what a tablet says. */
	if (wish->width_um != 0) {
		width = wish->width_um;
		height = wish->height_um;
	}
	if (!is_side(width) || !is_side(height))
		return EVDEV_NO_SIZE;
	setup.width_um = (uint32_t)width;
	setup.height_um = (uint32_t)height;
	setup.pressure.is_there = has_range(&facts->pressure);
	memcpy(setup.switches, wish->switches, sizeof(setup.switches));
	fit = set_area(&setup, &wish->area);
	if (fit == EVDEV_FITS)
		*ret_setup = setup;
	return fit;
}

/* ---- where ------------------------------------------------------------- */

/* A pen may be somewhat beside what the tablet says that it has. */
static int64_t
along(const struct evdev_axis *axis, int32_t value, uint32_t side_um)
{
	int64_t from = (int64_t)value - axis->least;
	int64_t range = (int64_t)axis->most - axis->least;

	if (from < 0)
		from = 0;
	return (from > range ? range : from) * side_um / range;
}

bool
evdev_place(const struct evdev_setup *setup, int32_t x, int32_t y,
    int32_t *ret_x_um, int32_t *ret_y_um)
{
	int64_t along_x = along(&setup->x, x, setup->width_um);
	int64_t along_y = along(&setup->y, y, setup->height_um);
	int64_t right = along_x, down = along_y;

	if (setup->quarters == 1 || setup->quarters == 2)
		right = setup->quarters == 1 ? setup->height_um - along_y
					     : setup->width_um - along_x;
	else if (setup->quarters == 3)
		right = along_y;
	if (setup->quarters == 1)
		down = along_x;
	else if (setup->quarters == 2)
		down = setup->height_um - along_y;
	else if (setup->quarters == 3)
		down = setup->width_um - along_x;
	right -= setup->area.x_um;
	down -= setup->area.y_um;
	if (right < 0 || right > setup->area.width_um || down < 0 ||
	    down > setup->area.height_um)
		return false;
	*ret_x_um = (int32_t)right;
	*ret_y_um = (int32_t)down;
	return true;
}

uint16_t
evdev_scale_pressure(const struct evdev_setup *setup, int32_t value)
{
	const struct evdev_axis *axis = &setup->pressure;
	int64_t scaled;

	if (!axis->is_there)
		return PRESSURE_UNTOLD;
	scaled = along(axis, value, EVDEV_PRESSURE_MOST);
	return (uint16_t)(scaled < EVDEV_PRESSURE_LEAST ? EVDEV_PRESSURE_LEAST
							: scaled);
}
