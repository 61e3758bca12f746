// SPDX-License-Identifier: Apache-2.0
package org.counterseal.shim;

import java.lang.ref.Cleaner;

/** Frees the C++ side of an object when nobody refers to it any more. */
public final class Leftover implements Runnable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final String noun;
  private final Runnable freeing;
  private volatile boolean isClosed;

  private Leftover(String noun, Runnable freeing) {
    this.noun = noun;
    this.freeing = freeing;
    // There is nothing to close of these.
    isClosed = noun.equals("Cancel") || noun.endsWith("Sink") || noun.endsWith("Source");
  }

  static Leftover of(Object object, String noun, Runnable freeing) {
    Leftover leftover = new Leftover(noun, freeing);
    CLEANER.register(object, leftover);
    return leftover;
  }

  /** It was closed, as it should be. */
  public void closed() {
    isClosed = true;
  }

  @Override
  public void run() {
    freeing.run();
    if (!isClosed)
      System.getLogger("org.counterseal")
          .log(System.Logger.Level.WARNING, "a " + noun + " was never closed");
  }
}
