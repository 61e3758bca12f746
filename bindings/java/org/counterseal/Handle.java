// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * An object of the library.
 *
 * <p>Any thread may use it; what another thread is doing with it is waited for. A later use throws
 * {@link IllegalStateException}.
 */
public abstract class Handle implements AutoCloseable {
  Handle() {}

  /**
   * Ends the calls that are using it with {@link StoppedException}, waits for them, and frees it.
   * From any thread; again: does nothing.
   *
   * @throws IllegalStateException in a callback of a call that is using it
   */
  @Override
  public abstract void close();

  /** From its position to its limit, which stay as they are; the shim moves those of this. */
  static Object bytes(ByteBuffer buffer) {
    return buffer.duplicate();
  }

  /** Seconds since 1970; null is 0, which asks the clock. */
  static long seconds(Instant time) {
    return time == null ? 0 : time.getEpochSecond();
  }

  static <N, T> List<T> list(long count, LongFunction<N> at, Function<N, T> made) {
    List<T> all = new ArrayList<>();
    for (long i = 0; i < count; i++) all.add(made.apply(at.apply(i)));
    return List.copyOf(all);
  }
}
