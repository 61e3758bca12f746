/* SPDX-License-Identifier: Apache-2.0 */
/* preview.cc -- what the pen does and the camera sees, while it happens. */
#include "preview.h"

namespace shim
{

namespace
{

/* The thread of the preview uses them until it has ended. */
struct Kept {
	explicit Kept(const Cancel *cancel) : ongoing(cancel) {}

	std::shared_ptr<void> context;
	Ongoing ongoing;
};

} /* namespace */

InkPreview::InkPreview(const Context &context, const char *uri,
    const char *prompt, uint32_t least_um, int timeout_ms, const Cancel *cancel)
{
	struct cseal_ink_options given = {};
	auto kept = std::make_shared<Kept>(cancel);
	cseal_ink_preview *preview = nullptr;
	Operation call;

	kept->context = context.port();
	given.size = sizeof(given);
	given.prompt = prompt;
	given.least_um = least_um;
	call.use(context.state());
	call.begin();
	call.end(cseal_ink_preview_new(context.get(), uri, &given, timeout_ms,
	    kept->ongoing.get(), &preview, call.error()));
	state_ = std::make_shared<State>("preview", preview, kept);
}

int
InkPreview::fd() const
{
	Asking call(state_);

	return cseal_ink_preview_fd(state_->get());
}

void
InkPreview::dispatch()
{
	Asking call(state_);

	samples_ = nullptr;
	count_ = 0;
	cseal_ink_preview_dispatch(state_->get());
}

bool
InkPreview::next()
{
	Asking call(state_);
	cseal_ink_news news;

	if (!cseal_ink_preview_next(state_->get(), &news, &samples_, &count_))
		return false;
	news_ = news;
	return true;
}

int
InkPreview::news() const
{
	Asking call(state_);

	return news_;
}

Held
InkPreview::samples() const
{
	auto call = looking(state_);

	return hold(std::move(call), samples_, count_ * sizeof(*samples_));
}

Held
InkPreview::draw(const char *format)
{
	auto call = looking(state_);
	const void *bytes = nullptr;
	size_t len = 0;

	call->end(cseal_ink_preview_draw(
	    state_->get(), format, &bytes, &len, call->error()));
	return hold(std::move(call), bytes, len);
}

Ink *
InkPreview::take()
{
	Asking call(state_);
	cseal_ink *ink = nullptr;

	call.end(cseal_ink_preview_take(state_->get(), &ink, call.error()));
	return new Ink(ink);
}

/* ---- a camera ----------------------------------------------------------- */

PhotoPreview::PhotoPreview(const Context &context, const char *uri,
    uint32_t width, uint32_t height, int timeout_ms, const Cancel *cancel)
{
	struct cseal_photo_options given = {};
	auto kept = std::make_shared<Kept>(cancel);
	cseal_photo_preview *preview = nullptr;
	Operation call;

	kept->context = context.port();
	given.size = sizeof(given);
	given.width = width;
	given.height = height;
	call.use(context.state());
	call.begin();
	call.end(cseal_photo_preview_new(context.get(), uri, &given, timeout_ms,
	    kept->ongoing.get(), &preview, call.error()));
	state_ = std::make_shared<State>("preview", preview, kept);
}

int
PhotoPreview::fd() const
{
	Asking call(state_);

	return cseal_photo_preview_fd(state_->get());
}

void
PhotoPreview::dispatch()
{
	Asking call(state_);

	frame_ = nullptr;
	len_ = 0;
	cseal_photo_preview_dispatch(state_->get());
}

bool
PhotoPreview::next()
{
	Asking call(state_);
	cseal_photo_news news;
	const void *frame = nullptr;
	size_t len = 0;

	if (!cseal_photo_preview_next(state_->get(), &news, &frame, &len))
		return false;
	news_ = news;
	frame_ = len > 0 ? frame : nullptr;
	len_ = len;
	return true;
}

int
PhotoPreview::news() const
{
	Asking call(state_);

	return news_;
}

Held
PhotoPreview::frame() const
{
	auto call = looking(state_);

	return hold(std::move(call), frame_, len_);
}

Photo *
PhotoPreview::take()
{
	Asking call(state_);
	cseal_photo *photo = nullptr;

	call.end(cseal_photo_preview_take(state_->get(), &photo, call.error()));
	frame_ = nullptr; /* it is the photo's */
	len_ = 0;
	return new Photo(photo);
}

} /* namespace shim */
