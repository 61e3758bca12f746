// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** DEFAULT is by the key: SHA-256, SHA-384, SHA-512 or SM3. */
public enum Digest {
  /** By the key. */
  DEFAULT(Shim.DIGEST_DEFAULT),
  /** FIPS 180-4. */
  SHA256(Shim.DIGEST_SHA256),
  /** FIPS 180-4. */
  SHA384(Shim.DIGEST_SHA384),
  /** FIPS 180-4. */
  SHA512(Shim.DIGEST_SHA512),
  /** GB/T 32905; for SM2 keys only. */
  SM3(Shim.DIGEST_SM3);

  final int value;

  Digest(int value) {
    this.value = value;
  }
}
