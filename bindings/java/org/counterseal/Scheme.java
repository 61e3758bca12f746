// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** How the key signs; DEFAULT is RSA_PKCS1, ECDSA or SM2 by the key. */
public enum Scheme {
  /** By the key: RSA_PKCS1, ECDSA or SM2. */
  DEFAULT(Shim.SCHEME_DEFAULT),
  /** RSASSA-PKCS1-v1_5, RFC 8017 8.2. */
  RSA_PKCS1(Shim.SCHEME_RSA_PKCS1),
  /** RSASSA-PSS, RFC 8017 8.1, salt = digest. */
  RSA_PSS(Shim.SCHEME_RSA_PSS),
  /** FIPS 186-4. */
  ECDSA(Shim.SCHEME_ECDSA),
  /** GB/T 32918. */
  SM2(Shim.SCHEME_SM2);

  final int value;

  Scheme(int value) {
    this.value = value;
  }
}
