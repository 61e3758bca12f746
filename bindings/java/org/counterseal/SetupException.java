// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;

/** An administrator acts (4xx). */
public final class SetupException extends CountersealException {
  private static final long serialVersionUID = 1;

  SetupException(int status, List<String> notes) {
    super(status, notes);
  }
}
