// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import org.counterseal.shim.Scope;

/** A seal across the edges of pages, of which each has its slice. */
public final class Straddle {
  private final long widthUm, heightUm;
  private Edge edge = Edge.RIGHT;
  private long alongUm = 0;
  private long pagesMost = 0;
  private long sharePercent = 0;
  private Sides sides = Sides.ALL;
  private long skipFirst = 0;
  private long skipLast = 0;
  private Look look;

  /** Of the size of the whole seal, in micrometres. */
  public Straddle(long widthUm, long heightUm) {
    this.widthUm = widthUm;
    this.heightUm = heightUm;
  }

  /** Which edge of the pages. */
  public Straddle edge(Edge edge) {
    this.edge = edge;
    return this;
  }

  /** Where its middle is along the edge, from the top or left, in micrometres; 0: the middle of the shortest edge. */
  public Straddle alongUm(long alongUm) {
    this.alongUm = alongUm;
    return this;
  }

  /** Of one seal; 0: 20. */
  public Straddle pagesMost(long pagesMost) {
    this.pagesMost = pagesMost;
    return this;
  }

  /** Least share of its first and last page; 0: as the others. */
  public Straddle sharePercent(long sharePercent) {
    this.sharePercent = sharePercent;
    return this;
  }

  /** Which pages. */
  public Straddle sides(Sides sides) {
    this.sides = sides;
    return this;
  }

  /** Pages without a slice at the start. */
  public Straddle skipFirst(long skipFirst) {
    this.skipFirst = skipFirst;
    return this;
  }

  /** Pages without a slice at the end. */
  public Straddle skipLast(long skipLast) {
    this.skipLast = skipLast;
    return this;
  }

  /** null: that of the seal. */
  public Straddle look(Look look) {
    this.look = look;
    return this;
  }

  org.counterseal.shim.Straddle shim(Scope scope) {
    org.counterseal.shim.Straddle made = scope.keep(new org.counterseal.shim.Straddle());
    made.width_um(widthUm);
    made.height_um(heightUm);
    made.edge(edge.value);
    made.along_um(alongUm);
    made.pages_most(pagesMost);
    made.share_percent(sharePercent);
    made.sides(sides.value);
    made.skip_first(skipFirst);
    made.skip_last(skipLast);
    if (look != null) made.look(look.shim(scope));
    return made;
  }
}
