// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * Of a page as shown, with crop box and rotation.
 *
 * @param widthUm in micrometres
 * @param heightUm in micrometres
 */
public record PageSize(long widthUm, long heightUm) {}
