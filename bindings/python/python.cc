/* SPDX-License-Identifier: Apache-2.0 */
/* python.cc -- exceptions, signals, bytes and texts between C++ and Python. */
#include "python.h"

#include "gil.h"

#include <atomic>
#include <csignal>
#include <cstring>
#include <new>
#include <unistd.h>

namespace shim_python
{

/* ---- Ctrl-C ---------------------------------------------------------------
 *
 * Python's handler of a signal only notes it, for the main thread to look at
 * when it is back.  So while the main thread is in a call that can block, ours
 * stands in front of it and ends the call; then Python's decides, which is to
 * raise KeyboardInterrupt unless the application wants something else. */

namespace
{

const int signals[] = { SIGINT, SIGTERM };
const size_t signal_count = sizeof(signals) / sizeof(signals[0]);

std::atomic<cseal_cancel *> target;
std::atomic<int> inside; /* handlers that may be using it */
struct sigaction before[signal_count];
bool is_in_front[signal_count];

/* Any thread may get a signal that is meant for the process. */
void
handle(int number, siginfo_t *info, void *context)
{
	cseal_cancel *cancel;

	inside++;
	cancel = target.load();
	if (cancel != nullptr)
		cseal_cancel_request(cancel);
	inside--;
	for (size_t i = 0; i < signal_count; i++) {
		if (signals[i] != number)
			continue;
		if (before[i].sa_flags & SA_SIGINFO)
			before[i].sa_sigaction(number, info, context);
		else
			before[i].sa_handler(number);
	}
}

bool
is_handled(const struct sigaction &action)
{
	return (action.sa_flags & SA_SIGINFO) != 0 ||
	       (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN);
}

bool
is_ours(const struct sigaction &action)
{
	return (action.sa_flags & SA_SIGINFO) != 0 &&
	       action.sa_sigaction == handle;
}

void
stand_in_front()
{
	struct sigaction ours = {};

	ours.sa_sigaction = handle;
	ours.sa_flags = SA_SIGINFO;
	for (size_t i = 0; i < signal_count; i++) {
		is_in_front[i] =
		    sigaction(signals[i], nullptr, &before[i]) == 0 &&
		    is_handled(before[i]) && !is_ours(before[i]) &&
		    sigaction(signals[i], &ours, nullptr) == 0;
	}
}

/* A callback may have set another handler meanwhile, which stays. */
void
step_aside()
{
	struct sigaction now;

	for (size_t i = 0; i < signal_count; i++) {
		if (is_in_front[i] &&
		    sigaction(signals[i], &before[i], &now) == 0 &&
		    !is_ours(now))
			sigaction(signals[i], &now, nullptr);
	}
}

/* That of the process, in which Python runs its handlers. */
bool
is_main_thread()
{
	static thread_local bool is_main;
	static thread_local unsigned of = ~0u;

	/* Of a child it is the thread that forked. */
	if (of != shim::forks) {
		of = shim::forks;
		is_main = gettid() == getpid();
	}
	return is_main;
}

/* Without the GIL. */
class Signals : public shim::Interrupt
{
public:
	cseal_cancel *arm(cseal_cancel *cancel) noexcept override
	{
		cseal_cancel *outer;

		if (!is_main_thread())
			return nullptr;
		outer = target.exchange(cancel);
		if (outer == nullptr)
			stand_in_front();
		return outer;
	}

	void disarm(cseal_cancel *outer) noexcept override
	{
		if (!is_main_thread())
			return;
		if (outer == nullptr)
			step_aside();
		target = outer;
		while (inside != 0)
			std::this_thread::yield();
	}
};

/* ---- exceptions ----------------------------------------------------------- */

/* counterseal._errors.make(status, notes): the exception to raise. */
PyObject *
make_error(const shim::Failure &failure)
{
	PyObject *module, *notes, *error = nullptr;
	Py_ssize_t i = 0;

	module = PyImport_ImportModule("counterseal._errors");
	notes = PyTuple_New(static_cast<Py_ssize_t>(failure.notes().size()));
	if (module != nullptr && notes != nullptr) {
		for (const std::string &note : failure.notes())
			PyTuple_SET_ITEM(notes, i++,
			    PyUnicode_DecodeUTF8(note.data(),
				static_cast<Py_ssize_t>(note.size()),
				"replace"));
		if (!PyErr_Occurred())
			error = PyObject_CallMethod(module, "make", "iO",
			    static_cast<int>(failure.status()), notes);
	}
	Py_XDECREF(notes);
	Py_XDECREF(module);
	return error;
}

void
raise_failure(const shim::Failure &failure)
{
	PyObject *error;

	/* Python's handler of the signal that ended it speaks first. */
	if (failure.status() == CSEAL_STOPPED_CANCELLED &&
	    PyErr_CheckSignals() != 0)
		return;
	error = make_error(failure);
	if (error == nullptr)
		return;
	PyErr_SetObject(reinterpret_cast<PyObject *>(Py_TYPE(error)), error);
	Py_DECREF(error);
}

} /* namespace */

void
init()
{
	static Signals by_signals;

	shim::interrupt = &by_signals;
}

Raised::Raised()
{
	PyErr_Fetch(&type_, &value_, &trace_);
}

Raised::Raised(const Raised &other)
    : type_(other.type_), value_(other.value_), trace_(other.trace_)
{
	Gil gil;

	Py_XINCREF(type_);
	Py_XINCREF(value_);
	Py_XINCREF(trace_);
}

Raised::~Raised()
{
	if (type_ == nullptr)
		return;
	Gil gil;

	Py_XDECREF(type_);
	Py_XDECREF(value_);
	Py_XDECREF(trace_);
}

void
Raised::restore()
{
	PyErr_Restore(type_, value_, trace_);
	type_ = value_ = trace_ = nullptr;
}

void
Raised::report() noexcept
{
	Gil gil;

	restore();
	PyErr_WriteUnraisable(nullptr);
}

void
raise() noexcept
{
	try {
		throw;
	} catch (const shim::Failure &failure) {
		raise_failure(failure);
	} catch (Raised &raised) {
		raised.restore();
	} catch (const std::bad_alloc &) {
		PyErr_NoMemory();
	} catch (const std::out_of_range &) {
		PyErr_SetString(PyExc_IndexError, "past the end");
	} catch (const std::exception &other) {
		PyErr_SetString(PyExc_SystemError, other.what());
	} catch (...) {
		PyErr_SetString(PyExc_SystemError, "an unknown exception");
	}
}

/* ---- bytes ---------------------------------------------------------------- */

namespace
{

/* Whoever is the last to need the bytes, and with the GIL or without. */
void
release_buffer(Py_buffer *buffer)
{
	Gil gil;

	PyBuffer_Release(buffer);
	delete buffer;
}

/* ---- a view: an object that lends a buffer of the C library --------------- */

struct Lender {
	PyObject_HEAD shim::View *view;
};

int
lend(PyObject *self, Py_buffer *buffer, int flags)
{
	const shim::View *view = reinterpret_cast<Lender *>(self)->view;

	return PyBuffer_FillInfo(buffer, self, const_cast<void *>(view->data()),
	    static_cast<Py_ssize_t>(view->len()), 1, flags);
}

void
free_lender(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);
	shim::View *view = reinterpret_cast<Lender *>(self)->view;

	/* The document may be freed with it, which takes a while. */
	{
		Away away;

		delete view;
	}
	PyObject_Free(self);
	Py_DECREF(type);
}

PyType_Slot lender_slots[] = {
	{ Py_tp_dealloc, reinterpret_cast<void *>(free_lender) },
	{ Py_bf_getbuffer, reinterpret_cast<void *>(lend) },
	{ 0, nullptr },
};

PyType_Spec lender_spec = { "counterseal.shim.Lender", sizeof(Lender), 0,
	Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, lender_slots };

} /* namespace */

bool
take_bytes(PyObject *from, shim::Bytes *to)
{
	std::unique_ptr<Py_buffer> buffer(new (std::nothrow) Py_buffer);

	if (buffer == nullptr) {
		PyErr_NoMemory();
		return false;
	}
	if (PyObject_GetBuffer(from, buffer.get(), PyBUF_SIMPLE) != 0)
		return false;
	/* An empty one is none of a length, not none. */
	to->data = buffer->len > 0 ? buffer->buf : "";
	to->len = static_cast<size_t>(buffer->len);
	to->owner =
	    std::shared_ptr<Py_buffer>(buffer.release(), release_buffer);
	return true;
}

PyObject *
copy_bytes(const void *data, size_t len)
{
	if (data == nullptr)
		Py_RETURN_NONE;
	return PyBytes_FromStringAndSize(
	    static_cast<const char *>(data), static_cast<Py_ssize_t>(len));
}

PyObject *
give_view(shim::View *take_view)
{
	static PyObject *type;
	PyObject *lender, *view;

	if (type == nullptr)
		type = PyType_FromSpec(&lender_spec);
	lender = type == nullptr
		     ? nullptr
		     : PyType_GenericAlloc(
			   reinterpret_cast<PyTypeObject *>(type), 0);
	if (lender == nullptr) {
		delete take_view;
		return nullptr;
	}
	reinterpret_cast<Lender *>(lender)->view = take_view;
	view = PyMemoryView_FromObject(lender);
	Py_DECREF(lender);
	return view;
}

/* ---- texts ---------------------------------------------------------------- */

/* The same as in os.fsencode(): what came out as a surrogate goes in again as
 * the byte that it was. */
bool
take_text(PyObject *from, PyObject **ret_owner, const char **ret_text)
{
	*ret_text = nullptr;
	if (from == Py_None)
		return true;
	if (!PyUnicode_Check(from)) {
		PyErr_Format(PyExc_TypeError, "expected str, not %.200s",
		    Py_TYPE(from)->tp_name);
		return false;
	}
	*ret_owner =
	    PyUnicode_AsEncodedString(from, "utf-8", "surrogateescape");
	if (*ret_owner == nullptr)
		return false;
	*ret_text = PyBytes_AS_STRING(*ret_owner);
	if (strlen(*ret_text) ==
	    static_cast<size_t>(PyBytes_GET_SIZE(*ret_owner)))
		return true;
	PyErr_SetString(PyExc_ValueError, "embedded null character");
	return false;
}

bool
take_path(PyObject *from, PyObject **ret_owner, const char **ret_path)
{
	*ret_path = nullptr;
	if (from == Py_None)
		return true;
	if (!PyUnicode_FSConverter(from, ret_owner))
		return false;
	*ret_path = PyBytes_AS_STRING(*ret_owner);
	return true;
}

PyObject *
give_text(const shim::Text &text)
{
	if (!text.is_there)
		Py_RETURN_NONE;
	return PyUnicode_DecodeUTF8(text.value.data(),
	    static_cast<Py_ssize_t>(text.value.size()), "surrogateescape");
}

} /* namespace shim_python */
