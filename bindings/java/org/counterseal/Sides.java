// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Printed on both sides, only every other page has the edge in front. */
public enum Sides {
  ALL(Shim.SIDES_ALL),
  ODD(Shim.SIDES_ODD),
  EVEN(Shim.SIDES_EVEN);

  final int value;

  Sides(int value) {
    this.value = value;
  }
}
