/* SPDX-License-Identifier: Apache-2.0 */
/* document.h -- a PDF, opened for merging, sealing or verifying.
 *
 * Where a context may be left out it may be NULL. */
#ifndef SHIM_DOCUMENT_H
#define SHIM_DOCUMENT_H

#include "attachment.h"
#include "list.h"
#include "pending.h"

#include <counterseal/level.h>

namespace shim
{

struct PageSize {
	uint32_t width_um, height_um;
};

class Document
{
public:
	using State = Owned<cseal_document, cseal_document_free>;

	static Document *open_file(const char *path);
	static Document *open_mem(const Bytes &bytes);
	void password(const Bytes &password);
	Held bytes() const;
	View *view() const;
	bool was_damaged() const;
	bool repair(
	    const Context *context, int timeout_ms, const Cancel *cancel);
	void save_file(const char *path);
	void save_fd(int descriptor);
	uint32_t page_count();
	PageSize page_size(uint32_t page);
	Place find_text(const Context *context, const char *phrase,
	    int32_t occurrence, int timeout_ms, const Cancel *cancel);
	void stamp(const Context *context, const Stamps &stamps);
	void attach(const Attachments &attachments);
	List<Attached> attachments();
	/* By number in that list, from 0. */
	Held attachment_data(size_t i);
	Reached seal(const Context *context, const Signer &signer,
	    const Seal &seal, int timeout_ms, const Cancel *cancel);
	/* In the order of the seals. */
	List<Reached> seal_all(const Context *context, const Seals &seals,
	    int timeout_ms, const Cancel *cancel);
	Reached extend(const Context *context, int level, const char *tsa,
	    bool lower_level_ok, int timeout_ms, const Cancel *cancel);
	Pending *prepare(const Context *context, const Preparation &preparation,
	    int timeout_ms, const Cancel *cancel);
	Reached finish(const Context *context, const Pending &pending,
	    const Finish &finish, int timeout_ms, const Cancel *cancel);
	void close() { state_->close(); }

	const std::shared_ptr<State> &state() const { return state_; }

private:
	explicit Document(cseal_document *take_document)
	    : state_(std::make_shared<State>("document", take_document))
	{
	}
	cseal_document *get() const { return state_->get(); }

	std::shared_ptr<State> state_;
};

} /* namespace shim */

#endif
