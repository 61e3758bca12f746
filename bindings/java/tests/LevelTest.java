// SPDX-License-Identifier: Apache-2.0

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.counterseal.*;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Levels, with a time-stamp authority and a responder of the tests' own; trusted lists. */
final class LevelTest extends Hall {
  private static final Path PKI = FOLDER.resolve("pki");
  private static final Path ROOT = PKI.resolve("root.crt");
  private static final Path CA = PKI.resolve("ca.crt"); // not in a signature of level B
  private static Simulator authority;
  private static String tsa;

  private Signer knower; // whose certificate says where the services are

  @BeforeAll
  static void startTheAuthority() throws Exception {
    needModule("http-fetch");
    authority = new Simulator(SOURCE.resolve("tests/levels/authority"), PKI);
    Path port = PKI.resolve("port");
    for (int i = 0; i < 1200 && !Files.exists(port); i++) {
      assertTrue(authority.process.isAlive());
      Thread.sleep(50);
    }
    tsa = "http://127.0.0.1:" + Files.readString(port).strip() + "/tsa";
  }

  @AfterAll
  static void endTheAuthority() {
    if (authority != null) authority.close();
  }

  @BeforeEach
  void openTheKnower() throws Exception {
    knower = Signer.open(context, "file:" + PKI.resolve("signer.pem"));
  }

  private Reached seal(Level level) throws CountersealException {
    try (Signer signs = knower) {
      return order.seal(context, signs, new Seal().level(level).tsa(tsa), SOON);
    }
  }

  private Signature signature(int i) throws Exception {
    try (Report report = order.verify(ROOT, CA)) {
      assertTrue(report.isValid(), report.json(null));
      return report.signatures().get(i);
    }
  }

  @Test
  void aTimeStampProvesTheTime() throws Exception {
    Reached reached = seal(Level.T);
    assertEquals(Level.T, reached.level());
    assertNull(reached.lowered());
    Signature signature = signature(0);
    assertEquals("B-T", signature.level());
    assertEquals("timestamp", signature.timeSource());
    Duration age = Duration.between(Instant.parse(signature.time()), Instant.now());
    assertTrue(age.abs().compareTo(Duration.ofMinutes(10)) < 0, signature.time());
  }

  @Test
  void whatProvesTheCertificatesIsPutIn() throws Exception {
    assertEquals(Level.LT, seal(Level.LT).level());
    assertEquals("B-LT", signature(0).level());
    try (Report report =
        order.verify(new Verification().trust(ROOT).requireRevocation(true))) {
      assertTrue(report.isValid(), report.json(null));
    }
  }

  @Test
  void anArchiveTimeStampIsPutOverAll() throws Exception {
    assertEquals(Level.LTA, seal(Level.LTA).level());
    assertEquals("B-LTA", signature(0).level());
    assertEquals("timestamp", signature(1).kind());
  }

  @Test
  void whatWasSealedIsExtended() throws Exception {
    seal(Level.B);
    assertEquals("B-B", signature(0).level());
    assertEquals(Level.LT, order.extend(context, Level.LT, tsa, false, SOON).level());
    assertEquals(Level.LTA, order.extend(context, Level.LTA, tsa, false, SOON).level());
    assertTrue(signature(0).isValid());
  }

  @Test
  void aLowerLevelIsToldWithItsReason() throws Exception {
    Reached reached =
        order.seal(
            context,
            knower,
            new Seal().level(Level.T).tsa("http://127.0.0.1:9/").lowerLevelOk(true),
            SOON);
    assertEquals(Level.B, reached.level());
    assertTrue(reached.lowered() instanceof FaultException);
    assertFalse(reached.lowered().notes().isEmpty());
    assertThrows(
        FaultException.class,
        () -> order.extend(context, Level.LTA, "http://127.0.0.1:9/", false, SOON));
  }

  @Test
  void anAuthorityThatLiesIsNotBelieved() {
    for (String lie : List.of("imprint", "nonce", "forged", "garbage", "500"))
      assertEquals(
          Status.FAULT_REMOTE,
          assertThrows(
                  FaultException.class,
                  () ->
                      order.seal(
                          context, knower, new Seal().level(Level.T).tsa(tsa + "/" + lie), SOON),
                  lie)
              .status());
  }

  @Test
  void whatIsFinishedElsewhereGetsItsTimeStamp() throws Exception {
    Path data = file(".data"), value = file(".value");
    try (Pending pending =
        order.prepare(
            context,
            new Document.Preparation(new Seal().level(Level.T).tsa(tsa))
                .certificates(Files.readAllBytes(PKI.resolve("signer.crt"))),
            SOON)) {
      Files.write(data, pending.toSign());
      run("openssl", "dgst", "-sha256", "-sign", PKI.resolve("signer.key"), "-out", value, data);
      Document.Finish finish =
          Document.Finish.value(Files.readAllBytes(value)).level(Level.T).tsa(tsa);
      assertEquals(Level.T, order.finish(context, pending, finish, SOON).level());
    }
    assertEquals("B-T", signature(0).level());
  }

  @Test
  void aSignerThatWasRevokedIsCalledSo() throws Exception {
    try (Signer revoked = Signer.open(context, "file:" + PKI.resolve("revoked.pem"))) {
      order.seal(context, revoked, new Seal(), SOON);
    }
    Verification verification =
        new Verification()
            .trust(ROOT, CA)
            .revocation(PKI.resolve("ca.crl"), PKI.resolve("root.crl"));
    try (Report report = order.verify(verification)) {
      assertFalse(report.isValid());
      assertEquals("revoked", report.signatures().get(0).trust(), report.json(null));
    }
  }

  @Test
  void aSignatureIsJudgedAtATime() throws Exception {
    seal(Level.B);
    Instant later = Instant.now().plus(Duration.ofDays(5000));
    try (Report report = order.verify(new Verification().trust(ROOT, CA).time(later))) {
      assertEquals("expired", report.signatures().get(0).trust(), report.json(null));
    }
  }

  @Test
  void aTrustedListMakesItValid() throws Exception {
    needModule("xmlsec-trustlist");
    Path lists = Files.createDirectory(FOLDER.resolve("lists"));
    run(
        SOURCE.resolve("tests/trustlist/make-lists"),
        lists,
        CA,
        PKI.resolve("tsa.crt"));
    Path config =
        write(
            ".conf",
            "[module xmlsec-trustlist]\nprogram = " + BUILD.resolve("modules/read-trustlist"));
    seal(Level.LT);
    try (Context configured =
        new Context(new Context.Options().moduleDir(MODULES).userConfig(config))) {
      for (String name : List.of("good", "withdrawn")) {
        Verification by =
            new Verification()
                .trustedLists(configured, lists.resolve(name + ".xml"))
                .trustedListSigners(lists.resolve("signer.pem"));
        try (Report report = order.verify(by)) {
          assertEquals(name.equals("good"), report.isValid(), report.json(null));
        }
      }
      Verification entity =
          new Verification()
              .trustedLists(configured, lists.resolve("bad-entity.xml"))
              .trustedListSigners(lists.resolve("signer.pem"));
      SetupException bad = assertThrows(SetupException.class, () -> order.verify(entity));
      assertEquals(Status.SETUP_TRUST, bad.status());
      assertTrue(bad.getMessage().contains("bad-entity.xml"), bad.getMessage());
    }
  }
}
