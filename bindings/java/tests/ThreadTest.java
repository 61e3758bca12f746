// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.counterseal.*;
import org.junit.jupiter.api.Test;

/** Threads, cancelling, closing, and watching devices. */
final class ThreadTest extends Hall {
  private static Worker capture(Context context, String pad, Limit limit) {
    return new Worker(() -> Ink.capture(context, pad, null, 0, limit).close());
  }

  private static Status status(Throwable thrown) {
    assertTrue(thrown instanceof CountersealException, String.valueOf(thrown));
    return ((CountersealException) thrown).status();
  }

  private static Limit limit(long ms) {
    return Limit.of(Duration.ofMillis(ms));
  }

  // ---- ending calls --------------------------------------------------------------

  @Test
  void otherThreadsRunWhileACallWaits() throws Exception {
    Worker waiting = capture(context, pad(NOBODY), limit(400));
    long ticks = 0;
    for (; waiting.isAlive(); ticks++) Thread.sleep(1);
    assertTrue(ticks > 50, ticks + " ticks");
    assertEquals(Status.STOPPED_TIMEOUT, status(waiting.end()));
  }

  @Test
  void aCancelEndsEveryCallThatWasGivenIt() throws Exception {
    Cancel cancel = new Cancel();
    Worker first = capture(context, pad(NOBODY), SOON.and(cancel));
    Worker second = capture(context, pad(NOBODY), Limit.NONE.and(cancel));
    Thread.sleep(100);
    assertTrue(!cancel.requested() && first.isAlive() && second.isAlive());
    cancel.request();
    for (Worker one : List.of(first, second))
      assertEquals(Status.STOPPED_CANCELLED, status(one.end()));
    assertThrows(
        StoppedException.class,
        () -> Ink.capture(context, pad(WRITE), null, 0, SOON.and(cancel)));
    Ink.capture(context, pad(WRITE), null, 0, SOON).close(); // only those
  }

  @Test
  void aFutureThatIsGivenUpCancelsTheCall() throws Exception {
    Cancel cancel = new Cancel();
    String uri = pad(NOBODY);
    CompletableFuture<Ink> writing =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Ink.capture(context, uri, null, 0, Limit.NONE.and(cancel));
              } catch (CountersealException e) {
                throw new CompletionException(e);
              }
            });
    cancel.request();
    CompletionException gone = assertThrows(CompletionException.class, writing::join);
    assertEquals(Status.STOPPED_CANCELLED, status(gone.getCause()));
  }

  @Test
  void closingFromAnotherThreadEndsWhatWaits() throws Exception {
    Context other = newContext();
    Worker waiting = capture(other, pad(NOBODY), Limit.NONE);
    Thread.sleep(100);
    other.close();
    assertEquals(Status.STOPPED_CANCELLED, status(waiting.end()));
    other.close();
    assertThrows(IllegalStateException.class, other::devices);
  }

  @Test
  void closingTwentyTimesNeverDeadlocks() throws Exception {
    String uri = pad(NOBODY);
    for (int i = 0; i < 20; i++) {
      Context other = newContext();
      Worker waiting = capture(other, uri, Limit.NONE);
      List<Worker> closers = new ArrayList<>();
      for (int j = 0; j < 3; j++) closers.add(new Worker(other::close));
      for (Worker closer : closers) assertNull(closer.end());
      assertNotNull(waiting.end());
    }
  }

  @Test
  void theProgramEndsWhileACallWaits() throws Exception {
    Said said =
        java(
            List.of(
                "-Djava.library.path=" + System.getProperty("counterseal.library"),
                "--enable-native-access=ALL-UNNAMED", // it says nothing else
                "-cp",
                System.getProperty("java.class.path")),
            "Leaving",
            pad(NOBODY),
            MODULES,
            BUNDLE,
            ORDER);
    assertEquals("leaving\n", said.text());
    assertEquals(7, said.status());
  }

  // ---- one object, many threads --------------------------------------------------

  @Test
  void oneDocumentInManyThreadsIsSealedOneByOne() throws Exception {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++)
      workers.add(
          new Worker(
              () -> {
                try (Signer own = Signer.open(context, PEM)) {
                  order.seal(own, new Seal());
                  order.pageCount();
                }
              }));
    for (Worker worker : workers) assertNull(worker.end());
    try (Report report = order.verify(CERTIFICATE)) {
      assertTrue(report.isValid());
      assertEquals(4, report.signatures().size());
    }
  }

  @Test
  void oneSignerServesManyThreads() throws Exception {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++)
      workers.add(
          new Worker(
              () -> {
                for (int j = 0; j < 10; j++)
                  try (Document own = Document.open(ORDER)) {
                    own.seal(context, signer, new Seal(), SOON);
                  }
              }));
    for (Worker worker : workers) assertNull(worker.end());
  }

  private static long residentKib() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status")))
      if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", ""));
    throw new AssertionError("no VmRSS");
  }

  /** -Dcounterseal.seconds=60 makes it longer: make java-threads. */
  @Test
  void eightThreadsSeal() throws Exception {
    double seconds = Double.parseDouble(System.getProperty("counterseal.seconds", "2"));
    long until = System.nanoTime() + (long) (seconds * 1e9);
    long half = System.nanoTime() + (long) (seconds * 5e8);
    AtomicLong seals = new AtomicLong();
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String reason = "thread " + i;
      workers.add(
          new Worker(
              () -> {
                try (Signer own = Signer.open(context, PEM)) {
                  for (int j = 0; j < 2 || System.nanoTime() < until; j++) {
                    try (Document document = Document.open(ORDER)) {
                      document.seal(context, own, new Seal().reason(reason), SOON);
                      try (Report report = document.verify(CERTIFICATE)) {
                        assertEquals("valid", report.verdict());
                      }
                    }
                    seals.incrementAndGet();
                  }
                }
              }));
    }
    while (System.nanoTime() < half) Thread.sleep(10);
    long before = residentKib();
    for (Worker worker : workers) {
      Throwable thrown = worker.end(seconds);
      if (thrown != null) throw new AssertionError("a thread failed", thrown);
    }
    long grown = residentKib() - before;
    assertTrue(seals.get() >= 16);
    System.out.println(
        seals + " seals in " + seconds + " s by 8 threads; resident: " + before + " KiB at half"
            + " time, " + grown + " KiB more at the end");
    // Whatever Java keeps for itself is limited, a leak of C is not; GrowthTest, which
    // counts what C has, sees it in a short time.
    assertTrue(seconds < 10 || grown < 16_384, grown + " KiB more");
  }

  // ---- a call that another thread is in ------------------------------------------

  /** Seals the order in another thread, with an authority that never answers. */
  private final class Slow implements AutoCloseable {
    final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    final Worker worker;
    private final Socket asking;

    Slow() throws Exception {
      needModule("http-fetch");
      String tsa = "http://127.0.0.1:" + server.getLocalPort() + "/";
      worker =
          new Worker(
              () -> order.seal(context, signer, new Seal().level(Level.T).tsa(tsa), Limit.NONE));
      server.setSoTimeout((int) SOON_MS);
      asking = server.accept();
    }

    @Override
    public void close() throws Exception {
      order.close();
      worker.end();
      asking.close();
      server.close();
    }
  }

  @Test
  void closingADocumentEndsItsSeal() throws Exception {
    try (Slow slow = new Slow()) {
      order.close();
      assertEquals(Status.STOPPED_CANCELLED, status(slow.worker.end()));
    }
  }

  @Test
  void closingASignerEndsItsSeal() throws Exception {
    try (Slow slow = new Slow()) {
      signer.close();
      assertEquals(Status.STOPPED_CANCELLED, status(slow.worker.end()));
      assertEquals(3, order.pageCount());
    }
  }

  @Test
  void waitingForAnotherThreadIsWaiting() throws Exception {
    try (Slow slow = new Slow();
        Signer own = Signer.open(context, PEM)) {
      long started = System.nanoTime();
      assertEquals(
          Status.STOPPED_TIMEOUT,
          status(
              assertThrows(
                  StoppedException.class, () -> order.seal(null, own, new Seal(), limit(200)))));
      assertTrue(System.nanoTime() - started > 150_000_000L);
      Cancel cancel = new Cancel();
      Worker later =
          new Worker(
              () -> {
                Thread.sleep(100);
                cancel.request();
              });
      assertEquals(
          Status.STOPPED_CANCELLED,
          status(
              assertThrows(
                  StoppedException.class,
                  () -> order.seal(null, own, new Seal(), Limit.NONE.and(cancel)))));
      assertNull(later.end());
      assertTrue(slow.worker.isAlive());
    }
  }

  // ---- watching ------------------------------------------------------------------

  @Test
  void aListenerThatThrowsDoesNotEndTheWatch() throws Exception {
    List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
    List<DeviceEvent> events = Collections.synchronizedList(new ArrayList<>());
    String pad = pad(NOBODY), other = pad(WRITE);
    Path config =
        write(".conf", "[devices]\npad = " + pad + "\npad = " + other + "\n");
    try (Context configured =
            new Context(new Context.Options().moduleDir(MODULES).userConfig(config));
        DeviceWatch watch = configured.watch(Kind.PAD)) {
      assertTrue(watch.fd() >= 0);
      Thread thread =
          watch.listen(
              event -> {
                events.add(event);
                throw new Own();
              });
      thread.setUncaughtExceptionHandler((of, thrown) -> seen.add(thrown));
      for (int i = 0; i < 600 && seen.size() < 1; i++) Thread.sleep(50);
      assertTrue(thread.isAlive());
      assertEquals(DeviceChange.ARRIVED, events.get(0).change());
      watch.close();
      thread.join(SOON_MS);
      assertFalse(thread.isAlive());
    }
  }

  /** That a listener that throws this is told everything to the end. */
  private void tellsAll(Throwable thrown, Thread.UncaughtExceptionHandler handler)
      throws Exception {
    List<InkNews> events = Collections.synchronizedList(new ArrayList<>());
    try (InkPreview preview = new InkPreview(context, pad(WRITE), null, 0, SOON)) {
      CompletableFuture<Void> ready = new CompletableFuture<>();
      Thread thread =
          preview.listen(
              event -> {
                ready.join();
                events.add(event.news());
                Hall.<RuntimeException>sneak(thrown);
              });
      thread.setUncaughtExceptionHandler(handler);
      ready.complete(null);
      thread.join(SOON_MS);
      assertFalse(thread.isAlive());
    }
    assertTrue(events.size() > 1, events.toString());
    assertEquals(InkNews.OVER, events.get(events.size() - 1));
  }

  @Test
  void aListenerThatThrowsIsToldAllTheSame() throws Exception {
    for (Throwable thrown :
        List.of(new Own(), new AssertionError("mine"), new Exception("checked"))) {
      List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
      tellsAll(thrown, (of, what) -> seen.add(what));
      assertTrue(seen.size() > 1 && seen.stream().allMatch(what -> what == thrown));
    }
  }

  @Test
  void aHandlerThatThrowsEndsNothing() throws Exception {
    tellsAll(
        new Own(),
        (of, what) -> {
          throw new StackOverflowError("of the handler");
        });
  }

  @Test
  void eventsOfAWatchAreThoseOfTheList() throws Exception {
    String pad = pad(NOBODY);
    Path config = write(".conf", "[devices]\npad = " + pad + "\n");
    try (Context configured =
            new Context(new Context.Options().moduleDir(MODULES).userConfig(config));
        DeviceWatch watch = configured.watch()) {
      List<DeviceEvent> events = new ArrayList<>();
      for (int i = 0; i < 600 && events.isEmpty(); i++) {
        events.addAll(watch.pending());
        Thread.sleep(20);
      }
      List<String> arrived = events.stream().map(event -> event.device().uri()).sorted().toList();
      List<String> present =
          configured.devices(SOON).stream()
              .filter(device -> device.state() != DeviceState.ABSENT)
              .map(Device::uri)
              .sorted()
              .toList();
      assertEquals(present, arrived);
      assertTrue(arrived.contains(pad), arrived.toString());
    }
  }
}
