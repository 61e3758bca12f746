/* SPDX-License-Identifier: Apache-2.0 */
/* bench-java.c -- bench-seal.c for Java. */
#include <jni.h>
#include <stdbool.h>

bool bench_make(const char *path);
bool bench_open(const char *module, const char *uri);
double bench_seal_us(const char *in, const char *out);

JNIEXPORT jboolean JNICALL Java_BenchJava_make(
    JNIEnv *env, jclass type, jstring path);
JNIEXPORT jboolean JNICALL Java_BenchJava_open(
    JNIEnv *env, jclass type, jstring module, jstring uri);
JNIEXPORT jdouble JNICALL Java_BenchJava_sealUs(
    JNIEnv *env, jclass type, jstring in, jstring out);

/* What bench_open() and bench_seal_us() take. */
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

JNIEXPORT jdouble JNICALL
Java_BenchJava_sealUs(JNIEnv *env, jclass type, jstring in, jstring out)
{
	struct names names = names_of(env, in, out);
	double us = bench_seal_us(names.first, names.second);

	(void)type;
	release(env, names, in, out);
	return us;
}
