// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.nio.ByteBuffer;
import org.counterseal.shim.Scope;

/**
 * What is drawn: one picture (image, ink, photo or QR code), or text, or both: then the picture has
 * the left of the place and the text the right.
 */
public final class Look {
  private byte[] image;
  private String text;
  private String qr;
  private Ink ink;
  private Photo photo;
  private String font;
  private long textUm = 0;
  private long color = 0;
  private int opacity = 0;
  private int turnMdeg = 0;
  private int qrLostPercent = 0;
  private boolean textOver = false;

  /** Nothing yet. */
  public Look() {}

  /** A PNG, a JPEG, or a one-page PDF. */
  public Look image(byte[] bytes) {
    image = bytes;
    return this;
  }

  /**
   * The same, from the buffer's position to its limit. It is copied at once, and may change or go
   * afterwards.
   *
   * @throws IllegalStateException the memory of the buffer is gone
   */
  public Look image(ByteBuffer bytes) {
    image = new byte[bytes.remaining()];
    bytes.duplicate().get(image);
    return this;
  }

  /** Lines end with "\n". */
  public Look text(String text) {
    this.text = text;
    return this;
  }

  /** Text of a QR code. */
  public Look qr(String qr) {
    this.qr = qr;
    return this;
  }

  /** A handwritten signature. */
  public Look ink(Ink ink) {
    this.ink = ink;
    return this;
  }

  /** A photo. */
  public Look photo(Photo photo) {
    this.photo = photo;
    return this;
  }

  /** As fontconfig names it; null: the default. */
  public Look font(String font) {
    this.font = font;
    return this;
  }

  /** Height of the font in micrometres; 0: 3500 (10 pt), or what fits. */
  public Look textUm(long textUm) {
    this.textUm = textUm;
    return this;
  }

  /** Of text, QR code and ink, 0xRRGGBB. */
  public Look color(long color) {
    this.color = color;
    return this;
  }

  /**
   * Percent, 1 to 100; 0: 100.
   *
   * @throws IllegalArgumentException no such number
   */
  public Look opacity(int opacity) {
    this.opacity = percent(opacity);
    return this;
  }

  /** Clockwise, in thousandths of a degree. */
  public Look turnMdeg(int turnMdeg) {
    this.turnMdeg = turnMdeg;
    return this;
  }

  /**
   * How much of a QR code may become unreadable: 7, 15, 25 or 30 percent; 0: 15.
   *
   * @throws IllegalArgumentException not from 0 to 100
   */
  public Look qrLostPercent(int qrLostPercent) {
    this.qrLostPercent = percent(qrLostPercent);
    return this;
  }

  private static int percent(int number) {
    if (number < 0 || number > 100)
      throw new IllegalArgumentException("not from 0 to 100: " + number);
    return number;
  }

  /** Picture and text have all of the place each, instead of its left and right. */
  public Look textOver(boolean textOver) {
    this.textOver = textOver;
    return this;
  }

  org.counterseal.shim.Look shim(Scope scope) {
    org.counterseal.shim.Look made = scope.keep(new org.counterseal.shim.Look());
    if (image != null) made.image(image);
    made.text(text);
    made.qr(qr);
    if (ink != null) made.ink(ink.shim);
    if (photo != null) made.photo(photo.shim);
    made.font(font);
    made.text_um(textUm);
    made.color(color);
    made.opacity((short) opacity);
    made.turn_mdeg(turnMdeg);
    made.qr_lost_percent((short) qrLostPercent);
    made.text_over(textOver);
    return made;
  }
}
