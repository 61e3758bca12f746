/* SPDX-License-Identifier: Apache-2.0 */
/* escrow.h -- who may open what is sealed at the counter. */
#ifndef SHIM_ESCROW_H
#define SHIM_ESCROW_H

#include "bytes.h"

#include <counterseal/escrow.h>

namespace shim
{

class Escrow
{
public:
	using State = Owned<cseal_escrow, cseal_escrow_free>;

	Escrow();
	/* PEM, or one in DER. */
	void add(const Bytes &certificates);
	size_t count() const;
	Text subject(size_t i) const; /* none past the end */
	void close() { state_->close(); }

	const std::shared_ptr<State> &state() const { return state_; }

private:
	std::shared_ptr<State> state_;
};

} /* namespace shim */

#endif
