// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Forms that everything shows. */
public enum PictureForm {
  /** ISO/IEC 15948. */
  PNG(Shim.PICTURE_PNG),
  /** ISO/IEC 10918-1. */
  JPEG(Shim.PICTURE_JPEG);

  final int value;

  PictureForm(int value) {
    this.value = value;
  }
}
