// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** An edge of the page as shown. */
public enum Edge {
  RIGHT(Shim.EDGE_RIGHT),
  LEFT(Shim.EDGE_LEFT),
  TOP(Shim.EDGE_TOP),
  BOTTOM(Shim.EDGE_BOTTOM);

  final int value;

  Edge(int value) {
    this.value = value;
  }
}
