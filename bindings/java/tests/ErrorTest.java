// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterseal.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** One class of exception for each class of status. */
final class ErrorTest extends Hall {
  private static final Map<Class<?>, String> WHO =
      Map.of(
          AgainException.class, "customer",
          StoppedException.class, "caller",
          CounterException.class, "clerk",
          SetupException.class, "administrator",
          RefusedException.class, "nobody",
          FaultException.class, "developer");

  @Test
  void theClassSaysWhoActs() {
    for (Status status : Status.values()) {
      if (status == Status.OK || status == Status.UNKNOWN) continue;
      CountersealException error =
          CountersealException.of(status.number(), List.of("outer", "inner"));
      assertEquals(WHO.get(error.getClass()), error.who());
      assertEquals(status.who(), error.who());
      String kind = error.getClass().getSimpleName().replace("Exception", "");
      assertTrue(status.name().startsWith(kind.toUpperCase(Locale.ROOT) + "_"), status.name());
      assertSame(status, error.status());
      assertEquals(status.name(), error.statusName());
      assertEquals(List.of("outer", "inner"), error.notes());
      assertEquals("outer: inner", error.getMessage());
      assertFalse(status.text().isEmpty());
    }
  }

  @Test
  void aStatusThatIsNewerHasItsClass() {
    CountersealException future = CountersealException.of(199, List.of());
    assertTrue(future instanceof AgainException && future.status() == Status.UNKNOWN);
    assertEquals(199, future.statusNumber());
    assertFalse(future.getMessage().isEmpty());
    assertTrue(CountersealException.of(12_345, List.of()) instanceof FaultException);
  }

  @Test
  void anExceptionCanBeSentToAnotherMachine() throws Exception {
    CountersealException error =
        CountersealException.of(Status.AGAIN_NO_CARD.number(), List.of("no card"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(error);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      AgainException same = (AgainException) in.readObject();
      assertEquals(Status.AGAIN_NO_CARD, same.status());
      assertEquals(error.notes(), same.notes());
      assertEquals(error.getMessage(), same.getMessage());
    }
  }

  @Test
  void notesBeginWithWhatWasTried() {
    SetupException gone =
        assertThrows(
            SetupException.class, () -> Document.open(java.nio.file.Path.of("/nowhere/x.pdf")));
    assertEquals(Status.SETUP_FILE, gone.status());
    assertTrue(gone.notes().get(0).contains("/nowhere/x.pdf"), gone.getMessage());
  }

  @Test
  void aNumberThatCDoesNotHaveIsRefused() throws Exception {
    assertThrows(IllegalArgumentException.class, () -> Limit.of(Duration.ofMillis(-1)));
    assertEquals(Duration.ofSeconds(3), Limit.seconds(3).and(new Cancel()).timeout());
    assertEquals(null, Limit.NONE.cancel());
    for (long wrong : new long[] {-1, 1L << 32, Long.MIN_VALUE}) {
      assertThrows(
          IllegalArgumentException.class, () -> Photo.take(context, null, wrong, 0, SOON));
      assertThrows(IllegalArgumentException.class, () -> order.pageSize(wrong));
    }
    Seal seal = new Seal().place(Place.parse("1:9,9,9,9"));
    for (short wrong : new short[] {-1, 256})
      assertThrows(
          IllegalArgumentException.class,
          () -> order.seal(signer, seal.look(picture().opacity(wrong))));
  }

  @Test
  void aTextThatIsNoTextIsNoCrash() throws Exception {
    for (String wrong : List.of("\ud800", "a\0b", "\udcff")) {
      assertThrows(IllegalArgumentException.class, () -> Place.parse(wrong));
      assertThrows(
          IllegalArgumentException.class, () -> order.seal(signer, new Seal().reason(wrong)));
      assertThrows(IllegalArgumentException.class, () -> Signer.open(context, wrong));
      assertThrows(
          IllegalArgumentException.class,
          () -> context.loadModule(java.nio.file.Path.of("/x" + wrong.replace("\0", "\ud800"))));
    }
    order.seal(signer, new Seal().reason("\udbff\udfff").location("\u0001"));
  }

  @Test
  void whatWasClosedSaysSo() throws Exception {
    Report report = order.verify();
    DeviceWatch watch = context.watch();
    for (AutoCloseable one : List.of(report, watch, signer, signer)) one.close();
    assertThrows(IllegalStateException.class, () -> order.seal(signer, new Seal()));
    assertThrows(IllegalStateException.class, signer::subject);
    assertThrows(IllegalStateException.class, report::verdict);
    assertThrows(IllegalStateException.class, watch::pending);
    order.close();
    context.close();
    assertThrows(IllegalStateException.class, order::pageCount);
    assertThrows(IllegalStateException.class, context::devices);
    IllegalStateException said =
        assertThrows(IllegalStateException.class, () -> Signer.open(context, PEM));
    assertTrue(said.getMessage().contains("closed"), said.getMessage());
  }

  @Test
  void whatWasClosedInALookSaysSo() throws Exception {
    Ink ink = Ink.capture(context, pad(WRITE), null, 0, SOON);
    Seal seal = new Seal().place(Place.parse("1:1,1,9,9")).look(new Look().ink(ink));
    ink.close();
    assertThrows(IllegalStateException.class, ink::samples);
    assertThrows(IllegalStateException.class, () -> order.seal(signer, seal));
  }

  private static void isMissed(String name, Executable use) {
    NullPointerException said = assertThrows(NullPointerException.class, use, name);
    assertTrue(
        name.equals(said.getMessage()) || said.getMessage().contains('"' + name + '"'),
        said.getMessage());
  }

  @Test
  void whatIsNullIsNamed() throws Exception {
    byte[] no = null;
    Seal seal = new Seal();
    isMissed("options", () -> new Context(null));
    isMissed("path", () -> context.loadModule(null));
    isMissed("section", () -> context.setting(null, "x"));
    isMissed("key", () -> context.setting("x", null));
    isMissed("limit", () -> context.devices((Limit) null));
    isMissed("path", () -> Document.open(null));
    isMissed("bytes", () -> Document.of(no));
    isMissed("buffer", () -> Document.of((java.nio.ByteBuffer) null));
    isMissed("password", () -> order.unlock(no));
    isMissed("password", () -> order.unlock((String) null));
    isMissed("path", () -> order.save(null));
    isMissed("out", () -> order.writeTo(null));
    isMissed("phrase", () -> order.findText(null, null, 1, SOON));
    isMissed("limit", () -> order.findText(null, "x", 1, null));
    isMissed("stamp", () -> order.stamp(null, (Stamp) null));
    isMissed("signer", () -> order.seal(null, seal));
    isMissed("seal", () -> order.seal(signer, null));
    isMissed("seals", () -> order.sealAll(null, null, SOON));
    isMissed("level", () -> order.extend(context, null, null, false, SOON));
    isMissed("seal", () -> new Document.Preparation(null));
    isMissed("preparation", () -> order.prepare(null, null, SOON));
    isMissed("signature", () -> Document.Finish.value(null));
    isMissed("der", () -> Document.Finish.cms(null));
    isMissed("pending", () -> order.finish(null, null, Document.Finish.cms(new byte[1]), SOON));
    isMissed("verification", () -> order.verify((Verification) null));
    isMissed("context", () -> Signer.open(null, PEM));
    isMissed("uri", () -> Signer.open(context, null));
    isMissed("context", () -> Ink.capture(null, null, null, 0, SOON));
    isMissed("record", () -> Ink.ofIso19794Part7(null));
    isMissed("sealed", () -> Ink.open(null, new byte[1]));
    isMissed("key", () -> Ink.open(new byte[1], null));
    isMissed("jpeg", () -> Photo.of(no));
    isMissed("state", () -> Pending.of(null));
    isMissed("text", () -> Place.parse(null));
    isMissed("json", () -> Identity.ofJson(null));
    isMissed("context", () -> Identity.read(null, null, new Identity.Options(), SOON));
    isMissed("options", () -> Identity.read(context, null, null, SOON));
    isMissed("context", () -> new InkPreview(null, null, null, 0, SOON));
    isMissed("context", () -> new PhotoPreview(null, null, 0, 0, SOON));
    try (Escrow escrow = new Escrow()) {
      isMissed("certificates", () -> escrow.add(null));
    }
  }
}
