// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * What a camera saw.
 *
 * @param news what happened
 * @param jpeg of {@link PhotoNews#FRAME}, the newest frame as a JPEG file; else null
 */
public record PhotoEvent(PhotoNews news, byte[] jpeg) {}
