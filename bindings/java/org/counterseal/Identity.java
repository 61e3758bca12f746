// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.counterseal.shim.IdentityJudging;
import org.counterseal.shim.IdentityOptions;
import org.counterseal.shim.Scope;
import org.counterseal.shim.StringList;

/** What an identity document says. Personal data: closing wipes it. */
public final class Identity extends Handle {
  final org.counterseal.shim.Identity shim;

  /** How a document is read; all of it may be left out. */
  public static final class Options {
    private Duration cardWait;
    private boolean wantFingerprint;
    private String mrz, can;
    private Path trust;

    /** As the document allows. */
    public Options() {}

    /** How long to wait for a card to be put on; null: as long as the limit allows. */
    public Options cardWait(Duration wait) {
      cardWait = wait;
      return this;
    }

    /** Fingerprints are read, too. */
    public Options wantFingerprint(boolean isWanted) {
      wantFingerprint = isWanted;
      return this;
    }

    /** The machine-readable zone as printed. */
    public Options mrz(String text) {
      mrz = text;
      return this;
    }

    /** The card access number as printed. */
    public Options can(String text) {
      can = text;
      return this;
    }

    /** See {@link Judging#trust}; one path. */
    public Options trust(Path path) {
      trust = path;
      return this;
    }
  }

  /** By what raw files are judged; all of it may be left out. */
  public static final class Judging {
    private List<Path> trust = List.of(), revocation = List.of();
    private String mrz;
    private Instant time;

    /** By nothing but the document. */
    public Judging() {}

    /**
     * Certificates of issuing states: files of them (PEM or DER), signed master lists, or folders
     * of such files.
     */
    public Judging trust(Path... paths) {
      trust = List.of(paths);
      return this;
    }

    /** Files with their revocation lists. */
    public Judging revocation(Path... files) {
      revocation = List.of(files);
      return this;
    }

    /** The machine-readable zone as printed. */
    public Judging mrz(String text) {
      mrz = text;
      return this;
    }

    /** "Now"; null: the clock. */
    public Judging time(Instant when) {
      time = when;
      return this;
    }
  }

  private Identity(org.counterseal.shim.Identity shim) {
    this.shim = shim;
  }

  /**
   * Reads the document on a reader.
   *
   * @param uri null: the only one
   * @throws AgainException AGAIN_NO_CARD, AGAIN_CARD_LIFTED
   * @throws SetupException SETUP_TRUST
   * @throws CountersealException Counter, Stopped, or Fault
   */
  public static Identity read(Context context, String uri, Options options, Limit limit)
      throws CountersealException {
    try (Scope scope = new Scope()) {
      IdentityOptions given = scope.keep(new IdentityOptions());
      given.card_wait_ms(Limit.ms(options.cardWait));
      given.want_fingerprint(options.wantFingerprint);
      given.mrz(options.mrz);
      given.can(options.can);
      given.trust(Context.name(options.trust));
      return new Identity(
          org.counterseal.shim.Identity.read(
              context.shim, uri, given, limit.ms(), limit.shim()));
    }
  }

  /**
   * Reads back what {@link #json} gave. The raw files in it win; a verdict that needs more than
   * those is unknown again, see {@link #judge}.
   *
   * @throws RefusedException REFUSED_INPUT, REFUSED_LIMIT
   */
  public static Identity ofJson(String json) throws CountersealException {
    return new Identity(
        org.counterseal.shim.Identity.from_json(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }

  /**
   * Judges the raw files of a travel document anew: verdicts and reasons are replaced, fields stay.
   *
   * @throws SetupException SETUP_TRUST; then nothing changes
   * @throws RefusedException REFUSED_INPUT; then nothing changes
   */
  public void judge(Judging judging) throws CountersealException {
    try (Scope scope = new Scope()) {
      IdentityJudging given = scope.keep(new IdentityJudging());
      for (Path path : judging.trust) given.add_trust(Context.name(path));
      for (Path path : judging.revocation) given.add_revocation(Context.name(path));
      given.mrz(judging.mrz);
      given.time(seconds(judging.time));
      shim.judge(given);
    }
  }

  /** The text of a field, or null. */
  public String value(IdentityField field) {
    return shim.value(field.value);
  }

  /** All fields that the document has. */
  public Map<IdentityField, String> values() {
    Map<IdentityField, String> values = new EnumMap<>(IdentityField.class);
    for (IdentityField field : IdentityField.values()) {
      String text = value(field);
      if (text != null) values.put(field, text);
    }
    return values;
  }

  /** The portrait, or null. */
  public Picture portrait() {
    return Picture.of(shim.portrait(), shim.portrait_type());
  }

  /** In pixels; 0: not known. */
  public long portraitWidth() {
    return shim.portrait_width();
  }

  /** In pixels; 0: not known. */
  public long portraitHeight() {
    return shim.portrait_height();
  }

  /**
   * The portrait in a form that everything shows: its own bytes where they have that form, else
   * what a picture module makes of JPEG 2000.
   *
   * @throws SetupException SETUP_NO_MODULE
   * @throws RefusedException REFUSED_INPUT: no portrait, or a damaged one; REFUSED_LIMIT,
   *     REFUSED_UNSUPPORTED
   */
  public byte[] decodePortrait(Context context, PictureForm form, Limit limit)
      throws CountersealException {
    return shim.decode_portrait(context.shim, form.value, limit.ms(), limit.shim());
  }

  /** The holder's signature as the chip has it, or null. */
  public Picture signatureImage() {
    return Picture.of(shim.signature_image(), shim.signature_image_type());
  }

  /** Persons whom the holder wants to be notified. */
  public List<Map<ContactPart, String>> contacts() {
    List<Map<ContactPart, String>> persons = new ArrayList<>();
    for (long i = 0; i < shim.contact_count(); i++) {
      Map<ContactPart, String> person = new EnumMap<>(ContactPart.class);
      for (ContactPart part : ContactPart.values()) {
        String text = shim.contact(i, part.value);
        if (text != null) person.put(part, text);
      }
      persons.add(person);
    }
    return persons;
  }

  /** The answer to one of the three questions. */
  public Verdict verdict(IdentityQuestion question) {
    return Verdict.of(shim.verdict(question.value));
  }

  /** Sentences: why a verdict is what it is, and what does not add up. */
  public List<String> reasons() {
    try (Scope scope = new Scope()) {
      StringList found = scope.keep(shim.reasons());
      return list(found.count(), found::at, reason -> reason);
    }
  }

  /** Whether a virtual reader read it. */
  public boolean isVirtual() {
    return shim.is_virtual();
  }

  /**
   * One JSON object with stable keys, the portrait and the raw files in base64. Personal data:
   * store with care.
   */
  public String json() throws CountersealException {
    return shim.json();
  }
}
