// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Which fields must not change any more once this one is signed. */
public enum Lock {
  /** Nothing. */
  NONE(Shim.LOCK_NONE),
  /** All fields. */
  ALL(Shim.LOCK_ALL),
  /** Those that are named. */
  INCLUDE(Shim.LOCK_INCLUDE),
  /** All but those that are named. */
  EXCLUDE(Shim.LOCK_EXCLUDE);

  final int value;

  Lock(int value) {
    this.value = value;
  }
}
