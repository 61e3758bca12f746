/* SPDX-License-Identifier: Apache-2.0 */
/* measure.c -- what C has allocated, for Growth.java. */
#include <jni.h>
#include <malloc.h>

JNIEXPORT jlong JNICALL Java_Growth_allocated(JNIEnv *env, jclass type);

JNIEXPORT jlong JNICALL
Java_Growth_allocated(JNIEnv *env, jclass type)
{
	struct mallinfo2 info = mallinfo2();

	(void)env;
	(void)type;
	return (jlong)(info.uordblks + info.hblkhd);
}
