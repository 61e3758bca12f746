/* SPDX-License-Identifier: Apache-2.0 */
/* photo.h -- one still picture. */
#ifndef SHIM_PHOTO_H
#define SHIM_PHOTO_H

#include "identity.h"

#include <counterseal/photo.h>

namespace shim
{

struct PhotoQuality {
	unsigned flaws;
	uint32_t light, contrast, sharpness, dark_permille, bright_permille;
};

struct PhotoLikeness {
	double score, threshold;
	std::string matcher;
	bool is_virtual;
	/* SHA-256 of the two files, in hexadecimal. */
	std::string photo_digest, portrait_digest;
};

class Photo
{
public:
	using State = Owned<cseal_photo, cseal_photo_free>;

	/* width and height in pixels; 0: the camera's choice. */
	static Photo *take(const Context &context, const char *uri,
	    uint32_t width, uint32_t height, int timeout_ms,
	    const Cancel *cancel);
	static Photo *from_bytes(const Bytes &jpeg);
	Held bytes() const;
	uint32_t width() const;
	uint32_t height() const;
	bool is_virtual() const;
	void mark_virtual();
	PhotoQuality examine(
	    const Context &context, int timeout_ms, const Cancel *cancel) const;
	PhotoLikeness match(const Context &context, const Identity &identity,
	    int timeout_ms, const Cancel *cancel) const;
	void close() { state_->close(); }

	const std::shared_ptr<State> &state() const { return state_; }

private:
	friend class PhotoPreview;

	explicit Photo(cseal_photo *take_photo)
	    : state_(std::make_shared<State>("photo", take_photo))
	{
	}

	std::shared_ptr<State> state_;
};

} /* namespace shim */

#endif
