// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** How the key signs; DEFAULT is RSA_PKCS1, ECDSA or SM2 by the key. */
public enum Scheme {
  DEFAULT(Shim.SCHEME_DEFAULT),
  RSA_PKCS1(Shim.SCHEME_RSA_PKCS1),
  RSA_PSS(Shim.SCHEME_RSA_PSS),
  ECDSA(Shim.SCHEME_ECDSA),
  SM2(Shim.SCHEME_SM2);

  final int value;

  Scheme(int value) {
    this.value = value;
  }
}
