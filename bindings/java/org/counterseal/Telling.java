// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A thread that looks again and again, and tells a listener, until there is nothing more to see. */
final class Telling<E> {
  /** What there is to tell. */
  interface Source<E> {
    List<E> pending() throws CountersealException;
  }

  private final Source<E> source;
  private final Consumer<E> listener;
  private final Predicate<E> isLast;
  private final long everyMs;

  private Telling(
      Source<E> source, Consumer<E> listener, Predicate<E> isLast, long everyMs) {
    this.source = source;
    this.listener = listener;
    this.isLast = isLast;
    this.everyMs = everyMs;
  }

  static <E> Thread start(
      String name,
      Source<E> source,
      Consumer<E> listener,
      Predicate<E> isLast,
      long everyMs) {
    Thread thread = new Thread(new Telling<>(source, listener, isLast, everyMs)::run, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void run() {
    try {
      while (!tell(source.pending())) Thread.sleep(everyMs);
    } catch (IllegalStateException | StoppedException | InterruptedException closed) {
      return;
    } catch (CountersealException e) {
      uncaught(e);
    }
  }

  /** Whether that was the last. */
  private boolean tell(List<E> events) {
    boolean isOver = false;
    for (E event : events) {
      isOver |= isLast.test(event);
      try {
        listener.accept(event);
      } catch (Throwable e) { // an Error, too, or what Kotlin does not declare
        uncaught(e);
      }
    }
    return isOver;
  }

  private static void uncaught(Throwable thrown) {
    Thread self = Thread.currentThread();
    try {
      self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
    } catch (Throwable e) {
      return; // as Java does with what a handler throws
    }
  }
}
