// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Printed on both sides, only every other page has the edge in front. */
public enum Sides {
  /** Every page. */
  ALL(Shim.SIDES_ALL),
  /** Page 1, 3, ... */
  ODD(Shim.SIDES_ODD),
  /** Page 2, 4, ... */
  EVEN(Shim.SIDES_EVEN);

  final int value;

  Sides(int value) {
    this.value = value;
  }
}
