/* SPDX-License-Identifier: Apache-2.0 */
/* python.h -- exceptions, signals, bytes and texts between C++ and Python.
 *
 * All of it wants the GIL, but where it says otherwise. */
#ifndef SHIM_PYTHON_H
#define SHIM_PYTHON_H

#include <Python.h> /* first: see its manual */

#include "bytes.h"
#include "sink.h"

namespace shim_python
{

/* Once. */
void init();

/* An exception of Python on its way through C++ and, kept aside, C. */
class Raised : public shim::Thrown
{
public:
	Raised();
	Raised(const Raised &other);
	~Raised() override; /* with the GIL or without */
	Raised &operator=(const Raised &) = delete;

	void restore();
	void report() noexcept override;

private:
	PyObject *type_, *value_, *trace_;
};

/* In a catch block: what was caught becomes the exception of Python. */
void raise() noexcept;

/* These say false with an exception set. */
bool take_bytes(PyObject *from, shim::Bytes *to);
bool take_text(PyObject *from, PyObject **ret_owner, const char **ret_text);
bool take_path(PyObject *from, PyObject **ret_owner, const char **ret_path);
/* SWIG's parameters are not const. */
inline bool
take_text(PyObject *from, PyObject **ret_owner, char **ret_text)
{
	return take_text(from, ret_owner, const_cast<const char **>(ret_text));
}
inline bool
take_path(PyObject *from, PyObject **ret_owner, char **ret_path)
{
	return take_path(from, ret_owner, const_cast<const char **>(ret_path));
}

/* New references, or NULL with an exception. */
PyObject *copy_bytes(const void *data, size_t len);
PyObject *give_text(const shim::Text &text);
PyObject *give_view(shim::View *take_view);

} /* namespace shim_python */

#endif
