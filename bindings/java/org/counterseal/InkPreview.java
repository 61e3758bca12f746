// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.ArrayList;
import java.util.List;

/**
 * What the pen does, while it happens: as {@link Ink#capture}, in the background. The pad is served
 * by a thread of the library: an application that is slow loses no sample.
 *
 * <p>Two ways to use it: {@link #listen} tells a listener in a thread of its own; {@link #pending}
 * never waits, such as in a timer of the user interface.
 */
public final class InkPreview extends Handle {
  private final org.counterseal.shim.InkPreview shim;

  /** Takes what the pen did. */
  @FunctionalInterface
  public interface Listener {
    /** What it throws goes to the handler of uncaught exceptions, and the preview goes on. */
    void written(InkEvent event);
  }

  /**
   * Lets the customer write on a pad; how it ended is said by {@link #take}.
   *
   * @param uri of the pad; null: the only one
   * @param prompt shown by a pad with a screen, or null
   * @param leastUm less ink than this, in micrometres, is too short; 0: 3000
   * @param limit ends the writing, not this call
   * @throws RefusedException REFUSED_LIMIT: no more threads or descriptors
   */
  public InkPreview(Context context, String uri, String prompt, long leastUm, Limit limit)
      throws CountersealException {
    shim =
        new org.counterseal.shim.InkPreview(
            context.shim, uri, prompt, leastUm, limit.ms(), limit.shim());
    shim.kept = context;
  }

  /** Wipes it, and blocks until the pad has been let go, some 100 ms. */
  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }

  /**
   * The number of the descriptor to poll for reading, for an event loop of C; belongs to the
   * preview.
   */
  public int fd() {
    return shim.fd();
  }

  /**
   * Looks without waiting, and says what happened since the last time. From the first sample that
   * touched the pad on all of them are told, in order, but for those that were cleared. One thread
   * at a time.
   */
  public synchronized List<InkEvent> pending() {
    List<InkEvent> events = new ArrayList<>();
    shim.dispatch();
    while (shim.next())
      events.add(new InkEvent(InkNews.of(shim.news()), Ink.unpack(shim.samples())));
    return events;
  }

  /**
   * Tells the listener in a thread of its own, which looks 50 times a second and ends with {@link
   * InkNews#OVER}, or when the preview is closed.
   */
  public Thread listen(Listener listener) {
    return Telling.start(
        "counterseal-ink",
        this::pending,
        listener::written,
        event -> event.news() == InkNews.OVER,
        20);
  }

  /**
   * What was written so far, as far as it was told; as {@link Ink#draw}.
   *
   * @param format "svg" or "pdf"
   */
  public synchronized byte[] draw(String format) throws CountersealException {
    return shim.draw(format);
  }

  /**
   * What was written, once it is over; once.
   *
   * @throws FaultException FAULT_APPLICATION: before that, or twice
   * @throws CountersealException what {@link Ink#capture} throws
   */
  public Ink take() throws CountersealException {
    return new Ink(shim.take());
  }
}
