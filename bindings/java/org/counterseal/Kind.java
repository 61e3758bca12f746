// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Kinds of modules; only the first four have devices. */
public enum Kind {
  READER(Shim.KIND_READER),
  CAMERA(Shim.KIND_CAMERA),
  PAD(Shim.KIND_PAD),
  SIGNER(Shim.KIND_SIGNER),
  FETCH(Shim.KIND_FETCH),
  TYPESET(Shim.KIND_TYPESET),
  REPAIR(Shim.KIND_REPAIR),
  SYMBOL(Shim.KIND_SYMBOL),
  TRUSTLIST(Shim.KIND_TRUSTLIST),
  GAUGE(Shim.KIND_GAUGE),
  MATCHER(Shim.KIND_MATCHER),
  PICTURE(Shim.KIND_PICTURE);

  final int value;

  Kind(int value) {
    this.value = value;
  }

  static Kind of(int value) {
    for (Kind one : values()) if (one.value == value) return one;
    throw new IllegalStateException("a value that is newer than this class: " + value);
  }

  /** The library's stable word for it. */
  public String word() {
    return Shim.kind_name(value);
  }
}
