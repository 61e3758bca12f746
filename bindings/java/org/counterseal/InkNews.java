// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Shim;

/** What a preview of ink tells. */
public enum InkNews {
  /** The pen went on. */
  SAMPLES(Shim.INK_NEWS_SAMPLES),
  /** Nothing is written any more. */
  CLEARED(Shim.INK_NEWS_CLEARED),
  /** {@link InkPreview#take} says how it ended. */
  OVER(Shim.INK_NEWS_OVER);

  final int value;

  InkNews(int value) {
    this.value = value;
  }

  static InkNews of(int value) {
    for (InkNews one : values()) if (one.value == value) return one;
    throw new IllegalStateException("a value that is newer than this class: " + value);
  }
}
