// SPDX-License-Identifier: Apache-2.0

import java.io.FileOutputStream;
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
 * <p>Both open the file, seal it and write the whole, with the signer opened once. The two take
 * turns, and the median of each is kept, once Java has compiled what it runs.
 */
final class BenchJava {
  private static final int WARM_UP = 3000;
  private static final int RUNS = 2001;

  private BenchJava() {}

  private static native boolean make(String path);

  private static native boolean open(String module, String uri);

  private static native double sealUs(String in, String out);

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

  private static double javaUs(Path order, String out, Signer signer) throws Exception {
    long start = System.nanoTime();
    try (Document document = Document.open(order);
        FileOutputStream to = new FileOutputStream(out)) {
      document.seal(signer, new Seal().reason("Contract"));
      document.writeTo(to);
    }
    return (System.nanoTime() - start) / 1e3;
  }

  private static double median(double[] all) {
    Arrays.sort(all);
    if (all[0] <= 0) throw new AssertionError("C failed");
    return all[all.length / 2];
  }

  private static void measure(String kind, String uri, String module, Path folder)
      throws Exception {
    Path order = folder.resolve("order.pdf");
    String in = order.toString(), out = folder.resolve("out.pdf").toString();
    double[] ours = new double[RUNS], theirs = new double[RUNS];
    if (!make(in) || !open(module, uri)) throw new AssertionError("C failed");
    try (Context context = new Context()) {
      context.loadModule(Path.of(module));
      try (Signer signer = Signer.open(context, uri)) {
        for (int i = 0; i < WARM_UP; i++) javaUs(order, out, signer);
        for (int i = 0; i < RUNS; i++) {
          theirs[i] = sealUs(in, out);
          ours[i] = javaUs(order, out, signer);
        }
      }
    }
    double java = median(ours), plain = median(theirs);
    System.out.printf(
        Locale.ROOT,
        "%-16s %10.3f ms %10.3f ms %8.2f  (C)%n",
        "java-" + kind,
        java / 1e3,
        plain / 1e3,
        java / plain);
  }

  public static void main(String[] names) throws Exception {
    System.load(names[0]);
    Path folder = Path.of(names[2]);
    String p256 = makeKey(folder, "p256", "ec -pkeyopt ec_paramgen_curve:P-256");
    measure("rsa2048", makeKey(folder, "rsa2048", "rsa:2048"), names[1], folder);
    measure("p256", p256, names[1], folder);
  }
}
