/* SPDX-License-Identifier: Apache-2.0 */
/* gil.cc -- into Python and out of it, until it ends. */
#include "gil.h"

#include "operation.h"

#include <atomic>
#include <pthread.h>
#include <unistd.h>

/* How often a thread looks, and how often at most for the end of Python: who
 * waits for the thread in a hook of his own gets it then. */
#define LOOK_MS    10
#define LOOKS_MOST 100

namespace shim_python
{

namespace
{

std::atomic<int> away; /* threads in the library, but for callbacks */
thread_local unsigned depth;
std::atomic<bool> is_ending;
pthread_t ender;

bool
is_finalizing()
{
#if PY_VERSION_HEX >= 0x030D0000
	return Py_IsFinalizing() != 0;
#else
	return _Py_IsFinalizing() != 0;
#endif
}

bool
is_ender()
{
	return is_ending ? pthread_equal(ender, pthread_self()) != 0
			 : gettid() == getpid();
}

/* Nobody but who ends Python gets the GIL any more. */
bool
is_lost()
{
	return is_finalizing() && !is_ender();
}

[[noreturn]] void
stay()
{
	for (;;)
		pause();
}

/* Around what may unwind this thread. */
class Unwound
{
public:
	~Unwound()
	{
		if (!is_over_)
			stay();
	}
	void over() { is_over_ = true; }

private:
	bool is_over_ = false;
};

void
nap()
{
	std::this_thread::sleep_for(std::chrono::milliseconds(LOOK_MS));
}

/* A call that was ended has nobody to tell, in general; and an exception that
 * nobody catches would be printed. */
void
wait_for_the_end()
{
	if (!is_ending || is_ender())
		return;
	for (int i = 0; i < LOOKS_MOST && !is_finalizing(); i++)
		nap();
}

} /* namespace */

Gil::Gil() : was_away_(depth > 0)
{
	Unwound unwound;

	if (is_lost())
		stay();
	state_ = PyGILState_Ensure();
	unwound.over();
	if (was_away_)
		away--;
}

/* Also of a thread that was unwound in a callback, without the GIL. */
void
Gil::end()
{
	Unwound unwound;

	if (is_held_) {
		is_held_ = false;
		if (is_lost())
			stay();
		if (was_away_)
			away++;
		PyGILState_Release(state_);
	}
	unwound.over();
}

Away::Away()
{
	away++;
	depth++;
	saved_ = PyEval_SaveThread();
}

void
Away::end()
{
	PyThreadState *saved = saved_;
	Unwound unwound;

	if (saved != nullptr) {
		saved_ = nullptr;
		depth--;
		away--;
		wait_for_the_end();
		if (is_lost())
			stay();
		PyEval_RestoreThread(saved);
	}
	unwound.over();
}

/* This thread is away, too. */
void
end_program(int most_ms)
{
	const auto until = std::chrono::steady_clock::now() +
			   std::chrono::milliseconds(most_ms);

	ender = pthread_self();
	is_ending = true;
	shim::end_all();
	while (away > 1 || shim::is_anybody_calling()) {
		if (std::chrono::steady_clock::now() >= until) {
			shim::is_nothing_freed = true;
			return;
		}
		nap();
	}
}

} /* namespace shim_python */
