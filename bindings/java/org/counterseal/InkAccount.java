// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * How ink was captured, of all that the pen did since the pad was cleared last. A number that
 * nobody told is 0, a text "".
 *
 * @param device model, firmware, number
 * @param cipher of the link
 * @param link how it came
 * @param tally what would have shown a loss
 * @param counted samples by the pad's own numbers
 * @param received that came
 * @param lost known to be missing
 * @param gaps times that the pen was out of reach, and its numbers do not show whether samples
 *     of then are missing
 * @param padUs from the first to the last by the pad's clock, in microseconds
 * @param hostUs the same, by when they came
 * @param module which captured it
 * @param beganMs when the first sample came, milliseconds since 1970
 * @param endedMs when OK came, milliseconds since 1970
 */
public record InkAccount(
    String device,
    String cipher,
    InkLink link,
    InkTally tally,
    long counted,
    long received,
    long lost,
    long gaps,
    long padUs,
    long hostUs,
    String module,
    long beganMs,
    long endedMs) {
  static InkAccount of(org.counterseal.shim.InkAccount found) {
    try {
      return new InkAccount(
          found.getDevice(),
          found.getCipher(),
          InkLink.of(found.getLink()),
          InkTally.of(found.getTally()),
          found.getCounted(),
          found.getReceived(),
          found.getLost(),
          found.getGaps(),
          found.getPad_us(),
          found.getHost_us(),
          found.getModule(),
          found.getBegan_ms(),
          found.getEnded_ms());
    } finally {
      found.delete();
    }
  }
}
