// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** An edge of the page as shown. */
public enum Edge {
  /** The right edge of the page as shown. */
  RIGHT(Shim.EDGE_RIGHT),
  /** The left one. */
  LEFT(Shim.EDGE_LEFT),
  /** The top one. */
  TOP(Shim.EDGE_TOP),
  /** The bottom one. */
  BOTTOM(Shim.EDGE_BOTTOM);

  final int value;

  Edge(int value) {
    this.value = value;
  }
}
