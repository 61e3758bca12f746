// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.counterseal.*;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Devices, identities, photos and ink, of simulators and virtual devices. */
final class CaptureTest extends Hall {
  private static Simulator card;
  private static String reader;

  /** The URI of a reader with the customer's card on it. */
  static String reader() throws Exception {
    needModule("sdt-reader");
    if (card == null) {
      card =
          new Simulator(
              SOURCE.resolve("tests/hall/sam-simulator"),
              "--tcp",
              "0",
              "--card",
              SOURCE.resolve("tests/hall/cards/customer.card"));
      reader = "sdt:tcp:127.0.0.1:" + card.after("tcp ");
    }
    return reader;
  }

  @AfterAll
  static void takeTheReaderAway() {
    if (card != null) card.close();
    card = null;
  }

  private static String camera() throws Exception {
    needModule("virtual-camera");
    Path face = make("jpeg", ".jpg");
    return "virtual:" + write(".camera", "frame " + face.getFileName() + "\n");
  }

  // ---- identity documents --------------------------------------------------------

  @Test
  void aCardIsReadAndReadBack() throws Exception {
    String json;
    try (Identity identity = Identity.read(context, reader(), new Identity.Options(), SOON)) {
      assertEquals("cn-resident", identity.value(IdentityField.DOCUMENT_TYPE));
      assertEquals("999901199506180023", identity.value(IdentityField.NUMBER));
      Map<IdentityField, String> values = identity.values();
      assertTrue(List.of("male", "female").contains(values.get(IdentityField.SEX)));
      assertFalse(values.containsKey(IdentityField.PERMIT_NUMBER));
      assertNull(identity.value(IdentityField.PERMIT_NUMBER));
      assertTrue(identity.portrait().data().length > 0);
      assertFalse(identity.portrait().mediaType().isEmpty());
      assertEquals(0, identity.portraitWidth() + identity.portraitHeight());
      assertThrows(
          CountersealException.class,
          () -> identity.decodePortrait(context, PictureForm.PNG, SOON));
      assertNull(identity.signatureImage());
      assertTrue(identity.contacts().isEmpty());
      assertEquals("unknown", identity.verdict(IdentityQuestion.DATA_SIGNED).word());
      assertFalse(identity.reasons().isEmpty());
      assertFalse(identity.isVirtual());
      identity.judge(new Identity.Judging());
      json = identity.json();
    }
    Identity again = Identity.ofJson(json);
    assertEquals("999901199506180023", again.value(IdentityField.NUMBER));
    again.close();
    assertThrows(IllegalStateException.class, () -> again.value(IdentityField.NUMBER));
    assertThrows(RefusedException.class, () -> Identity.ofJson("{}"));
  }

  @Test
  void aTravelDocumentIsJudgedByItsRawFiles() throws Exception {
    Path made = Files.createDirectories(file(".passport"));
    run(SOURCE.resolve("tests/interop/make-travel-document"), made);
    String zone = Files.readString(made.resolve("zone"));
    try (Identity identity = Identity.ofJson(Files.readString(made.resolve("evidence.json")))) {
      assertEquals("icao-passport", identity.value(IdentityField.DOCUMENT_TYPE));
      assertEquals(Verdict.UNKNOWN, identity.verdict(IdentityQuestion.DATA_SIGNED));
      identity.judge(
          new Identity.Judging()
              .trust(made.resolve("csca.crt"))
              .revocation(made.resolve("good.crl"))
              .mrz(zone)
              .time(java.time.Instant.now()));
      assertEquals(Verdict.YES, identity.verdict(IdentityQuestion.DATA_SIGNED));
      assertEquals(Verdict.YES, identity.verdict(IdentityQuestion.MATCHES_PRINT));
      identity.judge(new Identity.Judging().trust(made.resolve("other.crt")));
      assertEquals(Verdict.UNKNOWN, identity.verdict(IdentityQuestion.MATCHES_PRINT));
      assertTrue(identity.verdict(IdentityQuestion.DATA_SIGNED) != Verdict.YES);
    }
    try (Identity changed = Identity.ofJson(Files.readString(made.resolve("changed.json")))) {
      changed.judge(new Identity.Judging().trust(made.resolve("csca.crt")));
      assertEquals(Verdict.NO, changed.verdict(IdentityQuestion.DATA_SIGNED));
    }
  }

  @Test
  void aCardThatNeedsNoPrintedZoneDoesNotMindIt() throws Exception {
    Identity.Options more =
        new Identity.Options()
            .mrz("P<NLDERIKSSON<<ANNA")
            .can("123456")
            .wantFingerprint(true)
            .trust(CERTIFICATE);
    try (Identity identity = Identity.read(context, reader(), more, SOON)) {
      assertEquals("999901199506180023", identity.value(IdentityField.NUMBER));
      assertEquals(Verdict.UNKNOWN, identity.verdict(IdentityQuestion.MATCHES_PRINT));
    }
  }

  @Test
  void nobodyPutsACardOn() {
    needModule("sdt-reader");
    CounterException nobody =
        assertThrows(
            CounterException.class,
            () ->
                Identity.read(
                    context,
                    "sdt:tcp:127.0.0.1:9",
                    new Identity.Options().cardWait(Duration.ZERO),
                    SOON));
    assertEquals("clerk", nobody.who());
  }

  // ---- photos --------------------------------------------------------------------

  @Test
  void aPhotoComesAsTheCameraMadeIt() throws Exception {
    byte[] bytes;
    try (Photo photo = Photo.take(context, camera(), 0, 0, SOON)) {
      assertTrue(photo.isVirtual() && photo.width() > 0 && photo.height() > 0);
      bytes = photo.toBytes();
    }
    assertTrue((bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8);
    try (Photo again = Photo.of(bytes);
        Photo direct = Photo.of(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip())) {
      assertArrayEquals(bytes, again.toBytes());
      assertArrayEquals(bytes, direct.toBytes());
      assertTrue(again.isVirtual()); // the mark is in the bytes
    }
    assertThrows(RefusedException.class, () -> Photo.of(new byte[] {1, 2}));
  }

  /** What a camera sees until the first frame, or until it is over. */
  private static PhotoEvent first(PhotoPreview preview) throws Exception {
    BlockingQueue<PhotoEvent> events = new LinkedBlockingQueue<>();
    preview.listen(events::add);
    return events.poll(60, TimeUnit.SECONDS);
  }

  private static Status takeFails(PhotoPreview preview) {
    return assertThrows(CountersealException.class, preview::take).status();
  }

  @Test
  void aFrameThatWasShownIsThePhoto() throws Exception {
    String uri = camera();
    byte[] bytes;
    try (Photo photo = Photo.take(context, uri, 0, 0, SOON)) {
      bytes = photo.toBytes();
    }
    try (PhotoPreview preview = new PhotoPreview(context, uri, 0, 0, SOON)) {
      assertTrue(preview.fd() >= 0);
      List<PhotoEvent> events = List.of();
      for (int i = 0; events.isEmpty() && i < 6000; i++) {
        Thread.sleep(10);
        events = preview.pending();
      }
      assertEquals(PhotoNews.FRAME, events.get(0).news());
      assertArrayEquals(bytes, events.get(0).jpeg());
      try (Photo photo = preview.take()) {
        assertArrayEquals(bytes, photo.toBytes());
        assertTrue(photo.isVirtual());
      }
      assertEquals(Status.FAULT_APPLICATION, takeFails(preview));
    }
    try (PhotoPreview preview = new PhotoPreview(context, uri, 0, 0, SOON)) {
      assertArrayEquals(bytes, first(preview).jpeg());
    }
  }

  @Test
  void howALookThroughACameraEndedIsSaid() throws Exception {
    String uri = camera();
    try (PhotoPreview preview =
        new PhotoPreview(context, "virtual:/none.camera", 0, 0, SOON)) {
      PhotoEvent event = first(preview);
      assertEquals(PhotoNews.OVER, event.news());
      assertNull(event.jpeg());
      assertThrows(CountersealException.class, preview::take);
    }
    Cancel cancel = new Cancel();
    cancel.request();
    try (PhotoPreview preview =
        new PhotoPreview(context, uri, 0, 0, SOON.and(cancel))) {
      preview.listen(event -> {}).join(60_000);
      assertEquals(Status.STOPPED_CANCELLED, takeFails(preview));
    }
  }

  @Test
  void aPhotoIsMeasured() throws Exception {
    needModule("jpeg-gauge");
    try (Photo photo = Photo.take(context, camera(), 0, 0, SOON)) {
      PhotoQuality quality = photo.examine(context, SOON);
      assertTrue(quality.flaws().contains(PhotoFlaw.TOO_SMALL), quality.toString());
      assertTrue(quality.light() >= 0 && quality.light() <= 255);
      assertTrue(quality.contrast() >= 0 && quality.sharpness() >= 0);
      assertTrue(quality.darkPermille() <= 1000 && quality.brightPermille() <= 1000);
      for (PhotoFlaw flaw : quality.flaws())
        assertFalse(flaw.word().isEmpty() || flaw.text().isEmpty());
    }
  }

  @Test
  void facesAreComparedByAModuleOrNotAtAll() throws Exception {
    Path matcher = BUILD.resolve("tests/modules/.libs/mock-matcher.so");
    try (Identity identity = Identity.read(context, reader(), new Identity.Options(), SOON);
        Photo photo = Photo.take(context, camera(), 0, 0, SOON)) {
      assertEquals(
          Status.SETUP_NO_MODULE,
          assertThrows(SetupException.class, () -> photo.match(context, identity, SOON)).status());
      photo.markVirtual();
      assumeTrue(Files.exists(matcher), "there is no mock-matcher");
      context.loadModule(matcher);
      PhotoLikeness likeness = photo.match(context, identity, SOON);
      assertTrue(likeness.score() > 0 && likeness.isVirtual(), likeness.toString());
      assertTrue(likeness.matcher().startsWith("Mock 1.0"), likeness.toString());
      assertEquals(0.5, likeness.threshold());
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(photo.toBytes());
      assertEquals(HexFormat.of().formatHex(digest), likeness.photoDigest());
      assertEquals(64, likeness.portraitDigest().length());
    }
  }

  // ---- ink -----------------------------------------------------------------------

  @Test
  void inkIsCapturedDrawnAndReadBack() throws Exception {
    byte[] record;
    try (Ink ink = Ink.capture(context, pad(WRITE), "Bitte", 0, SOON)) {
      assertTrue(ink.isVirtual());
      assertEquals(1, ink.strokeCount());
      assertTrue(ink.isLocked() || !ink.isLocked());
      List<InkSample> samples = ink.samples();
      assertEquals(ink.count(), samples.size());
      assertEquals(10_000, samples.get(0).xUm());
      assertEquals(20_000, samples.get(0).yUm());
      assertEquals(0, samples.get(0).timeUs());
      assertEquals(ink.durationUs(), samples.get(samples.size() - 1).timeUs());
      assertTrue(text(ink.draw("svg")).contains("<svg"));
      assertTrue(text(ink.draw("pdf")).startsWith("%PDF"));
      assertThrows(FaultException.class, () -> ink.draw("gif"));
      InkAccount account = ink.account().orElseThrow();
      assertEquals("virtual-pad", account.module());
      assertEquals(0, account.lost());
      assertEquals(0, account.gaps());
      assertEquals(InkLink.CLEAR, account.link());
      assertEquals("count", account.tally().word());
      assertEquals("", account.cipher());
      assertTrue(account.counted() >= account.received() && account.received() > 0);
      assertTrue(account.padUs() > 0 && account.hostUs() >= 0, account.toString());
      assertTrue(account.beganMs() <= account.endedMs() && account.endedMs() > 0);
      assertTrue(ink.json().startsWith("{"));
      record = ink.iso19794Part7();
    }
    try (Ink back = Ink.ofIso19794Part7(record)) {
      assertEquals(1, back.strokeCount());
      assertTrue(back.account().isEmpty());
      back.markVirtual();
      assertTrue(back.isVirtual());
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void theCustomerMayDecline() throws Exception {
    String declines = pad("pad 9000 9000\ncancel\n"), writesNothing = pad("pad 9000 9000\nok\n");
    assertEquals(
        Status.STOPPED_DECLINED,
        assertThrows(StoppedException.class, () -> Ink.capture(context, declines, null, 0, SOON))
            .status());
    assertEquals(
        "customer",
        assertThrows(AgainException.class, () -> Ink.capture(context, writesNothing, null, 0, SOON))
            .who());
  }

  @Test
  void aPadOnASerialLineIsWrittenOn() throws Exception {
    needModule("stu-pad");
    Path pen = write(".pen", "stroke 300 10000 10000 60000 30000\npress ok\n");
    try (Simulator pad =
        new Simulator(SOURCE.resolve("tests/hall/stu-simulator"), "--pty", "--model", "430",
            "--pen", pen)) {
      String uri = "stu:tty:" + pad.after("pty ");
      try (Ink ink = Ink.capture(context, uri, "Sign here", 0, SOON)) {
        assertFalse(ink.isVirtual());
        assertEquals(1, ink.strokeCount());
        InkAccount account = ink.account().orElseThrow();
        assertEquals("stu-pad", account.module());
        assertEquals(0, account.lost());
        assertTrue(account.received() >= ink.count(), account.toString());
      }
    }
  }

  @Test
  void whatIsVirtualIsToldByTheReport() throws Exception {
    try (Ink ink = Ink.capture(context, pad(WRITE), null, 0, SOON)) {
      Look look = new Look().ink(ink).color(0x101a50);
      order.seal(signer, new Seal().place(Place.parse("1:20,20,60,20")).look(look));
    }
    try (Report report = order.verify()) {
      assertTrue(report.signatures().get(0).isVirtual());
    }
  }

  // ---- what is there -------------------------------------------------------------

  @Test
  void devicesAreListedAndTheDoctorSpeaks() throws Exception {
    for (Device device : context.devices(SOON)) assertTrue(device.state() != null);
    assertEquals(
        List.of(),
        context.devices(SOON, Kind.CAMERA).stream().filter(Device::isVirtual).toList());
    for (Finding finding : context.doctor()) {
      assertFalse(finding.about().isEmpty() || finding.text().isEmpty());
      if (finding.isProblem()) assertFalse(finding.cure().isEmpty(), finding.toString());
    }
  }

  @Test
  void aDeviceThatIsConfiguredAndNotThereIsAbsent() throws Exception {
    needModule("virtual-pad");
    Path config = write(".conf", "[devices]\npad = virtual:/nowhere/x.pad\n");
    try (Context configured =
        new Context(new Context.Options().moduleDir(MODULES).userConfig(config))) {
      Device pad = configured.devices(SOON, Kind.PAD).get(0);
      assertEquals(DeviceState.ABSENT, pad.state());
      assertEquals("virtual:/nowhere/x.pad", pad.uri());
    }
  }

  @Test
  void aDeviceThatIsConfiguredIsListed() throws Exception {
    String pad = pad(WRITE);
    Path config = write(".conf", "[devices]\npad = " + pad + "\n");
    try (Context configured =
        new Context(new Context.Options().moduleDir(MODULES).userConfig(config))) {
      Device device = configured.devices(SOON, Kind.PAD).get(0);
      assertEquals(DeviceState.READY, device.state());
      assertTrue(device.isVirtual());
      assertEquals("virtual-pad", device.module());
      assertEquals(pad, device.uri());
      Ink.capture(configured, null, null, 0, SOON).close(); // the only one
    }
  }

  @Test
  void theConfigurationIsRead() throws Exception {
    Path config = write(".conf", "[tsa]\nurl = http://tsa.example/\n");
    Context.Options options = new Context.Options().systemConfig(config);
    try (Context configured = new Context(options)) {
      assertEquals("http://tsa.example/", configured.setting("tsa", "url"));
      assertNull(configured.setting("tsa", "none"));
      assertThrows(
          SetupException.class, () -> configured.loadModule(FOLDER.resolve("no-module.so")));
    }
    assertThrows(
        SetupException.class,
        () -> new Context(new Context.Options().userConfig(FOLDER.resolve("none.conf"))));
  }

  @Test
  void wordsAreThoseOfTheLibrary() {
    assertEquals("reader", Kind.READER.word());
    assertEquals("busy", DeviceState.BUSY.word());
    assertEquals("B-LTA", Level.LTA.word());
    assertEquals("too-dark", PhotoFlaw.TOO_DARK.word());
    assertEquals("phone", ContactPart.PHONE.word());
    assertEquals(System.getProperty("counterseal.version"), Context.version());
  }
}
