// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/** Takes lines of the log. */
@FunctionalInterface
public interface LogSink {
  /**
   * Called by the thread that logs; must not call back into the library. Lines hold no PIN, no
   * personal data and no captured bytes. What it throws goes to the thread's handler of uncaught
   * exceptions, and hurts nobody.
   */
  void log(LogLevel level, String origin, String text);
}
