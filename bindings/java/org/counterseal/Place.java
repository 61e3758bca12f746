// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.Objects;
import org.counterseal.shim.Scope;
import org.counterseal.shim.Shim;

/**
 * A rectangle on a page as shown, from its top left corner; rotation and crop box are respected.
 * Lengths are micrometres; a width or height of 0 is filled in by {@link #complete}.
 *
 * @param page from 1, or {@link #LAST_PAGE}
 * @param xUm to the right
 * @param yUm down
 * @param widthUm 0: not said
 * @param heightUm 0: not said
 */
public record Place(long page, int xUm, int yUm, long widthUm, long heightUm) {
  /** The last page, whichever it is. */
  public static final long LAST_PAGE = Shim.page_last();

  /**
   * Reads "PAGE:X,Y,W,H" in decimal millimetres, PAGE a number or "last"; what is left out is 0.
   *
   * @throws CountersealException it is none
   */
  public static Place parse(String text) throws CountersealException {
    return of(Shim.parse_place(Objects.requireNonNull(text, "text")));
  }

  /**
   * With the width or height that it has not: by the proportions of the picture, or both as large
   * as the picture really is.
   *
   * @throws RefusedException REFUSED_PLACE: it does not say; REFUSED_INPUT
   */
  public Place complete(Look look) throws CountersealException {
    try (Scope scope = new Scope()) {
      return of(Shim.complete_place(shim(scope), look.shim(scope)));
    }
  }

  static Place of(org.counterseal.shim.Place found) {
    try {
      return new Place(
          found.getPage(),
          found.getX_um(),
          found.getY_um(),
          found.getWidth_um(),
          found.getHeight_um());
    } finally {
      found.delete();
    }
  }

  org.counterseal.shim.Place shim(Scope scope) {
    return scope.keep(new org.counterseal.shim.Place(page, xUm, yUm, widthUm, heightUm));
  }
}
