// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What a call came to.  The hundreds are the class. */
public enum Status {
  /** It succeeded. */
  OK(Shim.OK),
  /** Nothing or too little was written. */
  AGAIN_INK_TOO_SHORT(Shim.AGAIN_INK_TOO_SHORT),
  /** No card was put on the reader. */
  AGAIN_NO_CARD(Shim.AGAIN_NO_CARD),
  /** The card left before it was read. */
  AGAIN_CARD_LIFTED(Shim.AGAIN_CARD_LIFTED),
  /** The token refused the PIN. */
  AGAIN_PIN_WRONG(Shim.AGAIN_PIN_WRONG),
  /** The camera gave no usable picture. */
  AGAIN_PHOTO_UNUSABLE(Shim.AGAIN_PHOTO_UNUSABLE),
  /** It did not open the document. */
  AGAIN_PASSWORD_WRONG(Shim.AGAIN_PASSWORD_WRONG),
  /** It was cancelled. */
  STOPPED_CANCELLED(Shim.STOPPED_CANCELLED),
  /** The time ran out. */
  STOPPED_TIMEOUT(Shim.STOPPED_TIMEOUT),
  /** The customer pressed cancel. */
  STOPPED_DECLINED(Shim.STOPPED_DECLINED),
  /** Nothing there under that name. */
  COUNTER_NO_DEVICE(Shim.COUNTER_NO_DEVICE),
  /** Somebody else holds it. */
  COUNTER_DEVICE_BUSY(Shim.COUNTER_DEVICE_BUSY),
  /** Unplugged while it was used. */
  COUNTER_DEVICE_GONE(Shim.COUNTER_DEVICE_GONE),
  /** It answered that it cannot. */
  COUNTER_DEVICE_FAILED(Shim.COUNTER_DEVICE_FAILED),
  /** No PIN was given. */
  COUNTER_PIN_NEEDED(Shim.COUNTER_PIN_NEEDED),
  /** The PIN is blocked in the token. */
  COUNTER_PIN_LOCKED(Shim.COUNTER_PIN_LOCKED),
  /** The card, or its data, is bad. */
  COUNTER_CARD_UNREADABLE(Shim.COUNTER_CARD_UNREADABLE),
  /** The document has one. */
  COUNTER_PASSWORD_NEEDED(Shim.COUNTER_PASSWORD_NEEDED),
  /** No module serves that URI. */
  SETUP_NO_MODULE(Shim.SETUP_NO_MODULE),
  /** A module did not load or fit. */
  SETUP_MODULE_UNFIT(Shim.SETUP_MODULE_UNFIT),
  /** The configuration is wrong. */
  SETUP_CONFIG(Shim.SETUP_CONFIG),
  /** The system refused access. */
  SETUP_PERMISSION(Shim.SETUP_PERMISSION),
  /** No such key or certificate. */
  SETUP_NO_KEY(Shim.SETUP_NO_KEY),
  /** The key cannot do what is asked. */
  SETUP_KEY_UNSUPPORTED(Shim.SETUP_KEY_UNSUPPORTED),
  /** A file cannot be opened or written. */
  SETUP_FILE(Shim.SETUP_FILE),
  /** No room, or a quota. */
  SETUP_DISK_FULL(Shim.SETUP_DISK_FULL),
  /** No font has a needed character. */
  SETUP_NO_FONT(Shim.SETUP_NO_FONT),
  /** Trust anchors cannot be read. */
  SETUP_TRUST(Shim.SETUP_TRUST),
  /** Its time is over. */
  REFUSED_CERT_EXPIRED(Shim.REFUSED_CERT_EXPIRED),
  /** Its time has not begun. */
  REFUSED_CERT_NOT_YET_VALID(Shim.REFUSED_CERT_NOT_YET_VALID),
  /** Not made for signing documents. */
  REFUSED_CERT_USAGE(Shim.REFUSED_CERT_USAGE),
  /** Key and certificate differ. */
  REFUSED_KEY_MISMATCH(Shim.REFUSED_KEY_MISMATCH),
  /** It does not begin as one. */
  REFUSED_NOT_A_PDF(Shim.REFUSED_NOT_A_PDF),
  /** Cannot be read without guessing. */
  REFUSED_DAMAGED(Shim.REFUSED_DAMAGED),
  /** In a way that this version does not do. */
  REFUSED_ENCRYPTED(Shim.REFUSED_ENCRYPTED),
  /** An earlier signature forbids it. */
  REFUSED_FORBIDDEN(Shim.REFUSED_FORBIDDEN),
  /** No such field, or signed already. */
  REFUSED_FIELD(Shim.REFUSED_FIELD),
  /** No such page, or off the page. */
  REFUSED_PLACE(Shim.REFUSED_PLACE),
  /** An image, ink or data is unusable. */
  REFUSED_INPUT(Shim.REFUSED_INPUT),
  /** Larger than a named limit. */
  REFUSED_LIMIT(Shim.REFUSED_LIMIT),
  /** A form this version does not do. */
  REFUSED_UNSUPPORTED(Shim.REFUSED_UNSUPPORTED),
  /** Its issuer took it back. */
  REFUSED_CERT_REVOKED(Shim.REFUSED_CERT_REVOKED),
  /** A module broke its contract. */
  FAULT_MODULE(Shim.FAULT_MODULE),
  /** Out of memory. */
  FAULT_MEMORY(Shim.FAULT_MEMORY),
  /** Wrong arguments from the caller. */
  FAULT_APPLICATION(Shim.FAULT_APPLICATION),
  /** This library is wrong. */
  FAULT_INTERNAL(Shim.FAULT_INTERNAL),
  /** The crypto library or a token failed. */
  FAULT_CRYPTO(Shim.FAULT_CRYPTO),
  /** A device broke its protocol. */
  FAULT_DEVICE(Shim.FAULT_DEVICE),
  /** A remote service failed. */
  FAULT_REMOTE(Shim.FAULT_REMOTE),
  /** One that is newer than this class; the exception has its number. */
  UNKNOWN(-1);

  final int value;

  Status(int value) {
    this.value = value;
  }

  static Status of(int value) {
    for (Status status : values()) if (status.value == value) return status;
    return UNKNOWN;
  }

  /** The number; its hundreds are the class. */
  public int number() {
    return value;
  }

  /** One English sentence for people. */
  public String text() {
    return Shim.status_text(value);
  }

  /** Who can make the next attempt succeed, such as "clerk"; "" for success. */
  public String who() {
    return Shim.who_of(value);
  }
}
