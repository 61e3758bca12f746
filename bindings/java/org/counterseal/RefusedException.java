// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;

/** It must not be signed, or cannot be used as it is (5xx). */
public final class RefusedException extends CountersealException {
  private static final long serialVersionUID = 1;

  RefusedException(int status, List<String> notes) {
    super(status, notes);
  }
}
