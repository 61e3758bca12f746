// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What a device is found in. */
public enum DeviceState {
  READY(Shim.DEVICE_READY),
  BUSY(Shim.DEVICE_BUSY),
  LOCKED(Shim.DEVICE_LOCKED),
  DENIED(Shim.DEVICE_DENIED),
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
