// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.counterseal.shim.Scope;
import org.counterseal.shim.Secret;
import org.counterseal.shim.SignerOptions;

/** A certificate with its chain, and a key that can sign. Closing logs out and wipes. */
public final class Signer extends Handle {
  final org.counterseal.shim.Signer shim;

  static final class Pin extends org.counterseal.shim.PinSource {
    private final PinSource source;

    Pin(PinSource source) {
      this.source = source;
    }

    @Override
    public boolean ask(org.counterseal.shim.PinRequest asked, Secret secret)
        throws CountersealException {
      char[] pin =
          source.ask(
              new PinRequest(
                  asked.getUri(), asked.getTitle(), asked.getAgain(), asked.getLast_try()));
      if (pin == null) return false;
      ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(pin));
      byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
      try {
        secret.append(bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(pin, '\0');
      }
      return true;
    }
  }

  private Signer(org.counterseal.shim.Signer shim) {
    this.shim = shim;
  }

  /** One that needs no PIN; as long as it takes. */
  public static Signer open(Context context, String uri) throws CountersealException {
    return open(context, uri, null, null, Limit.NONE);
  }

  /** With a PIN, within a limit. */
  public static Signer open(Context context, String uri, PinSource pin, Limit limit)
      throws CountersealException {
    return open(context, uri, pin, null, limit);
  }

  /**
   * Opens the one certificate with key that the URI names; logs in where that is needed.
   *
   * @param pin null: none is known
   * @param certificateFile PEM or DER with the certificate, and PEM chain, of a key that has none
   *     beside it in the token; null: none
   * @throws SetupException SETUP_NO_KEY: none, or more than one, matches
   * @throws AgainException AGAIN_PIN_WRONG
   * @throws CounterException COUNTER_PIN_NEEDED, COUNTER_PIN_LOCKED, ...
   * @throws RefusedException REFUSED_KEY_MISMATCH
   */
  public static Signer open(
      Context context, String uri, PinSource pin, Path certificateFile, Limit limit)
      throws CountersealException {
    Objects.requireNonNull(uri, "uri");
    try (Scope scope = new Scope()) {
      SignerOptions options = scope.keep(new SignerOptions());
      Pin source = pin == null ? null : new Pin(pin);
      if (source != null) options.pin(source);
      options.certificate_file(Context.name(certificateFile));
      org.counterseal.shim.Signer opened =
          org.counterseal.shim.Signer.open(
              context.shim, uri, options, limit.ms(), limit.shim());
      opened.kept = List.of(context, source == null ? context : source);
      return new Signer(opened);
    }
  }

  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }

  /** X.509 DER: the signer's certificate, then its issuers as far as they are known. */
  public List<byte[]> encodedChain() {
    List<byte[]> chain = new ArrayList<>();
    for (long i = 0; i < shim.chain_count(); i++) chain.add(shim.certificate(i));
    return chain;
  }

  /**
   * The same for Java.
   *
   * @throws CertificateException Java cannot read one
   */
  public List<X509Certificate> chain() throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> chain = new ArrayList<>();
    for (byte[] der : encodedChain())
      chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
    return chain;
  }

  /** Of the certificate, RFC 4514. */
  public String subject() {
    return shim.subject();
  }

  /** Of the certificate, RFC 4514. */
  public String issuer() {
    return shim.issuer();
  }

  /** "RSA 2048", "EC P-256", "SM2", ... */
  public String key() {
    return shim.key();
  }

  /** RFC 3339, UTC. */
  public String notBefore() {
    return shim.not_before();
  }

  /** RFC 3339, UTC. */
  public String notAfter() {
    return shim.not_after();
  }

  /** As it was opened. */
  public String uri() {
    return shim.uri();
  }

  /** Whether it plays a script. */
  public boolean isVirtual() {
    return shim.is_virtual();
  }
}
