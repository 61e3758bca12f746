// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;

/**
 * What the pen did.
 *
 * @param news what happened
 * @param samples of {@link InkNews#SAMPLES}, those that came since, with the pad's own times; else
 *     none
 */
public record InkEvent(InkNews news, List<InkSample> samples) {}
