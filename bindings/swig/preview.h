/* SPDX-License-Identifier: Apache-2.0 */
/* preview.h -- what the pen does and the camera sees, while it happens. */
#ifndef SHIM_PREVIEW_H
#define SHIM_PREVIEW_H

#include "ink.h"
#include "photo.h"

#include <counterseal/preview.h>

namespace shim
{

class InkPreview
{
public:
	using State = Owned<cseal_ink_preview, cseal_ink_preview_free>;

	InkPreview(const Context &context, const char *uri, const char *prompt,
	    uint32_t least_um, int timeout_ms, const Cancel *cancel);
	int fd() const;
	void dispatch();
	/* Then news() and samples() say what; until the next dispatch. */
	bool next();
	int news() const;
	/* struct cseal_ink_sample, one after another. */
	Held samples() const;
	/* What was written so far. */
	Held draw(const char *format);
	Ink *take();
	void close() { state_->close(); }

private:
	std::shared_ptr<State> state_;
	/* By who is using the object.  The samples are borrowed. */
	int news_ = 0;
	const struct cseal_ink_sample *samples_ = nullptr;
	size_t count_ = 0;
};

class PhotoPreview
{
public:
	using State = Owned<cseal_photo_preview, cseal_photo_preview_free>;

	/* width and height in pixels; 0: the camera's choice. */
	PhotoPreview(const Context &context, const char *uri, uint32_t width,
	    uint32_t height, int timeout_ms, const Cancel *cancel);
	int fd() const;
	void dispatch();
	/* Then news() and frame() say what; until the next dispatch, or until
	 * it is taken. */
	bool next();
	int news() const;
	/* A JPEG file. */
	Held frame() const;
	Photo *take();
	void close() { state_->close(); }

private:
	std::shared_ptr<State> state_;
	/* By who is using the object.  The frame is borrowed. */
	int news_ = 0;
	const void *frame_ = nullptr;
	size_t len_ = 0;
};

} /* namespace shim */

#endif
