/* SPDX-License-Identifier: Apache-2.0 */
/* bytes.h -- bytes that come in, and bytes and texts that go out. */
#ifndef SHIM_BYTES_H
#define SHIM_BYTES_H

#include "operation.h"

#include <string>

namespace shim
{

/* Bytes of the language, where they are.  The owner keeps them there: they
 * neither move nor change their length while it lives. */
struct Bytes {
	const void *data = nullptr;
	size_t len = 0;
	std::shared_ptr<void> owner;
};

/* Bytes of an object.  Nobody else uses it until the language has copied
 * them. */
struct Held {
	const void *data = nullptr;
	size_t len = 0;
	std::shared_ptr<Operation> call;
	std::shared_ptr<void> owner; /* where they are not the object's own */
};

/* Bytes of an object that are looked at without a copy: until this is gone, a
 * call that would change the object fails. */
class View
{
public:
	/* The call is using the object. */
	View(const void *data, size_t len, std::shared_ptr<Object> object)
	    : data_(data), len_(len), object_(std::move(object))
	{
		object_->lend();
	}
	~View() { object_->take_back(); }
	View(const View &) = delete;
	View &operator=(const View &) = delete;

	const void *data() const { return data_; }
	size_t len() const { return len_; }

private:
	const void *data_;
	size_t len_;
	std::shared_ptr<Object> object_;
};

/* A text that may not be there. */
struct Text {
	Text() = default;
	explicit Text(const char *text) : is_there(text != nullptr)
	{
		if (is_there)
			value = text;
	}

	/* NULL where it is not there. */
	const char *c_str() const { return is_there ? value.c_str() : nullptr; }

	bool is_there = false;
	std::string value;
};

/* Texts for C, which wants an array of them.  They are shared by copies. */
class Texts
{
public:
	void add(const char *text)
	{
		if (text == nullptr)
			throw Failure(CSEAL_FAULT_APPLICATION,
			    "a text of a list was missing");
		texts_.push_back(std::make_shared<std::string>(text));
		pointers_.push_back(texts_.back()->c_str());
	}
	const char *const *data() const { return pointers_.data(); }
	size_t count() const { return pointers_.size(); }

private:
	std::vector<std::shared_ptr<std::string>> texts_;
	std::vector<const char *> pointers_;
};

/* A call of one object that lends bytes of it. */
inline std::shared_ptr<Operation>
looking(std::shared_ptr<Object> object)
{
	auto call = std::make_shared<Operation>();

	call->use(std::move(object));
	call->begin_looking();
	return call;
}

/* Of what C has, or has not. */
inline std::string
or_empty(const char *text)
{
	return text != nullptr ? text : "";
}

/* Some bytes, with the call that uses the object. */
inline Held
hold(std::shared_ptr<Operation> call, const void *data, size_t len)
{
	Held held;

	held.data = data;
	held.len = len;
	held.call = std::move(call);
	return held;
}

} /* namespace shim */

#endif
