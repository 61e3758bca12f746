// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.counterseal.*;

/**
 * Growth THREADS ORDER.pdf BUNDLE MODULES TRUST MEASURE.so -- does the same again and again, in so
 * many threads at once, and looks at what of C is left: run with -Xint.
 */
final class Growth {
  private static final int ROUNDS = 160;
  private static final String LONG = "x".repeat(1000);

  private Growth() {}

  /** Bytes that C has, mallinfo2(3); of measure.c. */
  static native long allocated();

  private static long descriptors() throws Exception {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static void once(Path order, String bundle, Path modules, Path trust) throws Exception {
    PinSource pin = request -> "1234".toCharArray();
    Context.Options options = new Context.Options().moduleDir(modules);
    try (Context context = new Context(options.log((level, origin, text) -> {}, LogLevel.DEBUG));
        Signer signer = Signer.open(context, bundle, pin, Limit.NONE);
        Document document = Document.open(order)) {
      document.seal(signer, new Seal().reason(LONG));
      document.toBytes();
      signer.chain();
      try (Report report = document.verify(trust)) {
        if (!report.signatures().get(0).isValid()) throw new AssertionError("not valid");
        report.findings();
        report.json(LONG);
      }
      try (Pending pending =
          document.prepare(null, new Document.Preparation(new Seal().name(LONG)), Limit.NONE)) {
        pending.toBytes();
      }
      for (PinSource wrong :
          new PinSource[] {
            request -> null,
            request -> {
              throw new IllegalStateException(LONG);
            }
          }) {
        try {
          Signer.open(context, bundle, wrong, Limit.NONE).close();
        } catch (CounterException | IllegalStateException expected) {
          continue;
        }
        throw new AssertionError("it needs no PIN");
      }
    }
  }

  /** All rounds, in threads that end: what glibc keeps for a thread goes with it. */
  private static void half(int count, String[] names) throws Exception {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (int thread = 0; thread < count; thread++) {
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                for (int i = 0; i < ROUNDS / count; i++)
                  once(Path.of(names[1]), names[2], Path.of(names[3]), Path.of(names[4]));
                return null;
              });
      tasks.add(task);
      new Thread(task).start();
    }
    for (FutureTask<Void> task : tasks) task.get();
  }

  public static void main(String[] names) throws Exception {
    System.load(names[5]);
    long bytes = 0, descriptors = 0;
    for (int half = 0; half < 2; half++) {
      half(Integer.parseInt(names[0]), names);
      for (int i = 0; i < 5; i++) {
        System.gc();
        Thread.sleep(50);
      }
      bytes = allocated() - bytes;
      descriptors = descriptors() - descriptors;
    }
    // One text of a round would be 160 KB.
    String grew = bytes + " bytes and " + descriptors + " descriptors in " + ROUNDS + " rounds";
    System.out.println((bytes < 100_000 && descriptors <= 0 ? "nothing grew: " : "grew ") + grew);
  }
}
