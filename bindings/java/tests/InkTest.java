// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.counterseal.*;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ink while it is written, and ink that is sealed for an escrow. */
final class InkTest extends Hall {
  private static final String CLEARED =
      "pad 100000 60000\nstroke 300 10000 20000 60000 40000\nclear\n"
          + "stroke 100 20000 20000 30000 30000\nok\n";
  private static final String SLOWLY =
      "pad 100000 60000\nrealtime yes\nstroke 400 10000 20000 60000 40000\nok\n";

  @BeforeAll
  static void makeNotaries() throws Exception {
    for (String name : List.of("notary", "stranger")) {
      Path key = notary(name + ".key"), certificate = notary(name + ".crt");
      Object[] request =
          ("openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=" + name + " -keyout "
                  + (key + " -out " + certificate))
              .split(" ");
      run(request);
      Files.writeString(
          notary(name + ".pem"), Files.readString(key) + Files.readString(certificate));
      Object[] bundle =
          ("openssl pkcs12 -export -passout pass:1234 -inkey " + key + " -in " + certificate
                  + (" -out " + notary(name + ".p12")))
              .split(" ");
      run(bundle);
    }
  }

  private static Path notary(String name) {
    return FOLDER.resolve(name);
  }

  private static byte[] read(String name) throws Exception {
    return Files.readAllBytes(notary(name));
  }

  // ---- while it is written -------------------------------------------------------

  private InkPreview preview(String script) throws Exception {
    return new InkPreview(context, pad(script), "Sign", 0, SOON);
  }

  /** All that is told, until it is over. */
  private static List<InkEvent> wholeOf(InkPreview preview) throws Exception {
    List<InkEvent> events = Collections.synchronizedList(new ArrayList<>());
    Thread thread = preview.listen(events::add);
    thread.join(SOON_MS);
    assertFalse(thread.isAlive());
    return events;
  }

  /** Without how many times samples were told. */
  private static List<InkNews> news(List<InkEvent> events) {
    List<InkNews> kinds = new ArrayList<>();
    for (InkEvent event : events)
      if (kinds.isEmpty() || kinds.get(kinds.size() - 1) != event.news()) kinds.add(event.news());
    return kinds;
  }

  @Test
  void inkIsToldWhileItIsWritten() throws Exception {
    try (InkPreview preview = preview(SLOWLY)) {
      assertTrue(preview.fd() >= 0);
      List<InkEvent> events = wholeOf(preview);
      assertEquals(List.of(InkNews.SAMPLES, InkNews.OVER), news(events));
      assertTrue(events.size() > 3, events.size() + " events");
      List<InkSample> told = new ArrayList<>();
      for (InkEvent event : events) told.addAll(event.samples());
      assertEquals(List.of(), preview.pending());
      assertTrue(new String(preview.draw("pdf"), StandardCharsets.ISO_8859_1).startsWith("%PDF"));
      try (Ink ink = preview.take()) {
        assertTrue(ink.isVirtual());
        assertEquals(1, ink.strokeCount());
        long began = told.get(0).timeUs();
        List<InkSample> samples = ink.samples();
        for (int i = 0; i < samples.size(); i++) {
          InkSample one = told.get(i);
          assertEquals(
              samples.get(i),
              new InkSample(
                  one.xUm(), one.yUm(), one.pressure(), one.flags(), one.timeUs() - began));
        }
      }
    }
  }

  @Test
  void whatWasClearedIsToldAndIsNotInTheInk() throws Exception {
    try (InkPreview preview = preview(CLEARED)) {
      List<InkSample> written = new ArrayList<>();
      for (InkEvent event : wholeOf(preview)) {
        if (event.news() == InkNews.CLEARED) written.clear();
        written.addAll(event.samples());
      }
      try (Ink ink = preview.take()) {
        assertEquals(20_000, written.get(0).xUm());
        assertTrue(written.size() >= ink.count() && ink.count() > 10);
      }
    }
  }

  private static Status takeFails(InkPreview preview) {
    return assertThrows(CountersealException.class, preview::take).status();
  }

  @Test
  void howAPreviewEndedIsSaidOnce() throws Exception {
    try (InkPreview preview = preview("pad 9000 9000\ncancel\n")) {
      wholeOf(preview);
      assertEquals(Status.STOPPED_DECLINED, takeFails(preview));
    }
    try (InkPreview preview = preview(NOBODY)) {
      assertEquals(Status.FAULT_APPLICATION, takeFails(preview));
    }
    try (InkPreview preview = preview(WRITE)) {
      wholeOf(preview);
      preview.take().close();
      assertEquals(Status.FAULT_APPLICATION, takeFails(preview));
    }
    try (InkPreview preview = new InkPreview(context, "virtual:/none.pad", null, 0, SOON)) {
      wholeOf(preview);
      assertThrows(CountersealException.class, preview::take);
    }
    String tooLong = "x".repeat(100_000);
    assertThrows(
        CountersealException.class,
        () -> new InkPreview(context, pad(WRITE), tooLong, 0, SOON).close());
  }

  @Test
  void aPreviewEndsByItsTimeItsCancelAndItsClose() throws Exception {
    String nobody = pad(NOBODY);
    try (InkPreview preview =
        new InkPreview(context, nobody, null, 0, Limit.of(Duration.ofMillis(100)))) {
      wholeOf(preview);
      assertEquals(Status.STOPPED_TIMEOUT, takeFails(preview));
    }
    Cancel cancel = new Cancel();
    for (int i = 0; i < 2; i++) // the second time it was cancelled before
      try (InkPreview preview = new InkPreview(context, nobody, null, 0, SOON.and(cancel))) {
        Worker later = new Worker(cancel::request);
        assertEquals(List.of(InkNews.OVER), news(wholeOf(preview)));
        assertEquals(Status.STOPPED_CANCELLED, takeFails(preview));
        assertNull(later.end());
      }
    InkPreview preview = new InkPreview(context, nobody, null, 0, Limit.NONE);
    List<InkEvent> events = Collections.synchronizedList(new ArrayList<>());
    Thread thread = preview.listen(events::add);
    preview.close();
    thread.join(SOON_MS);
    assertFalse(thread.isAlive());
    assertEquals(List.of(), events);
    assertThrows(IllegalStateException.class, preview::fd);
    assertThrows(IllegalStateException.class, preview::pending);
    assertThrows(IllegalStateException.class, preview::take);
    preview.close();
  }

  @Test
  void aListenerThatThrowsDoesNotEndThePreview() throws Exception {
    List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
    try (InkPreview preview = preview(SLOWLY)) {
      Thread thread =
          preview.listen(
              event -> {
                throw new Own();
              });
      thread.setUncaughtExceptionHandler((of, thrown) -> seen.add(thrown));
      thread.join(SOON_MS);
      assertFalse(thread.isAlive());
      preview.take().close();
    }
    assertTrue(seen.size() > 1 && seen.get(0) instanceof Own, seen.toString());
  }

  @Test
  void aLogIsToldByAThreadOfC() throws Exception {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    LogSink log = (level, origin, text) -> threads.add(Thread.currentThread());
    Context.Options options =
        new Context.Options().moduleDir(MODULES).log(log, LogLevel.DEBUG);
    for (int i = 0; i < 5; i++)
      try (Context logging = new Context(options);
          InkPreview preview = new InkPreview(logging, pad(WRITE), null, 0, SOON)) {
        wholeOf(preview);
        preview.take().close();
      }
    assertTrue(
        threads.stream().anyMatch(thread -> thread != Thread.currentThread()), threads.toString());
  }

  @Test
  void manyThreadsThatLookAtOnePreviewAreNoCrash() throws Exception {
    for (int i = 0; i < 3; i++)
      try (InkPreview preview = preview(SLOWLY)) {
        AtomicBoolean isOver = new AtomicBoolean();
        List<Worker> workers = new ArrayList<>();
        for (int j = 0; j < 3; j++)
          workers.add(
              new Worker(
                  () -> {
                    while (!isOver.get()) {
                      for (InkEvent event : preview.pending())
                        if (event.news() == InkNews.OVER) isOver.set(true);
                      Thread.sleep(5);
                    }
                  }));
        for (Worker worker : workers) assertNull(worker.end());
        preview.take().close();
      }
  }

  // ---- sealed for an escrow ------------------------------------------------------

  private Ink ink() throws Exception {
    return Ink.capture(context, pad(WRITE), null, 0, SOON);
  }

  private static byte[] sealFor(Ink ink, String... names) throws Exception {
    try (Escrow escrow = new Escrow()) {
      for (String name : names) escrow.add(read(name + ".crt"));
      return ink.seal(escrow);
    }
  }

  @Test
  void onlyAnEscrowOpensWhatWasSealed() throws Exception {
    byte[] document = order.toBytes();
    try (Ink ink = ink()) {
      ink.bind(document);
      byte[] sealed = sealFor(ink, "notary");
      try (Ink opened = Ink.open(sealed, read("notary.pem"))) {
        assertArrayEquals(ink.iso19794Part7(), opened.iso19794Part7());
        assertTrue(opened.isVirtual());
        assertEquals(ink.account(), opened.account());
        assertTrue(opened.json().contains("\"document\""), opened.json());
        opened.checkDocument(document);
        assertThrows(
            RefusedException.class,
            () -> opened.checkDocument("%PDF-1.7 another".getBytes(StandardCharsets.US_ASCII)));
      }
      assertEquals(
          Status.REFUSED_KEY_MISMATCH,
          assertThrows(RefusedException.class, () -> Ink.open(sealed, read("stranger.pem")))
              .status());
      Path file = file(".der");
      Files.write(file, sealed);
      String shown = run("openssl", "asn1parse", "-inform", "DER", "-in", file);
      assertTrue(shown.contains("authEnvelopedData"), shown);
    }
  }

  @Test
  void theDocumentOfTheInkMayGrow() throws Exception {
    try (Ink ink = ink()) {
      byte[] bytes = order.toBytes();
      ink.bind(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
      order.seal(signer, new Seal());
      ink.checkDocument(order.toBytes());
      ink.checkDocument(ByteBuffer.wrap(order.toBytes()));
      assertThrows(FaultException.class, () -> ink.bind(new byte[0]));
    }
  }

  @Test
  void inkThatWasChangedIsNotOpened() throws Exception {
    byte[] key = read("notary.pem");
    try (Ink ink = ink()) {
      byte[] sealed = sealFor(ink, "notary");
      byte[] changed = sealed.clone();
      changed[changed.length - 1] ^= 1;
      for (byte[] none :
          List.of(changed, new byte[0], new byte[] {1, 2, 3}, Arrays.copyOf(sealed, 100)))
        assertThrows(RefusedException.class, () -> Ink.open(none, key));
      assertEquals(
          Status.SETUP_NO_KEY,
          assertThrows(SetupException.class, () -> Ink.open(sealed, new byte[] {1, 2, 3}))
              .status());
      assertThrows(NullPointerException.class, () -> Ink.open(null, key));
      assertThrows(NullPointerException.class, () -> Ink.open(sealed, null));
    }
  }

  @Test
  void thePassPhraseOfAnEscrowIsAskedFor() throws Exception {
    byte[] key = read("notary.p12");
    List<String> asked = new ArrayList<>();
    try (Ink ink = ink()) {
      byte[] sealed = sealFor(ink, "notary");
      PinSource asking =
          request -> {
            asked.add(request.title());
            return "1234".toCharArray();
          };
      Ink.open(sealed, key, "the notary's key", asking).close();
      assertEquals(List.of("the notary's key"), asked);
      assertThrows(
          AgainException.class,
          () -> Ink.open(sealed, key, null, PinSource.of("4321".toCharArray())));
      assertThrows(CounterException.class, () -> Ink.open(sealed, key));
      assertThrows(
          Own.class,
          () ->
              Ink.open(
                  sealed,
                  key,
                  null,
                  request -> {
                    throw new Own();
                  }));
    }
  }

  @Test
  void anEscrowTakesCertificatesAndNothingElse() throws Exception {
    Escrow escrow = new Escrow();
    try (Ink ink = ink()) {
      assertEquals(List.of(), escrow.subjects());
      assertThrows(FaultException.class, () -> ink.seal(escrow));
      for (byte[] wrong : List.of(new byte[0], new byte[] {1, 2}, read("notary.key")))
        assertThrows(RefusedException.class, () -> escrow.add(wrong));
      escrow.add(read("notary.crt")).add(read("stranger.crt"));
      assertEquals(List.of("CN=notary", "CN=stranger"), escrow.subjects());
      byte[] sealed = ink.seal(escrow);
      for (String name : List.of("notary.pem", "stranger.pem"))
        Ink.open(sealed, read(name)).close();
      escrow.close();
      assertThrows(IllegalStateException.class, () -> ink.seal(escrow));
    }
  }

  @Test
  void inkIsInkMlToo() throws Exception {
    try (Ink ink = ink()) {
      String text = new String(ink.inkml(), StandardCharsets.UTF_8);
      assertTrue(text.contains("<trace") && text.contains("http://www.w3.org/2003/InkML"), text);
    }
  }
}
