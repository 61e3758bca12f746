// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Kinds of modules; only the first four have devices. */
public enum Kind {
  /** Reads identity documents. */
  READER(Shim.KIND_READER),
  /** Takes photos. */
  CAMERA(Shim.KIND_CAMERA),
  /** Captures handwriting. */
  PAD(Shim.KIND_PAD),
  /** A certificate with its key. */
  SIGNER(Shim.KIND_SIGNER),
  /** Speaks HTTP for the library. */
  FETCH(Shim.KIND_FETCH),
  /** Sets text. */
  TYPESET(Shim.KIND_TYPESET),
  /** Writes damaged PDFs anew. */
  REPAIR(Shim.KIND_REPAIR),
  /** Encodes text as a QR code. */
  SYMBOL(Shim.KIND_SYMBOL),
  /** Reads trusted lists. */
  TRUSTLIST(Shim.KIND_TRUSTLIST),
  /** Measures photos. */
  GAUGE(Shim.KIND_GAUGE),
  /** Compares faces. */
  MATCHER(Shim.KIND_MATCHER),
  /** Opens pictures that few programs can. */
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
