// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;

/** The person at the counter does it again (1xx). */
public final class AgainException extends CountersealException {
  private static final long serialVersionUID = 1;

  AgainException(int status, List<String> notes) {
    super(status, notes);
  }
}
