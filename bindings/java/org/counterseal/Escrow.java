// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Who may open what is sealed at the counter: certificates. Their keys are elsewhere, with a notary
 * or in a safe: the counter can seal for them, and can open nothing.
 */
public final class Escrow extends Handle {
  final org.counterseal.shim.Escrow shim;

  /** Of nobody yet. */
  public Escrow() throws CountersealException {
    shim = new org.counterseal.shim.Escrow();
  }

  /**
   * Adds the certificates of a file: PEM, or one in DER. Who has the key of any one of them can
   * open.
   *
   * <p>Keys: RSA from 2048 bits (3072 are better for what must stay closed for decades), EC on
   * P-256, P-384, P-521. Who chose the file vouches for it: neither an issuer nor the time of
   * validity is looked at.
   *
   * @throws RefusedException REFUSED_INPUT: no certificate; REFUSED_CERT_USAGE: not made for
   *     encrypting; REFUSED_LIMIT
   * @throws SetupException SETUP_KEY_UNSUPPORTED
   */
  public Escrow add(byte[] certificates) throws CountersealException {
    shim.add(Objects.requireNonNull(certificates, "certificates"));
    return this;
  }

  /** Of its certificates, RFC 4514. */
  public List<String> subjects() {
    List<String> subjects = new ArrayList<>();
    for (long i = 0; i < shim.count(); i++) subjects.add(shim.subject(i));
    return subjects;
  }

  /** What was sealed for it stays sealed. */
  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }
}
