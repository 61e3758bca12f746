// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * Where the pen was, and when.
 *
 * @param xUm to the right, from the top left corner of the pad, in micrometres
 * @param yUm down
 * @param pressure 0 is pen up, 65535 the most the pad can tell
 * @param flags 0 today
 * @param timeUs microseconds since the first sample
 */
public record InkSample(int xUm, int yUm, int pressure, int flags, long timeUs) {}
