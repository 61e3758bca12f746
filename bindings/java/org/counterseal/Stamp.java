// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * Draws a look on a page for good: content, not an annotation.
 *
 * @param place where
 * @param look what
 */
public record Stamp(Place place, Look look) {}
