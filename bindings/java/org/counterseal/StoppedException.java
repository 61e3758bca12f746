// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;

/** Somebody, or the clock, stopped it (2xx). */
public final class StoppedException extends CountersealException {
  private static final long serialVersionUID = 1;

  StoppedException(int status, List<String> notes) {
    super(status, notes);
  }
}
