/* SPDX-License-Identifier: Apache-2.0 */
/* document.cc -- a PDF, opened for merging, sealing or verifying. */
#include "document.h"

namespace shim
{

namespace
{

/* A call of a document, with a context or without. */
class Working : public Operation
{
public:
	Working(std::shared_ptr<Object> document, const Context *context,
	    int timeout_ms, const Cancel *cancel)
	    : Operation(timeout_ms, cancel), context_(context)
	{
		use(std::move(document));
		if (context != nullptr)
			use(context->state());
	}

	cseal_context *context() const
	{
		return context_ != nullptr ? context_->get() : nullptr;
	}

private:
	const Context *context_;
};

/* Where C puts how far it came. */
struct Came {
	cseal_level level = CSEAL_LEVEL_B;
	cseal_error *lowered = nullptr;

	~Came() { cseal_error_free(lowered); }

	Reached take()
	{
		cseal_error *error = lowered;

		lowered = nullptr;
		return Reached(level, error);
	}
};

} /* namespace */

/* ---- opening and saving --------------------------------------------------- */

Document *
Document::open_file(const char *path)
{
	cseal_document *document = nullptr;
	Operation call;

	call.begin();
	call.end(cseal_document_open_file(path, &document, call.error()));
	return new Document(document);
}

Document *
Document::open_mem(const Bytes &bytes)
{
	cseal_document *document = nullptr;
	Operation call;

	call.begin();
	call.end(cseal_document_open_mem(
	    bytes.data, bytes.len, &document, call.error()));
	return new Document(document);
}

void
Document::password(const Bytes &password)
{
	Asking call(state_);

	call.end(cseal_document_password(
	    get(), password.data, password.len, call.error()));
}

Held
Document::bytes() const
{
	auto call = looking(state_);
	uint64_t len = 0;
	const void *bytes = cseal_document_bytes(get(), &len);

	return hold(std::move(call), bytes, len);
}

View *
Document::view() const
{
	auto call = looking(state_);
	uint64_t len = 0;
	const void *bytes = cseal_document_bytes(get(), &len);

	return new View(bytes, len, state_);
}

bool
Document::was_damaged() const
{
	auto call = looking(state_);

	return cseal_document_was_damaged(get());
}

bool
Document::repair(const Context *context, int timeout_ms, const Cancel *cancel)
{
	Working call(state_, context, timeout_ms, cancel);
	bool is_repaired = false;

	call.begin_blocking();
	call.end(cseal_document_repair(call.context(), get(), call.left_ms(),
	    call.cancel(), &is_repaired, call.error()));
	return is_repaired;
}

void
Document::save_file(const char *path)
{
	Operation call;

	call.use(state_);
	call.begin_looking();
	call.end(cseal_document_save_file(get(), path, call.error()));
}

void
Document::save_fd(int fd)
{
	Operation call;

	call.use(state_);
	call.begin_looking();
	call.end(cseal_document_save_fd(get(), fd, call.error()));
}

/* ---- pages ---------------------------------------------------------------- */

uint32_t
Document::page_count()
{
	Asking call(state_);
	uint32_t count = 0;

	call.end(cseal_document_page_count(get(), &count, call.error()));
	return count;
}

PageSize
Document::page_size(uint32_t page)
{
	Asking call(state_);
	PageSize size = { 0, 0 };

	call.end(cseal_document_page_size(
	    get(), page, &size.width_um, &size.height_um, call.error()));
	return size;
}

Place
Document::find_text(const Context *context, const char *phrase,
    int32_t occurrence, int timeout_ms, const Cancel *cancel)
{
	Working call(state_, context, timeout_ms, cancel);
	struct cseal_place place;

	call.begin_blocking();
	call.end(cseal_document_find_text(call.context(), get(), phrase,
	    occurrence, call.left_ms(), call.cancel(), &place, call.error()));
	return from_c(place);
}

void
Document::stamp(const Context *context, const Stamps &stamps)
{
	Working call(state_, context, CSEAL_NO_TIMEOUT, nullptr);
	std::vector<struct cseal_stamp> given(stamps.items_.size());
	std::vector<const struct cseal_stamp *> list;

	for (const Stamp &stamp : stamps.items_)
		stamp.look.use_in(&call);
	call.begin();
	for (size_t i = 0; i < given.size(); i++) {
		given[i].size = sizeof(given[i]);
		given[i].place = to_c(stamps.items_[i].place);
		given[i].look = stamps.items_[i].look.to_c();
		list.push_back(&given[i]);
	}
	call.end(cseal_document_stamp(
	    call.context(), get(), list.data(), list.size(), call.error()));
}

/* ---- seals ---------------------------------------------------------------- */

Reached
Document::seal(const Context *context, const Signer &signer, const Seal &seal,
    int timeout_ms, const Cancel *cancel)
{
	Working call(state_, context, timeout_ms, cancel);
	struct cseal_seal given;
	Scratch scratch;
	Came came;

	call.use(signer.state());
	seal.use_in(&call);
	call.begin_blocking();
	given = seal.to_c(&scratch);
	given.ret_level = &came.level;
	given.ret_lowered = &came.lowered;
	call.end(
	    cseal_document_seal(call.context(), get(), signer.state()->get(),
		&given, call.left_ms(), call.cancel(), call.error()));
	return came.take();
}

List<Reached>
Document::seal_all(const Context *context, const Seals &seals, int timeout_ms,
    const Cancel *cancel)
{
	Working call(state_, context, timeout_ms, cancel);
	const size_t count = seals.items_.size();
	std::vector<struct cseal_seal> given(count);
	std::vector<struct cseal_seal_by> by(count);
	std::vector<const struct cseal_seal_by *> list(count);
	std::vector<Came> came(count);
	List<Reached> result;
	Scratch scratch;

	for (const Seals::Item &item : seals.items_) {
		call.use(item.signer);
		item.seal.use_in(&call);
	}
	call.begin_blocking();
	for (size_t i = 0; i < count; i++) {
		given[i] = seals.items_[i].seal.to_c(&scratch);
		given[i].ret_level = &came[i].level;
		given[i].ret_lowered = &came[i].lowered;
		by[i] = { sizeof(by[i]), seals.items_[i].signer->get(),
			&given[i] };
		list[i] = &by[i];
	}
	call.end(cseal_document_seal_all(call.context(), get(), list.data(),
	    count, call.left_ms(), call.cancel(), call.error()));
	for (Came &one : came)
		result.add(one.take());
	return result;
}

Reached
Document::extend(const Context *context, int level, const char *tsa,
    bool lower_level_ok, int timeout_ms, const Cancel *cancel)
{
	Working call(state_, context, timeout_ms, cancel);
	struct cseal_extension given = {};
	Came came;

	given.size = sizeof(given);
	given.level = static_cast<cseal_level>(level);
	given.tsa = tsa;
	given.lower_level_ok = lower_level_ok;
	given.ret_level = &came.level;
	given.ret_lowered = &came.lowered;
	call.begin_blocking();
	call.end(cseal_document_extend(call.context(), get(), &given,
	    call.left_ms(), call.cancel(), call.error()));
	return came.take();
}

Pending *
Document::prepare(const Context *context, const Preparation &preparation,
    int timeout_ms, const Cancel *cancel)
{
	Working call(state_, context, timeout_ms, cancel);
	struct cseal_preparation given = {};
	cseal_pending *pending = nullptr;
	struct cseal_seal seal;
	Scratch scratch;

	preparation.seal_.use_in(&call);
	call.begin_blocking();
	seal = preparation.seal_.to_c(&scratch);
	given.size = sizeof(given);
	given.seal = &seal;
	given.certificates = preparation.certificates_.data;
	given.certificates_len = preparation.certificates_.len;
	given.room = preparation.room_;
	given.plain_cms = preparation.plain_cms_;
	call.end(cseal_document_prepare(call.context(), get(), &given,
	    call.left_ms(), call.cancel(), &pending, call.error()));
	return new Pending(pending);
}

Reached
Document::finish(const Context *context, const Pending &pending,
    const Finish &finish, int timeout_ms, const Cancel *cancel)
{
	Working call(state_, context, timeout_ms, cancel);
	struct cseal_finish given = {};
	Came came;

	given.size = sizeof(given);
	given.value = finish.value_.data;
	given.value_len = finish.value_.len;
	given.cms = finish.cms_.data;
	given.cms_len = finish.cms_.len;
	given.level = static_cast<cseal_level>(finish.goal_.level);
	given.tsa = finish.goal_.tsa.c_str();
	given.lower_level_ok = finish.goal_.lower_level_ok;
	given.ret_level = &came.level;
	given.ret_lowered = &came.lowered;
	call.use(pending.state());
	call.begin_blocking();
	call.end(
	    cseal_document_finish(call.context(), get(), pending.state()->get(),
		&given, call.left_ms(), call.cancel(), call.error()));
	return came.take();
}

} /* namespace shim */
