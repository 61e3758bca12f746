// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What would have shown that samples were lost on the way. */
public enum InkTally {
  /** Nothing. */
  NONE(Shim.INK_TALLY_NONE),
  /** The system tells when its queue was full. */
  QUEUE(Shim.INK_TALLY_QUEUE),
  /** Gaps between the times that the pad gave. */
  CLOCK(Shim.INK_TALLY_CLOCK),
  /** Gaps in the pad's own numbers. */
  COUNT(Shim.INK_TALLY_COUNT);

  final int value;

  InkTally(int value) {
    this.value = value;
  }

  static InkTally of(int value) {
    for (InkTally one : values()) if (one.value == value) return one;
    throw new IllegalStateException("a value that is newer than this class: " + value);
  }

  /** The library's stable word for it. */
  public String word() {
    return Shim.ink_tally_name(value);
  }
}
