// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** That what goes to C and back is freed, by a machine that does nothing else. */
final class GrowthTest extends Hall {
  @Test
  void nothingGrows() throws Exception {
    grows(1);
  }

  @Test
  void nothingGrowsInEightThreads() throws Exception {
    grows(8);
  }

  private static void grows(int threads) throws Exception {
    needNoSanitizer(); // which keeps what is freed
    Said said =
        java(
            List.of(
                "-Xint", // the compiler's memory is of C, too
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Djava.library.path=" + System.getProperty("counterseal.library"),
                "-cp",
                System.getProperty("java.class.path")),
            "Growth",
            threads,
            ORDER,
            BUNDLE,
            MODULES,
            CERTIFICATE,
            System.getProperty("counterseal.measure"));
    assertEquals(0, said.status(), said.text());
    assertTrue(said.text().contains("nothing grew"), said.text());
    System.out.print(threads + (threads == 1 ? " thread: " : " threads: ") + said.text());
  }
}
