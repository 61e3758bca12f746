// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** The answer to a question about an identity document. */
public enum Verdict {
  /** It could not be found out: see reasons. */
  UNKNOWN(Shim.VERDICT_UNKNOWN),
  /** It is so. */
  YES(Shim.VERDICT_YES),
  /** It is not so. */
  NO(Shim.VERDICT_NO);

  final int value;

  Verdict(int value) {
    this.value = value;
  }

  static Verdict of(int value) {
    for (Verdict one : values()) if (one.value == value) return one;
    throw new IllegalStateException("a value that is newer than this class: " + value);
  }

  /** The library's stable word for it. */
  public String word() {
    return Shim.verdict_name(value);
  }
}
