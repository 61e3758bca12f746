// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.time.Duration;

/**
 * How long a call may take, and what ends it before.
 *
 * @param timeout null: as long as it takes
 * @param cancel null: nothing ends it
 */
public record Limit(Duration timeout, Cancel cancel) {
  /** As long as it takes. */
  public static final Limit NONE = new Limit(null, null);

  /** Checks it. */
  public Limit {
    if (timeout != null && timeout.isNegative())
      throw new IllegalArgumentException("a timeout is not negative");
  }

  /** At most that long. */
  public static Limit of(Duration timeout) {
    return new Limit(timeout, null);
  }

  /** At most so many seconds. */
  public static Limit seconds(long seconds) {
    return of(Duration.ofSeconds(seconds));
  }

  /** The same, ended by that, too. */
  public Limit and(Cancel by) {
    return new Limit(timeout, by);
  }

  static int ms(Duration timeout) {
    if (timeout == null) return -1;
    if (timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) return Integer.MAX_VALUE;
    return (int) timeout.plusNanos(999_999).toMillis();
  }

  int ms() {
    return ms(timeout);
  }

  org.counterseal.shim.Cancel shim() {
    return cancel == null ? null : cancel.shim;
  }
}
