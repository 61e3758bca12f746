// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.time.Instant;
import java.util.List;
import org.counterseal.shim.Scope;

/** What is put on a document: where, how it looks, which level. May be used again. */
public final class Seal {
  private Place place;
  private boolean visible;
  private Instant time;
  private List<String> lockFields = List.of();
  private List<Mark> marks = List.of();
  private Straddle straddle;
  private String reason;
  private Look look;
  private String field;
  private String location;
  private String contact;
  private String name;
  private Digest digest = Digest.DEFAULT;
  private Scheme scheme = Scheme.DEFAULT;
  private boolean insecureAnyCertificate = false;
  private Allow certify = Allow.UNSAID;
  private String legalAttestation;
  private Lock lock = Lock.NONE;
  private Allow lockDocument = Allow.UNSAID;
  private Level level = Level.B;
  private String tsa;
  private boolean lowerLevelOk = false;
  private Form form = Form.PADES;
  private String filter;
  private String subfilter;

  /** One that is not visible, at level B. */
  public Seal() {}

  /** Where it is shown. */
  public Seal place(Place where) {
    place = where;
    return this;
  }

  /** Shown in the rectangle that its field has. */
  public Seal visible(boolean isVisible) {
    visible = isVisible;
    return this;
  }

  /** Claimed signing time; null: the clock. */
  public Seal time(Instant when) {
    time = when;
    return this;
  }

  /** Names of fields, for {@link Lock#INCLUDE} and {@link Lock#EXCLUDE}. */
  public Seal lockFields(String... names) {
    lockFields = List.of(names);
    return this;
  }

  /** Where else it is shown. */
  public Seal marks(Mark... elsewhere) {
    marks = List.of(elsewhere);
    return this;
  }

  /** Across the edges of pages. */
  public Seal straddle(Straddle across) {
    straddle = across;
    return this;
  }

  /** What the signature says. */
  public Seal reason(String reason) {
    this.reason = reason;
    return this;
  }

  /** %name%, %date%, %reason% and %location% in a text or QR code stand for what the signature says. */
  public Seal look(Look look) {
    this.look = look;
    return this;
  }

  /** Which signature field; null makes a new one. */
  public Seal field(String field) {
    this.field = field;
    return this;
  }

  /** What the signature says. */
  public Seal location(String location) {
    this.location = location;
    return this;
  }

  /** What the signature says. */
  public Seal contact(String contact) {
    this.contact = contact;
    return this;
  }

  /** null: the certificate's common name. */
  public Seal name(String name) {
    this.name = name;
    return this;
  }

  /** By the key. */
  public Seal digest(Digest digest) {
    this.digest = digest;
    return this;
  }

  /** By the key. */
  public Seal scheme(Scheme scheme) {
    this.scheme = scheme;
    return this;
  }

  /** Seals even with one that is expired or not for signing, for tests. */
  public Seal insecureAnyCertificate(boolean insecureAnyCertificate) {
    this.insecureAnyCertificate = insecureAnyCertificate;
    return this;
  }

  /** The author says what may change; first signature only. */
  public Seal certify(Allow certify) {
    this.certify = certify;
    return this;
  }

  /** Of a document that is certified. */
  public Seal legalAttestation(String legalAttestation) {
    this.legalAttestation = legalAttestation;
    return this;
  }

  /** What must not change any more. */
  public Seal lock(Lock lock) {
    this.lock = lock;
    return this;
  }

  /** What may change in the document. */
  public Seal lockDocument(Allow lockDocument) {
    this.lockDocument = lockDocument;
    return this;
  }

  /** What is to be reached. */
  public Seal level(Level level) {
    this.level = level;
    return this;
  }

  /** URL of the time-stamp authority; null: the configured one. */
  public Seal tsa(String tsa) {
    this.tsa = tsa;
    return this;
  }

  /** A lower level is kept when a service fails. */
  public Seal lowerLevelOk(boolean lowerLevelOk) {
    this.lowerLevelOk = lowerLevelOk;
    return this;
  }

  /** Of GB/T 35275, for SM2 keys. */
  public Seal form(Form form) {
    this.form = form;
    return this;
  }

  /** Of that form. */
  public Seal filter(String filter) {
    this.filter = filter;
    return this;
  }

  /** Of that form. */
  public Seal subfilter(String subfilter) {
    this.subfilter = subfilter;
    return this;
  }

  org.counterseal.shim.Seal shim(Scope scope) {
    org.counterseal.shim.Seal made = scope.keep(new org.counterseal.shim.Seal());
    made.time(Handle.seconds(time));
    made.visible(visible);
    if (place != null) made.place(place.shim(scope));
    for (String one : lockFields) made.add_lock_field(one);
    for (Mark mark : marks) made.add_mark(mark.shim(scope));
    if (straddle != null) made.straddle(straddle.shim(scope));
    if (reason != null) made.reason(reason);
    if (look != null) made.look(look.shim(scope));
    if (field != null) made.field(field);
    if (location != null) made.location(location);
    if (contact != null) made.contact(contact);
    if (name != null) made.name(name);
    made.digest(digest.value);
    made.scheme(scheme.value);
    made.insecure_any_certificate(insecureAnyCertificate);
    made.certify(certify.value);
    if (legalAttestation != null) made.legal_attestation(legalAttestation);
    made.lock(lock.value);
    made.lock_document(lockDocument.value);
    made.level(level.value);
    if (tsa != null) made.tsa(tsa);
    made.lower_level_ok(lowerLevelOk);
    made.form(form.value);
    if (filter != null) made.filter(filter);
    if (subfilter != null) made.subfilter(subfilter);
    return made;
  }
}
