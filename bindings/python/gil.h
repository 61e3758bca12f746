/* SPDX-License-Identifier: Apache-2.0 */
/* gil.h -- into Python and out of it, until it ends.
 *
 * Instead of what SWIG has for this.  While Python ends, a thread that asks for
 * the GIL is ended by pthread_exit(), which unwinds through C++, where a
 * destructor must not, and through C, which leaves locks behind.  So where it
 * would be unwound it stays, as newer Pythons have it: what it holds is never
 * freed, and the process takes it along. */
#ifndef SHIM_GIL_H
#define SHIM_GIL_H

#include <Python.h>

namespace shim_python
{

/* The thread has the GIL, whether it had it before or not. */
class Gil
{
public:
	Gil();
	~Gil() { end(); }
	Gil(const Gil &) = delete;
	Gil &operator=(const Gil &) = delete;
	void end();

private:
	bool is_held_ = true, was_away_;
	PyGILState_STATE state_;
};

/* The thread, which has the GIL, does without. */
class Away
{
public:
	Away();
	~Away() { end(); }
	Away(const Away &) = delete;
	Away &operator=(const Away &) = delete;
	void end();

private:
	PyThreadState *saved_;
};

/* Called by the thread that ends Python, before it does: ends what others do in
 * the library, and waits for them. */
void end_program(int most_ms);

} /* namespace shim_python */

#endif
