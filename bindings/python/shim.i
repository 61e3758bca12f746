/* SPDX-License-Identifier: Apache-2.0 */
/* shim.i -- the module counterseal.shim: what is Python's of the shim.
 *
 * It is private: counterseal/ is written by hand over it. */
%module(package="counterseal", directors="1", threads="1") shim

%begin %{
#include "gil.h"

#define SWIG_PYTHON_NO_USE_GIL
#define SWIG_PYTHON_THREAD_BEGIN_BLOCK shim_python::Gil gil
#define SWIG_PYTHON_THREAD_END_BLOCK   gil.end()
#define SWIG_PYTHON_THREAD_BEGIN_ALLOW shim_python::Away away
#define SWIG_PYTHON_THREAD_END_ALLOW   away.end()
%}

%{
#include "python.h"
%}

%init %{
	shim_python::init();
%}

/* ---- failing -------------------------------------------------------------- */

/* The GIL is back when something is caught: -threads releases it by an object
 * inside the block. */
%exception {
	try {
		$action
	} catch (...) {
		shim_python::raise();
		SWIG_fail;
	}
}

/* Called by a director that got an exception from Python. */
%feature("director:except") {
	if ($error != NULL)
		throw shim_python::Raised();
}

/* ---- bytes ---------------------------------------------------------------- */

%typemap(in) const shim::Bytes & (shim::Bytes bytes) {
	if (!shim_python::take_bytes($input, &bytes))
		SWIG_fail;
	$1 = &bytes;
}

%feature("novaluewrapper") shim::Held;
%typemap(out) shim::Held {
	$result = shim_python::copy_bytes($1.data, $1.len);
}

%typemap(out) shim::View * {
	$result = shim_python::give_view($1);
}

/* ---- texts ---------------------------------------------------------------- */

%typemap(in) const char * (PyObject *encoded = NULL) {
	if (!shim_python::take_text($input, &encoded, &$1))
		SWIG_fail;
}
%typemap(in) const char *path (PyObject *encoded = NULL) {
	if (!shim_python::take_path($input, &encoded, &$1))
		SWIG_fail;
}
%typemap(freearg) const char *, const char *path {
	Py_XDECREF(encoded$argnum);
}

%feature("novaluewrapper") shim::Text;
%typemap(out) shim::Text {
	$result = shim_python::give_text($1);
}
%typemap(out) shim::Text * {
	$result = shim_python::give_text(*$1);
}

/* ---- levels --------------------------------------------------------------- */

/* A number where nothing was lowered, which is the rule: so an object says that
 * something was. */
%ignore shim::Reached::is_lowered;
%typemap(out) shim::Reached {
	const shim::Reached &reached = $1;

	$result = reached.is_lowered()
		      ? SWIG_NewPointerObj(new shim::Reached(reached),
			    $descriptor(shim::Reached *), SWIG_POINTER_OWN)
		      : PyLong_FromLong(reached.level());
}

/* ---- the end --------------------------------------------------------------- */

namespace shim_python
{
void end_program(int most_ms);
} /* namespace shim_python */

%include "counterseal.i"
