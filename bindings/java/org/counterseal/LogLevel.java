// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** How much of the log; the first three say whom to call. */
public enum LogLevel {
  NONE(Shim.LOG_NONE),
  BUG_APP(Shim.LOG_BUG_APP),
  BUG_MODULE(Shim.LOG_BUG_MODULE),
  BUG_DEVICE(Shim.LOG_BUG_DEVICE),
  WARNING(Shim.LOG_WARNING),
  INFO(Shim.LOG_INFO),
  DEBUG(Shim.LOG_DEBUG);

  final int value;

  LogLevel(int value) {
    this.value = value;
  }

  static LogLevel of(int value) {
    for (LogLevel one : values()) if (one.value == value) return one;
    throw new IllegalStateException("a value that is newer than this class: " + value);
  }
}
