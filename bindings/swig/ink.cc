/* SPDX-License-Identifier: Apache-2.0 */
/* ink.cc -- one handwritten signature. */
#include "ink.h"

namespace shim
{

Ink *
Ink::capture(const Context &context, const char *uri, const char *prompt,
    uint32_t least_um, int timeout_ms, const Cancel *cancel)
{
	struct cseal_ink_options given = {};
	Operation call(timeout_ms, cancel);
	cseal_ink *ink = nullptr;

	given.size = sizeof(given);
	given.prompt = prompt;
	given.least_um = least_um;
	call.use(context.state());
	call.begin_blocking();
	call.end(cseal_ink_capture(context.get(), uri, &given, call.left_ms(),
	    call.cancel(), &ink, call.error()));
	return new Ink(ink);
}

Ink *
Ink::from_iso19794_7(const Bytes &record)
{
	cseal_ink *ink = nullptr;
	Operation call;

	call.begin();
	call.end(cseal_ink_new_iso19794_7(
	    record.data, record.len, &ink, call.error()));
	return new Ink(ink);
}

Ink *
Ink::open(const Bytes &sealed, const InkKey &key)
{
	struct cseal_ink_key given = {};
	cseal_ink *ink = nullptr;
	Operation call;

	given.size = sizeof(given);
	given.bytes = key.bytes_.data;
	given.len = key.bytes_.len;
	given.title = key.title_.c_str();
	if (key.has_pin_) {
		given.pin = ask_pin;
		given.pin_user = key.port_.get();
	}
	call.begin();
	call.end(cseal_ink_open(
	    sealed.data, sealed.len, &given, &ink, call.error()));
	return new Ink(ink);
}

Held
Ink::iso19794_7()
{
	auto call = looking(state_);
	const void *record = nullptr;
	size_t len = 0;

	call->end(
	    cseal_ink_iso19794_7(state_->get(), &record, &len, call->error()));
	return hold(std::move(call), record, len);
}

Held
Ink::inkml()
{
	auto call = looking(state_);
	const void *bytes = nullptr;
	size_t len = 0;

	call->end(cseal_ink_inkml(state_->get(), &bytes, &len, call->error()));
	return hold(std::move(call), bytes, len);
}

Held
Ink::draw(const char *format)
{
	auto call = looking(state_);
	const void *bytes = nullptr;
	size_t len = 0;

	call->end(
	    cseal_ink_draw(state_->get(), format, &bytes, &len, call->error()));
	return hold(std::move(call), bytes, len);
}

Held
Ink::samples() const
{
	auto call = looking(state_);
	const struct cseal_ink_sample *samples =
	    cseal_ink_samples(state_->get());
	size_t len = cseal_ink_count(state_->get()) * sizeof(*samples);

	return hold(std::move(call), samples, len);
}

List<InkAccount>
Ink::account() const
{
	Asking call(state_);
	List<InkAccount> list;
	const struct cseal_ink_account *account =
	    cseal_ink_capture_account(state_->get());

	if (account != nullptr)
		list.add({ account->device, account->cipher, account->link,
		    account->tally, account->counted, account->received,
		    account->lost, account->gaps, account->pad_us, account->host_us,
		    account->module, account->began_ms, account->ended_ms });
	return list;
}

Text
Ink::json()
{
	Asking call(state_);
	const char *json = cseal_ink_json(state_->get());

	if (json == nullptr)
		throw std::bad_alloc();
	return Text(json);
}

void
Ink::bind(const Bytes &document)
{
	Asking call(state_);

	call.end(cseal_ink_bind(
	    state_->get(), document.data, document.len, call.error()));
}

void
Ink::check_document(const Bytes &document) const
{
	Asking call(state_);

	call.end(cseal_ink_check_document(
	    state_->get(), document.data, document.len, call.error()));
}

Held
Ink::seal(const Escrow &escrow)
{
	auto call = std::make_shared<Operation>();
	const void *sealed = nullptr;
	size_t len = 0;

	call->use(state_);
	call->use(escrow.state());
	call->begin();
	call->end(cseal_ink_seal(state_->get(), escrow.state()->get(), &sealed,
	    &len, call->error()));
	return hold(std::move(call), sealed, len);
}

size_t
Ink::count() const
{
	Asking call(state_);

	return cseal_ink_count(state_->get());
}

uint32_t
Ink::duration_us() const
{
	Asking call(state_);

	return cseal_ink_duration_us(state_->get());
}

size_t
Ink::stroke_count() const
{
	Asking call(state_);

	return cseal_ink_stroke_count(state_->get());
}

bool
Ink::is_locked() const
{
	Asking call(state_);

	return cseal_ink_is_locked(state_->get());
}

bool
Ink::is_virtual() const
{
	Asking call(state_);

	return cseal_ink_is_virtual(state_->get());
}

void
Ink::mark_virtual()
{
	Asking call(state_);

	cseal_ink_mark_virtual(state_->get());
}

} /* namespace shim */
