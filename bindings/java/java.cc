/* SPDX-License-Identifier: Apache-2.0 */
/* java.cc -- exceptions, bytes and texts between C++ and Java. */
#include "java.h"

#include <climits>
#include <cstring>
#include <new>
#include <stdexcept>

namespace shim_java
{

namespace
{

JavaVM *machine;

/* Found once, by the loader of the classes: a thread of C has another one. */
jclass bridge, string_class, byte_array_class;
jmethodID failure, misuse, report_thrown, encode, encode_path, decode;
jmethodID room_of, copy_buffer;
jfieldID number; /* NULL: this Java has it in another way */

/* The environment of this thread, which is made known to Java if it is not. */
class Attached
{
public:
	Attached()
	{
		if (machine->GetEnv(reinterpret_cast<void **>(&env_),
			JNI_VERSION_1_8) == JNI_EDETACHED)
			is_new_ = machine->AttachCurrentThread(
				      reinterpret_cast<void **>(&env_),
				      nullptr) == JNI_OK;
	}
	~Attached()
	{
		if (is_new_)
			machine->DetachCurrentThread();
	}
	Attached(const Attached &) = delete;
	Attached &operator=(const Attached &) = delete;

	JNIEnv *get() const { return env_; }

private:
	JNIEnv *env_ = nullptr;
	bool is_new_ = false;
};

jclass
find(JNIEnv *env, const char *name)
{
	jclass local = env->FindClass(name);
	jclass global;

	if (local == nullptr)
		return nullptr;
	global = static_cast<jclass>(env->NewGlobalRef(local));
	env->DeleteLocalRef(local);
	return global;
}

void
find_number(JNIEnv *env)
{
	jclass descriptor = env->FindClass("java/io/FileDescriptor");

	if (descriptor != nullptr)
		number = env->GetFieldID(descriptor, "fd", "I");
	env->ExceptionClear();
	env->DeleteLocalRef(descriptor);
}

bool
find_all(JNIEnv *env)
{
	const struct {
		jmethodID *to;
		const char *name, *signature;
	} methods[] = {
		{ &failure, "failure",
		    "(I[Ljava/lang/String;Z)Ljava/lang/Throwable;" },
		{ &misuse, "misuse",
		    "(Ljava/lang/String;)Ljava/lang/Throwable;" },
		{ &report_thrown, "report", "(Ljava/lang/Throwable;)V" },
		{ &encode, "encode", "(Ljava/lang/String;)[B" },
		{ &encode_path, "encodePath", "(Ljava/lang/String;)[B" },
		{ &decode, "decode", "([B)Ljava/lang/String;" },
		{ &room_of, "room", "(Ljava/nio/ByteBuffer;)I" },
		{ &copy_buffer, "copy",
		    "(Ljava/nio/ByteBuffer;Ljava/nio/ByteBuffer;)V" },
	};

	find_number(env);
	bridge = find(env, "org/counterseal/shim/Bridge");
	string_class = find(env, "java/lang/String");
	byte_array_class = find(env, "[B");
	if (bridge == nullptr || string_class == nullptr ||
	    byte_array_class == nullptr)
		return false;
	for (const auto &method : methods) {
		*method.to = env->GetStaticMethodID(
		    bridge, method.name, method.signature);
		if (*method.to == nullptr)
			return false;
	}
	return true;
}

void
throw_named(JNIEnv *env, const char *name, const char *text)
{
	jclass type = env->FindClass(name);

	if (type == nullptr)
		return;
	env->ThrowNew(type, text);
	env->DeleteLocalRef(type);
}

void
throw_made(JNIEnv *env, jobject made)
{
	if (made == nullptr || env->ExceptionCheck())
		return;
	env->Throw(static_cast<jthrowable>(made));
	env->DeleteLocalRef(made);
}

void
throw_failure(JNIEnv *env, const shim::Failure &failed, bool is_declared)
{
	jobjectArray notes = env->NewObjectArray(
	    static_cast<jsize>(failed.notes().size()), string_class, nullptr);
	jsize i = 0;

	if (notes == nullptr)
		return;
	for (const std::string &note : failed.notes()) {
		jstring text = give_text(env, note.c_str());

		if (env->ExceptionCheck())
			return;
		env->SetObjectArrayElement(notes, i++, text);
		env->DeleteLocalRef(text);
	}
	throw_made(env, env->CallStaticObjectMethod(bridge, failure,
			    static_cast<jint>(failed.status()), notes,
			    static_cast<jboolean>(is_declared)));
	env->DeleteLocalRef(notes);
}

void
throw_misuse(JNIEnv *env, const shim::Misuse &misused)
{
	jstring note = give_text(env, misused.notes().front().c_str());

	if (note == nullptr)
		return;
	throw_made(env, env->CallStaticObjectMethod(bridge, misuse, note));
	env->DeleteLocalRef(note);
}

bool
take(JNIEnv *env, jmethodID encoder, jstring from, std::string *owner,
    const char **ret_text)
{
	jbyteArray bytes;
	jsize len;

	*ret_text = nullptr;
	if (from == nullptr)
		return true;
	bytes = static_cast<jbyteArray>(
	    env->CallStaticObjectMethod(bridge, encoder, from));
	if (bytes == nullptr || env->ExceptionCheck())
		return false;
	len = env->GetArrayLength(bytes);
	owner->resize(static_cast<size_t>(len));
	env->GetByteArrayRegion(
	    bytes, 0, len, reinterpret_cast<jbyte *>(&(*owner)[0]));
	env->DeleteLocalRef(bytes);
	*ret_text = owner->c_str();
	return true;
}

/* ---- bytes that come in --------------------------------------------------- */

/* A copy may be of a PIN. */
struct Copy {
	explicit Copy(size_t size)
	    : data(new unsigned char[size + 1]), len(size)
	{
	}
	~Copy()
	{
		explicit_bzero(data, len);
		delete[] data;
	}
	Copy(const Copy &) = delete;
	Copy &operator=(const Copy &) = delete;

	unsigned char *data;
	size_t len;
};

void
take_array(JNIEnv *env, jbyteArray from, shim::Bytes *to)
{
	const jsize len = env->GetArrayLength(from);
	auto copy = std::make_shared<Copy>(static_cast<size_t>(len));

	env->GetByteArrayRegion(
	    from, 0, len, reinterpret_cast<jbyte *>(copy->data));
	to->data = copy->data;
	to->len = copy->len;
	to->owner = copy;
}

/* By Java: it looks whether the memory is still there, and who wants to take it
 * away waits while it reads.  C could do neither, and would crash. */
bool
take_buffer(JNIEnv *env, jobject from, shim::Bytes *to)
{
	const jint len = env->CallStaticIntMethod(bridge, room_of, from);
	jobject room;

	if (env->ExceptionCheck())
		return false;
	auto copy = std::make_shared<Copy>(static_cast<size_t>(len));
	room = env->NewDirectByteBuffer(copy->data, len);
	if (room == nullptr)
		return false;
	env->CallStaticVoidMethod(bridge, copy_buffer, from, room);
	env->DeleteLocalRef(room);
	if (env->ExceptionCheck())
		return false;
	to->data = copy->data;
	to->len = copy->len;
	to->owner = copy;
	return true;
}

void
forget(jobject global) noexcept
{
	Attached attached;

	if (attached.get() != nullptr && global != nullptr)
		attached.get()->DeleteGlobalRef(global);
}

} /* namespace */

/* ---- exceptions ----------------------------------------------------------- */

Raised::Raised(JNIEnv *env, jthrowable thrown)
    : thrown_(env->NewGlobalRef(thrown), forget)
{
}

void
Raised::restore(JNIEnv *env) const
{
	env->Throw(static_cast<jthrowable>(thrown_.get()));
}

void
Raised::report() noexcept
{
	Attached attached;
	JNIEnv *env = attached.get();

	if (env == nullptr)
		return;
	env->CallStaticVoidMethod(bridge, report_thrown, thrown_.get());
	if (env->ExceptionCheck())
		env->ExceptionClear();
}

void
rethrow(JNIEnv *env)
{
	jthrowable thrown = env->ExceptionOccurred();

	if (thrown == nullptr)
		return;
	env->ExceptionClear();
	Raised raised(env, thrown);
	env->DeleteLocalRef(thrown);
	throw raised;
}

void
raise(JNIEnv *env, bool is_declared) noexcept
{
	try {
		throw;
	} catch (const shim::Misuse &misused) {
		throw_misuse(env, misused);
	} catch (const shim::Failure &failed) {
		throw_failure(env, failed, is_declared);
	} catch (const Raised &raised) {
		raised.restore(env);
	} catch (const std::bad_alloc &) {
		throw_named(env, "java/lang/OutOfMemoryError", "of C");
	} catch (const std::out_of_range &) {
		throw_named(
		    env, "java/lang/IndexOutOfBoundsException", "past the end");
	} catch (const std::exception &other) {
		throw_named(env, "java/lang/InternalError", other.what());
	} catch (...) {
		throw_named(
		    env, "java/lang/InternalError", "an unknown exception");
	}
}

/* ---- numbers, bytes and texts --------------------------------------------- */

bool
fits(JNIEnv *env, jlong value, jlong most)
{
	if (value >= 0 && value <= most)
		return true;
	throw_named(env, "java/lang/IllegalArgumentException",
	    value < 0 ? "a number that is negative" : "a number that is too large");
	return false;
}

bool
take_bytes(JNIEnv *env, jobject from, shim::Bytes *to)
{
	if (from == nullptr) {
		throw_named(
		    env, "java/lang/NullPointerException", "bytes are missing");
		return false;
	}
	try {
		if (env->IsInstanceOf(from, byte_array_class)) {
			take_array(env, static_cast<jbyteArray>(from), to);
			return true;
		}
		return take_buffer(env, from, to);
	} catch (const std::bad_alloc &) {
		throw_named(env, "java/lang/OutOfMemoryError", "of C");
		return false;
	}
}

int
number_of(JNIEnv *env, jobject descriptor)
{
	if (number == nullptr || descriptor == nullptr)
		return -1;
	return env->GetIntField(descriptor, number);
}

jbyteArray
copy_bytes(JNIEnv *env, const void *data, size_t len)
{
	jbyteArray bytes;

	if (data == nullptr)
		return nullptr;
	if (len > INT_MAX - 8) {
		throw_named(env, "java/lang/OutOfMemoryError",
		    "more bytes than an array can have");
		return nullptr;
	}
	bytes = env->NewByteArray(static_cast<jsize>(len));
	if (bytes != nullptr)
		env->SetByteArrayRegion(bytes, 0, static_cast<jsize>(len),
		    static_cast<const jbyte *>(data));
	return bytes;
}

bool
take_text(JNIEnv *env, jstring from, std::string *owner, const char **ret_text)
{
	return take(env, encode, from, owner, ret_text);
}

bool
take_path(JNIEnv *env, jstring from, std::string *owner, const char **ret_path)
{
	return take(env, encode_path, from, owner, ret_path);
}

jstring
give_text(JNIEnv *env, const char *text)
{
	jbyteArray bytes =
	    copy_bytes(env, text, text != nullptr ? std::strlen(text) : 0);
	jobject decoded;

	if (bytes == nullptr)
		return nullptr;
	decoded = env->CallStaticObjectMethod(bridge, decode, bytes);
	env->DeleteLocalRef(bytes);
	return env->ExceptionCheck() ? nullptr : static_cast<jstring>(decoded);
}

} /* namespace shim_java */

extern "C" JNIEXPORT jint JNICALL
JNI_OnLoad(JavaVM *vm, void *)
{
	JNIEnv *env = nullptr;

	shim_java::machine = vm;
	if (vm->GetEnv(reinterpret_cast<void **>(&env), JNI_VERSION_1_8) !=
		JNI_OK ||
	    !shim_java::find_all(env))
		return JNI_ERR;
	return JNI_VERSION_1_8;
}
