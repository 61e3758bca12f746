// SPDX-License-Identifier: Apache-2.0
package org.counterseal.shim;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.counterseal.CountersealException;

/** What C++ calls: exceptions to throw, and texts as bytes. */
final class Bridge {
  private static final Charset PATHS =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private Bridge() {}

  static Throwable failure(int status, String[] notes, boolean isDeclared) {
    CountersealException failure = CountersealException.of(status, List.of(notes));
    return isDeclared ? failure : new IllegalStateException(failure);
  }

  static Throwable misuse(String note) {
    return new IllegalStateException(note);
  }

  /** Tells what nobody can catch. */
  static void report(Throwable thrown) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
  }

  static byte[] encode(String text) {
    return encode(text, StandardCharsets.UTF_8);
  }

  static byte[] encodePath(String path) {
    return encode(path, PATHS);
  }

  private static byte[] encode(String text, Charset charset) {
    if (text.indexOf('\0') >= 0) throw new IllegalArgumentException("a text with a null character");
    if (charset == StandardCharsets.UTF_8 && !hasPairs(text)) return text.getBytes(charset);
    try {
      ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a text that is no " + charset, e);
    }
  }

  /** Then it may have half of one, too, which getBytes() would replace. */
  private static boolean hasPairs(String text) {
    for (int i = 0; i < text.length(); i++) if (Character.isSurrogate(text.charAt(i))) return true;
    return false;
  }

  static int room(ByteBuffer from) {
    return from.remaining();
  }

  /** Throws where the memory is gone, or may not be read by this thread. */
  static void copy(ByteBuffer from, ByteBuffer to) {
    to.put(from);
  }

  static String decode(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
