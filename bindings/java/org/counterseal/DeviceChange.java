// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What happened to a device. */
public enum DeviceChange {
  /** It is there, or was at the start. */
  ARRIVED(Shim.DEVICE_ARRIVED),
  /** It is gone. */
  LEFT(Shim.DEVICE_LEFT),
  /** State or title. */
  CHANGED(Shim.DEVICE_CHANGED);

  final int value;

  DeviceChange(int value) {
    this.value = value;
  }

  static DeviceChange of(int value) {
    for (DeviceChange one : values()) if (one.value == value) return one;
    throw new IllegalStateException("a value that is newer than this class: " + value);
  }
}
