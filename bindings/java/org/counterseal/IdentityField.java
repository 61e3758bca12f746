// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** Texts of an identity document; see {@code cseal_identity_field} in C. */
public enum IdentityField {
  /** Such as "cn-resident" or "passport". */
  DOCUMENT_TYPE(Shim.IDENTITY_DOCUMENT_TYPE),
  /** As printed. */
  NAME(Shim.IDENTITY_NAME),
  /** In Latin letters. */
  NAME_LATIN(Shim.IDENTITY_NAME_LATIN),
  /** "male" "female" "unspecified". */
  SEX(Shim.IDENTITY_SEX),
  /** Ethnic group, GB/T 3304, as text. */
  NATION(Shim.IDENTITY_NATION),
  /** ISO 3166-1 alpha-3 or ICAO 9303-3. */
  NATIONALITY(Shim.IDENTITY_NATIONALITY),
  /** YYYY-MM-DD. */
  BIRTH_DATE(Shim.IDENTITY_BIRTH_DATE),
  /** As printed. */
  ADDRESS(Shim.IDENTITY_ADDRESS),
  /** Address added to the chip later. */
  ADDRESS_NEW(Shim.IDENTITY_ADDRESS_NEW),
  /** Of the document. */
  NUMBER(Shim.IDENTITY_NUMBER),
  /** 2017 number of a 2023 card. */
  NUMBER_OLD(Shim.IDENTITY_NUMBER_OLD),
  /** Who issued it. */
  AUTHORITY(Shim.IDENTITY_AUTHORITY),
  /** YYYY-MM-DD. */
  VALID_FROM(Shim.IDENTITY_VALID_FROM),
  /** YYYY-MM-DD or "long-term". */
  VALID_TO(Shim.IDENTITY_VALID_TO),
  /** Travel permit of HK/MO/TW. */
  PERMIT_NUMBER(Shim.IDENTITY_PERMIT_NUMBER),
  /** How often it was issued. */
  ISSUE_COUNT(Shim.IDENTITY_ISSUE_COUNT),
  /** SAM id of the reader, for audit. */
  READER_ID(Shim.IDENTITY_READER_ID),
  /** As NATIONALITY. */
  ISSUING_STATE(Shim.IDENTITY_ISSUING_STATE),
  /** Of the person. */
  PERSONAL_NUMBER(Shim.IDENTITY_PERSONAL_NUMBER),
  /** As the document has it. */
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
