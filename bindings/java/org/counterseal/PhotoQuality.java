// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.Set;

/**
 * Measures of a photo; usable if it has no flaws.
 *
 * @param flaws what somebody at the counter can put right
 * @param light mean luma, 0 to 255
 * @param contrast luma between its dark and its light parts
 * @param sharpness how steep edges are, in thousandths of the contrast
 * @param darkPermille black
 * @param brightPermille burnt out
 */
public record PhotoQuality(
    Set<PhotoFlaw> flaws,
    long light,
    long contrast,
    long sharpness,
    long darkPermille,
    long brightPermille) {}
