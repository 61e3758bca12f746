// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/** Knows a PIN. */
@FunctionalInterface
public interface PinSource {
  /**
   * Called in the thread of the call that needs it, not for a token with a pin pad. What it throws
   * comes out of that call.
   *
   * @return is wiped after use; null: none is known
   */
  char[] ask(PinRequest request) throws CountersealException;

  /** A PIN that nobody types: tried once, and never as the last try. The array stays as it is. */
  static PinSource of(char[] pin) {
    return request -> request.again() || request.lastTry() ? null : pin.clone();
  }
}
