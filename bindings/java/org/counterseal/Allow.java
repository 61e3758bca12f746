// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What may change in the document afterwards. */
public enum Allow {
  UNSAID(Shim.ALLOW_UNSAID),
  NONE(Shim.ALLOW_NONE),
  FORMS(Shim.ALLOW_FORMS),
  ANNOTATIONS(Shim.ALLOW_ANNOTATIONS);

  final int value;

  Allow(int value) {
    this.value = value;
  }
}
