// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Scope;

/** The same signature, shown once more. */
public final class Mark {
  private final Place place;
  private long lastPage = 0;
  private Sides sides = Sides.ALL;
  private Look look;

  /** Shown there. */
  public Mark(Place place) {
    this.place = place;
  }

  /** Shown on every page from that of the place to this one. */
  public Mark lastPage(long lastPage) {
    this.lastPage = lastPage;
    return this;
  }

  /** Of those pages. */
  public Mark sides(Sides sides) {
    this.sides = sides;
    return this;
  }

  /** null: that of the seal. */
  public Mark look(Look look) {
    this.look = look;
    return this;
  }

  org.counterseal.shim.Mark shim(Scope scope) {
    org.counterseal.shim.Mark made = scope.keep(new org.counterseal.shim.Mark());
    made.place(place.shim(scope));
    made.last_page(lastPage);
    made.sides(sides.value);
    if (look != null) made.look(look.shim(scope));
    return made;
  }
}
