/* SPDX-License-Identifier: Apache-2.0 */
/* pending.h -- a seal that waits for its signature from elsewhere. */
#ifndef SHIM_PENDING_H
#define SHIM_PENDING_H

#include "seal.h"

#include <counterseal/pending.h>

namespace shim
{

class Preparation
{
public:
	void seal(const Seal &seal) { seal_ = seal; }
	void certificates(const Bytes &pem_or_der)
	{
		certificates_ = pem_or_der;
	}
	void room(uint32_t len) { room_ = len; }
	void plain_cms(bool is_plain) { plain_cms_ = is_plain; }

private:
	friend class Document;

	Seal seal_;
	Bytes certificates_;
	uint32_t room_ = 0;
	bool plain_cms_ = false;
};

/* One of value and cms. */
class Finish
{
public:
	void value(const Bytes &signature) { value_ = signature; }
	void cms(const Bytes &der) { cms_ = der; }
	void level(int level) { goal_.level = level; }
	void tsa(const char *url) { goal_.tsa = Text(url); }
	void lower_level_ok(bool is_ok) { goal_.lower_level_ok = is_ok; }

private:
	friend class Document;

	Bytes value_, cms_;
	Goal goal_;
};

class Pending
{
public:
	using State = Owned<cseal_pending, cseal_pending_free>;

	static Pending *from_state(const Bytes &state);
	explicit Pending(cseal_pending *take_pending)
	    : state_(std::make_shared<State>("pending seal", take_pending))
	{
	}
	/* No data where the certificates were not known. */
	Held to_sign() const;
	Held to_sign_digest() const;
	/* Number 0 to 3 of /ByteRange. */
	uint64_t covered(unsigned i) const;
	Held covered_digest() const;
	Text digest_name() const;
	Held saved() const;
	void close() { state_->close(); }

	const std::shared_ptr<State> &state() const { return state_; }

private:
	std::shared_ptr<State> state_;
};

} /* namespace shim */

#endif
