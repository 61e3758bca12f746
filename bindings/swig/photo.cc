/* SPDX-License-Identifier: Apache-2.0 */
/* photo.cc -- one still picture. */
#include "photo.h"

namespace shim
{

namespace
{

std::string
hexadecimal(const uint8_t *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	std::string text;

	for (size_t i = 0; i < len; i++) {
		text += digits[bytes[i] >> 4];
		text += digits[bytes[i] & 15];
	}
	return text;
}

} /* namespace */

Photo *
Photo::take(const Context &context, const char *uri, uint32_t width,
    uint32_t height, int timeout_ms, const Cancel *cancel)
{
	struct cseal_photo_options given = {};
	Operation call(timeout_ms, cancel);
	cseal_photo *photo = nullptr;

	given.size = sizeof(given);
	given.width = width;
	given.height = height;
	call.use(context.state());
	call.begin_blocking();
	call.end(cseal_photo_take(context.get(), uri, &given, call.left_ms(),
	    call.cancel(), &photo, call.error()));
	return new Photo(photo);
}

Photo *
Photo::from_bytes(const Bytes &jpeg)
{
	cseal_photo *photo = nullptr;
	Operation call;

	call.begin();
	call.end(
	    cseal_photo_new_mem(jpeg.data, jpeg.len, &photo, call.error()));
	return new Photo(photo);
}

Held
Photo::bytes() const
{
	auto call = looking(state_);
	size_t len = 0;
	const void *bytes = cseal_photo_bytes(state_->get(), &len);

	return hold(std::move(call), bytes, len);
}

uint32_t
Photo::width() const
{
	Asking call(state_);

	return cseal_photo_width(state_->get());
}

uint32_t
Photo::height() const
{
	Asking call(state_);

	return cseal_photo_height(state_->get());
}

bool
Photo::is_virtual() const
{
	Asking call(state_);

	return cseal_photo_is_virtual(state_->get());
}

void
Photo::mark_virtual()
{
	Asking call(state_);

	cseal_photo_mark_virtual(state_->get());
}

PhotoQuality
Photo::examine(
    const Context &context, int timeout_ms, const Cancel *cancel) const
{
	struct cseal_photo_quality quality = {};
	Operation call(timeout_ms, cancel);

	quality.size = sizeof(quality);
	call.use(context.state());
	call.use(state_);
	call.begin_blocking();
	call.end(cseal_photo_examine(context.get(), state_->get(),
	    call.left_ms(), call.cancel(), &quality, call.error()));
	return { quality.flaws, quality.light, quality.contrast,
		quality.sharpness, quality.dark_permille,
		quality.bright_permille };
}

PhotoLikeness
Photo::match(const Context &context, const Identity &identity, int timeout_ms,
    const Cancel *cancel) const
{
	struct cseal_photo_likeness likeness = {};
	Operation call(timeout_ms, cancel);

	likeness.size = sizeof(likeness);
	call.use(context.state());
	call.use(state_);
	call.use(identity.state());
	call.begin_blocking();
	call.end(cseal_photo_match(context.get(), state_->get(),
	    identity.state()->get(), call.left_ms(), call.cancel(), &likeness,
	    call.error()));
	return { likeness.score, likeness.threshold, likeness.matcher,
		likeness.is_virtual,
		hexadecimal(likeness.photo_digest, CSEAL_MATCH_DIGEST_LEN),
		hexadecimal(likeness.portrait_digest, CSEAL_MATCH_DIGEST_LEN) };
}

} /* namespace shim */
