// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;
import org.counterseal.shim.Shim;

/**
 * Something failed: one class for each class of status, which says who can make the next attempt
 * succeed. What the application does wrong, such as to use an object that was closed, is an {@link
 * IllegalStateException} instead.
 */
public abstract class CountersealException extends Exception {
  private static final long serialVersionUID = 1;

  /** Of the status. */
  private final int number;

  /** The outermost first. */
  private final String[] notes;

  CountersealException(int number, List<String> notes) {
    super(notes.isEmpty() ? Shim.status_text(number) : String.join(": ", notes));
    this.number = number;
    this.notes = notes.toArray(new String[0]);
  }

  /** Of any status, also of one that is newer than this class; for the shim. */
  public static CountersealException of(int number, List<String> notes) {
    int of = Shim.class_of(number);
    if (of == Shim.CLASS_AGAIN) return new AgainException(number, notes);
    if (of == Shim.CLASS_STOPPED) return new StoppedException(number, notes);
    if (of == Shim.CLASS_COUNTER) return new CounterException(number, notes);
    if (of == Shim.CLASS_SETUP) return new SetupException(number, notes);
    if (of == Shim.CLASS_REFUSED) return new RefusedException(number, notes);
    assert of == Shim.CLASS_FAULT || of == Shim.CLASS_OK;
    return new FaultException(number, notes);
  }

  /** The exact status. */
  public Status status() {
    return Status.of(number);
  }

  /** Its number, where {@link #status} does not know it. */
  public int statusNumber() {
    return number;
  }

  /** Its stable name, such as "AGAIN_PIN_WRONG". */
  public String statusName() {
    return Shim.status_name(number);
  }

  /** "customer", "caller", "clerk", "administrator", "nobody" or "developer". */
  public String who() {
    return Shim.who_of(number);
  }

  /**
   * Sentences in English, the outermost first, without secrets and personal data. Translate by
   * status, never by note.
   */
  public List<String> notes() {
    return List.of(notes);
  }
}
