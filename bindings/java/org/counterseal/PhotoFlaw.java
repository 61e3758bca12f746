// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What is wrong with a photo that somebody at the counter can put right. */
public enum PhotoFlaw {
  /** It has too few pixels; choose a larger size. */
  TOO_SMALL(Shim.PHOTO_TOO_SMALL),
  /** There is too little light. */
  TOO_DARK(Shim.PHOTO_TOO_DARK),
  /** There is too much light. */
  TOO_BRIGHT(Shim.PHOTO_TOO_BRIGHT),
  /** Nothing can be told apart on it. */
  FLAT(Shim.PHOTO_FLAT),
  /** It is not sharp. */
  BLURRED(Shim.PHOTO_BLURRED);

  final int value;

  PhotoFlaw(int value) {
    this.value = value;
  }

  /** The library's stable word for it. */
  public String word() {
    return Shim.photo_flaw_name(value);
  }

  /** A sentence that says what to do. */
  public String text() {
    return Shim.photo_flaw_text(value);
  }
}
