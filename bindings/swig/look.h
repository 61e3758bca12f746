/* SPDX-License-Identifier: Apache-2.0 */
/* look.h -- where something is drawn on a page, and what.
 *
 * These are copied when they are put into others, so they may be changed and
 * used again.  Lengths are micrometres. */
#ifndef SHIM_LOOK_H
#define SHIM_LOOK_H

#include "ink.h"
#include "photo.h"

#include <counterseal/document.h>

namespace shim
{

/* A function, as SWIG 4.1 loses what it makes for a variable. */
inline uint32_t
page_last()
{
	return CSEAL_PAGE_LAST;
}

struct Place {
	Place(
	    uint32_t on, int32_t x, int32_t y, uint32_t width, uint32_t height)
	    : page(on), x_um(x), y_um(y), width_um(width), height_um(height)
	{
	}

	uint32_t page; /* from 1, or page_last() */
	int32_t x_um, y_um;
	uint32_t width_um, height_um;
};

struct cseal_place to_c(const Place &place);
Place from_c(const struct cseal_place &place);
Place parse_place(const char *text);

/* What C structures point to while a call lasts. */
class Scratch
{
public:
	template <typename T> T *keep(T value)
	{
		auto kept = std::make_shared<T>(std::move(value));

		kept_.push_back(kept);
		return kept.get();
	}

private:
	std::vector<std::shared_ptr<void>> kept_;
};

class Look
{
public:
	void image(const Bytes &bytes) { image_ = bytes; }
	void ink(const Ink &ink) { ink_ = ink.state(); }
	void photo(const Photo &photo) { photo_ = photo.state(); }
	void qr(const char *text) { qr_ = Text(text); }
	void text(const char *text) { text_ = Text(text); }
	void font(const char *name) { font_ = Text(name); }
	void text_um(uint32_t um) { text_um_ = um; }
	void color(uint32_t rgb) { color_ = rgb; }
	void opacity(uint8_t percent) { opacity_ = percent; }
	void turn_mdeg(int32_t mdeg) { turn_mdeg_ = mdeg; }
	void qr_lost_percent(uint8_t percent) { qr_lost_percent_ = percent; }
	void text_over(bool is_over) { text_over_ = is_over; }

	/* What it uses; and, once the call has begun, what C wants.  Lives as
	 * long as this. */
	void use_in(Operation *call) const;
	struct cseal_look to_c() const;

private:
	Bytes image_;
	std::shared_ptr<Ink::State> ink_;
	std::shared_ptr<Photo::State> photo_;
	Text qr_, text_, font_;
	uint32_t text_um_ = 0, color_ = 0;
	uint8_t opacity_ = 0, qr_lost_percent_ = 0;
	int32_t turn_mdeg_ = 0;
	bool text_over_ = false;
};

/* The size that is missing; see cseal_place_complete(). */
Place complete_place(const Place &place, const Look &look);

struct Stamp {
	Place place;
	Look look;
};

class Stamps
{
public:
	void add(const Place &place, const Look &look)
	{
		items_.push_back({ place, look });
	}

private:
	friend class Document;

	std::vector<Stamp> items_;
};

} /* namespace shim */

#endif
