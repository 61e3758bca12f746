// SPDX-License-Identifier: Apache-2.0

import java.io.FileOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.counterseal.*;

/**
 * A seal through Java beside the same seal in C.
 *
 * <p>BenchJava BENCH-JAVA.so FILE-SIGNER.so FOLDER
 *
 * <p>Both open the file, seal it and write the whole, in one process, with the signer opened once.
 * They take turns, and each goes first as often, once Java has compiled what it runs. Of the pairs
 * the least and the median is told, in milliseconds of the thread's processor, which other processes
 * disturb little, and of the clock; and how much more Java took. Ends with 1 where the least of the
 * processor, with RSA, is more than MOST times that of C: an EC signature is so short that it says
 * little.
 */
final class BenchJava {
  private static final double MOST = 1.05;
  private static final int WARM_UP = 3000;
  private static final int PAIRS = 2001;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private BenchJava() {}

  private static native boolean make(String path);

  private static native boolean open(String module, String uri);

  /** Into us: of the processor, and of the clock. */
  private static native boolean seal(String in, String out, double[] us);

  private static String makeKey(Path folder, String kind, String options) throws Exception {
    Path key = folder.resolve(kind + ".pem"), certificate = folder.resolve(kind + ".crt");
    String request = "openssl req -x509 -newkey " + options + " -nodes -days 1 -subj /CN=Bench";
    request += " -keyout " + key + " -out " + certificate;
    Process process =
        new ProcessBuilder(request.split(" "))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) throw new AssertionError(request);
    Files.writeString(key, Files.readString(key) + Files.readString(certificate));
    return "file:" + key;
  }

  private static void seal(Path order, String out, Signer signer) throws Exception {
    try (FileOutputStream to = new FileOutputStream(out);
        Document document = Document.open(order)) {
      document.seal(signer, new Seal().reason("Contract"));
      document.writeTo(to);
    }
  }

  private static double[] inJava(Path order, String out, Signer signer) throws Exception {
    long clock = System.nanoTime(), processor = THREADS.getCurrentThreadCpuTime();
    seal(order, out, signer);
    processor = THREADS.getCurrentThreadCpuTime() - processor;
    return new double[] {processor / 1e3, (System.nanoTime() - clock) / 1e3};
  }

  private static double[] inC(String order, String out) {
    double[] us = new double[2];
    if (!seal(order, out, us)) throw new AssertionError("C failed");
    return us;
  }

  private static void tell(String title, double[][] ours, double[][] theirs, int which) {
    double[] java = sorted(ours, which), plain = sorted(theirs, which);
    System.out.printf(Locale.ROOT, "%-24s", title);
    for (int i : new int[] {0, PAIRS / 2})
      System.out.printf(
          Locale.ROOT,
          " %8s %8.3f ms %8.3f ms %6.3f",
          i == 0 ? "min" : "median",
          java[i] / 1e3,
          plain[i] / 1e3,
          java[i] / plain[i]);
    System.out.println("  (Java, C)");
  }

  private static double[] sorted(double[][] pairs, int which) {
    return Arrays.stream(pairs).mapToDouble(pair -> pair[which]).sorted().toArray();
  }

  /** Whether the least of the processor is; says so. */
  private static boolean isWithin(String kind, double ratio) {
    System.out.printf(
        Locale.ROOT,
        "java-%s %s the limit: %.3f of %.2f times C%n",
        kind,
        ratio <= MOST ? "is within" : "is over",
        ratio,
        MOST);
    return ratio <= MOST;
  }

  /** How much more of the processor it was at least. */
  private static double measure(String kind, String uri, String module, Path folder)
      throws Exception {
    Path order = folder.resolve("order.pdf");
    String in = order.toString(), out = folder.resolve("out.pdf").toString();
    double[][] ours = new double[PAIRS][], theirs = new double[PAIRS][];
    if (!make(in) || !open(module, uri)) throw new AssertionError("C failed");
    try (Context context = new Context()) {
      context.loadModule(Path.of(module));
      try (Signer signer = Signer.open(context, uri)) {
        for (int i = 0; i < WARM_UP; i++) inJava(order, out, signer);
        for (int i = 0; i < PAIRS; i++) {
          if (i % 2 != 0) theirs[i] = inC(in, out);
          ours[i] = inJava(order, out, signer);
          if (i % 2 == 0) theirs[i] = inC(in, out);
        }
      }
    }
    tell("java-" + kind + " processor", ours, theirs, 0);
    tell("java-" + kind + " clock", ours, theirs, 1);
    return sorted(ours, 0)[0] / sorted(theirs, 0)[0];
  }

  public static void main(String[] names) throws Exception {
    System.load(names[0]);
    Path folder = Path.of(names[2]);
    String p256 = makeKey(folder, "p256", "ec -pkeyopt ec_paramgen_curve:P-256");
    String rsa2048 = makeKey(folder, "rsa2048", "rsa:2048");
    boolean isWithin =
        isWithin("rsa2048", measure("rsa2048", rsa2048, names[1], folder));
    measure("p256", p256, names[1], folder);
    System.exit(isWithin ? 0 : 1);
  }
}
