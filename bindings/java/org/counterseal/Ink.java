// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.counterseal.shim.InkAccountList;
import org.counterseal.shim.Scope;

/** One handwritten signature: strokes of samples. Biometric data: closing wipes it. */
public final class Ink extends Handle {
  final org.counterseal.shim.Ink shim;

  private Ink(org.counterseal.shim.Ink shim) {
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
    return new Ink(org.counterseal.shim.Ink.from_iso19794_7(record));
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

  /** In the order of time, of all strokes. */
  public List<InkSample> samples() {
    byte[] packed = shim.samples(); // struct cseal_ink_sample
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
