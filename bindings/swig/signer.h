/* SPDX-License-Identifier: Apache-2.0 */
/* signer.h -- a certificate with its key, and who is asked for the PIN. */
#ifndef SHIM_SIGNER_H
#define SHIM_SIGNER_H

#include "context.h"

#include <counterseal/signer.h>

namespace shim
{

/* Lives as long as the callback that gets it. */
struct PinRequest {
	std::string uri, title;
	bool again, last_try;
};

/* Where a PIN goes: memory that is locked, and wiped. */
class Secret
{
public:
	explicit Secret(cseal_secret *secret) : secret_(secret) {}
	void append(const Bytes &bytes);

private:
	cseal_secret *secret_;
};

/* Puts the PIN into the secret, in the thread of the call that needs it; false
 * where none is known.  What it throws, the call throws. */
class PinSource : public Sink<PinSource>
{
public:
	virtual ~PinSource() { leave(); }
	virtual bool ask(const PinRequest &request, Secret *secret) = 0;
};

/* For C: asks the source of the port that `user` is. */
cseal_status ask_pin(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret);

class SignerOptions
{
public:
	SignerOptions() : port_(std::make_shared<PinSource::Port>()) {}
	/* The source may go before the signer. */
	void pin(PinSource *source)
	{
		source->join(port_);
		has_pin_ = true;
	}
	void certificate_file(const char *path) { certificate_ = Text(path); }

private:
	friend class Signer;

	std::shared_ptr<PinSource::Port> port_;
	bool has_pin_ = false;
	Text certificate_;
};

class Signer
{
public:
	using State = Owned<cseal_signer, cseal_signer_free>;

	static Signer *open(const Context &context, const char *uri,
	    const SignerOptions &options, int timeout_ms, const Cancel *cancel);
	size_t chain_count() const;
	Held certificate(size_t i) const; /* no data past the end */
	Text subject() const;
	Text issuer() const;
	Text key() const;
	Text not_before() const;
	Text not_after() const;
	Text uri() const;
	bool is_virtual() const;
	void close() { state_->close(); }

	const std::shared_ptr<State> &state() const { return state_; }

private:
	explicit Signer(std::shared_ptr<State> state) : state_(std::move(state))
	{
	}

	std::shared_ptr<State> state_;
};

} /* namespace shim */

#endif
