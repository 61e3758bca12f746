// SPDX-License-Identifier: Apache-2.0
/** Counterseal for Java. */
module org.counterseal {
  exports org.counterseal;
}
