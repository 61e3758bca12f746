// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * One finding of the doctor: what is not as it should be, and the cure.
 *
 * @param isProblem or only a remark
 * @param about what
 * @param text a sentence
 * @param cure what to do; may be null
 */
public record Finding(boolean isProblem, String about, String text, String cure) {
  static Finding of(org.counterseal.shim.Finding found) {
    try {
      return new Finding(
          found.getIs_problem(), found.getAbout(), found.getText(), found.getCure());
    } finally {
      found.delete();
    }
  }
}
