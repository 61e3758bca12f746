/* SPDX-License-Identifier: Apache-2.0 */
/* identity.cc -- what an identity document says. */
#include "identity.h"

namespace shim
{

Identity *
Identity::read(const Context &context, const char *uri,
    const IdentityOptions &options, int timeout_ms, const Cancel *cancel)
{
	struct cseal_identity_options given = {};
	Operation call(timeout_ms, cancel);
	cseal_identity *identity = nullptr;

	given.size = sizeof(given);
	given.card_wait_ms = options.card_wait_ms_;
	given.want_fingerprint = options.want_fingerprint_;
	given.mrz = options.mrz_.c_str();
	given.can = options.can_.c_str();
	given.trust = options.trust_.c_str();
	call.use(context.state());
	call.begin_blocking();
	call.end(cseal_identity_read(context.get(), uri, &given, call.left_ms(),
	    call.cancel(), &identity, call.error()));
	return new Identity(identity);
}

Identity *
Identity::from_json(const Bytes &json)
{
	cseal_identity *identity = nullptr;
	Operation call;

	call.begin();
	call.end(cseal_identity_new_json(static_cast<const char *>(json.data),
	    json.len, &identity, call.error()));
	return new Identity(identity);
}

void
Identity::judge(const IdentityJudging &judging)
{
	struct cseal_identity_judging given = {};
	Operation call;

	given.size = sizeof(given);
	given.trust = judging.trust_.data();
	given.trust_count = judging.trust_.count();
	given.revocation = judging.revocation_.data();
	given.revocation_count = judging.revocation_.count();
	given.mrz = judging.mrz_.c_str();
	given.time = judging.time_;
	call.use(state_);
	call.begin();
	call.end(cseal_identity_judge(state_->get(), &given, call.error()));
}

Text
Identity::value(int field) const
{
	Asking call(state_);

	return Text(cseal_identity_value(
	    state_->get(), static_cast<cseal_identity_field>(field)));
}

Held
Identity::portrait() const
{
	auto call = looking(state_);
	const char *type = nullptr;
	size_t len = 0;
	const void *bytes = cseal_identity_portrait(state_->get(), &len, &type);

	return hold(std::move(call), bytes, len);
}

Text
Identity::portrait_type() const
{
	Asking call(state_);
	const char *type = nullptr;
	size_t len = 0;

	if (cseal_identity_portrait(state_->get(), &len, &type) == nullptr)
		type = nullptr;
	return Text(type);
}

uint32_t
Identity::portrait_width() const
{
	Asking call(state_);
	uint32_t width = 0, height = 0;

	cseal_identity_portrait_size(state_->get(), &width, &height);
	return width;
}

uint32_t
Identity::portrait_height() const
{
	Asking call(state_);
	uint32_t width = 0, height = 0;

	cseal_identity_portrait_size(state_->get(), &width, &height);
	return height;
}

Held
Identity::decode_portrait(const Context &context, int form, int timeout_ms,
    const Cancel *cancel) const
{
	auto call = std::make_shared<Operation>(timeout_ms, cancel);
	const void *bytes = nullptr;
	size_t len = 0;

	call->use(context.state());
	call->use(state_);
	call->begin_blocking();
	call->end(cseal_identity_decode_portrait(context.get(), state_->get(),
	    static_cast<cseal_picture_form>(form), call->left_ms(),
	    call->cancel(), &bytes, &len, call->error()));
	return hold(std::move(call), bytes, len);
}

Held
Identity::signature_image() const
{
	auto call = looking(state_);
	const char *type = nullptr;
	size_t len = 0;
	const void *bytes =
	    cseal_identity_signature_image(state_->get(), &len, &type);

	return hold(std::move(call), bytes, len);
}

Text
Identity::signature_image_type() const
{
	Asking call(state_);
	const char *type = nullptr;
	size_t len = 0;

	if (cseal_identity_signature_image(state_->get(), &len, &type) ==
	    nullptr)
		type = nullptr;
	return Text(type);
}

size_t
Identity::contact_count() const
{
	Asking call(state_);

	return cseal_identity_contact_count(state_->get());
}

Text
Identity::contact(size_t i, int part) const
{
	Asking call(state_);

	return Text(cseal_identity_contact(
	    state_->get(), i, static_cast<cseal_identity_contact_part>(part)));
}

int
Identity::verdict(int question) const
{
	Asking call(state_);

	return cseal_identity_verdict(
	    state_->get(), static_cast<cseal_identity_question>(question));
}

List<std::string>
Identity::reasons() const
{
	Asking call(state_);
	List<std::string> reasons;

	for (size_t i = 0; i < cseal_identity_reason_count(state_->get()); i++)
		reasons.add(cseal_identity_reason(state_->get(), i));
	return reasons;
}

bool
Identity::is_virtual() const
{
	Asking call(state_);

	return cseal_identity_is_virtual(state_->get());
}

Text
Identity::json()
{
	Asking call(state_);
	const char *json = cseal_identity_json(state_->get());

	if (json == nullptr)
		throw std::bad_alloc();
	return Text(json);
}

} /* namespace shim */
