// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Of a person whom the holder wants to be notified. */
public enum ContactPart {
  NAME(Shim.CONTACT_NAME),
  PHONE(Shim.CONTACT_PHONE),
  ADDRESS(Shim.CONTACT_ADDRESS),
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
