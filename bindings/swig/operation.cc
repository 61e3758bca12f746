/* SPDX-License-Identifier: Apache-2.0 */
/* operation.cc -- objects that any thread may use and close, and one call. */
#include "operation.h"

#include <algorithm>
#include <climits>
#include <condition_variable>
#include <mutex>
#include <pthread.h>

/* A signal cannot wake who waits for another call, so he looks. */
#define LOOK_MS 50

namespace shim
{

Interrupt *interrupt;
std::atomic<bool> is_nothing_freed;
std::atomic<unsigned> forks;

namespace
{

std::mutex lock;
std::condition_variable &freed = *new std::condition_variable;
unsigned waiting; /* for `freed`, under the lock */

/* The calls that this thread is in, innermost first. */
thread_local Operation *current;

/* What goes on.  They are not destroyed at the end of the program, when there
 * may be threads that use them. */
std::vector<Operation *> &operations = *new std::vector<Operation *>;
std::vector<cseal_cancel *> &ongoing = *new std::vector<cseal_cancel *>;
unsigned visits; /* by threads of C's */
bool is_ending;
std::thread::id ender;

/* A child of fork() has one thread, and nothing of what the others are in. */
void
before_fork()
{
	lock.lock();
}

void
after_fork_in_parent()
{
	lock.unlock();
}

void
after_fork_in_child()
{
	operations.clear();
	ongoing.clear();
	visits = waiting = 0;
	forks++;
	lock.unlock();
}

const int at_fork =
    pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);

/* A cancel object has a descriptor: it is made once, and used again unless it
 * was requested.  A child would share it with its parent, and makes its own. */
class Spare
{
public:
	~Spare() { cseal_cancel_free(cancel_); }

	cseal_cancel *take()
	{
		cseal_cancel *cancel = cancel_;
		cseal_error *error = nullptr;
		cseal_status status;

		cancel_ = nullptr;
		if (cancel != nullptr && of_ == forks)
			return cancel;
		cseal_cancel_free(cancel);
		cancel = nullptr;
		of_ = forks;
		status = cseal_cancel_new(&cancel, &error);
		if (status != CSEAL_OK)
			throw Failure(status, error);
		return cancel;
	}

	void give_back(cseal_cancel *cancel)
	{
		if (cancel_ == nullptr && !cseal_cancel_requested(cancel))
			std::swap(cancel, cancel_);
		cseal_cancel_free(cancel);
	}

private:
	cseal_cancel *cancel_ = nullptr;
	unsigned of_ = 0; /* after how many forks it was made */
};

thread_local Spare spare;

/* Waiting that a signal ends, in the thread that signals are for.  Made and
 * destroyed without the lock. */
class Interruptible
{
public:
	Interruptible() : cancel_(spare.take())
	{
		if (interrupt != nullptr)
			outer_ = interrupt->arm(cancel_);
	}
	~Interruptible()
	{
		if (interrupt != nullptr)
			interrupt->disarm(outer_);
		spare.give_back(cancel_);
	}
	bool was() const { return cseal_cancel_requested(cancel_); }

private:
	cseal_cancel *cancel_, *outer_ = nullptr;
};

template <typename T>
void
take_out(std::vector<T> &list, const T &what)
{
	auto at = std::find(list.begin(), list.end(), what);

	if (at != list.end())
		list.erase(at);
}

void
wake()
{
	if (waiting != 0)
		freed.notify_all();
}

void
wait(std::unique_lock<std::mutex> &guard)
{
	waiting++;
	freed.wait_for(guard, std::chrono::milliseconds(LOOK_MS));
	waiting--;
}

} /* namespace */

/* ---- objects ------------------------------------------------------------ */

bool
Object::is_in_the_way() const
{
	return is_closing_ || (!is_shared_ && !running_.empty());
}

/* The lock is held. */
void
Object::must_be_free_for(const Operation &operation) const
{
	if (is_closed_)
		throw Misuse(std::string("the ") + noun_ + " was closed");
	if (lent_ != 0 && !operation.is_looking_)
		throw Misuse(std::string("the bytes of the ") + noun_ +
			     " are still looked at");
	if (is_shared_)
		return;
	for (const Operation *other : running_) {
		if (other->thread_ == operation.thread_)
			throw Misuse(std::string("the ") + noun_ +
				     " is in use by the call that called back");
	}
}

/* Those who use it were told. */
void
Object::wait_unused(std::unique_lock<std::mutex> &guard)
{
	const std::thread::id self = std::this_thread::get_id();
	const char *why = nullptr;

	guard.unlock();
	{
		Interruptible signal;

		guard.lock();
		while (!running_.empty() && why == nullptr) {
			if (is_ending && self != ender)
				why = "the program is ending";
			else if (signal.was())
				why = "a signal came";
			else
				wait(guard);
		}
		if (why != nullptr)
			is_closing_ = false;
		guard.unlock();
	}
	guard.lock();
	if (why != nullptr)
		throw Failure(CSEAL_STOPPED_CANCELLED, why);
}

void
Object::close()
{
	std::unique_lock<std::mutex> guard(lock);
	const std::thread::id self = std::this_thread::get_id();

	for (const Operation *operation : running_) {
		if (operation->thread_ == self)
			throw Misuse(std::string("the ") + noun_ +
				     " cannot be closed by its own callback");
	}
	if (lent_ != 0)
		throw Misuse(std::string("the bytes of the ") + noun_ +
			     " are still looked at");
	while (is_closing_ && !is_closed_)
		wait(guard);
	if (is_closed_)
		return;
	is_closing_ = true;
	for (Operation *operation : running_)
		cseal_cancel_request(operation->cancel_);
	if (!running_.empty())
		wait_unused(guard);
	is_closed_ = true;
	wake();
	guard.unlock();
	drop();
}

void
Object::lend()
{
	std::lock_guard<std::mutex> guard(lock);

	lent_++;
}

void
Object::take_back()
{
	std::lock_guard<std::mutex> guard(lock);

	lent_--;
}

/* ---- cancel ------------------------------------------------------------- */

Cancel::Cancel() : state_(std::make_shared<State>()) {}

void
Cancel::request()
{
	std::lock_guard<std::mutex> guard(lock);

	state_->is_requested = true;
	for (cseal_cancel *cancel : state_->running)
		cseal_cancel_request(cancel);
}

bool
Cancel::requested() const
{
	std::lock_guard<std::mutex> guard(lock);

	return state_->is_requested;
}

Ongoing::Ongoing(const Cancel *cancel)
{
	cseal_error *error = nullptr;
	cseal_status status = cseal_cancel_new(&cancel_, &error);

	if (status != CSEAL_OK)
		throw Failure(status, error);
	std::lock_guard<std::mutex> guard(lock);

	ongoing.push_back(cancel_);
	if (cancel == nullptr)
		return;
	wish_ = cancel->state_;
	wish_->running.push_back(cancel_);
	if (wish_->is_requested)
		cseal_cancel_request(cancel_);
}

Ongoing::~Ongoing()
{
	{
		std::lock_guard<std::mutex> guard(lock);

		take_out(ongoing, cancel_);
		if (wish_ != nullptr)
			take_out(wish_->running, cancel_);
	}
	cseal_cancel_free(cancel_);
}

/* ---- calls -------------------------------------------------------------- */

Operation::Operation(int timeout_ms, const Cancel *cancel)
    : is_limited_(timeout_ms >= 0), thread_(std::this_thread::get_id())
{
	if (is_limited_)
		deadline_ =
		    Clock::now() + std::chrono::milliseconds(timeout_ms);
	if (cancel != nullptr)
		wish_ = cancel->state_;
	cancel_ = spare.take();
	outer_ = current;
	current = this;
}

Operation::~Operation()
{
	current = outer_;
	if (is_armed_)
		interrupt->disarm(outer_cancel_);
	if (has_begun_) {
		std::lock_guard<std::mutex> guard(lock);

		take_out(operations, this);
		for (const auto &object : objects_)
			take_out(object->running_, this);
		if (wish_ != nullptr)
			take_out(wish_->running, cancel_);
		wake();
	}
	cseal_error_free(error_);
	spare.give_back(cancel_);
}

/* An object may be named twice, such as one signer of several seals. */
void
Operation::use(std::shared_ptr<Object> object)
{
	if (object != nullptr && std::find(objects_.begin(), objects_.end(),
				     object) == objects_.end())
		objects_.push_back(std::move(object));
}

/* The lock is held. */
bool
Operation::is_too_late() const
{
	return is_ending && thread_ != ender;
}

void
Operation::arm()
{
	if (interrupt == nullptr || is_armed_)
		return;
	outer_cancel_ = interrupt->arm(cancel_);
	is_armed_ = true;
}

void
Operation::fail_waiting() const
{
	if (cseal_cancel_requested(cancel_) ||
	    (wish_ != nullptr && wish_->is_requested))
		throw Failure(CSEAL_STOPPED_CANCELLED, "it was cancelled");
	throw Failure(CSEAL_STOPPED_TIMEOUT, "the time ran out");
}

void
Operation::begin()
{
	std::unique_lock<std::mutex> guard(lock);
	auto is_in_the_way = [](const std::shared_ptr<Object> &object) {
		return object->is_in_the_way();
	};

	for (;;) {
		if (is_too_late())
			throw Failure(
			    CSEAL_STOPPED_CANCELLED, "the program is ending");
		for (const auto &object : objects_)
			object->must_be_free_for(*this);
		if (std::none_of(
			objects_.begin(), objects_.end(), is_in_the_way))
			break;
		if (cseal_cancel_requested(cancel_) ||
		    (wish_ != nullptr && wish_->is_requested) ||
		    (is_limited_ && Clock::now() >= deadline_))
			fail_waiting();
		guard.unlock();
		arm();
		guard.lock();
		wait(guard);
	}
	has_begun_ = true;
	operations.push_back(this);
	for (const auto &object : objects_)
		object->running_.push_back(this);
	if (wish_ != nullptr) {
		wish_->running.push_back(cancel_);
		if (wish_->is_requested)
			cseal_cancel_request(cancel_);
	}
}

void
Operation::begin_blocking()
{
	arm();
	begin();
}

void
Operation::begin_looking()
{
	is_looking_ = true;
	begin();
}

int
Operation::left_ms() const
{
	int64_t left;

	if (!is_limited_)
		return CSEAL_NO_TIMEOUT;
	left = std::chrono::ceil<std::chrono::milliseconds>(
	    deadline_ - Clock::now())
		   .count();
	return left <= 0 ? 0
			 : static_cast<int>(std::min<int64_t>(left, INT_MAX));
}

void
Operation::end(cseal_status status)
{
	cseal_error *error = error_;

	if (status == CSEAL_OK)
		return;
	if (thrown_ != nullptr)
		std::rethrow_exception(thrown_);
	error_ = nullptr;
	throw Failure(status, error);
}

void
Operation::keep(std::exception_ptr thrown)
{
	if (current != nullptr && current->thrown_ == nullptr)
		current->thrown_ = thrown;
}

/* ---- the end ------------------------------------------------------------ */

Visit::Visit()
{
	std::lock_guard<std::mutex> guard(lock);

	is_refused_ =
	    is_ending && (current == nullptr || current->is_too_late());
	is_counted_ = !is_refused_ && current == nullptr;
	if (is_counted_)
		visits++;
}

Visit::~Visit()
{
	std::lock_guard<std::mutex> guard(lock);

	if (is_counted_)
		visits--;
}

void
end_all()
{
	std::lock_guard<std::mutex> guard(lock);

	is_ending = true;
	ender = std::this_thread::get_id();
	for (const Operation *operation : operations) {
		if (operation->is_too_late())
			cseal_cancel_request(operation->cancel_);
	}
	for (cseal_cancel *cancel : ongoing)
		cseal_cancel_request(cancel);
	wake();
}

bool
is_anybody_calling()
{
	std::lock_guard<std::mutex> guard(lock);

	return visits != 0;
}

} /* namespace shim */
