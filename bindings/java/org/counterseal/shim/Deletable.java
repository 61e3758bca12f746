// SPDX-License-Identifier: Apache-2.0
package org.counterseal.shim;

/** Something of C++ that is deleted by who made it. */
public interface Deletable {
  /** Again: does nothing. */
  void delete();
}
