// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Which fields must not change any more once this one is signed. */
public enum Lock {
  NONE(Shim.LOCK_NONE),
  ALL(Shim.LOCK_ALL),
  INCLUDE(Shim.LOCK_INCLUDE),
  EXCLUDE(Shim.LOCK_EXCLUDE);

  final int value;

  Lock(int value) {
    this.value = value;
  }
}
