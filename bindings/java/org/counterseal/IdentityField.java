// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Texts of an identity document; see {@code cseal_identity_field} in C. */
public enum IdentityField {
  DOCUMENT_TYPE(Shim.IDENTITY_DOCUMENT_TYPE),
  NAME(Shim.IDENTITY_NAME),
  NAME_LATIN(Shim.IDENTITY_NAME_LATIN),
  SEX(Shim.IDENTITY_SEX),
  NATION(Shim.IDENTITY_NATION),
  NATIONALITY(Shim.IDENTITY_NATIONALITY),
  BIRTH_DATE(Shim.IDENTITY_BIRTH_DATE),
  ADDRESS(Shim.IDENTITY_ADDRESS),
  ADDRESS_NEW(Shim.IDENTITY_ADDRESS_NEW),
  NUMBER(Shim.IDENTITY_NUMBER),
  NUMBER_OLD(Shim.IDENTITY_NUMBER_OLD),
  AUTHORITY(Shim.IDENTITY_AUTHORITY),
  VALID_FROM(Shim.IDENTITY_VALID_FROM),
  VALID_TO(Shim.IDENTITY_VALID_TO),
  PERMIT_NUMBER(Shim.IDENTITY_PERMIT_NUMBER),
  ISSUE_COUNT(Shim.IDENTITY_ISSUE_COUNT),
  READER_ID(Shim.IDENTITY_READER_ID),
  ISSUING_STATE(Shim.IDENTITY_ISSUING_STATE),
  PERSONAL_NUMBER(Shim.IDENTITY_PERSONAL_NUMBER),
  BIRTH_PLACE(Shim.IDENTITY_BIRTH_PLACE);

  final int value;

  IdentityField(int value) {
    this.value = value;
  }


  /** The library's stable word for it. */
  public String word() {
    return Shim.identity_field_name(value);
  }
}
