/* SPDX-License-Identifier: Apache-2.0 */
/* signer.cc -- a certificate with its key, and who is asked for the PIN. */
#include "signer.h"

#include <cxxabi.h>

namespace shim
{

/* Nothing that is thrown may reach C. */
cseal_status
ask_pin(
    void *user, const struct cseal_pin_request *request, cseal_secret *secret)
{
	auto *port = static_cast<PinSource::Port *>(user);
	bool is_known = false;
	Visit visit;

	if (visit.is_refused())
		return CSEAL_STOPPED_CANCELLED;
	try {
		PinRequest asked = { or_empty(request->uri),
			or_empty(request->title), request->again,
			request->last_try };
		Secret into(secret);

		port->call([&](PinSource &source) {
			is_known = source.ask(asked, &into);
		});
	} catch (abi::__forced_unwind &) {
		throw; /* the thread is ending */
	} catch (...) {
		Operation::keep(std::current_exception());
		return CSEAL_STOPPED_CANCELLED;
	}
	return is_known ? CSEAL_OK : CSEAL_COUNTER_PIN_NEEDED;
}

namespace
{

/* The options live as long as the signer, beside what the context keeps. */
struct Kept {
	std::shared_ptr<void> context, pin;
};

} /* namespace */

void
Secret::append(const Bytes &bytes)
{
	cseal_status status =
	    cseal_secret_append(secret_, bytes.data, bytes.len);

	if (status != CSEAL_OK)
		throw Failure(status, cseal_status_text(status));
}

Signer *
Signer::open(const Context &context, const char *uri,
    const SignerOptions &options, int timeout_ms, const Cancel *cancel)
{
	struct cseal_signer_options given = {};
	Operation call(timeout_ms, cancel);
	cseal_signer *signer = nullptr;
	auto kept = std::make_shared<Kept>();

	kept->context = context.port();
	kept->pin = options.port_;
	given.size = sizeof(given);
	if (options.has_pin_) {
		given.pin = ask_pin;
		given.pin_user = options.port_.get();
	}
	given.certificate_file = options.certificate_.c_str();
	call.use(context.state());
	call.begin_blocking();
	call.end(cseal_signer_open(context.get(), uri, &given, call.left_ms(),
	    call.cancel(), &signer, call.error()));
	return new Signer(std::make_shared<State>("signer", signer, kept));
}

size_t
Signer::chain_count() const
{
	Asking call(state_);

	return cseal_signer_chain_count(state_->get());
}

Held
Signer::certificate(size_t i) const
{
	auto call = looking(state_);
	size_t len = 0;
	const void *der = cseal_signer_certificate(state_->get(), i, &len);

	return hold(std::move(call), der, len);
}

Text
Signer::subject() const
{
	Asking call(state_);

	return Text(cseal_signer_subject(state_->get()));
}

Text
Signer::issuer() const
{
	Asking call(state_);

	return Text(cseal_signer_issuer(state_->get()));
}

Text
Signer::key() const
{
	Asking call(state_);

	return Text(cseal_signer_key(state_->get()));
}

Text
Signer::not_before() const
{
	Asking call(state_);

	return Text(cseal_signer_not_before(state_->get()));
}

Text
Signer::not_after() const
{
	Asking call(state_);

	return Text(cseal_signer_not_after(state_->get()));
}

Text
Signer::uri() const
{
	Asking call(state_);

	return Text(cseal_signer_uri(state_->get()));
}

bool
Signer::is_virtual() const
{
	Asking call(state_);

	return cseal_signer_is_virtual(state_->get());
}

} /* namespace shim */
