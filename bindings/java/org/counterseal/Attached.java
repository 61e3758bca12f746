// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Scope;

/**
 * A file that is in a document, as the document says it, which may be anything: the name is for
 * people, not a path to write to. Texts are null where the document does not say.
 *
 * @param number its place in the list, from 0
 * @param name of the file
 * @param description for people
 * @param type MIME
 * @param relation what it is to the document
 */
public record Attached(
    long number, String name, String description, String type, Relation relation) {
  static Attached of(long number, org.counterseal.shim.Attached found) {
    try (Scope scope = new Scope()) {
      scope.keep(found);
      return new Attached(
          number,
          found.getName(),
          found.getDescription(),
          found.getType(),
          Relation.of(found.getRelation()));
    }
  }
}
