// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;

/** Code, or a service, is at fault (6xx). */
public final class FaultException extends CountersealException {
  private static final long serialVersionUID = 1;

  FaultException(int status, List<String> notes) {
    super(status, notes);
  }
}
