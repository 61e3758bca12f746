// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * One line of the report as a tree.
 *
 * @param depth 0: the document; 1: a problem of it, or a signature; 2: what was checked of it; 3:
 *     why it came out so
 * @param check what was checked
 * @param outcome a word
 * @param sentence for people
 */
public record ReportFinding(long depth, String check, String outcome, String sentence) {
  static ReportFinding of(org.counterseal.shim.ReportFinding found) {
    try {
      return new ReportFinding(
          found.getDepth(), found.getCheck(), found.getOutcome(), found.getSentence());
    } finally {
      found.delete();
    }
  }
}
