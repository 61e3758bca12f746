// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What happened to a device. */
public enum DeviceChange {
  ARRIVED(Shim.DEVICE_ARRIVED),
  LEFT(Shim.DEVICE_LEFT),
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
