// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What a device is found in. */
public enum DeviceState {
  /** It can be used. */
  READY(Shim.DEVICE_READY),
  /** Somebody else holds it. */
  BUSY(Shim.DEVICE_BUSY),
  /** A PIN is blocked. */
  LOCKED(Shim.DEVICE_LOCKED),
  /** The system refuses access. */
  DENIED(Shim.DEVICE_DENIED),
  /** Configured, but not there. */
  ABSENT(Shim.DEVICE_ABSENT);

  final int value;

  DeviceState(int value) {
    this.value = value;
  }

  static DeviceState of(int value) {
    for (DeviceState one : values()) if (one.value == value) return one;
    throw new IllegalStateException("a value that is newer than this class: " + value);
  }

  /** The library's stable word for it. */
  public String word() {
    return Shim.device_state_name(value);
  }
}
