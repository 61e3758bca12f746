// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What a file is to the document that it is in (ISO 32000-2, Table 43). */
public enum Relation {
  /** The document does not say, or says another one. */
  UNSPECIFIED(Shim.RELATION_UNSPECIFIED),
  /** The document was made from it. */
  SOURCE(Shim.RELATION_SOURCE),
  /** Data of something that is shown. */
  DATA(Shim.RELATION_DATA),
  /** The same in another form. */
  ALTERNATIVE(Shim.RELATION_ALTERNATIVE),
  /** More than is shown. */
  SUPPLEMENT(Shim.RELATION_SUPPLEMENT);

  final int value;

  Relation(int value) {
    this.value = value;
  }

  static Relation of(int value) {
    for (Relation one : values()) if (one.value == value) return one;
    return UNSPECIFIED;
  }
}
