// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.counterseal.*;

/** Does at a small counter what its names say. */
final class CountersealTest {
  private static final Path HALL = Path.of(System.getProperty("counterseal.hall"));
  private static final Path MODULES = Path.of(System.getProperty("counterseal.modules"));
  private static final Path ORDER = HALL.resolve("order.pdf");
  private static final Path CERTIFICATE = HALL.resolve("hall.crt");
  private static final String PEM = "file:" + HALL.resolve("hall.pem");
  private static final String BUNDLE = "file:" + HALL.resolve("hall.p12");
  private static final Limit SOON = Limit.seconds(20);

  private static final class Own extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Context context() throws CountersealException {
    return new Context(new Context.Options().moduleDir(MODULES));
  }

  private static String virtual(String name, String script) throws Exception {
    Path path = HALL.resolve(name);
    Files.writeString(path, script);
    return "virtual:" + path;
  }

  // ---- documents ---------------------------------------------------------------

  private static void seals() throws Exception {
    Path sealed = HALL.resolve("sealed \u5c01.pdf");
    try (Context context = context();
        Document document = Document.open(ORDER);
        Signer signer = Signer.open(context, PEM)) {
      Tap.same(1L, signer.encodedChain().size() + 0L);
      Tap.same("CN=Test hall", signer.chain().get(0).getSubjectX500Principal().getName());
      Tap.same("CN=Test hall", signer.subject());
      Tap.same("RSA 2048", signer.key());
      Reached reached =
          document.seal(
              context,
              signer,
              new Seal()
                  .reason("Vertrag \u5408\u540c \ud83d\udd8b")
                  .place(new Place(1, 20_000, 20_000, 30_000, 0).complete(picture()))
                  .look(picture()),
              Limit.seconds(60));
      Tap.same(Level.B, reached.level());
      Tap.check(reached.lowered() == null, reached);
      document.save(sealed);
    }
    try (Document document = Document.open(sealed);
        Report report = document.verify(CERTIFICATE)) {
      Tap.same("valid", report.verdict());
      Signature signature = report.signatures().get(0);
      Tap.check(signature.isValid() && signature.coversFile(), signature);
      Tap.same("intact", signature.integrity());
      Tap.check(signature.reasons() != null && !report.findings().isEmpty(), report.findings());
      Tap.check(report.json("a.pdf").contains("\"a.pdf\""), report.json("a.pdf"));
      Tap.check(
          new String(document.toBytes(), StandardCharsets.ISO_8859_1).startsWith("%PDF-"), "");
    }
  }

  private static Look picture() throws Exception {
    return new Look().image(Files.readAllBytes(HALL.resolve("seal.png")));
  }

  private static void takesBytes() throws Exception {
    byte[] bytes = Files.readAllBytes(ORDER);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 7);
    direct.position(7);
    direct.put(bytes).position(7);
    for (ByteBuffer buffer : List.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), direct)) {
      try (Document document = Document.of(buffer)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.writeTo(out);
        Tap.check(java.util.Arrays.equals(bytes, out.toByteArray()), out.size());
        Tap.same(bytes.length, buffer.remaining());
        Tap.check(document.pageCount() >= 1, document.pageCount());
        Tap.check(document.pageSize(1).widthUm() > 100_000, document.pageSize(1));
      }
    }
    RefusedException none =
        Tap.throwing(RefusedException.class, () -> Document.of(new byte[0]).verify());
    Tap.same(Status.REFUSED_NOT_A_PDF, none.status());
    Tap.throwing(NullPointerException.class, () -> Document.of((byte[]) null));
  }

  private static void prepares() throws Exception {
    try (Document document = Document.open(ORDER);
        Pending pending =
            document.prepare(
                null,
                new Document.Preparation(new Seal())
                    .certificates(Files.readAllBytes(CERTIFICATE)),
                SOON);
        Pending again = Pending.of(pending.toBytes())) {
      Tap.same("SHA256", again.digestName());
      Tap.same(32, again.toSignDigest().length);
      Tap.same(0L, again.covered()[0]);
      java.security.Signature signature = java.security.Signature.getInstance("SHA256withRSA");
      String pem = Files.readString(HALL.resolve("hall.key"));
      byte[] key =
          java.util.Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]*-----", ""));
      signature.initSign(
          java.security.KeyFactory.getInstance("RSA")
              .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(key)));
      signature.update(again.toSign());
      Document.Finish wrong = Document.Finish.value(new byte[256]);
      Tap.throwing(RefusedException.class, () -> document.finish(null, again, wrong, SOON));
      document.finish(null, again, Document.Finish.value(signature.sign()), SOON);
      try (Report report = document.verify(CERTIFICATE)) {
        Tap.same("valid", report.verdict());
      }
    }
  }

  // ---- failing -----------------------------------------------------------------

  private static void fails() throws Exception {
    SetupException gone =
        Tap.throwing(SetupException.class, () -> Document.open(HALL.resolve("none.pdf")));
    Tap.same(Status.SETUP_FILE, gone.status());
    Tap.same("administrator", gone.who());
    Tap.check(!gone.notes().isEmpty() && !gone.getMessage().isEmpty(), gone);
    CountersealException future = CountersealException.of(499, List.of("new"));
    Tap.check(future instanceof SetupException, future);
    Tap.same(Status.UNKNOWN, future.status());
    Tap.same(499, future.statusNumber());
    Tap.throwing(IllegalArgumentException.class, () -> Place.parse("1\0"));
    Tap.throwing(IllegalArgumentException.class, () -> Place.parse("\ud800"));
    Tap.throwing(NullPointerException.class, () -> Signer.open(null, PEM));
  }

  private static void closes() throws Exception {
    Context context = context();
    Signer signer = Signer.open(context, PEM);
    Document document = Document.open(ORDER);
    Report report = document.verify();
    DeviceWatch watch = context.watch();
    report.close();
    watch.close();
    signer.close();
    signer.close();
    Tap.throwing(IllegalStateException.class, () -> document.seal(signer, new Seal()));
    Tap.throwing(IllegalStateException.class, signer::subject);
    Tap.throwing(IllegalStateException.class, report::verdict);
    Tap.throwing(IllegalStateException.class, watch::pending);
    document.close();
    context.close();
    Tap.throwing(IllegalStateException.class, document::pageCount);
    Tap.throwing(IllegalStateException.class, context::devices);
    IllegalStateException said =
        Tap.throwing(IllegalStateException.class, () -> Signer.open(context, PEM));
    Tap.check(said.getMessage().contains("closed"), said);
  }

  // ---- callbacks ---------------------------------------------------------------

  private static void asks() throws Exception {
    List<PinRequest> asked = new ArrayList<>();
    try (Context context = context()) {
      try (Signer signer =
          Signer.open(
              context,
              BUNDLE,
              request -> {
                asked.add(request);
                return "1234".toCharArray();
              },
              SOON)) {
        Tap.same("CN=Test hall", signer.subject());
      }
      Tap.same(1, asked.size());
      Tap.same(BUNDLE, asked.get(0).uri());
      AgainException wrong =
          Tap.throwing(
              AgainException.class,
              () -> Signer.open(context, BUNDLE, PinSource.of("4321".toCharArray()), SOON));
      Tap.same(Status.AGAIN_PIN_WRONG, wrong.status());
      CounterException needed =
          Tap.throwing(CounterException.class, () -> Signer.open(context, BUNDLE));
      Tap.same(Status.COUNTER_PIN_NEEDED, needed.status());
    }
  }

  private static void throwsOut() throws Exception {
    try (Context context = context()) {
      Own own = new Own();
      for (int i = 0; i < 50; i++)
        Tap.check(
            own
                == Tap.throwing(
                    Own.class,
                    () ->
                        Signer.open(
                            context,
                            BUNDLE,
                            request -> {
                              throw own;
                            },
                            SOON)),
            own);
      // A callback may use the library, and fail in it; but not close what it is called by.
      Tap.throwing(
          AgainException.class,
          () ->
              Signer.open(
                  context,
                  BUNDLE,
                  request -> {
                    Signer.open(context, BUNDLE, PinSource.of("0".toCharArray()), SOON);
                    return null;
                  },
                  SOON));
      IllegalStateException said =
          Tap.throwing(
              IllegalStateException.class,
              () ->
                  Signer.open(
                      context,
                      BUNDLE,
                      request -> {
                        context.close();
                        return null;
                      },
                      SOON));
      Tap.check(said.getMessage().contains("callback"), said);
    }
  }

  private static void logs() throws Exception {
    List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger lines = new AtomicInteger();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> seen.add(thrown));
    try (Context context =
        new Context(
            new Context.Options()
                .moduleDir(MODULES)
                .log(
                    (level, origin, text) -> {
                      lines.incrementAndGet();
                      throw new Own();
                    },
                    LogLevel.DEBUG))) {
      context.devices(SOON);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(null);
    }
    Tap.check(lines.get() > 0, lines);
    Tap.same(lines.get(), seen.size());
    Tap.check(seen.get(0) instanceof Own, seen.get(0));
  }

  private static void watches() throws Exception {
    List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
    List<DeviceEvent> events = Collections.synchronizedList(new ArrayList<>());
    Path config = HALL.resolve("watch.conf");
    String pad = virtual("watched.pad", "pad 100000 60000\n");
    Files.writeString(config, "[devices]\npad = " + pad + "\n");
    try (Context context = new Context(new Context.Options().moduleDir(MODULES).userConfig(config));
        DeviceWatch watch = context.watch()) {
      Tap.check(watch.fd() >= 0, watch.fd());
      Thread thread =
          watch.listen(
              event -> {
                events.add(event);
                throw new Own();
              });
      thread.setUncaughtExceptionHandler((of, thrown) -> seen.add(thrown));
      for (int i = 0; i < 100 && seen.isEmpty(); i++) Thread.sleep(50);
      Tap.check(thread.isAlive() && !events.isEmpty(), events);
      Tap.same(DeviceChange.ARRIVED, events.get(0).change());
      List<Device> pads = context.devices(SOON, Kind.PAD);
      Tap.check(pads.stream().anyMatch(device -> device.uri().equals(pad)), pads);
      Tap.same(DeviceState.READY, pads.get(0).state());
      watch.close();
      thread.join(20_000);
      Tap.check(!thread.isAlive(), thread);
    }
  }

  // ---- the counter ---------------------------------------------------------------

  private static void captures() throws Exception {
    String pad =
        virtual("write.pad", "pad 100000 60000\nstroke 300 10000 20000 60000 40000\nok\n");
    try (Context context = context();
        Ink ink = Ink.capture(context, pad, "Bitte", 0, SOON)) {
      Tap.check(ink.isVirtual() && ink.strokeCount() == 1, ink.strokeCount());
      Tap.same(ink.count(), ink.samples().size() + 0L);
      Tap.same(10_000, ink.samples().get(0).xUm());
      Tap.check(ink.account().isPresent(), ink.account());
      Tap.check(new String(ink.draw("svg"), StandardCharsets.UTF_8).contains("<svg"), "");
      try (Ink back = Ink.ofIso19794Part7(ink.iso19794Part7())) {
        Tap.same(ink.count(), back.count());
        Tap.check(back.account().isEmpty(), back.account());
      }
    }
  }

  private static void cancels() throws Exception {
    String pad = virtual("nobody.pad", "pad 100000 60000\n");
    try (Context context = context()) {
      StoppedException late =
          Tap.throwing(
              StoppedException.class,
              () -> Ink.capture(context, pad, null, 0, new Limit(java.time.Duration.ofMillis(50), null)));
      Tap.same(Status.STOPPED_TIMEOUT, late.status());
      Cancel cancel = new Cancel();
      Thread thread =
          new Thread(
              () -> {
                try {
                  Thread.sleep(200);
                } catch (InterruptedException e) {
                  return;
                }
                cancel.request();
              });
      thread.start();
      StoppedException cancelled =
          Tap.throwing(
              StoppedException.class, () -> Ink.capture(context, pad, null, 0, SOON.and(cancel)));
      Tap.same(Status.STOPPED_CANCELLED, cancelled.status());
      thread.join();
    }
  }

  private static void lists() throws Exception {
    try (Context context = context()) {
      for (Device device : context.devices(SOON)) Tap.check(device.state() != null, device);
      for (Finding finding : context.doctor()) Tap.check(!finding.text().isEmpty(), finding);
      Tap.check(context.setting("no", "thing") == null, "");
      Tap.check(!Context.version().isEmpty(), "");
      Tap.throwing(
          RefusedException.class, () -> Photo.of("no jpeg".getBytes(StandardCharsets.UTF_8)));
      Tap.throwing(RefusedException.class, () -> Identity.ofJson("{}"));
    }
  }

  // ---- threads -------------------------------------------------------------------

  private static void sealsInThreads() throws Exception {
    List<Throwable> failed = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    try (Context context = context();
        Signer signer = Signer.open(context, PEM)) {
      for (int i = 0; i < 8; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    for (int j = 0; j < 10; j++) {
                      try (Document document = Document.open(ORDER)) {
                        document.seal(context, signer, new Seal().reason("x"), SOON);
                        try (Report report = document.verify(CERTIFICATE)) {
                          Tap.same("valid", report.verdict());
                        }
                      }
                    }
                  } catch (Throwable thrown) {
                    failed.add(thrown);
                  }
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) thread.join();
    }
    if (!failed.isEmpty()) throw new AssertionError(failed.size() + " failed", failed.get(0));
  }

  /** Objects that were forgotten, and what of C they keep, go with the collector. */
  private static void forgets() throws Exception {
    AtomicInteger warnings = new AtomicInteger();
    java.util.logging.Logger logger = java.util.logging.Logger.getLogger("org.counterseal");
    logger.setUseParentHandlers(false);
    logger.setFilter(
        record -> {
          if (record.getMessage().contains("never closed")) warnings.incrementAndGet();
          return true;
        });
    for (int i = 0; i < 20; i++) {
      Signer.open(context(), BUNDLE, PinSource.of("1234".toCharArray()), SOON).subject();
      Document.open(ORDER).pageCount();
    }
    for (int i = 0; i < 100 && warnings.get() < 60; i++) {
      System.gc();
      Thread.sleep(50);
    }
    Tap.check(warnings.get() >= 57, warnings);
  }

  // ---- loading -------------------------------------------------------------------

  private static String run(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(arguments);
    command.add("Version");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static void loads() throws Exception {
    String jar = System.getProperty("counterseal.jar");
    String classes = HALL.resolve("classes").toString();
    String file = System.getProperty("counterseal.library") + "/libcounterseal_java.so";
    String version = "version " + Context.version();
    String said = run(List.of("-Dcounterseal.native=" + file, "-cp", jar + ":" + classes));
    Tap.check(said.contains(version), said);
    said = run(List.of("-cp", jar + ":" + classes, "-Djava.library.path=/nonexistent"));
    Tap.check(said.contains("UnsatisfiedLinkError") && said.contains("counterseal.native"), said);
    Path resource =
        HALL.resolve("extra/org/counterseal/shim/native/linux-" + System.getProperty("os.arch"));
    Files.createDirectories(resource);
    Files.copy(Path.of(file), resource.resolve("libcounterseal_java.so"));
    said =
        run(
            List.of(
                "-Djava.library.path=/nonexistent",
                "-cp",
                jar + ":" + classes + ":" + HALL.resolve("extra")));
    Tap.check(said.contains(version), said);
    said =
        run(
            List.of(
                "-Dcounterseal.native=" + file,
                "--module-path",
                jar,
                "--add-modules",
                "org.counterseal",
                "-cp",
                classes));
    Tap.check(said.contains(version), said);
  }

  public static void main(String[] arguments) {
    Tap.test("a document is sealed, and valid", CountersealTest::seals);
    Tap.test("bytes come in and out as arrays and buffers", CountersealTest::takesBytes);
    Tap.test("a signature may come from elsewhere", CountersealTest::prepares);
    Tap.test("a failure says its status, who, and why", CountersealTest::fails);
    Tap.test("what was closed says so", CountersealTest::closes);
    Tap.test("a PIN is asked for", CountersealTest::asks);
    Tap.test("what a callback throws comes out of the call", CountersealTest::throwsOut);
    Tap.test("a log that throws hurts nobody", CountersealTest::logs);
    Tap.test("a watch ends its thread when it is closed", CountersealTest::watches);
    Tap.test("ink is captured", CountersealTest::captures);
    Tap.test("a call ends by time and by cancel", CountersealTest::cancels);
    Tap.test("devices and findings are listed, rubbish is refused", CountersealTest::lists);
    Tap.test("eight threads seal", CountersealTest::sealsInThreads);
    Tap.test("what was never closed is freed, with a warning", CountersealTest::forgets);
    Tap.test("the library is found in three ways, and in a module", CountersealTest::loads);
    Tap.done();
  }
}
