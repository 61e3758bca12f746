// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.counterseal.*;
import org.junit.jupiter.api.Test;

/** Callbacks and lifetimes: what other bindings are blamed for. */
final class CallbackTest extends Hall {
  private static final char[] PIN = "1234".toCharArray();

  private Signer openBundle(PinSource pin) throws CountersealException {
    return Signer.open(context, BUNDLE, pin, SOON);
  }

  // ---- callbacks -----------------------------------------------------------------

  @Test
  void aPinIsAskedForInTheThreadOfTheCall() throws Exception {
    List<PinRequest> asked = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    char[] pin = PIN.clone();
    try (Signer opened =
        openBundle(
            request -> {
              threads.add(Thread.currentThread());
              asked.add(request);
              return pin;
            })) {
      assertEquals("CN=Test hall", opened.subject());
    }
    assertEquals(List.of(Thread.currentThread()), threads);
    assertEquals(BUNDLE, asked.get(0).uri());
    assertFalse(asked.get(0).title().isEmpty() || asked.get(0).again());
    assertFalse(asked.get(0).lastTry());
    assertEquals("\0\0\0\0", new String(pin)); // wiped
  }

  @Test
  void aPinMayBeAConstant() throws Exception {
    char[] pin = PIN.clone();
    openBundle(PinSource.of(pin)).close();
    assertEquals("1234", new String(pin));
    assertEquals(
        Status.AGAIN_PIN_WRONG,
        assertThrows(
                AgainException.class, () -> openBundle(PinSource.of("4321".toCharArray())))
            .status());
    for (PinSource none : Arrays.asList(null, (PinSource) request -> null))
      assertEquals(
          Status.COUNTER_PIN_NEEDED,
          assertThrows(CounterException.class, () -> openBundle(none)).status());
  }

  @Test
  void whatACallbackThrowsComesOutOfTheCall() throws Exception {
    Own own = new Own();
    for (int i = 0; i < 50; i++)
      assertSame(
          own,
          assertThrows(
              Own.class,
              () ->
                  openBundle(
                      request -> {
                        throw own;
                      })));
    CountersealException checked = CountersealException.of(205, List.of("mine"));
    assertSame(
        checked,
        assertThrows(
            StoppedException.class,
            () ->
                openBundle(
                    request -> {
                      throw checked;
                    })));
    Error error = new StackOverflowError("made up");
    assertSame(
        error,
        assertThrows(
            StackOverflowError.class,
            () ->
                openBundle(
                    request -> {
                      throw error;
                    })));
  }

  @Test
  void aCallbackMayUseTheLibraryAndFailInIt() {
    assertThrows(
        AgainException.class,
        () ->
            openBundle(
                request -> {
                  openBundle(PinSource.of(PIN)).close();
                  openBundle(PinSource.of("wrong".toCharArray()));
                  return null;
                }));
  }

  @Test
  void aCallbackCannotCloseWhatItIsCalledBy() {
    IllegalStateException said =
        assertThrows(
            IllegalStateException.class,
            () ->
                openBundle(
                    request -> {
                      context.close();
                      return null;
                    }));
    assertTrue(said.getMessage().contains("callback"), said.getMessage());
    assertTrue(context.setting("no", "thing") == null); // it is as it was
  }

  @Test
  void aLogThatThrowsHurtsNobody() throws Exception {
    List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger lines = new AtomicInteger();
    LogSink log =
        (level, origin, text) -> {
          if (!origin.isEmpty() && !text.isEmpty()) lines.incrementAndGet();
          throw new Own();
        };
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> seen.add(thrown));
    try (Context logging =
        new Context(new Context.Options().moduleDir(MODULES).log(log, LogLevel.DEBUG))) {
      logging.devices(SOON);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(null);
    }
    assertTrue(lines.get() > 0);
    assertEquals(lines.get(), seen.size());
    assertTrue(seen.stream().allMatch(thrown -> thrown instanceof Own), seen.toString());
  }

  // ---- lifetimes -----------------------------------------------------------------

  /** Collects until it is so. */
  private static boolean collectUntil(java.util.function.BooleanSupplier isSo)
      throws InterruptedException {
    return collectUntil(isSo, 300);
  }

  private static boolean collectUntil(java.util.function.BooleanSupplier isSo, int times)
      throws InterruptedException {
    for (int i = 0; i < times && !isSo.getAsBoolean(); i++) {
      System.gc();
      Thread.sleep(20);
    }
    return isSo.getAsBoolean();
  }

  private static final class Application {
    final Context context;

    Application() throws CountersealException {
      context = new Context(new Context.Options().moduleDir(MODULES).log(this::log, LogLevel.DEBUG));
    }

    /** Refers to the context through this. */
    void log(LogLevel level, String origin, String text) {
      assert context != null || level != null;
    }
  }

  private static WeakReference<Application> forgotten() throws CountersealException {
    return new WeakReference<>(new Application());
  }

  @Test
  void aContextThatItsOwnLogRefersToIsCollected() throws Exception {
    try (Quiet quiet = new Quiet()) {
      WeakReference<Application> gone = forgotten();
      assertTrue(collectUntil(() -> gone.get() == null && quiet.warnings.get() > 0));
    }
  }

  /** Keeps the warnings of what is never closed from being printed, and counts them. */
  private static final class Quiet implements AutoCloseable {
    final AtomicInteger warnings = new AtomicInteger();
    private final Logger logger = Logger.getLogger("org.counterseal");

    Quiet() {
      logger.setUseParentHandlers(false);
      logger.setFilter(
          record -> {
            if (record.getMessage().contains("never closed")) warnings.incrementAndGet();
            return true;
          });
    }

    @Override
    public void close() {
      logger.setFilter(null);
      logger.setUseParentHandlers(true);
    }
  }

  private static void forget() throws Exception {
    Signer.open(newContext(), BUNDLE, PinSource.of(PIN), SOON).subject();
    Document.open(ORDER).pageCount();
  }

  @Test
  void whatWasNeverClosedIsFreedWithAWarning() throws Exception {
    try (Quiet quiet = new Quiet()) {
      for (int i = 0; i < 20; i++) forget();
      assertTrue(collectUntil(() -> quiet.warnings.get() >= 57), quiet.warnings.toString());
    }
  }

  @Test
  void whatWasClosedIsNotWarnedOf() throws Exception {
    try (Quiet quiet = new Quiet()) {
      WeakReference<Object> gone = new WeakReference<>(closed());
      assertTrue(collectUntil(() -> gone.get() == null));
      assertEquals(0, quiet.warnings.get());
    }
  }

  private static Object closed() throws Exception {
    Document document = Document.open(ORDER);
    document.close();
    return document;
  }

  @Test
  void aSignerKeepsWhatItNeeds() throws Exception {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    try (Quiet quiet = new Quiet();
        Signer alone = ofForgottenContext(lines)) {
      assertFalse(collectUntil(() -> quiet.warnings.get() > 0, 10));
      order.seal(alone, new Seal());
    }
    try (Report report = order.verify(CERTIFICATE)) {
      assertTrue(report.isValid());
    }
  }

  private static Signer ofForgottenContext(List<String> lines) throws Exception {
    LogSink log = (level, origin, text) -> lines.add(text);
    return Signer.open(
        new Context(new Context.Options().moduleDir(MODULES).log(log, LogLevel.DEBUG)),
        BUNDLE,
        request -> PIN.clone(),
        SOON);
  }

  @Test
  void whatIsInAListOutlivesTheList() throws Exception {
    order.seal(signer, new Seal());
    Report report = order.verify(CERTIFICATE);
    List<Signature> signatures = report.signatures();
    List<ReportFinding> findings = report.findings();
    report.close();
    order.close();
    assertEquals("CN=Test hall", signatures.get(0).subject());
    assertEquals("document", findings.get(0).check());
    assertThrows(UnsupportedOperationException.class, () -> findings.remove(0));
  }

  @Test
  void thereAreNoFinalizers() throws Exception {
    List<Path> classes;
    try (java.nio.file.FileSystem jar =
            java.nio.file.FileSystems.newFileSystem(
                Path.of(System.getProperty("counterseal.jar")));
        java.util.stream.Stream<Path> all = Files.walk(jar.getPath("/org"))) {
      classes = all.filter(path -> path.toString().endsWith(".class")).toList();
      assertTrue(classes.size() > 100);
      for (Path path : classes) {
        String name = path.toString().substring(1).replace('/', '.').replaceAll("\\.class$", "");
        if (name.endsWith("package-info")) continue;
        Class<?> type = Class.forName(name, false, Hall.class.getClassLoader());
        assertNull(
            Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("finalize"))
                .findAny()
                .orElse(null));
      }
    }
  }
}
