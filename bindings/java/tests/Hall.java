// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterseal.Context;
import org.counterseal.CountersealException;
import org.counterseal.Document;
import org.counterseal.Limit;
import org.counterseal.Look;
import org.counterseal.Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A hall in a folder of its own: what tests have in common. */
abstract class Hall {
  static final Path FOLDER = path("counterseal.hall");
  static final Path SOURCE = path("counterseal.source");
  static final Path BUILD = path("counterseal.build");
  static final Path MODULES = BUILD.resolve("modules/.libs");
  static final Path ORDER = FOLDER.resolve("order.pdf");
  static final Path CERTIFICATE = FOLDER.resolve("hall.crt");
  static final String PEM = "file:" + FOLDER.resolve("hall.pem");
  static final String BUNDLE = "file:" + FOLDER.resolve("hall.p12"); // its PIN is 1234

  /** With room for a loaded machine: no test waits so long but to fail. */
  static final Limit SOON = Limit.seconds(60);

  static final long SOON_MS = 60_000;

  static final String WRITE = "pad 100000 60000\nstroke 300 10000 20000 60000 40000\nok\n";
  static final String NOBODY = "pad 100000 60000\n"; // waits until it is ended

  private static int files;

  Context context;
  Signer signer;
  Document order;

  /** The application's own. */
  static final class Own extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Throws anything, as Kotlin and others may. */
  @SuppressWarnings("unchecked")
  static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @BeforeEach
  void open() throws Exception {
    context = newContext();
    signer = Signer.open(context, PEM);
    order = Document.open(ORDER);
  }

  @AfterEach
  void close() {
    order.close();
    signer.close();
    context.close();
  }

  private static Path path(String property) {
    return Path.of(System.getProperty(property));
  }

  static Context newContext() throws CountersealException {
    return new Context(new Context.Options().moduleDir(MODULES));
  }

  /** Skips the test where that module was not built. */
  static void needModule(String name) {
    assumeTrue(Files.exists(MODULES.resolve(name + ".so")), "there is no " + name);
  }

  static void needProgram(String name) throws Exception {
    assumeTrue(
        new ProcessBuilder("sh", "-c", "command -v " + name)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0,
        "there is no " + name);
  }

  /** Skips where a sanitizer is in the process: other programs, too, would get it. */
  static void needNoSanitizer() {
    assumeTrue(System.getenv("LD_PRELOAD") == null, "a sanitizer is in the way");
  }

  static Look picture() throws Exception {
    return new Look().image(Files.readAllBytes(FOLDER.resolve("seal.png")));
  }

  /** A new file of the hall. */
  static Path file(String end) {
    synchronized (Hall.class) {
      return FOLDER.resolve("file" + ++files + end);
    }
  }

  static Path write(String end, String text) throws Exception {
    return Files.writeString(file(end), text);
  }

  /** The URI of a virtual pad that plays a script. */
  static String pad(String script) throws Exception {
    needModule("virtual-pad");
    return "virtual:" + write(".pad", script);
  }

  /** What tests/interop/make-input writes. */
  static Path make(String kind, String end) throws Exception {
    Path made = file(end);
    run(SOURCE.resolve("tests/interop/make-input"), kind, made);
    return made;
  }

  // ---- other programs ------------------------------------------------------------

  /** What it said on both outputs; it must succeed. */
  static String run(Object... command) throws Exception {
    Said said = say(Map.of(), command);
    if (said.status != 0)
      throw new AssertionError(List.of(command) + " ended with " + said.status + "\n" + said.text);
    return said.text;
  }

  record Said(int status, String text) {}

  static Said say(Map<String, String> environment, Object... command) throws Exception {
    ProcessBuilder builder = builder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  /** A sanitizer is for what has our library in it: zbarimg hangs with one. */
  private static ProcessBuilder builder(Object... command) {
    List<String> words = new ArrayList<>();
    for (Object word : command) words.add(word.toString());
    ProcessBuilder builder = new ProcessBuilder(words);
    if (!words.get(0).endsWith("/bin/java")) builder.environment().remove("LD_PRELOAD");
    return builder;
  }

  /** A program on the other side of a device or a network; ends with the test. */
  static final class Simulator implements AutoCloseable {
    final Process process;
    private final BufferedReader words;

    Simulator(Object... command) throws IOException {
      process = builder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      words = process.inputReader(StandardCharsets.UTF_8);
    }

    /** What follows a word on the first line that begins with it. */
    String after(String word) throws IOException {
      for (String line; (line = words.readLine()) != null; )
        if (line.startsWith(word)) return line.substring(word.length()).strip();
      throw new IOException("a simulator ended");
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  // ---- threads -------------------------------------------------------------------

  interface Body {
    void run() throws Exception;
  }

  /** A thread whose end is looked at. */
  static final class Worker {
    private volatile Throwable thrown;
    private final Thread thread;

    Worker(Body body) {
      thread =
          new Thread(
              () -> {
                try {
                  body.run();
                } catch (Throwable e) {
                  thrown = e;
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    boolean isAlive() {
      return thread.isAlive();
    }

    /** What it threw, or null. */
    Throwable end() throws InterruptedException {
      return end(0);
    }

    /** The same of one that takes so many seconds. */
    Throwable end(double seconds) throws InterruptedException {
      thread.join(SOON_MS + (long) (seconds * 1000));
      if (thread.isAlive()) {
        AssertionError error = new AssertionError("a thread does not end");
        error.setStackTrace(thread.getStackTrace());
        throw error;
      }
      return thrown;
    }
  }

  /** Runs a program of these tests in a machine of its own. */
  static Said java(List<String> options, String name, Object... arguments) throws Exception {
    List<Object> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(options);
    command.add(name);
    command.addAll(List.of(arguments));
    return say(new HashMap<>(), command.toArray());
  }
}
