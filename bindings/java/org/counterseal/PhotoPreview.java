// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.ArrayList;
import java.util.List;

/**
 * What a camera sees before the photo is taken, in the background: only the newest frame is kept,
 * whoever is slow misses some.
 *
 * <p>Two ways to use it: {@link #listen} tells a listener in a thread of its own; {@link #pending}
 * never waits, such as in a timer of the user interface. {@link #take} makes a photo of the frame
 * that was told last, and the preview goes on.
 */
public final class PhotoPreview extends Handle {
  private final org.counterseal.shim.PhotoPreview shim;

  /** Takes what the camera saw. */
  @FunctionalInterface
  public interface Listener {
    /** What it throws goes to the handler of uncaught exceptions, and the preview goes on. */
    void seen(PhotoEvent event);
  }

  /**
   * Looks through a camera; how it ended is said by {@link #take}.
   *
   * @param uri of the camera; null: the only one
   * @param width wished, in pixels; 0: the camera's choice
   * @param height wished, in pixels; 0: the camera's choice
   * @param limit ends the preview, not this call
   * @throws RefusedException REFUSED_LIMIT: no more threads or descriptors
   */
  public PhotoPreview(Context context, String uri, long width, long height, Limit limit)
      throws CountersealException {
    shim =
        new org.counterseal.shim.PhotoPreview(
            context.shim, uri, width, height, limit.ms(), limit.shim());
    shim.kept = context;
  }

  /** Wipes it, within 100 ms, whatever the camera does. */
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
   * Looks without waiting, and says what is new since the last time: a frame, the end, both, or
   * nothing. One thread at a time.
   */
  public synchronized List<PhotoEvent> pending() {
    List<PhotoEvent> events = new ArrayList<>();
    shim.dispatch();
    while (shim.next()) {
      PhotoNews news = PhotoNews.of(shim.news());
      events.add(new PhotoEvent(news, news == PhotoNews.FRAME ? shim.frame() : null));
    }
    return events;
  }

  /**
   * Tells the listener in a thread of its own, which looks 50 times a second and ends with {@link
   * PhotoNews#OVER}, or when the preview is closed.
   */
  public Thread listen(Listener listener) {
    return Telling.start(
        "counterseal-camera",
        this::pending,
        listener::seen,
        event -> event.news() == PhotoNews.OVER,
        20);
  }

  /**
   * The frame that was told last, as a photo; once of each. Where the last look told none: how it
   * ended. With {@link #listen}, called by the listener.
   *
   * @throws FaultException FAULT_APPLICATION: before the first frame, or twice of one
   * @throws CountersealException what {@link Photo#take} throws
   */
  public synchronized Photo take() throws CountersealException {
    return new Photo(shim.take());
  }
}
