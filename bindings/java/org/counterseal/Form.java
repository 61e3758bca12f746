// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Names and object identifiers of the signature. */
public enum Form {
  /** RFC 5652 in ETSI.CAdES.detached. */
  PADES(Shim.FORM_PADES),
  /** GB/T 35275 (GM/T 0010), for SM2 keys. */
  GM(Shim.FORM_GM);

  final int value;

  Form(int value) {
    this.value = value;
  }
}
