/* SPDX-License-Identifier: Apache-2.0 */
/* java.h -- exceptions, bytes and texts between C++ and Java. */
#ifndef SHIM_JAVA_H
#define SHIM_JAVA_H

#include "bytes.h"
#include "sink.h"

#include <jni.h>

namespace shim_java
{

/* A throwable of Java on its way through C++ and, kept aside, C. */
class Raised : public shim::Thrown
{
public:
	Raised(JNIEnv *env, jthrowable thrown);

	void restore(JNIEnv *env) const;
	void report() noexcept override;

private:
	std::shared_ptr<_jobject> thrown_; /* any thread may be the last */
};

/* In a catch block: what was caught becomes the exception of Java; unless the
 * method says that it fails, never a checked one. */
void raise(JNIEnv *env, bool is_declared) noexcept;

/* Throws what Java threw, if it did. */
void rethrow(JNIEnv *env);

/* These say false with an exception set. */
bool fits(JNIEnv *env, jlong value, jlong most); /* from 0 */
bool take_bytes(JNIEnv *env, jobject from, shim::Bytes *to);
bool take_text(
    JNIEnv *env, jstring from, std::string *owner, const char **ret_text);
bool take_path(
    JNIEnv *env, jstring from, std::string *owner, const char **ret_path);
/* SWIG's parameters are not const. */
inline bool
take_text(JNIEnv *env, jstring from, std::string *owner, char **ret_text)
{
	return take_text(env, from, owner, const_cast<const char **>(ret_text));
}
inline bool
take_path(JNIEnv *env, jstring from, std::string *owner, char **ret_path)
{
	return take_path(env, from, owner, const_cast<const char **>(ret_path));
}

/* The number of a java.io.FileDescriptor; -1: it has none. */
int number_of(JNIEnv *env, jobject descriptor);

/* NULL for NULL, or with an exception set. */
jbyteArray copy_bytes(JNIEnv *env, const void *data, size_t len);
jstring give_text(JNIEnv *env, const char *text);

} /* namespace shim_java */

#endif
