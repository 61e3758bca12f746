/* SPDX-License-Identifier: Apache-2.0 */
/* shim.i -- the package org.counterseal.shim: what is Java's of the shim.
 *
 * It is private: org.counterseal is written by hand over it. */
%module(directors="1") Shim

%{
#include "java.h"
%}

%include <enumsimple.swg>

/* Before anything else of the library is called. */
%pragma(java) jniclasscode=%{
  static {
    Loader.load();
  }
%}

/* ---- failing -------------------------------------------------------------- */

/* What only fails by misuse, or without memory, declares nothing. */
%exception {
	try {
		$action
	} catch (...) {
		shim_java::raise(jenv, false);
		return $null;
	}
}

%define FAILS(name)
%javaexception("org.counterseal.CountersealException") name {
	try {
		$action
	} catch (...) {
		shim_java::raise(jenv, true);
		return $null;
	}
}
%enddef
FAILS(shim::Context::Context)
FAILS(shim::Context::load_module)
FAILS(shim::Context::devices)
FAILS(shim::Context::doctor)
FAILS(shim::Watch::Watch)
FAILS(shim::Watch::dispatch)
FAILS(shim::Identity::read)
FAILS(shim::Identity::from_json)
FAILS(shim::Identity::judge)
FAILS(shim::Identity::decode_portrait)
FAILS(shim::Identity::json)
FAILS(shim::Photo::take)
FAILS(shim::Photo::from_bytes)
FAILS(shim::Photo::examine)
FAILS(shim::Photo::match)
FAILS(shim::Ink::capture)
FAILS(shim::Ink::from_iso19794_7)
FAILS(shim::Ink::open)
FAILS(shim::Ink::iso19794_7)
FAILS(shim::Ink::inkml)
FAILS(shim::Ink::draw)
FAILS(shim::Ink::json)
FAILS(shim::Ink::bind)
FAILS(shim::Ink::check_document)
FAILS(shim::Ink::seal)
FAILS(shim::Escrow::Escrow)
FAILS(shim::Escrow::add)
FAILS(shim::InkPreview::InkPreview)
FAILS(shim::InkPreview::draw)
FAILS(shim::InkPreview::take)
FAILS(shim::PhotoPreview::PhotoPreview)
FAILS(shim::PhotoPreview::take)
FAILS(shim::Signer::open)
FAILS(shim::Secret::append)
FAILS(shim::PinSource::ask)
FAILS(shim::parse_place)
FAILS(shim::complete_place)
FAILS(shim::Document::open_file)
FAILS(shim::Document::open_mem)
FAILS(shim::Document::password)
FAILS(shim::Document::repair)
FAILS(shim::Document::save_file)
FAILS(shim::Document::save_fd)
FAILS(shim::Document::page_count)
FAILS(shim::Document::page_size)
FAILS(shim::Document::find_text)
FAILS(shim::Document::stamp)
FAILS(shim::Document::attach)
FAILS(shim::Document::attachments)
FAILS(shim::Document::attachment_data)
FAILS(shim::Document::seal)
FAILS(shim::Document::seal_all)
FAILS(shim::Document::extend)
FAILS(shim::Document::prepare)
FAILS(shim::Document::finish)
FAILS(shim::Pending::from_state)
FAILS(shim::Report::Report)
FAILS(shim::Report::json)

/* Called by a director after Java. */
%feature("director:except") {
	shim_java::rethrow(jenv);
}

/* ---- lifetimes ------------------------------------------------------------ */

/* No finalizers: what is made for one call is deleted by who made it (class
 * Scope) ... */
%typemap(javafinalize) SWIGTYPE ""
%typemap(javainterfaces) SWIGTYPE "Deletable"

/* ... and what has close() by a Cleaner, once nobody can be in a call of it. */
%define CLEANED(name)
%typemap(javabody) shim::name %{
  private transient long swigCPtr;
  protected transient boolean swigCMemOwn;
  /** What the object must not lose while a call uses it. */
  public Object kept;
  /** Says that it was closed. */
  public final Leftover leftover;

  protected $javaclassname(long cPtr, boolean cMemoryOwn) {
    swigCMemOwn = cMemoryOwn;
    swigCPtr = cPtr;
    leftover = cMemoryOwn ? Leftover.of(this, "name", freeing(cPtr)) : null;
  }

  private static Runnable freeing(long cPtr) {
    return () -> $imclassname.delete_$javaclassname(cPtr);
  }

  protected static long getCPtr($javaclassname obj) {
    return (obj == null) ? 0 : obj.swigCPtr;
  }
%}
%typemap(javadestruct, methodname="delete", methodmodifiers="public")
    shim::name %{ {
  } %}
%enddef
CLEANED(Cancel)
CLEANED(Context)
CLEANED(Watch)
CLEANED(Identity)
CLEANED(Photo)
CLEANED(Ink)
CLEANED(Escrow)
CLEANED(InkPreview)
CLEANED(PhotoPreview)
CLEANED(Signer)
CLEANED(Document)
CLEANED(Pending)
CLEANED(Report)
CLEANED(LogSink)
CLEANED(PinSource)

/* ---- numbers -------------------------------------------------------------- */

/* None of them needs the last bit. */
%apply long long { uint64_t, unsigned long long };

/* Java's are wider than those of C, which would lose what does not fit. */
%define FITS(type, most)
%typemap(in) type {
	if (!shim_java::fits(jenv, $input, most))
		return $null;
	$1 = static_cast<type>($input);
}
%enddef
FITS(unsigned char, UINT8_MAX)
FITS(unsigned short, UINT16_MAX)
FITS(unsigned int, UINT32_MAX)

/* ---- bytes ---------------------------------------------------------------- */

/* A byte[] or a ByteBuffer, from its position to its limit; either is copied. */
%typemap(jni) const shim::Bytes & "jobject"
%typemap(jtype) const shim::Bytes & "Object"
%typemap(jstype) const shim::Bytes & "Object"
%typemap(javain) const shim::Bytes & "$javainput"
%typemap(in) const shim::Bytes & (shim::Bytes bytes) {
	if (!shim_java::take_bytes(jenv, $input, &bytes))
		return $null;
	$1 = &bytes;
}

%feature("novaluewrapper") shim::Held;
%typemap(jni) shim::Held "jbyteArray"
%typemap(jtype) shim::Held "byte[]"
%typemap(jstype) shim::Held "byte[]"
%typemap(javaout) shim::Held { return $jnicall; }
%typemap(out) shim::Held {
	$result = shim_java::copy_bytes(jenv, $1.data, $1.len);
}

/* Nothing in Java 17 can lend memory and take it back for sure. */
%ignore shim::Document::view;

%typemap(jni) int descriptor "jobject"
%typemap(jtype) int descriptor "java.io.FileDescriptor"
%typemap(jstype) int descriptor "java.io.FileDescriptor"
%typemap(in) int descriptor {
	$1 = shim_java::number_of(jenv, $input);
}

/* ---- texts ---------------------------------------------------------------- */

%typemap(in) const char * (std::string text) {
	if (!shim_java::take_text(jenv, $input, &text, &$1))
		return $null;
}
%typemap(in) const char *path (std::string text) {
	if (!shim_java::take_path(jenv, $input, &text, &$1))
		return $null;
}
%typemap(freearg) const char *, const char *path ""
%typemap(argout) const char *, const char *path ""

%feature("novaluewrapper") shim::Text;
%typemap(jni) shim::Text, shim::Text * "jstring"
%typemap(jtype) shim::Text, shim::Text * "String"
%typemap(jstype) shim::Text, shim::Text * "String"
%typemap(javaout) shim::Text, shim::Text * { return $jnicall; }
%typemap(out) shim::Text {
	$result = shim_java::give_text(jenv, $1.c_str());
}
%typemap(out) shim::Text * {
	$result = shim_java::give_text(jenv, $1->c_str());
}

%include <std_string.i>
%typemap(out) std::string {
	$result = shim_java::give_text(jenv, $1.c_str());
}
%typemap(out) const std::string & {
	$result = shim_java::give_text(jenv, $1->c_str());
}
%typemap(directorin, descriptor="Ljava/lang/String;") const std::string & %{
	$input = shim_java::give_text(jenv, $1.c_str());
	Swig::LocalRefGuard $1_guard(jenv, $input);
%}

%include "counterseal.i"
