// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.counterseal.shim.Scope;

/** One still picture: JPEG bytes as the camera made them. Closing wipes it. */
public final class Photo extends Handle {
  final org.counterseal.shim.Photo shim;

  Photo(org.counterseal.shim.Photo shim) {
    this.shim = shim;
  }

  /**
   * Takes one photo.
   *
   * @param uri of the camera; null: the only one
   * @param width wished, in pixels; 0: the camera's choice
   * @param height wished, in pixels; 0: the camera's choice
   * @throws AgainException AGAIN_PHOTO_UNUSABLE
   * @throws CountersealException Counter, or Stopped
   */
  public static Photo take(Context context, String uri, long width, long height, Limit limit)
      throws CountersealException {
    return new Photo(
        org.counterseal.shim.Photo.take(
            context.shim, uri, width, height, limit.ms(), limit.shim()));
  }

  /**
   * From JPEG bytes, which are checked and copied.
   *
   * @throws RefusedException REFUSED_INPUT, REFUSED_LIMIT
   */
  public static Photo of(byte[] jpeg) throws CountersealException {
    return new Photo(org.counterseal.shim.Photo.from_bytes(Objects.requireNonNull(jpeg, "jpeg")));
  }

  /**
   * The same, from the buffer's position to its limit.
   *
   * @throws RefusedException REFUSED_INPUT, REFUSED_LIMIT
   * @throws IllegalStateException the memory of the buffer is gone
   */
  public static Photo of(ByteBuffer jpeg) throws CountersealException {
    return new Photo(org.counterseal.shim.Photo.from_bytes(bytes(jpeg)));
  }

  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }

  /** The JPEG file exactly as it came. */
  public byte[] toBytes() {
    return shim.bytes();
  }

  /** In pixels. */
  public long width() {
    return shim.width();
  }

  /** In pixels. */
  public long height() {
    return shim.height();
  }

  /** Whether a virtual camera took it. */
  public boolean isVirtual() {
    return shim.is_virtual();
  }

  /** Says that a photo read back from a file came from a virtual camera. */
  public void markVirtual() {
    shim.mark_virtual();
  }

  /**
   * Measures it without knowing what is on it.
   *
   * @throws SetupException SETUP_NO_MODULE
   * @throws RefusedException REFUSED_INPUT, REFUSED_LIMIT
   */
  public PhotoQuality examine(Context context, Limit limit) throws CountersealException {
    try (Scope scope = new Scope()) {
      org.counterseal.shim.PhotoQuality found =
          scope.keep(shim.examine(context.shim, limit.ms(), limit.shim()));
      Set<PhotoFlaw> flaws = EnumSet.noneOf(PhotoFlaw.class);
      for (PhotoFlaw flaw : PhotoFlaw.values())
        if ((found.getFlaws() >> flaw.value & 1) != 0) flaws.add(flaw);
      return new PhotoQuality(
          flaws,
          found.getLight(),
          found.getContrast(),
          found.getSharpness(),
          found.getDark_permille(),
          found.getBright_permille());
    }
  }

  /**
   * Compares the face with the portrait of a document, by the one module that does; none comes with
   * the library.
   *
   * @throws SetupException SETUP_NO_MODULE
   * @throws RefusedException REFUSED_INPUT
   */
  public PhotoLikeness match(Context context, Identity identity, Limit limit)
      throws CountersealException {
    try (Scope scope = new Scope()) {
      org.counterseal.shim.PhotoLikeness found =
          scope.keep(shim.match(context.shim, identity.shim, limit.ms(), limit.shim()));
      return new PhotoLikeness(
          found.getScore(),
          found.getThreshold(),
          found.getMatcher(),
          found.getIs_virtual(),
          found.getPhoto_digest(),
          found.getPortrait_digest());
    }
  }
}
