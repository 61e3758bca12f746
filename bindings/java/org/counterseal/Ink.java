// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.counterseal.shim.InkAccountList;
import org.counterseal.shim.InkKey;
import org.counterseal.shim.Scope;

/** One handwritten signature: strokes of samples. Biometric data: closing wipes it. */
public final class Ink extends Handle {
  final org.counterseal.shim.Ink shim;

  Ink(org.counterseal.shim.Ink shim) {
    this.shim = shim;
  }

  /**
   * Lets the customer write on a pad; returns when OK is pressed.
   *
   * @param uri of the pad; null: the only one
   * @param prompt shown by a pad with a screen, or null
   * @param leastUm less ink than this, in micrometres, is too short; 0: 3000
   * @throws AgainException AGAIN_INK_TOO_SHORT
   * @throws StoppedException STOPPED_DECLINED: the customer pressed cancel; ...
   * @throws CounterException no device, ...
   */
  public static Ink capture(
      Context context, String uri, String prompt, long leastUm, Limit limit)
      throws CountersealException {
    return new Ink(
        org.counterseal.shim.Ink.capture(
            context.shim, uri, prompt, leastUm, limit.ms(), limit.shim()));
  }

  /**
   * From an ISO/IEC 19794-7:2007 full-format record.
   *
   * @throws RefusedException REFUSED_INPUT, REFUSED_LIMIT
   */
  public static Ink ofIso19794Part7(byte[] record) throws CountersealException {
    return new Ink(org.counterseal.shim.Ink.from_iso19794_7(Objects.requireNonNull(record, "record")));
  }

  /** Opens what {@link #seal} made, with a key that needs no pass phrase. */
  public static Ink open(byte[] sealed, byte[] key) throws CountersealException {
    return open(sealed, key, null, null);
  }

  /**
   * Opens what {@link #seal} made, where the key of the escrow is. What comes out has the account
   * and the document that were sealed with it.
   *
   * @param key PEM, encrypted or not, maybe with its certificate, or PKCS #12
   * @param title for whoever is asked for the pass phrase, or null
   * @param pin knows the pass phrase; null: it is not known
   * @throws RefusedException REFUSED_INPUT: nothing that was sealed so; REFUSED_KEY_MISMATCH,
   *     REFUSED_DAMAGED: sealed for others, or changed; REFUSED_LIMIT
   * @throws SetupException SETUP_NO_KEY: the key cannot be read
   * @throws AgainException AGAIN_PIN_WRONG
   * @throws CounterException COUNTER_PIN_NEEDED
   */
  public static Ink open(byte[] sealed, byte[] key, String title, PinSource pin)
      throws CountersealException {
    Objects.requireNonNull(sealed, "sealed");
    Objects.requireNonNull(key, "key");
    Signer.Pin source = pin == null ? null : new Signer.Pin(pin);
    try (Scope scope = new Scope()) {
      InkKey given = scope.keep(new InkKey());
      given.bytes(key);
      given.title(title);
      if (source != null) given.pin(source);
      return new Ink(org.counterseal.shim.Ink.open(sealed, given));
    } finally {
      Reference.reachabilityFence(source);
    }
  }

  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }

  /** As such a record. Biometric data: store with care. */
  public byte[] iso19794Part7() throws CountersealException {
    return shim.iso19794_7();
  }

  /**
   * As InkML (W3C Recommendation of 20 September 2011): X and Y in mm, F, and T in ms. Biometric
   * data, too.
   */
  public byte[] inkml() throws CountersealException {
    return shim.inkml();
  }

  /**
   * A drawing without time or pressure.
   *
   * @param format "svg" or "pdf"
   */
  public byte[] draw(String format) throws CountersealException {
    return shim.draw(format);
  }

  /** How it was captured; none of ink that was read from a record. */
  public Optional<InkAccount> account() {
    try (Scope scope = new Scope()) {
      InkAccountList found = scope.keep(shim.account());
      return list(found.count(), found::at, InkAccount::of).stream().findFirst();
    }
  }

  /** What is known of it but the writing itself, as one JSON object. */
  public String json() throws CountersealException {
    return shim.json();
  }

  /**
   * Says for which document it was written: keeps the digest of its bytes, as the customer saw
   * them, before the ink is put on.
   *
   * @throws FaultException FAULT_APPLICATION: no bytes
   */
  public void bind(byte[] document) throws CountersealException {
    shim.bind(Objects.requireNonNull(document, "document"));
  }

  /**
   * The same, from the buffer's position to its limit. Any buffer is copied while this lasts: that
   * of an arena may be closed by another thread.
   *
   * @throws FaultException FAULT_APPLICATION: no bytes
   * @throws IllegalStateException the memory of the buffer is gone
   */
  public void bind(ByteBuffer document) throws CountersealException {
    shim.bind(bytes(document));
  }

  /**
   * Checks that it is the document that the ink was written for, with or without what was added to
   * it since.
   *
   * @throws RefusedException REFUSED_INPUT: it is not, or the ink was written for none
   */
  public void checkDocument(byte[] document) throws CountersealException {
    shim.check_document(Objects.requireNonNull(document, "document"));
  }

  /**
   * The same, from the buffer's position to its limit. Any buffer is copied while this lasts: that
   * of an arena may be closed by another thread.
   *
   * @throws RefusedException REFUSED_INPUT: it is not, or the ink was written for none
   * @throws IllegalStateException the memory of the buffer is gone
   */
  public void checkDocument(ByteBuffer document) throws CountersealException {
    shim.check_document(bytes(document));
  }

  /**
   * Seals it for an escrow: a CMS AuthEnvelopedData (RFC 5083, AES-256-GCM) with the record, the
   * account and the digest of the document. It keeps others from reading it; who made it is proven
   * by the seal of the document that it is attached to.
   *
   * @throws FaultException FAULT_APPLICATION: an escrow of nobody; FAULT_CRYPTO
   * @throws RefusedException REFUSED_INPUT: the pen never touched the pad
   */
  public byte[] seal(Escrow escrow) throws CountersealException {
    return shim.seal(escrow.shim);
  }

  /** In the order of time, of all strokes. */
  public List<InkSample> samples() {
    return unpack(shim.samples());
  }

  /** From struct cseal_ink_sample, one after another; null is none. */
  static List<InkSample> unpack(byte[] packed) {
    List<InkSample> samples = new ArrayList<>();
    if (packed == null) return samples;
    ByteBuffer in = ByteBuffer.wrap(packed).order(ByteOrder.nativeOrder());
    while (in.hasRemaining())
      samples.add(
          new InkSample(
              in.getInt(),
              in.getInt(),
              Short.toUnsignedInt(in.getShort()),
              Short.toUnsignedInt(in.getShort()),
              Integer.toUnsignedLong(in.getInt())));
    return samples;
  }

  /** How many samples. */
  public long count() {
    return shim.count();
  }

  /** In microseconds. */
  public long durationUs() {
    return shim.duration_us();
  }

  /** How often the pen was put down. */
  public long strokeCount() {
    return shim.stroke_count();
  }

  /** Whether all of the writing is in memory that does not reach the swap. */
  public boolean isLocked() {
    return shim.is_locked();
  }

  /** Whether a virtual pad wrote it. */
  public boolean isVirtual() {
    return shim.is_virtual();
  }

  /** Says so of one that was read back; cannot be taken off. */
  public void markVirtual() {
    shim.mark_virtual();
  }
}
