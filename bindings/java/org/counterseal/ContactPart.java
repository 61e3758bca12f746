// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Of a person whom the holder wants to be notified. */
public enum ContactPart {
  /** As the document has it, such as "SURNAME, GIVEN NAMES". */
  NAME(Shim.CONTACT_NAME),
  /** As the document has it. */
  PHONE(Shim.CONTACT_PHONE),
  /** As the document has it. */
  ADDRESS(Shim.CONTACT_ADDRESS),
  /** YYYY-MM-DD: when it was written down. */
  RECORDED(Shim.CONTACT_RECORDED);

  final int value;

  ContactPart(int value) {
    this.value = value;
  }

  /** The library's stable word for it. */
  public String word() {
    return Shim.identity_contact_part_name(value);
  }
}
