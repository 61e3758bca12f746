// SPDX-License-Identifier: Apache-2.0
package org.counterseal.shim;

import java.util.ArrayDeque;
import java.util.Deque;

/** Deletes what was made for one call. */
public final class Scope implements AutoCloseable {
  private final Deque<Deletable> kept = new ArrayDeque<>();

  /** Returns what it is given. */
  public <T extends Deletable> T keep(T made) {
    kept.push(made);
    return made;
  }

  @Override
  public void close() {
    while (!kept.isEmpty()) kept.pop().delete();
  }
}
