// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What may change in the document afterwards. */
public enum Allow {
  /** Nothing is said of it. */
  UNSAID(Shim.ALLOW_UNSAID),
  /** Nothing. */
  NONE(Shim.ALLOW_NONE),
  /** Filling in fields, and signing. */
  FORMS(Shim.ALLOW_FORMS),
  /** That, and annotations. */
  ANNOTATIONS(Shim.ALLOW_ANNOTATIONS);

  final int value;

  Allow(int value) {
    this.value = value;
  }
}
