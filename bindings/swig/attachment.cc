/* SPDX-License-Identifier: Apache-2.0 */
/* attachment.cc -- files inside a document. */
#include "document.h"

namespace shim
{

struct cseal_attachment
Attachment::to_c() const
{
	struct cseal_attachment given =
	    cseal_attachment_of(name_.c_str(), data_.data, data_.len);

	given.description = description_.c_str();
	given.type = type_.c_str();
	given.relation = static_cast<cseal_relation>(relation_);
	given.time = time_;
	return given;
}

void
Document::attach(const Attachments &attachments)
{
	std::vector<struct cseal_attachment> given;
	std::vector<const struct cseal_attachment *> list;
	Asking call(state_);

	for (const Attachment &one : attachments.items_)
		given.push_back(one.to_c());
	for (const struct cseal_attachment &one : given)
		list.push_back(&one);
	call.end(cseal_document_attach(
	    get(), list.data(), list.size(), call.error()));
}

List<Attached>
Document::attachments()
{
	Asking call(state_);
	cseal_attachments *list = nullptr;
	List<Attached> result;

	call.end(cseal_document_attachments(get(), &list, call.error()));
	std::shared_ptr<cseal_attachments> owner(list, cseal_attachments_free);
	for (size_t i = 0; i < cseal_attachments_count(list); i++)
		result.add({ Text(cseal_attachments_name(list, i)),
		    Text(cseal_attachments_description(list, i)),
		    Text(cseal_attachments_type(list, i)),
		    cseal_attachments_relation(list, i) });
	return result;
}

Held
Document::attachment_data(size_t i)
{
	auto call = std::make_shared<Operation>();
	cseal_attachments *list = nullptr;
	Held held;

	call->use(state_);
	call->begin();
	call->end(cseal_document_attachments(get(), &list, call->error()));
	held.owner.reset(list, cseal_attachments_free);
	call->end(cseal_attachments_data(
	    list, i, &held.data, &held.len, call->error()));
	held.call = std::move(call);
	return held;
}

} /* namespace shim */
