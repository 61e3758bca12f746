/* SPDX-License-Identifier: Apache-2.0 */
/* pending.cc -- a seal that waits for its signature from elsewhere. */
#include "pending.h"

namespace shim
{

Pending *
Pending::from_state(const Bytes &state)
{
	cseal_pending *pending = nullptr;
	Operation call;

	call.begin();
	call.end(cseal_pending_new_state(
	    state.data, state.len, &pending, call.error()));
	return new Pending(pending);
}

Held
Pending::to_sign() const
{
	auto call = looking(state_);
	size_t len = 0;
	const void *bytes = cseal_pending_to_sign(state_->get(), &len);

	return hold(std::move(call), bytes, len);
}

Held
Pending::to_sign_digest() const
{
	auto call = looking(state_);
	size_t len = 0;
	const void *bytes = cseal_pending_to_sign_digest(state_->get(), &len);

	return hold(std::move(call), bytes, len);
}

uint64_t
Pending::covered(unsigned i) const
{
	Asking call(state_);
	uint64_t range[4];

	cseal_pending_covered(state_->get(), range);
	return i < 4 ? range[i] : 0;
}

Held
Pending::covered_digest() const
{
	auto call = looking(state_);
	size_t len = 0;
	const void *bytes = cseal_pending_covered_digest(state_->get(), &len);

	return hold(std::move(call), bytes, len);
}

Text
Pending::digest_name() const
{
	Asking call(state_);

	return Text(cseal_pending_digest_name(state_->get()));
}

Held
Pending::saved() const
{
	auto call = looking(state_);
	size_t len = 0;
	const void *bytes = cseal_pending_state(state_->get(), &len);

	return hold(std::move(call), bytes, len);
}

} /* namespace shim */
