/* SPDX-License-Identifier: Apache-2.0 */
/* operation.h -- objects that any thread may use and close, and one call.
 *
 * The C library wants an object to be used by one thread at a time, and a call
 * to be ended by the cancel object that it was given.  Languages with threads
 * and garbage collectors cannot promise the one, and have more than one reason
 * for the other.  So:
 *
 *  - a call takes all the objects it needs at once, and others wait for it;
 *  - close() ends the calls that are using the object, waits for them, and
 *    frees it; calls that come later fail;
 *  - what ends a call (close(), a Cancel, Ctrl-C) meets in one cancel object
 *    of the call's own;
 *  - what a callback throws is thrown again when the call is over: nothing is
 *    unwound through C.
 *
 * One lock guards all of it.  Nobody who has it calls out. */
#ifndef SHIM_OPERATION_H
#define SHIM_OPERATION_H

#include "cancel.h"
#include "failure.h"

#include <atomic>
#include <chrono>
#include <counterseal/cancel.h>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace shim
{

class Operation;

/* Set at the end of a program in which somebody may never come out: what is not
 * closed stays. */
extern std::atomic<bool> is_nothing_freed;

/* How often this process is a child of one that used this. */
extern std::atomic<unsigned> forks;

/* Something with a C object inside.  Counted: it lives as long as a call uses
 * it, whatever a garbage collector thinks. */
class Object
{
public:
	/* A shared one is used by many calls at the same time. */
	explicit Object(const char *noun, bool is_shared = false)
	    : noun_(noun), is_shared_(is_shared)
	{
	}
	virtual ~Object() = default;
	Object(const Object &) = delete;
	Object &operator=(const Object &) = delete;

	/* Again: does nothing.  Fails where the object is in use by the call
	 * that this one was called from, or its bytes are lent out; or where a
	 * signal came while others still used it: then it is as it was. */
	void close();

	/* Its bytes are seen from outside as long as the count is not 0, and
	 * no call may change them.  The object is in use by the caller. */
	void lend();
	void take_back();

protected:
	virtual void drop() noexcept = 0;

private:
	friend class Operation;

	void wait_unused(std::unique_lock<std::mutex> &guard);
	void must_be_free_for(const Operation &operation) const;
	bool is_in_the_way() const;

	const char *const noun_;
	const bool is_shared_;
	bool is_closing_ = false, is_closed_ = false;
	unsigned lent_ = 0;
	std::vector<Operation *> running_;
};

/* `keep` is what the C object may still use while it is freed. */
template <typename T, void (*release)(T *)> class Owned : public Object
{
public:
	Owned(const char *noun, T *take_object,
	    std::shared_ptr<void> keep = nullptr, bool is_shared = false)
	    : Object(noun, is_shared), object_(take_object), keep_(keep)
	{
	}
	~Owned() override
	{
		if (!is_nothing_freed)
			release(object_);
	}

	/* For the operation that uses it. */
	T *get() const { return object_; }

protected:
	void drop() noexcept override
	{
		release(object_);
		object_ = nullptr;
		keep_.reset();
	}

private:
	T *object_;
	std::shared_ptr<void> keep_;
};

/* How a language ends a call from outside, such as by Ctrl-C. */
class Interrupt
{
public:
	virtual ~Interrupt() = default;
	/* From now on it requests this cancel object, and no longer the one
	 * that comes back; NULL: none. */
	virtual cseal_cancel *arm(cseal_cancel *cancel) noexcept = 0;
	/* Once it returned, nobody touches the former one. */
	virtual void disarm(cseal_cancel *outer) noexcept = 0;
};

/* Set by the language before the first call; NULL: there is no way. */
extern Interrupt *interrupt;

/* One call.  Takes what it uses, begins, calls C, and ends.
 *
 *	Operation call(timeout_ms, cancel);
 *	call.use(document);
 *	call.begin();
 *	call.end(cseal_document_...(..., call.left_ms(), call.cancel(),
 *	    call.error()));
 */
class Operation
{
public:
	explicit Operation(
	    int timeout_ms = CSEAL_NO_TIMEOUT, const Cancel *cancel = nullptr);
	~Operation();
	Operation(const Operation &) = delete;
	Operation &operator=(const Operation &) = delete;

	/* NULL is nothing. */
	void use(std::shared_ptr<Object> object);

	/* Waits for the objects.  A call that C can cancel says that it may
	 * block: then it can be interrupted from the start.  One that changes
	 * nothing and lends bytes may begin while others look at them. */
	void begin();
	void begin_blocking();
	void begin_looking();

	int left_ms() const;
	cseal_cancel *cancel() const { return cancel_; }
	cseal_error **error() { return &error_; }

	/* Throws unless it is OK: what a callback threw, or a Failure. */
	void end(cseal_status status);

	/* In a callback of the call that this thread is in: what is thrown when
	 * it is over. */
	static void keep(std::exception_ptr thrown);

private:
	friend class Object;
	friend class Cancel;
	friend class Visit;
	friend void end_all();

	bool is_too_late() const;
	void arm();
	[[noreturn]] void fail_waiting() const;

	using Clock = std::chrono::steady_clock;

	bool is_limited_;
	Clock::time_point deadline_;
	std::shared_ptr<Cancel::State> wish_;
	std::vector<std::shared_ptr<Object>> objects_;
	bool has_begun_ = false, is_armed_ = false, is_looking_ = false;
	cseal_cancel *cancel_ = nullptr, *outer_cancel_ = nullptr;
	cseal_error *error_ = nullptr;
	std::exception_ptr thrown_;
	Operation *outer_ = nullptr;
	std::thread::id thread_;
};

/* A callback, of a call or of a thread of C's, while it lasts. */
class Visit
{
public:
	Visit();
	~Visit();
	Visit(const Visit &) = delete;
	Visit &operator=(const Visit &) = delete;

	/* There must be none any more. */
	bool is_refused() const { return is_refused_; }

private:
	bool is_refused_, is_counted_ = false;
};

/* ---- the end of a program, which a language tells if it can ----------------
 *
 * Other threads than the one that says so find that nothing works any more: the
 * calls they are in are cancelled, new ones fail; what goes on between calls
 * ends, and nobody is called back. */
void end_all();
/* Whether a thread of C's is still in a callback. */
bool is_anybody_calling();

/* What ends something that goes on between calls: a cancel object of its own.
 * Gone after whatever it was given to. */
class Ongoing
{
public:
	/* NULL: only by who has it. */
	explicit Ongoing(const Cancel *cancel);
	~Ongoing();
	Ongoing(const Ongoing &) = delete;
	Ongoing &operator=(const Ongoing &) = delete;

	cseal_cancel *get() const { return cancel_; }

private:
	cseal_cancel *cancel_ = nullptr;
	std::shared_ptr<Cancel::State> wish_;
};

/* A call of one object that cannot block. */
class Asking : public Operation
{
public:
	explicit Asking(std::shared_ptr<Object> object)
	{
		use(std::move(object));
		begin();
	}
};

} /* namespace shim */

#endif
