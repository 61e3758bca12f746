// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.counterseal.Context;
import org.junit.jupiter.api.Test;

/** Where the library of C++ is looked for, in which order; and that nothing else is done. */
final class LoadingTest extends Hall {
  private static final String JAR = System.getProperty("counterseal.jar");
  private static final String FOLDER_OF_JNI = System.getProperty("counterseal.library");
  private static final String FILE = FOLDER_OF_JNI + "/libcounterseal_java.so";
  private static final String TESTS = System.getProperty("counterseal.tests");
  private static final String VERSION = "version " + Context.version();
  private static final String LIBRARY_PATH = "-Djava.library.path=" + FOLDER_OF_JNI;
  private static final String NOWHERE = "-Djava.library.path=/nonexistent";

  private static String version(String classPath, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-cp", classPath + ":" + TESTS));
    return java(all, "Version").text();
  }

  @Test
  void theLibraryIsFoundByTheSystemProperty() throws Exception {
    String said = version(JAR, NOWHERE, "-Dcounterseal.native=" + FILE);
    assertTrue(said.contains(VERSION), said);
  }

  @Test
  void thePropertyGoesBeforeTheLibraryPath() throws Exception {
    String said = version(JAR, LIBRARY_PATH, "-Dcounterseal.native=/nonexistent/x.so");
    assertTrue(said.contains("UnsatisfiedLinkError") && said.contains("/nonexistent/x.so"), said);
  }

  @Test
  void theLibraryIsFoundOnTheLibraryPath() throws Exception {
    String said = version(JAR, LIBRARY_PATH);
    assertTrue(said.contains(VERSION), said);
  }

  /** A folder with the resource that a jar may have. */
  private static Path resource(byte[] bytes) throws Exception {
    Path folder = Files.createDirectories(file(".extra"));
    Path of = folder.resolve("org/counterseal/shim/native/linux-" + System.getProperty("os.arch"));
    Files.createDirectories(of);
    Files.write(of.resolve("libcounterseal_java.so"), bytes);
    return folder;
  }

  @Test
  void theLibraryIsFoundInTheJarLast() throws Exception {
    Path extra = resource(Files.readAllBytes(Path.of(FILE)));
    Path temporary = Files.createDirectories(file(".tmp"));
    String said = version(JAR + ":" + extra, NOWHERE, "-Djava.io.tmpdir=" + temporary);
    assertTrue(said.contains(VERSION), said);
    try (java.util.stream.Stream<Path> left = Files.list(temporary)) {
      assertEquals(0, left.count()); // the copy is gone
    }
    Path broken = resource(new byte[] {1, 2, 3});
    said = version(JAR + ":" + broken, LIBRARY_PATH);
    assertTrue(said.contains(VERSION), said);
    said = version(JAR + ":" + broken, NOWHERE, "-Djava.io.tmpdir=" + temporary);
    assertTrue(said.contains("UnsatisfiedLinkError"), said);
  }

  /** The first of a folder, once there is one. */
  private static Path first(Path folder) throws Exception {
    for (int i = 0; i < 600; i++) {
      try (java.util.stream.Stream<Path> all = Files.list(folder)) {
        Path found = all.findFirst().orElse(null);
        if (found != null) return found;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("nothing comes into " + folder);
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void nobodyElseCanWriteToTheCopyOfTheJar() throws Exception {
    Path extra = resource(new byte[0]);
    Path temporary = Files.createDirectories(file(".tmp"));
    Path pipe = first(extra.resolve("org/counterseal/shim/native")).resolve("libcounterseal_java.so");
    Files.delete(pipe);
    run("mkfifo", pipe);
    Process java =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask 0; exec \"$@\"",
                "sh",
                System.getProperty("java.home") + "/bin/java",
                NOWHERE,
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                JAR + ":" + extra + ":" + TESTS,
                "Version")
            .redirectErrorStream(true)
            .start();
    Path folder, copy;
    try (OutputStream library = Files.newOutputStream(pipe)) {
      folder = first(temporary);
      assertEquals("rwx------", permissions(folder));
      copy = first(folder);
      assertEquals("rw-------", permissions(copy));
      library.write(Files.readAllBytes(Path.of(FILE)));
    } finally {
      java.onExit().orTimeout(SOON_MS, TimeUnit.MILLISECONDS).whenComplete((p, e) -> java.destroy());
    }
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains(VERSION), said);
    assertFalse(Files.exists(folder));
  }

  @Test
  void aJarWithTheLibrariesInItNeedsNothingElse() throws Exception {
    needNoSanitizer();
    String said =
        run(
            "env",
            "-u",
            "LD_LIBRARY_PATH",
            System.getProperty("java.home") + "/bin/java",
            NOWHERE,
            "-cp",
            BUILD.resolve("bindings/java/with-native/counterseal.jar") + ":" + TESTS,
            "Version");
    assertTrue(said.contains(VERSION), said);
  }

  @Test
  void whoCannotFindItIsToldHow() throws Exception {
    String said = version(JAR, NOWHERE);
    assertTrue(said.contains("UnsatisfiedLinkError") && said.contains("counterseal.native"), said);
    assertTrue(said.contains("and on"), said); // an Error that is caught, not the end of it all
  }

  private static String versionOfModule(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--module-path", JAR, "--add-modules", "org.counterseal", "-cp", TESTS));
    return java(all, "Version").text();
  }

  @Test
  void nativeAccessIsAllowedByAnOption() throws Exception {
    String said = version(JAR, LIBRARY_PATH, "--enable-native-access=ALL-UNNAMED");
    assertEquals(VERSION + "\n", said); // and no warning
    said = versionOfModule(LIBRARY_PATH, "--enable-native-access=org.counterseal");
    assertEquals(VERSION + "\n", said);
  }

  @Test
  void whoForbidsNativeAccessIsToldHowToAllowIt() throws Exception {
    assumeTrue(Runtime.version().feature() >= 24, "this Java forbids nothing");
    String deny = "--illegal-native-access=deny";
    String said = version(JAR, LIBRARY_PATH, deny);
    assertTrue(said.contains("UnsatisfiedLinkError"), said);
    assertTrue(said.contains("--enable-native-access=ALL-UNNAMED"), said);
    assertTrue(said.contains("and on"), said);
    said = versionOfModule(LIBRARY_PATH, deny);
    assertTrue(said.contains("--enable-native-access=org.counterseal"), said);
  }

  @Test
  void theJarIsAModule() throws Exception {
    String said = versionOfModule("-Dcounterseal.native=" + FILE);
    assertTrue(said.contains(VERSION), said);
    String described =
        run(
            System.getProperty("java.home") + "/bin/java",
            "--module-path",
            JAR,
            "--describe-module",
            "org.counterseal");
    assertTrue(described.contains("org.counterseal@" + Context.version()), described);
    assertTrue(described.contains("exports org.counterseal\n"), described);
    assertFalse(described.contains("exports org.counterseal.shim"), described);
  }
}
