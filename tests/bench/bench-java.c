/* SPDX-License-Identifier: Apache-2.0 */
/* bench-java.c -- bench-seal.c for Java. */
#include <jni.h>
#include <stdbool.h>

bool bench_make(const char *path);
bool bench_open(const char *module, const char *uri);
bool bench_seal(const char *in, const char *out, double us[2]);

JNIEXPORT jboolean JNICALL Java_BenchJava_make(
    JNIEnv *env, jclass type, jstring path);
JNIEXPORT jboolean JNICALL Java_BenchJava_open(
    JNIEnv *env, jclass type, jstring module, jstring uri);
JNIEXPORT jboolean JNICALL Java_BenchJava_seal(
    JNIEnv *env, jclass type, jstring in, jstring out, jdoubleArray us);

/* What bench_open() and bench_seal() take. */
struct names {
	const char *first, *second;
};

static struct names
names_of(JNIEnv *env, jstring first, jstring second)
{
	struct names names = { (*env)->GetStringUTFChars(env, first, NULL),
		(*env)->GetStringUTFChars(env, second, NULL) };

	return names;
}

static void
release(JNIEnv *env, struct names names, jstring first, jstring second)
{
	(*env)->ReleaseStringUTFChars(env, first, names.first);
	(*env)->ReleaseStringUTFChars(env, second, names.second);
}

JNIEXPORT jboolean JNICALL
Java_BenchJava_make(JNIEnv *env, jclass type, jstring path)
{
	const char *name = (*env)->GetStringUTFChars(env, path, NULL);
	bool is_made = bench_make(name);

	(void)type;
	(*env)->ReleaseStringUTFChars(env, path, name);
	return is_made;
}

JNIEXPORT jboolean JNICALL
Java_BenchJava_open(JNIEnv *env, jclass type, jstring module, jstring uri)
{
	struct names names = names_of(env, module, uri);
	bool is_open = bench_open(names.first, names.second);

	(void)type;
	release(env, names, module, uri);
	return is_open;
}

JNIEXPORT jboolean JNICALL
Java_BenchJava_seal(
    JNIEnv *env, jclass type, jstring in, jstring out, jdoubleArray us)
{
	struct names names = names_of(env, in, out);
	double spent[2] = { 0, 0 };
	bool is_sealed = bench_seal(names.first, names.second, spent);

	(void)type;
	release(env, names, in, out);
	(*env)->SetDoubleArrayRegion(env, us, 0, 2, spent);
	return is_sealed;
}
