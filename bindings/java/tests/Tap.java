// SPDX-License-Identifier: Apache-2.0

import java.util.concurrent.Callable;

/** Prints a line of TAP for each test. */
final class Tap {
  private static int count, failed;

  private Tap() {}

  interface Body {
    void run() throws Exception;
  }

  /** The name is the sentence that the body proves. */
  static void test(String name, Body body) {
    String why = null;
    try {
      body.run();
    } catch (Throwable thrown) {
      failed++;
      why = thrown.toString();
      for (StackTraceElement at : thrown.getStackTrace()) why += "\n  at " + at;
    }
    System.out.println((why == null ? "ok " : "not ok ") + ++count + " - " + name);
    if (why != null) System.out.println("# " + why.replace("\n", "\n# "));
  }

  static void done() {
    System.out.println("1.." + count);
    System.out.flush();
    System.exit(failed == 0 ? 0 : 1);
  }

  static void check(boolean isTrue, Object saw) {
    if (!isTrue) throw new AssertionError("saw " + saw);
  }

  static void same(Object expected, Object saw) {
    if (!expected.equals(saw)) throw new AssertionError("expected " + expected + ", saw " + saw);
  }

  /** What it threw, which must be of that class. */
  static <T extends Throwable> T throwing(Class<T> type, Callable<?> body) {
    try {
      body.call();
    } catch (Throwable thrown) {
      if (type.isInstance(thrown)) return type.cast(thrown);
      throw new AssertionError("expected " + type, thrown);
    }
    throw new AssertionError("expected " + type + ", saw nothing");
  }
}
