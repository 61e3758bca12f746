/* SPDX-License-Identifier: Apache-2.0 */
/* look.cc -- where something is drawn on a page, and what. */
#include "look.h"

namespace shim
{

struct cseal_place
to_c(const Place &place)
{
	return { place.page, place.x_um, place.y_um, place.width_um,
		place.height_um };
}

Place
from_c(const struct cseal_place &place)
{
	return { place.page, place.x_um, place.y_um, place.width_um,
		place.height_um };
}

Place
parse_place(const char *text)
{
	struct cseal_place place;
	Operation call;

	call.begin();
	call.end(cseal_place_parse(text, &place, call.error()));
	return from_c(place);
}

Place
complete_place(const Place &place, const Look &look)
{
	struct cseal_place completed = to_c(place);
	struct cseal_look given;
	Operation call;

	look.use_in(&call);
	call.begin();
	given = look.to_c();
	call.end(cseal_place_complete(&completed, &given, call.error()));
	return from_c(completed);
}

void
Look::use_in(Operation *call) const
{
	call->use(ink_);
	call->use(photo_);
}

struct cseal_look
Look::to_c() const
{
	struct cseal_look look = {};

	look.size = sizeof(look);
	look.image = image_.data;
	look.image_len = image_.len;
	look.ink = ink_ != nullptr ? ink_->get() : nullptr;
	look.photo = photo_ != nullptr ? photo_->get() : nullptr;
	look.qr = qr_.c_str();
	look.text = text_.c_str();
	look.font = font_.c_str();
	look.text_um = text_um_;
	look.color = color_;
	look.opacity = opacity_;
	look.turn_mdeg = turn_mdeg_;
	look.qr_lost_percent = qr_lost_percent_;
	look.text_over = text_over_;
	return look;
}

} /* namespace shim */
