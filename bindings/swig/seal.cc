/* SPDX-License-Identifier: Apache-2.0 */
/* seal.cc -- what is put on a document, and what came of it. */
#include "seal.h"

namespace shim
{

namespace
{

void
use_look(Operation *call, const std::shared_ptr<Look> &look)
{
	if (look != nullptr)
		look->use_in(call);
}

/* NULL stays NULL: the look of the seal. */
const struct cseal_look *
look_to_c(const std::shared_ptr<Look> &look, Scratch *scratch)
{
	return look != nullptr ? scratch->keep(look->to_c()) : nullptr;
}

} /* namespace */

/* ---- what came of it ------------------------------------------------------ */

Reached::Reached(cseal_level level, cseal_error *take_lowered) : level_(level)
{
	if (take_lowered != nullptr)
		lowered_ = std::make_shared<Failure>(
		    cseal_error_status(take_lowered), take_lowered);
}

int
Reached::status() const
{
	return lowered_ != nullptr ? lowered_->status() : CSEAL_OK;
}

List<std::string>
Reached::notes() const
{
	List<std::string> notes;

	if (lowered_ != nullptr)
		for (const auto &note : lowered_->notes())
			notes.add(note);
	return notes;
}

/* ---- the seal ------------------------------------------------------------- */

void
Seal::place(const Place &place)
{
	place_ = place;
	visible_ = true;
}

void
Seal::straddle(const Straddle &straddle)
{
	straddle_ = std::make_shared<Straddle>(straddle);
}

void
Seal::use_in(Operation *call) const
{
	look_.use_in(call);
	for (const Mark &mark : marks_)
		use_look(call, mark.look_);
	if (straddle_ != nullptr)
		use_look(call, straddle_->look_);
}

void
Seal::marks_to_c(struct cseal_seal *seal, Scratch *scratch) const
{
	std::vector<const struct cseal_mark *> marks;

	for (const Mark &mark : marks_) {
		struct cseal_mark one = {};

		one.size = sizeof(one);
		one.place = shim::to_c(mark.place_);
		one.last_page = mark.last_page_;
		one.sides = static_cast<cseal_sides>(mark.sides_);
		one.look = look_to_c(mark.look_, scratch);
		marks.push_back(scratch->keep(one));
	}
	seal->mark_count = marks.size();
	seal->marks = scratch->keep(std::move(marks))->data();
}

void
Seal::straddle_to_c(struct cseal_seal *seal, Scratch *scratch) const
{
	struct cseal_straddle one = {};

	if (straddle_ == nullptr)
		return;
	one.size = sizeof(one);
	one.edge = static_cast<cseal_edge>(straddle_->edge_);
	one.width_um = straddle_->width_um_;
	one.height_um = straddle_->height_um_;
	one.along_um = straddle_->along_um_;
	one.pages_most = straddle_->pages_most_;
	one.share_percent = straddle_->share_percent_;
	one.sides = static_cast<cseal_sides>(straddle_->sides_);
	one.skip_first = straddle_->skip_first_;
	one.skip_last = straddle_->skip_last_;
	one.look = look_to_c(straddle_->look_, scratch);
	seal->straddle = scratch->keep(one);
}

struct cseal_seal
Seal::to_c(Scratch *scratch) const
{
	struct cseal_seal seal = {};

	seal.size = sizeof(seal);
	seal.field = field_.c_str();
	seal.visible = visible_;
	seal.place = shim::to_c(place_);
	seal.look = look_.to_c();
	seal.reason = reason_.c_str();
	seal.location = location_.c_str();
	seal.contact = contact_.c_str();
	seal.name = name_.c_str();
	seal.digest = static_cast<cseal_digest>(digest_);
	seal.scheme = static_cast<cseal_scheme>(scheme_);
	seal.time = time_;
	seal.insecure_any_certificate = any_certificate_;
	seal.certify = static_cast<cseal_allow>(certify_);
	seal.legal_attestation = attestation_.c_str();
	seal.lock = static_cast<cseal_lock>(lock_);
	seal.lock_fields = lock_fields_.data();
	seal.lock_field_count = lock_fields_.count();
	seal.lock_document = static_cast<cseal_allow>(lock_document_);
	seal.level = static_cast<cseal_level>(goal_.level);
	seal.tsa = goal_.tsa.c_str();
	seal.lower_level_ok = goal_.lower_level_ok;
	marks_to_c(&seal, scratch);
	straddle_to_c(&seal, scratch);
	seal.form = static_cast<cseal_form>(form_);
	seal.filter = filter_.c_str();
	seal.subfilter = subfilter_.c_str();
	return seal;
}

} /* namespace shim */
