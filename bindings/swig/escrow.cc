/* SPDX-License-Identifier: Apache-2.0 */
/* escrow.cc -- who may open what is sealed at the counter. */
#include "escrow.h"

namespace shim
{

Escrow::Escrow()
{
	cseal_escrow *escrow = nullptr;
	Operation call;

	call.begin();
	call.end(cseal_escrow_new(&escrow, call.error()));
	state_ = std::make_shared<State>("escrow", escrow);
}

void
Escrow::add(const Bytes &certificates)
{
	Asking call(state_);

	call.end(cseal_escrow_add(
	    state_->get(), certificates.data, certificates.len, call.error()));
}

size_t
Escrow::count() const
{
	Asking call(state_);

	return cseal_escrow_count(state_->get());
}

Text
Escrow::subject(size_t i) const
{
	Asking call(state_);

	return Text(cseal_escrow_subject(state_->get(), i));
}

} /* namespace shim */
