/* SPDX-License-Identifier: Apache-2.0 */
/* identity.h -- what an identity document says. */
#ifndef SHIM_IDENTITY_H
#define SHIM_IDENTITY_H

#include "context.h"

#include <counterseal/identity.h>

namespace shim
{

class IdentityOptions
{
public:
	void card_wait_ms(int ms) { card_wait_ms_ = ms; }
	void want_fingerprint(bool is_wanted) { want_fingerprint_ = is_wanted; }
	void mrz(const char *text) { mrz_ = Text(text); }
	void can(const char *text) { can_ = Text(text); }
	void trust(const char *path) { trust_ = Text(path); }

private:
	friend class Identity;

	int card_wait_ms_ = -1;
	bool want_fingerprint_ = false;
	Text mrz_, can_, trust_;
};

class IdentityJudging
{
public:
	void add_trust(const char *path) { trust_.add(path); }
	void add_revocation(const char *path) { revocation_.add(path); }
	void mrz(const char *text) { mrz_ = Text(text); }
	void time(int64_t seconds) { time_ = seconds; }

private:
	friend class Identity;

	Texts trust_, revocation_;
	Text mrz_;
	int64_t time_ = 0;
};

class Identity
{
public:
	using State = Owned<cseal_identity, cseal_identity_free>;

	static Identity *read(const Context &context, const char *uri,
	    const IdentityOptions &options, int timeout_ms,
	    const Cancel *cancel);
	static Identity *from_json(const Bytes &json);
	void judge(const IdentityJudging &judging);
	Text value(int field) const;
	Held portrait() const; /* no data: there is none */
	Text portrait_type() const;
	/* In pixels; 0: not known. */
	uint32_t portrait_width() const;
	uint32_t portrait_height() const;
	Held decode_portrait(const Context &context, int form, int timeout_ms,
	    const Cancel *cancel) const;
	Held signature_image() const; /* no data: there is none */
	Text signature_image_type() const;
	size_t contact_count() const;
	Text contact(size_t i, int part) const;
	int verdict(int question) const;
	List<std::string> reasons() const;
	bool is_virtual() const;
	Text json();
	void close() { state_->close(); }

	const std::shared_ptr<State> &state() const { return state_; }

private:
	explicit Identity(cseal_identity *take_identity)
	    : state_(std::make_shared<State>("identity", take_identity))
	{
	}

	std::shared_ptr<State> state_;
};

} /* namespace shim */

#endif
