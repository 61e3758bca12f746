// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;

/** The clerk acts at the counter (3xx). */
public final class CounterException extends CountersealException {
  private static final long serialVersionUID = 1;

  CounterException(int status, List<String> notes) {
    super(status, notes);
  }
}
