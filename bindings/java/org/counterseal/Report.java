// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;
import org.counterseal.shim.ReportFindingList;
import org.counterseal.shim.Scope;
import org.counterseal.shim.SignatureList;
import org.counterseal.shim.StringList;

/** The verdict on a document, with every reason; see {@link Document#verify}. */
public final class Report extends Handle {
  private final org.counterseal.shim.Report shim;

  Report(org.counterseal.shim.Report shim) {
    this.shim = shim;
  }

  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }

  /** "valid", "invalid", "indeterminate" or "unsigned". */
  public String verdict() {
    return shim.verdict();
  }

  /** Whether the verdict is "valid". */
  public boolean isValid() {
    return "valid".equals(verdict());
  }

  /** In the order of their revisions. */
  public List<Signature> signatures() {
    try (Scope scope = new Scope()) {
      SignatureList found = scope.keep(shim.signatures());
      return list(found.count(), found::at, Signature::of);
    }
  }

  /** Sentences on the document as a whole. */
  public List<String> problems() {
    try (Scope scope = new Scope()) {
      StringList found = scope.keep(shim.problems());
      return list(found.count(), found::at, problem -> problem);
    }
  }

  /** The same as a tree, written as a list: what belongs to a finding comes behind it, one deeper. */
  public List<ReportFinding> findings() {
    try (Scope scope = new Scope()) {
      ReportFindingList found = scope.keep(shim.findings());
      return list(found.count(), found::at, ReportFinding::of);
    }
  }

  /**
   * One JSON object with stable keys, as {@code counterseal verify --json} gives it.
   *
   * @param file the name to put in it, or null
   */
  public String json(String file) throws CountersealException {
    return shim.json(file);
  }
}
