// SPDX-License-Identifier: Apache-2.0

import org.counterseal.Context;

/** What the library of C++ is loaded for. */
final class Version {
  private Version() {}

  public static void main(String[] arguments) {
    try {
      System.out.println("version " + Context.version());
    } catch (LinkageError e) {
      System.out.println(e + ", and on");
    }
  }
}
