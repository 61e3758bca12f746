// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Names and object identifiers of the signature. */
public enum Form {
  PADES(Shim.FORM_PADES),
  GM(Shim.FORM_GM);

  final int value;

  Form(int value) {
    this.value = value;
  }
}
