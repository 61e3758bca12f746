// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Three separate questions; none stands for another. */
public enum IdentityQuestion {
  /** Did the issuing state sign it? */
  DATA_SIGNED(Shim.IDENTITY_DATA_SIGNED),
  /** Is this the chip it was put on? */
  CHIP_GENUINE(Shim.IDENTITY_CHIP_GENUINE),
  /** Is it what the print says? */
  MATCHES_PRINT(Shim.IDENTITY_MATCHES_PRINT);

  final int value;

  IdentityQuestion(int value) {
    this.value = value;
  }
}
