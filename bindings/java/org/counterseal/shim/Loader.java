// SPDX-License-Identifier: Apache-2.0
package org.counterseal.shim;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/** Loads the library of C++: by property, from the library path, or from the jar. */
final class Loader {
  private static final String NAME = "counterseal_java";
  private static final String PROPERTY = "counterseal.native";
  private static final String[] LIBRARIES = {
    "libcounterseal.so.0", // of C; where it is missing, that of the system is used
    System.mapLibraryName(NAME)
  };

  private Loader() {}

  /** From Java 24 on there is who may load, and who may not. */
  static void load() {
    try {
      find();
    } catch (IllegalCallerException forbidden) {
      Module module = Loader.class.getModule();
      UnsatisfiedLinkError error =
          new UnsatisfiedLinkError(
              forbidden.getMessage()
                  + "; --enable-native-access="
                  + (module.isNamed() ? module.getName() : "ALL-UNNAMED")
                  + " allows it");
      error.initCause(forbidden);
      throw error;
    }
  }

  private static void find() {
    String file = System.getProperty(PROPERTY);
    if (file != null) {
      System.load(Path.of(file).toAbsolutePath().toString());
      return;
    }
    try {
      System.loadLibrary(NAME);
    } catch (UnsatisfiedLinkError notThere) {
      if (!loadResource(notThere))
        throw new UnsatisfiedLinkError(
            notThere.getMessage() + "; -D" + PROPERTY + "=FILE says where it is");
    }
  }

  private static InputStream resource(String library) {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return Loader.class.getResourceAsStream("native/linux-" + arch + "/" + library);
  }

  /** Files that only this user can change, and that are gone once they are loaded. */
  private static boolean loadResource(UnsatisfiedLinkError before) {
    boolean isLoaded = false;
    try {
      for (String library : LIBRARIES) {
        try (InputStream in = resource(library)) {
          isLoaded = in != null; // at the end: of the last one
          if (isLoaded) load(in, library);
        }
      }
      return isLoaded;
    } catch (IOException e) {
      UnsatisfiedLinkError error =
          new UnsatisfiedLinkError(before.getMessage() + "; the copy in the jar: " + e);
      error.initCause(e);
      throw error;
    }
  }

  private static FileAttribute<?> only(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  /** Whatever the umask is: what others could write would be run. */
  private static void load(InputStream in, String library) throws IOException {
    Path folder = Files.createTempDirectory("counterseal", only("rwx------"));
    Path copy = folder.resolve(library);
    try {
      try (OutputStream out =
          Channels.newOutputStream(
              Files.newByteChannel(
                  copy,
                  Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                  only("rw-------")))) {
        in.transferTo(out);
      }
      System.load(copy.toString());
    } finally {
      Files.deleteIfExists(copy);
      Files.deleteIfExists(folder);
    }
  }
}
