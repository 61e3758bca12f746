// SPDX-License-Identifier: Apache-2.0
/**
 * Counterseal: paperless signing at the counter of a business hall.
 *
 * <p>One class for each noun of the C library, whose headers are the reference. Lengths are
 * micrometres, as names say. Calls that block take a {@link org.counterseal.Limit}. Any thread may
 * use, cancel or close an object. What fails throws {@link org.counterseal.CountersealException}:
 * one class for each class of status, which says who can make the next attempt succeed. A text or
 * array that may be null says so; a parameter that may be null says so, and any other that is null
 * is a {@link NullPointerException} that names it. A path that is not of the
 * default file system, such as one in a jar, is an {@link UnsupportedOperationException}: use bytes
 * or streams.
 *
 * <p>A call that waits for a device or a service does not look at {@link Thread#interrupt}: it runs in
 * C. Give it a {@link org.counterseal.Limit} with a {@link org.counterseal.Cancel}, and request that
 * where you would interrupt; or close an object that it uses. The thread of a listener does end when
 * it is interrupted.
 *
 * <p>The library of C++ is looked for in this order: the file that the system property {@code
 * counterseal.native} names, {@code java.library.path}, and a resource of the jar. From Java 24 on
 * {@code --enable-native-access=org.counterseal} (or {@code ALL-UNNAMED} on the class path) avoids a
 * warning.
 */
package org.counterseal;
