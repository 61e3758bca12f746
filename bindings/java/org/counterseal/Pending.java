// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.Objects;

/** A seal that waits for its signature from another machine or day; without secrets. */
public final class Pending extends Handle {
  final org.counterseal.shim.Pending shim;

  Pending(org.counterseal.shim.Pending shim) {
    this.shim = shim;
  }

  /**
   * Reads back what {@link #toBytes} gave.
   *
   * @throws RefusedException REFUSED_INPUT, REFUSED_UNSUPPORTED, REFUSED_LIMIT
   */
  public static Pending of(byte[] state) throws CountersealException {
    return new Pending(org.counterseal.shim.Pending.from_state(Objects.requireNonNull(state, "state")));
  }

  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }

  /** All of it, to be kept beside the document. */
  public byte[] toBytes() {
    return shim.saved();
  }

  /**
   * The bytes whose signature is wanted: signed attributes, DER; null where the certificates were
   * not known.
   */
  public byte[] toSign() {
    return shim.to_sign();
  }

  /** Their digest, for keys that sign one; or null. */
  public byte[] toSignDigest() {
    return shim.to_sign_digest();
  }

  /** The bytes of the document that the signature covers: offset and length, twice. */
  public long[] covered() {
    return new long[] {shim.covered(0), shim.covered(1), shim.covered(2), shim.covered(3)};
  }

  /** Their digest. */
  public byte[] coveredDigest() {
    return shim.covered_digest();
  }

  /** "SHA256", "SHA384", "SHA512" or "SM3" of both digests. */
  public String digestName() {
    return shim.digest_name();
  }
}
