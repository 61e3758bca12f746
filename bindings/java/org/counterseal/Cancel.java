// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/** Ends every call that was given it with {@link StoppedException}, now and for good. */
public final class Cancel {
  final org.counterseal.shim.Cancel shim = new org.counterseal.shim.Cancel();

  /** Not yet requested. */
  public Cancel() {}

  /** From any thread; it cannot be taken back. */
  public void request() {
    shim.request();
  }

  /** Whether it was. */
  public boolean requested() {
    return shim.requested();
  }
}
