// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.ArrayList;
import java.util.List;
import org.counterseal.shim.Watch;

/** Devices that come and go; what is there at the start arrives first. */
public final class DeviceWatch extends Handle {
  private final Watch shim;

  /** Takes events of a watch. */
  @FunctionalInterface
  public interface Listener {
    /** What it throws goes to the handler of uncaught exceptions, and the watch goes on. */
    void changed(DeviceEvent event);
  }

  DeviceWatch(Context context, long kinds) throws CountersealException {
    shim = new Watch(context.shim, kinds);
    shim.kept = context;
  }

  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }

  /**
   * The number of the descriptor to poll for reading, for an event loop of C; belongs to the
   * watch.
   */
  public int fd() {
    return shim.fd();
  }

  /** Looks without waiting, and says what happened since the last time. One thread at a time. */
  public synchronized List<DeviceEvent> pending() throws CountersealException {
    List<DeviceEvent> events = new ArrayList<>();
    shim.dispatch();
    while (shim.next())
      events.add(new DeviceEvent(DeviceChange.of(shim.change()), Device.of(shim.device())));
    return events;
  }

  /**
   * Tells the listener in a thread of its own, which looks five times a second and ends when the
   * watch is closed.
   */
  public Thread listen(Listener listener) {
    return Telling.start(
        "counterseal-watch", this::pending, listener::changed, event -> false, 200);
  }
}
