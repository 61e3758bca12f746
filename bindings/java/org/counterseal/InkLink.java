// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** How what the pen did came from the pad to the computer. */
public enum InkLink {
  /** Nobody told. */
  UNKNOWN(Shim.INK_LINK_UNKNOWN),
  /** For whoever listens to read. */
  CLEAR(Shim.INK_LINK_CLEAR),
  /** Encrypted, but that can be broken. */
  WEAK(Shim.INK_LINK_WEAK),
  /** Encrypted. */
  STRONG(Shim.INK_LINK_STRONG);

  final int value;

  InkLink(int value) {
    this.value = value;
  }

  static InkLink of(int value) {
    for (InkLink one : values()) if (one.value == value) return one;
    throw new IllegalStateException("a value that is newer than this class: " + value);
  }

  /** The library's stable word for it. */
  public String word() {
    return Shim.ink_link_name(value);
  }
}
