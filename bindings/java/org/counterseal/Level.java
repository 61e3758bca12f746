// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** How long a signature can be proven (ETSI EN 319 142-1, 6). */
public enum Level {
  /** The signature alone. */
  B(Shim.LEVEL_B),
  /** And a time-stamp: when it was there. */
  T(Shim.LEVEL_T),
  /** And what proves the certificates. */
  LT(Shim.LEVEL_LT),
  /** And a time-stamp over all of that. */
  LTA(Shim.LEVEL_LTA);

  final int value;

  Level(int value) {
    this.value = value;
  }

  static Level of(int value) {
    for (Level one : values()) if (one.value == value) return one;
    throw new IllegalStateException("a value that is newer than this class: " + value);
  }

  /** The library's stable word for it. */
  public String word() {
    return Shim.level_name(value);
  }
}
