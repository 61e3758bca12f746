// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Scope;
import org.counterseal.shim.StringList;

/**
 * What came of a seal.
 *
 * @param level that was reached
 * @param lowered why it is lower than was asked, or null
 */
public record Reached(Level level, CountersealException lowered) {
  static Reached of(org.counterseal.shim.Reached found) {
    try (Scope scope = new Scope()) {
      scope.keep(found);
      CountersealException why = null;
      if (found.is_lowered()) {
        StringList notes = scope.keep(found.notes());
        why =
            CountersealException.of(
                found.status(), Handle.list(notes.count(), notes::at, note -> note));
      }
      return new Reached(Level.of(found.level()), why);
    }
  }
}
