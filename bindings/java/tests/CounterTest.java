// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.counterseal.*;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the hall does, from the card to the archive, with tokens of SoftHSM. */
final class CounterTest extends Hall {
  private static final Path RECIPES = SOURCE.resolve("tests/hall/recipes");
  private static final Path CA = FOLDER.resolve("ca");
  private static final Path TOKENS = FOLDER.resolve("tokens"); // of SOFTHSM2_CONF
  private static final Path CAPTURES = FOLDER.resolve("captures");

  @BeforeAll
  static void makeTheHouse() throws Exception {
    needModule("pkcs11-signer");
    for (String program : List.of("softhsm2-util", "pkcs11-tool")) needProgram(program);
    run(RECIPES.resolve("make-ca"), CA);
    run(RECIPES.resolve("make-tokens"), TOKENS, CA);
  }

  @AfterAll
  static void takeTheReaderAway() {
    CaptureTest.takeTheReaderAway();
  }

  private static String words(Path file) throws Exception {
    return Files.readString(file).strip();
  }

  private Signer token(String name) throws Exception {
    String pin = words(TOKENS.resolve(name + ".pin"));
    return Signer.open(
        context, words(TOKENS.resolve(name + ".uri")), request -> pin.toCharArray(), SOON);
  }

  @Test
  void aTokenSignsWithItsPin() throws Exception {
    for (String name : List.of("business", "official")) {
      try (Signer seals = token(name)) {
        assertEquals(name.equals("business") ? "RSA 2048" : "EC P-256", seals.key());
        assertTrue(seals.chain().size() >= 2, "the issuer is in the token, too");
        order.seal(context, seals, new Seal().reason(name), SOON);
      }
    }
    try (Report report = order.verify(CA.resolve("root.pem"))) {
      assertTrue(report.isValid(), report.json(null));
      assertEquals(2, report.signatures().size());
    }
  }

  @Test
  void aWrongPinOfATokenIsToldAndNotTriedAgain() throws Exception {
    String uri = words(TOKENS.resolve("business.uri"));
    AgainException wrong =
        assertThrows(
            AgainException.class,
            () -> Signer.open(context, uri, PinSource.of("00000000".toCharArray()), SOON));
    assertEquals(Status.AGAIN_PIN_WRONG, wrong.status());
    assertFalse(wrong.getMessage().contains("00000000"));
    assertEquals(
        Status.COUNTER_PIN_NEEDED,
        assertThrows(CounterException.class, () -> Signer.open(context, uri)).status());
    token("business").close(); // the token is not locked
  }

  @Test
  void aCertificateMayLieBesideItsToken() throws Exception {
    Path other = CA.resolve("seal-official.pem");
    String pin = words(TOKENS.resolve("business.pin"));
    String uri = words(TOKENS.resolve("business.uri"));
    PinSource source = request -> pin.toCharArray();
    assertThrows(RefusedException.class, () -> Signer.open(context, uri, source, other, SOON));
    Signer.open(context, uri, source, CA.resolve("seal-business.pem"), SOON).close();
  }

  @Test
  void aTokenIsADeviceThatIsListed() throws Exception {
    List<Device> signers = context.devices(SOON, Kind.SIGNER);
    assertTrue(
        signers.stream().anyMatch(device -> device.uri().contains("counterseal-business")),
        signers.toString());
  }

  @Test
  void oneCustomerGoesThroughTheHall() throws Exception {
    for (String module : List.of("virtual-camera", "virtual-pad", "pango-typeset", "file-signer"))
      needModule(module);
    for (String program : List.of("cjpeg", "pdftotext")) needProgram(program);
    Path draws = BUILD.resolve("examples/hall/order/draw-order");
    Path portrait = BUILD.resolve("tests/hall/recipes/draw-portrait");
    assumeTrue(Files.exists(draws) && Files.exists(portrait), "the papers are not drawn here");
    run(RECIPES.resolve("make-captures"), CAPTURES, portrait);
    Path form = file(".pdf"), sealed = file(".pdf");
    run(
        draws,
        "--data",
        SOURCE.resolve("examples/hall/order/order.json"),
        "--agreement",
        SOURCE.resolve("examples/hall/order/agreement.txt"),
        "-o",
        form);
    String name;
    try (Document paper = Document.open(form);
        Identity identity =
            Identity.read(context, CaptureTest.reader(), new Identity.Options(), SOON);
        Photo photo =
            Photo.take(context, "virtual:" + CAPTURES.resolve("customer.camera"), 0, 0, SOON);
        Ink ink =
            Ink.capture(
                context, "virtual:" + CAPTURES.resolve("customer.pad"), "Sign", 0, SOON);
        Signer customer = customer();
        Signer business = token("business");
        Signer official = token("official")) {
      name = identity.value(IdentityField.NAME);
      paper.stamp(
          context,
          new Stamp(new Place(1, 16_000, 101_000, 144_000, 34_000), new Look().text(name)),
          new Stamp(new Place(1, 165_000, 96_500, 29_000, 38_500), new Look().photo(photo)));
      Place signature = new Place(2, 16_000, 213_000, 60_000, 36_000);
      Place hall = new Place(2, 86_500, 209_000, 42_000, 42_000);
      List<Reached> reached =
          paper.sealAll(
              context,
              List.of(
                  new SealBy(
                      customer,
                      new Seal()
                          .reason("Order")
                          .place(signature)
                          .look(new Look().ink(ink))
                          .straddle(new Straddle(40_000, 40_000).look(picture()))),
                  new SealBy(
                      business,
                      new Seal()
                          .reason("Accepted")
                          .place(hall)
                          .look(picture().text("%name%\n%date%"))),
                  new SealBy(official, new Seal().reason("Verified"))),
              SOON);
      assertEquals(3, reached.size());
      paper.save(sealed);
    }
    try (Document archived = Document.open(sealed);
        Report report = archived.verify(CA.resolve("root.pem"))) {
      assertTrue(report.isValid(), report.json(null));
      assertEquals(3, report.signatures().size());
      assertTrue(report.signatures().get(0).isVirtual());
    }
    assertTrue(run("pdftotext", "-raw", sealed, "-").contains(name));
  }

  private Signer customer() throws Exception {
    byte[] pin = Files.readAllBytes(CA.resolve("customer.pass"));
    return Signer.open(
        context,
        "file:" + CA.resolve("customer.p12"),
        request -> new String(pin, StandardCharsets.UTF_8).strip().toCharArray(),
        SOON);
  }

  @Test
  void aCertificateThatIsExpiredOrNotForSigningIsRefused() throws Exception {
    for (String name : List.of("expired", "encrypt-only")) {
      char[] pin = words(CA.resolve(name + ".pass")).toCharArray();
      try (Signer wrong =
          Signer.open(context, "file:" + CA.resolve(name + ".p12"), PinSource.of(pin), SOON)) {
        assertThrows(
            RefusedException.class, () -> order.seal(context, wrong, new Seal(), SOON), name);
        order.seal(context, wrong, new Seal().insecureAnyCertificate(true), SOON);
      }
    }
  }
}
