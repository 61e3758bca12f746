// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What a preview of a camera tells. */
public enum PhotoNews {
  /** What the camera sees. */
  FRAME(Shim.PHOTO_NEWS_FRAME),
  /** {@link PhotoPreview#take} says how it ended. */
  OVER(Shim.PHOTO_NEWS_OVER);

  final int value;

  PhotoNews(int value) {
    this.value = value;
  }

  static PhotoNews of(int value) {
    for (PhotoNews one : values()) if (one.value == value) return one;
    throw new IllegalStateException("a value that is newer than this class: " + value);
  }
}
