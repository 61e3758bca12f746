// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.counterseal.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Opening, sealing, saving and verifying. */
final class DocumentTest extends Hall {
  private static final Path TRUST = CERTIFICATE;

  private Signature onlySignature(Path... trust) throws Exception {
    try (Report report = order.verify(trust)) {
      assertEquals(1, report.signatures().size());
      return report.signatures().get(0);
    }
  }

  @Test
  void aSealedOrderIsValid() throws Exception {
    Path sealed = FOLDER.resolve("sealed \u5c01.pdf");
    Look look = picture();
    Reached reached =
        order.seal(
            context,
            signer,
            new Seal()
                .reason("Vertrag \u5408\u540c \ud83d\udd8b")
                .field("Hall")
                .place(new Place(1, 20_000, 20_000, 30_000, 0).complete(look))
                .look(look),
            SOON);
    assertEquals(Level.B, reached.level());
    assertNull(reached.lowered());
    order.save(sealed);
    try (Document again = Document.open(sealed);
        Report report = again.verify(TRUST);
        Report distrusting = again.verify()) {
      assertEquals("valid", report.verdict());
      Signature signature = report.signatures().get(0);
      assertTrue(signature.isValid() && signature.coversFile());
      assertEquals("Hall", signature.field());
      assertEquals("CN=Test hall", signature.subject());
      assertEquals("intact", signature.integrity());
      assertEquals("trusted", signature.trust());
      assertEquals("none", signature.changes());
      assertEquals("signature", signature.kind());
      assertEquals("ETSI.CAdES.detached", signature.subfilter());
      assertEquals(2, signature.revision());
      assertEquals(2, signature.revisions());
      assertFalse(signature.serial().isEmpty());
      assertTrue(report.json("x.pdf").contains("\"x.pdf\""));
      assertTrue(report.problems().isEmpty());
      assertEquals("indeterminate", distrusting.verdict());
    }
  }

  @Test
  void aReportIsATreeThatSaysWhy() throws Exception {
    order.seal(signer, new Seal());
    try (Report report = order.verify(TRUST)) {
      List<ReportFinding> findings = report.findings();
      assertEquals("document", findings.get(0).check());
      assertEquals(0, findings.get(0).depth());
      assertEquals("signature", findings.get(1).check());
      assertEquals("valid", findings.get(1).outcome());
      for (int i = 1; i < findings.size(); i++) {
        long deeper = findings.get(i).depth() - findings.get(i - 1).depth();
        assertTrue(deeper <= 1 && findings.get(i).depth() >= 1, findings.toString());
        assertFalse(findings.get(i).sentence().isEmpty(), findings.toString());
      }
      assertTrue(findings.stream().anyMatch(one -> one.depth() == 2), findings.toString());
    }
  }

  @Test
  void aChangedByteIsSeen() throws Exception {
    order.seal(signer, new Seal());
    byte[] data = order.toBytes();
    data[40] ^= 1;
    try (Document changed = Document.of(data);
        Report report = changed.verify(TRUST)) {
      assertFalse(report.isValid());
    }
  }

  @Test
  void anUnsignedOrderIsUnsigned() throws Exception {
    try (Report report = order.verify()) {
      assertEquals("unsigned", report.verdict());
    }
  }

  @Test
  void bytesComeInAndOutAsArraysBuffersAndStreams() throws Exception {
    byte[] bytes = Files.readAllBytes(ORDER);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 7);
    direct.position(7);
    direct.put(bytes).position(7);
    for (ByteBuffer buffer : List.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), direct)) {
      try (Document document = Document.of(buffer)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.writeTo(out);
        assertArrayEquals(bytes, out.toByteArray());
        assertEquals(bytes.length, buffer.remaining());
        assertEquals(3, document.pageCount());
      }
    }
    assertEquals(
        Status.REFUSED_NOT_A_PDF,
        assertThrows(RefusedException.class, () -> Document.of(new byte[0]).pageCount()).status());
    assertThrows(NullPointerException.class, () -> Document.of((byte[]) null));
  }

  @Test
  void aStreamGetsTheWholeDocumentFromWhereItIs() throws Exception {
    byte[] all = order.toBytes();
    Path path = file(".pdf");
    try (FileOutputStream out = new FileOutputStream(path.toFile())) {
      out.write('x');
      order.writeTo(out); // from where it is
      out.write('y');
    }
    byte[] written = Files.readAllBytes(path);
    assertArrayEquals(all, Arrays.copyOfRange(written, 1, written.length - 1));
    IOException full = new IOException("the disk is full");
    assertSame(
        full,
        assertThrows(
            IOException.class,
            () ->
                order.writeTo(
                    new OutputStream() {
                      @Override
                      public void write(int one) throws IOException {
                        throw full;
                      }
                    })));
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    order.writeTo(kept);
    assertArrayEquals(all, kept.toByteArray());
    assertThrows(NullPointerException.class, () -> order.writeTo(null));
    FileOutputStream closed = new FileOutputStream(path.toFile());
    closed.close();
    assertThrows(IOException.class, () -> order.writeTo(closed));
  }

  @Test
  void bytesAreCopiedAndMayChangeAfterwards() throws Exception {
    byte[] bytes = Files.readAllBytes(ORDER);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    try (Document ofArray = Document.of(bytes);
        Document ofBuffer = Document.of(direct)) {
      Arrays.fill(bytes, (byte) 0);
      while (direct.hasRemaining()) direct.put((byte) 0);
      assertArrayEquals(Files.readAllBytes(ORDER), ofArray.toBytes());
      assertArrayEquals(Files.readAllBytes(ORDER), ofBuffer.toBytes());
      ofArray.toBytes()[0] = 0; // nor does what comes out
      assertEquals('%', ofArray.toBytes()[0]);
    }
  }

  // ---- memory that its owner may take away ----------------------------------------

  /** An arena of java.lang.foreign that any thread may close, with bytes in it. */
  private static final class Borrowed implements AutoCloseable {
    final ByteBuffer bytes;
    private final AutoCloseable arena;

    Borrowed(byte[] from) throws Exception {
      assumeTrue(Runtime.version().feature() >= 22, "this Java has no arenas");
      Class<?> type = Class.forName("java.lang.foreign.Arena");
      // So large that closing gives it back to the system.
      Object segment;
      arena = (AutoCloseable) type.getMethod("ofShared").invoke(null);
      segment = type.getMethod("allocate", long.class, long.class).invoke(arena, 32L << 20, 1L);
      bytes =
          (ByteBuffer)
              Class.forName("java.lang.foreign.MemorySegment")
                  .getMethod("asByteBuffer")
                  .invoke(segment);
      bytes.put(from).flip();
    }

    @Override
    public void close() throws Exception {
      arena.close();
    }
  }

  @Test
  void aPictureOutlivesTheMemoryThatItWasIn() throws Exception {
    Look look;
    try (Borrowed png = new Borrowed(Files.readAllBytes(FOLDER.resolve("seal.png")))) {
      look = new Look().image(png.bytes);
      assertEquals(0, png.bytes.position());
    }
    order.stamp(null, new Stamp(Place.parse("1:20,20,30,30"), look));
  }

  @Test
  void memoryThatIsGoneIsNotRead() throws Exception {
    Borrowed gone = new Borrowed(Files.readAllBytes(ORDER));
    gone.close();
    try (Ink ink = Ink.capture(context, pad(WRITE), null, 0, SOON)) {
      assertThrows(IllegalStateException.class, () -> Document.of(gone.bytes));
      assertThrows(IllegalStateException.class, () -> Photo.of(gone.bytes));
      assertThrows(IllegalStateException.class, () -> new Look().image(gone.bytes));
      assertThrows(IllegalStateException.class, () -> ink.bind(gone.bytes));
      assertThrows(IllegalStateException.class, () -> ink.checkDocument(gone.bytes));
    }
  }

  @Test
  void memoryThatGoesWhileItIsReadIsNoCrash() throws Exception {
    byte[] bytes = Files.readAllBytes(ORDER);
    for (int i = 0; i < 40; i++) {
      Borrowed going = new Borrowed(bytes);
      going.bytes.clear(); // all of it
      int late = i;
      Worker closer =
          new Worker(
              () -> {
                Thread.sleep(late / 8);
                going.close();
              });
      assertThrows(
          IllegalStateException.class,
          () -> {
            while (closer.isAlive()) Document.of(going.bytes).close();
            Document.of(going.bytes).close();
          });
      assertNull(closer.end());
    }
  }

  @Test
  void namesOfFilesAreAnyPath() throws Exception {
    Path path = FOLDER.resolve("\u5355 \ud83d\udd8b.pdf");
    order.save(path);
    Path relative = Path.of("").toAbsolutePath().relativize(path);
    for (Path same : List.of(path, relative)) Document.open(same).close();
  }

  @Test
  void aPathOfAnotherFileSystemIsNoneOfTheDisk() throws Exception {
    Path archive = file(".zip"), saved = file(".pdf");
    java.net.URI uri = java.net.URI.create("jar:" + archive.toUri());
    try (FileSystem other = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
      Path inside = other.getPath(ORDER.toString());
      List<Executable> uses =
          List.of(
              () -> Document.open(inside).close(),
              () -> order.save(other.getPath(saved.toString())),
              () -> order.verify(other.getPath(CERTIFICATE.toString())).close(),
              () -> context.loadModule(inside),
              () -> Signer.open(context, PEM, null, inside, SOON).close(),
              () -> new Context(new Context.Options().userConfig(inside)).close());
      for (Executable use : uses) assertThrows(UnsupportedOperationException.class, use);
    }
    assertFalse(Files.exists(saved));
  }

  @Test
  void aSealIsVisibleAtItsPlace() throws Exception {
    order.seal(
        signer,
        new Seal()
            .place(Place.parse("last:120,220,40,40"))
            .look(picture())
            .location("Hall 3")
            .contact("desk@example.org")
            .name("The hall")
            .time(Instant.parse("2026-01-01T00:00:00Z"))
            .certify(Allow.FORMS)
            .marks(new Mark(new Place(1, 10_000, 10_000, 20_000, 20_000)))
            .straddle(new Straddle(30_000, 30_000).edge(Edge.RIGHT)));
    assertEquals("2026-01-01T00:00:00Z", onlySignature(TRUST).time());
    String bytes = new String(order.toBytes(), StandardCharsets.ISO_8859_1);
    assertTrue(bytes.contains("/Stamp") && bytes.contains("Hall 3"));
  }

  @Test
  void aStraddlingSealHasItsSliceOnEveryPage() throws Exception {
    needProgram("pdftoppm");
    order.seal(
        signer,
        new Seal().look(picture()).visible(false).straddle(new Straddle(30_000, 30_000)));
    Path sealed = file(".pdf"), drawn = file("");
    order.save(sealed);
    run("pdftoppm", "-r", "20", sealed, drawn);
    for (int page = 1; page <= 3; page++) {
      byte[] pixels = Files.readAllBytes(Path.of(drawn + "-" + page + ".ppm"));
      boolean isColoured = false;
      for (int i = pixels.length % 3 + 15; i + 2 < pixels.length && !isColoured; i += 3)
        isColoured = pixels[i] != pixels[i + 1] || pixels[i + 1] != pixels[i + 2];
      assertTrue(isColoured, "page " + page);
    }
  }

  @Test
  void severalSealsAreAllOrNone() throws Exception {
    Look look = picture();
    Seal nowhere = new Seal().place(Place.parse("9:1,1,9,9")).look(look);
    RefusedException refused =
        assertThrows(
            RefusedException.class,
            () ->
                order.sealAll(
                    context,
                    List.of(new SealBy(signer, new Seal()), new SealBy(signer, nowhere)),
                    SOON));
    assertEquals(Status.REFUSED_PLACE, refused.status());
    anUnsignedOrderIsUnsigned();
    List<SealBy> two =
        List.of(new SealBy(signer, new Seal()), new SealBy(signer, new Seal().reason("two")));
    assertEquals(signer, two.get(1).signer());
    assertEquals(2, order.sealAll(null, two, SOON).size());
    try (Report report = order.verify(TRUST)) {
      assertEquals(2, report.signatures().size());
      assertTrue(report.isValid());
    }
  }

  @Test
  void aStampIsContent() throws Exception {
    Look look = picture().opacity(50);
    int before = order.toBytes().length;
    order.stamp(
        null,
        new Stamp(Place.parse("1:20,20,30,30"), look),
        new Stamp(new Place(Place.LAST_PAGE, 0, 0, 20_000, 20_000), look));
    assertTrue(order.toBytes().length > before);
    order.seal(signer, new Seal());
    RefusedException refused =
        assertThrows(
            RefusedException.class,
            () -> order.stamp(null, new Stamp(Place.parse("1:20,20,30,30"), look)));
    assertEquals(Status.REFUSED_FORBIDDEN, refused.status());
  }

  @Test
  void filesGoIntoADocumentBeforeItsSeal() throws Exception {
    ByteBuffer direct = ByteBuffer.allocateDirect(3).put((byte) '{').put((byte) '}').flip();
    order.attach(
        new Attachment("签名.cms", new byte[] {0, 'i'})
            .description("Sealed ink")
            .type("application/cms")
            .relation(Relation.SUPPLEMENT)
            .time(Instant.parse("2026-11-23T08:00:00Z")),
        new Attachment("order.json", direct));
    assertTrue(new String(order.toBytes(), StandardCharsets.ISO_8859_1).contains("D:20261123080000Z"));
    List<Attached> found = order.attachments();
    assertEquals(
        List.of(
            new Attached(
                0, "order.json", null, "application/octet-stream", Relation.UNSPECIFIED),
            new Attached(
                1, "签名.cms", "Sealed ink", "application/cms", Relation.SUPPLEMENT)),
        found);
    assertEquals("签名.cms", found.get(1).name());
    assertEquals(1, found.get(1).number());
    order.seal(signer, new Seal());
    assertArrayEquals("{}".getBytes(StandardCharsets.ISO_8859_1), order.attachmentData(found.get(0)));
    assertArrayEquals(new byte[] {0, 'i'}, order.attachmentData(found.get(1)));
    RefusedException refused =
        assertThrows(
            RefusedException.class, () -> order.attach(new Attachment("late", new byte[0])));
    assertEquals(Status.REFUSED_FORBIDDEN, refused.status());
    assertThrows(RefusedException.class, () -> order.attach(new Attachment("a/b", new byte[0])));
    assertThrows(
        FaultException.class,
        () -> order.attachmentData(new Attached(2, "", "", "", Relation.DATA)));
  }

  @Test
  void placesAreReadAndCompleted() throws Exception {
    Place place = Place.parse("last:1.5,2,30");
    assertEquals(new Place(Place.LAST_PAGE, 1500, 2000, 30_000, 0), place);
    assertEquals(30_000, place.complete(picture()).heightUm());
    assertThrows(CountersealException.class, () -> Place.parse("nowhere"));
  }

  @Test
  void pagesAreMeasured() throws Exception {
    PageSize size = order.pageSize(1);
    assertTrue(size.widthUm() > 200_000 && size.widthUm() < 220_000);
    assertTrue(size.heightUm() > 290_000 && size.heightUm() < 300_000);
    assertThrows(RefusedException.class, () -> order.pageSize(99));
  }

  @Test
  void aSealIsPutWhereAPhraseStands() throws Exception {
    needProgram("pdftotext");
    Place found = order.findText(null, "Page 2", 1, SOON);
    assertEquals(2, found.page());
    assertTrue(found.xUm() > 20_000 && found.xUm() < 30_000, found.toString());
    Place here = new Place(found.page(), found.xUm(), found.yUm(), 20_000, 20_000);
    order.seal(signer, new Seal().place(here).look(picture()));
    assertTrue(onlySignature(TRUST).isValid());
    assertEquals(3, order.findText(context, "Page", -1, SOON).page());
    assertEquals(
        Status.REFUSED_PLACE,
        assertThrows(RefusedException.class, () -> order.findText(null, "Page 4", 1, SOON))
            .status());
  }

  @Test
  void aSealIsFinishedElsewhere() throws Exception {
    try (Pending pending =
            order.prepare(
                null,
                new Document.Preparation(new Seal().reason("Elsewhere"))
                    .certificates(Files.readAllBytes(CERTIFICATE)),
                SOON);
        Pending again = Pending.of(pending.toBytes())) {
      assertEquals("SHA256", again.digestName());
      assertEquals(32, again.toSignDigest().length);
      assertEquals(32, again.coveredDigest().length);
      assertEquals(0, again.covered()[0]);
      byte[] value = sign(again.toSign());
      byte[] forged = value.clone();
      forged[0] ^= 1;
      for (byte[] wrong : List.of(forged, new byte[256]))
        assertThrows(
            RefusedException.class,
            () -> order.finish(null, again, Document.Finish.value(wrong), SOON));
      assertThrows(
          RefusedException.class,
          () -> order.finish(null, again, Document.Finish.cms(new byte[] {48, 0}), SOON));
      order.finish(null, again, Document.Finish.value(value), SOON);
    }
    assertTrue(onlySignature(TRUST).isValid());
    assertThrows(RefusedException.class, () -> Pending.of(new byte[] {1, 2, 3}));
  }

  /** By Java's own cryptography. */
  private static byte[] sign(byte[] data) throws Exception {
    String pem = Files.readString(FOLDER.resolve("hall.key"));
    byte[] key = java.util.Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]*-----", ""));
    java.security.Signature signature = java.security.Signature.getInstance("SHA256withRSA");
    signature.initSign(
        java.security.KeyFactory.getInstance("RSA")
            .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(key)));
    signature.update(data);
    return signature.sign();
  }

  @Test
  void aPreparedSealTakesAWholeCms() throws Exception {
    Path data = file(".data"), cms = file(".cms");
    try (Pending pending =
        order.prepare(null, new Document.Preparation(new Seal()).room(9000).plainCms(true), SOON)) {
      assertNull(pending.toSign());
      assertNull(pending.toSignDigest());
      long[] covered = pending.covered();
      byte[] all = order.toBytes();
      ByteArrayOutputStream parts = new ByteArrayOutputStream();
      parts.write(all, (int) covered[0], (int) covered[1]);
      parts.write(all, (int) covered[2], (int) covered[3]);
      Files.write(data, parts.toByteArray());
      Path pem = FOLDER.resolve("hall.pem");
      Object[] command =
          ("openssl cms -sign -binary -nosmimecap -md sha256 -outform DER -signer "
                  + (pem + " -in " + data + " -out " + cms))
              .split(" ");
      run(command);
      order.finish(null, pending, Document.Finish.cms(Files.readAllBytes(cms)), SOON);
    }
    assertEquals("intact", onlySignature(TRUST).integrity());
  }

  @Test
  void aSoundDocumentNeedsNoRepair() throws Exception {
    needModule("qpdf-repair");
    assertFalse(order.repair(context, SOON));
    assertFalse(order.wasDamaged());
  }

  @Test
  void aDamagedDocumentIsRepairedBeforeItIsSealed() throws Exception {
    needModule("qpdf-repair");
    String damaged =
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
            + "2 0 obj\n<< /Type /Pages /Kids [9 0 R 3 0 R] /Count 1 >>\nendobj\n"
            + "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n"
            + "trailer << /Root 1 0 R >>\nstartxref\n7\n%%EOF\n";
    try (Document document = Document.of(damaged.getBytes(StandardCharsets.US_ASCII))) {
      document.repair(context, SOON);
      assertEquals(1, document.pageCount());
      document.seal(signer, new Seal());
      try (Report report = document.verify(TRUST)) {
        assertEquals(1, report.signatures().size());
      }
    }
  }

  @Test
  void anEncryptedDocumentIsSealedWithItsPassword() throws Exception {
    needProgram("qpdf");
    Path encrypted = file(".pdf");
    run("qpdf", "--encrypt", "user", "owner", "256", "--", ORDER, encrypted);
    try (Document document = Document.open(encrypted)) {
      assertEquals(
          Status.COUNTER_PASSWORD_NEEDED,
          assertThrows(CounterException.class, () -> document.seal(signer, new Seal())).status());
      assertEquals(
          Status.AGAIN_PASSWORD_WRONG,
          assertThrows(AgainException.class, () -> document.unlock("wrong")).status());
      document.unlock("owner");
      assertEquals(3, document.pageCount());
      document.seal(signer, new Seal());
      try (Report report = document.verify(TRUST)) {
        assertEquals("valid", report.verdict());
      }
      Path sealed = file(".pdf");
      document.save(sealed);
      run("qpdf", "--password=user", "--check", sealed);
    }
  }

  @Test
  void aPasswordOfADocumentThatHasNoneDoesNoHarm() throws Exception {
    try {
      order.unlock("secret");
    } catch (CountersealException e) {
      assertNotEquals(Status.UNKNOWN, e.status());
    }
    assertEquals(3, order.pageCount());
  }

  @Test
  void fieldsAreMadeAndLocked() throws Exception {
    order.seal(
        signer,
        new Seal()
            .field("group.first")
            .lock(Lock.EXCLUDE)
            .lockFields("other")
            .digest(Digest.SHA512)
            .scheme(Scheme.RSA_PSS));
    Signature signature = onlySignature(TRUST);
    assertEquals("group.first", signature.field());
    assertTrue(signature.isValid());
  }

  @Test
  void anAuthorSaysWhatMayChange() throws Exception {
    order.seal(
        signer, new Seal().certify(Allow.NONE).legalAttestation("Nothing that changes is in it"));
    assertTrue(
        new String(order.toBytes(), StandardCharsets.ISO_8859_1).contains("/Attestation"));
    assertEquals(
        Status.REFUSED_FORBIDDEN,
        assertThrows(RefusedException.class, () -> order.seal(signer, new Seal())).status());
    try (Document other = Document.open(ORDER)) {
      other.seal(signer, new Seal().lock(Lock.ALL).lockDocument(Allow.NONE));
      assertThrows(RefusedException.class, () -> other.seal(signer, new Seal()));
    }
  }

  @Test
  void anSm2KeySealsInTheFormOfGbT35275() throws Exception {
    Path pki = Files.createDirectories(file(".sm2"));
    run(SOURCE.resolve("tests/interop/sm2/make-pki"), pki);
    try (Signer sm2 = Signer.open(context, "file:" + pki.resolve("chain.pem"))) {
      assertEquals("SM2", sm2.key());
      order.seal(
          context,
          sm2,
          new Seal().form(Form.GM).filter("Hall.GMPkiLite").subfilter("GM.SM2"),
          SOON);
    }
    Signature signature = onlySignature(pki.resolve("root.pem"));
    assertEquals("GM.SM2", signature.subfilter());
    assertTrue(signature.isValid(), signature.reasons().toString());
  }

  @Test
  void aFieldThatIsThereIsFilled() throws Exception {
    try (Document form = Document.open(make("form", ".pdf"))) {
      form.seal(signer, new Seal().field("Merged").visible(true).look(picture()));
      try (Report report = form.verify(TRUST)) {
        assertEquals("Merged", report.signatures().get(0).field());
      }
    }
  }

  @Test
  void aSignerSaysWhoItIs() throws Exception {
    assertEquals("CN=Test hall", signer.subject());
    assertEquals(signer.subject(), signer.issuer());
    assertEquals("RSA 2048", signer.key());
    assertFalse(signer.isVirtual());
    assertEquals(PEM, signer.uri());
    assertTrue(signer.notBefore().compareTo(signer.notAfter()) < 0);
    X509Certificate certificate = signer.chain().get(0);
    assertEquals("CN=Test hall", certificate.getSubjectX500Principal().getName());
    assertArrayEquals(certificate.getEncoded(), signer.encodedChain().get(0));
    assertEquals(Instant.parse(signer.notAfter()), certificate.getNotAfter().toInstant());
  }

  @Test
  void theWrongNumberOfKeysIsAnAdministratorsMatter() {
    SetupException none =
        assertThrows(
            SetupException.class, () -> Signer.open(context, "file:" + FOLDER.resolve("none.pem")));
    assertEquals("administrator", none.who());
  }

  @Test
  void aSealMayBeUsedAgain() throws Exception {
    Seal seal = new Seal().place(Place.parse("1:20,20,30,30")).look(picture());
    order.seal(signer, seal);
    try (Document other = Document.open(ORDER)) {
      other.seal(signer, seal);
      try (Report report = other.verify(TRUST)) {
        assertTrue(report.isValid());
      }
    }
  }
}
