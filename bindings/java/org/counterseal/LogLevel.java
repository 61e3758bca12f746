// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** How much of the log; the first three say whom to call. */
public enum LogLevel {
  /** No line at all. */
  NONE(Shim.LOG_NONE),
  /** The application broke the API. */
  BUG_APP(Shim.LOG_BUG_APP),
  /** A module broke its contract. */
  BUG_MODULE(Shim.LOG_BUG_MODULE),
  /** A device broke its protocol. */
  BUG_DEVICE(Shim.LOG_BUG_DEVICE),
  /** Something is not as it should be. */
  WARNING(Shim.LOG_WARNING),
  /** What goes on. */
  INFO(Shim.LOG_INFO),
  /** Everything, without secrets and personal data. */
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
