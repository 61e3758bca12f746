// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.counterseal.shim.AttachedList;
import org.counterseal.shim.Attachments;
import org.counterseal.shim.ReachedList;
import org.counterseal.shim.ReportOptions;
import org.counterseal.shim.Scope;
import org.counterseal.shim.Seals;
import org.counterseal.shim.Stamps;

/**
 * A PDF.
 *
 * <p>The bytes that were opened are never changed: every operation appends an incremental update,
 * and one that fails leaves the document as it was. What was not saved is lost. A file is mapped:
 * nobody may truncate it or write to it while the document is open.
 *
 * <p>A context may be null where nothing needs a module: sealing at level B without text and QR
 * code, stamping pictures, finding text.
 */
public final class Document extends Handle {
  private final org.counterseal.shim.Document shim;

  private Document(org.counterseal.shim.Document shim) {
    this.shim = shim;
  }

  /**
   * Opens a file.
   *
   * @throws SetupException SETUP_FILE
   * @throws RefusedException REFUSED_NOT_A_PDF, REFUSED_DAMAGED
   */
  public static Document open(Path path) throws CountersealException {
    return new Document(org.counterseal.shim.Document.open_file(Context.name(Objects.requireNonNull(path, "path"))));
  }

  /** Opens a copy of the bytes. */
  public static Document of(byte[] bytes) throws CountersealException {
    return new Document(org.counterseal.shim.Document.open_mem(Objects.requireNonNull(bytes, "bytes")));
  }

  /**
   * Opens a copy of the bytes from the buffer's position to its limit.
   *
   * @throws IllegalStateException the memory of the buffer is gone
   */
  public static Document of(ByteBuffer bytes) throws CountersealException {
    return new Document(org.counterseal.shim.Document.open_mem(bytes(bytes)));
  }

  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }

  /**
   * Gives the password of an encrypted document, the user's or the owner's.
   *
   * @throws AgainException AGAIN_PASSWORD_WRONG
   * @throws RefusedException REFUSED_ENCRYPTED, REFUSED_LIMIT
   */
  public void unlock(String password) throws CountersealException {
    unlock(password.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The same; the array stays as it is.
   *
   * @throws AgainException AGAIN_PASSWORD_WRONG
   * @throws RefusedException REFUSED_ENCRYPTED, REFUSED_LIMIT
   */
  public void unlock(byte[] password) throws CountersealException {
    shim.password(Objects.requireNonNull(password, "password"));
  }

  /** A copy of the document as it is now, with what was appended. */
  public byte[] toBytes() {
    return shim.bytes();
  }

  /**
   * Writes everything to a stream, which stays open; to a {@link FileOutputStream} without a copy.
   */
  public void writeTo(OutputStream out) throws IOException {
    if (out.getClass() != FileOutputStream.class) {
      out.write(shim.bytes());
      return;
    }
    try {
      shim.save_fd(((FileOutputStream) out).getFD());
    } catch (CountersealException e) {
      throw new IOException(e);
    }
  }

  /**
   * Writes beside the path, syncs, and renames over it: afterwards the file is whole, or as it was.
   *
   * @throws SetupException SETUP_DISK_FULL, SETUP_FILE, SETUP_PERMISSION
   */
  public void save(Path path) throws CountersealException {
    shim.save_file(Context.name(Objects.requireNonNull(path, "path")));
  }

  /**
   * Whether the cross-reference table was found damaged; then what is appended carries a complete
   * one, and who gets it should be told.
   */
  public boolean wasDamaged() {
    return shim.was_damaged();
  }

  /**
   * Where a document cannot be read, replaces it by what a repair module makes of it; before
   * anything was stamped or sealed.
   *
   * @return false: there was no need
   * @throws RefusedException REFUSED_FORBIDDEN: it is signed, or may be; REFUSED_DAMAGED, ...
   * @throws SetupException SETUP_NO_MODULE
   */
  public boolean repair(Context context, Limit limit) throws CountersealException {
    return shim.repair(Context.shim(context), limit.ms(), limit.shim());
  }

  /** How many pages it has. */
  public long pageCount() throws CountersealException {
    return shim.page_count();
  }

  /** Of a page from 1. */
  public PageSize pageSize(long page) throws CountersealException {
    try (Scope scope = new Scope()) {
      org.counterseal.shim.PageSize size = scope.keep(shim.page_size(page));
      return new PageSize(size.getWidth_um(), size.getHeight_um());
    }
  }

  /**
   * Where a phrase stands; blanks do not count.
   *
   * @param occurrence 1 is the first, -1 the last
   * @throws RefusedException REFUSED_PLACE: not found, or no text at all; REFUSED_INPUT,
   *     REFUSED_LIMIT
   * @throws SetupException SETUP_FILE: no pdftotext
   */
  public Place findText(Context context, String phrase, int occurrence, Limit limit)
      throws CountersealException {
    Objects.requireNonNull(phrase, "phrase");
    return Place.of(
        shim.find_text(Context.shim(context), phrase, occurrence, limit.ms(), limit.shim()));
  }

  /**
   * Draws on pages for good, all of it in one revision.
   *
   * @param context needed for text and QR codes, else null
   * @throws RefusedException REFUSED_PLACE, REFUSED_INPUT, REFUSED_LIMIT, REFUSED_FORBIDDEN
   * @throws SetupException SETUP_NO_FONT, SETUP_NO_MODULE
   */
  public void stamp(Context context, Stamp... stamps) throws CountersealException {
    try (Scope scope = new Scope()) {
      Stamps given = scope.keep(new Stamps());
      for (Stamp stamp : stamps) given.add(stamp.place().shim(scope), stamp.look().shim(scope));
      shim.stamp(Context.shim(context), given);
    }
  }

  /**
   * Puts files into the document, all in one revision: seals that come later cover them.
   *
   * @throws RefusedException REFUSED_FORBIDDEN: the document is signed, or its kind of PDF/A or its
   *     permissions do not allow it; REFUSED_INPUT: a name that is there already, or is
   *     not that of a file; REFUSED_LIMIT
   * @throws FaultException FAULT_APPLICATION: none, or more than 64 at once
   * @throws CounterException COUNTER_PASSWORD_NEEDED
   */
  public void attach(Attachment... attachments) throws CountersealException {
    try (Scope scope = new Scope()) {
      Attachments given = scope.keep(new Attachments());
      for (Attachment one : attachments) given.add(one.shim(scope));
      shim.attach(given);
    }
  }

  /**
   * The files that the document lists, as it is now.
   *
   * @throws RefusedException REFUSED_DAMAGED, REFUSED_LIMIT
   * @throws CounterException COUNTER_PASSWORD_NEEDED
   */
  public List<Attached> attachments() throws CountersealException {
    try (Scope scope = new Scope()) {
      AttachedList found = scope.keep(shim.attachments());
      List<Attached> all = new ArrayList<>();
      for (long i = 0; i < found.count(); i++) all.add(Attached.of(i, found.at(i)));
      return List.copyOf(all);
    }
  }

  /**
   * The bytes of one of them, at most 256 MiB.
   *
   * @throws RefusedException REFUSED_DAMAGED, REFUSED_LIMIT; REFUSED_UNSUPPORTED: a filter that is
   *     not known, or a file elsewhere
   * @throws FaultException FAULT_APPLICATION: there is none of its number
   * @throws CounterException COUNTER_PASSWORD_NEEDED
   */
  public byte[] attachmentData(Attached attached) throws CountersealException {
    return shim.attachment_data(attached.number());
  }

  /** Seals without a context, as long as it takes. */
  public Reached seal(Signer signer, Seal seal) throws CountersealException {
    return seal(null, signer, seal, Limit.NONE);
  }

  /**
   * Appends one revision with one signature. Blocks while the signer signs and services answer.
   *
   * @param context needed for a look of text or QR code and for levels above B, else null
   * @throws AgainException AGAIN_PIN_WRONG
   * @throws FaultException FAULT_CRYPTO, FAULT_REMOTE
   * @throws CountersealException Refused, Counter, Setup, or Stopped
   */
  public Reached seal(Context context, Signer signer, Seal seal, Limit limit)
      throws CountersealException {
    try (Scope scope = new Scope()) {
      return Reached.of(
          shim.seal(
              Context.shim(context),
              signer.shim,
              seal.shim(scope),
              limit.ms(),
              limit.shim()));
    }
  }

  /**
   * The same for several, one revision after another: all of them, or the document is as it was.
   */
  public List<Reached> sealAll(Context context, List<SealBy> seals, Limit limit)
      throws CountersealException {
    try (Scope scope = new Scope()) {
      Seals given = scope.keep(new Seals());
      for (SealBy one : seals) given.add(one.signer().shim, one.seal().shim(scope));
      ReachedList made =
          scope.keep(
              shim.seal_all(Context.shim(context), given, limit.ms(), limit.shim()));
      return list(made.count(), made::at, Reached::of);
    } finally {
      java.lang.ref.Reference.reachabilityFence(seals); // their PIN sources
    }
  }

  /**
   * Brings every signature to {@link Level#LT} or {@link Level#LTA}. Blocks while services answer.
   *
   * @param tsa URL of the time-stamp authority; null: the configured one
   * @throws RefusedException REFUSED_FIELD: there is no signature, ...
   * @throws FaultException FAULT_REMOTE
   * @throws SetupException SETUP_NO_MODULE, SETUP_CONFIG
   */
  public Reached extend(
      Context context, Level level, String tsa, boolean lowerLevelOk, Limit limit)
      throws CountersealException {
    return Reached.of(
        shim.extend(
            Context.shim(context),
            level.value,
            tsa,
            lowerLevelOk,
            limit.ms(),
            limit.shim()));
  }

  /** What is prepared for a signature from elsewhere; all but the seal may be left out. */
  public static final class Preparation {
    private final Seal seal;
    private byte[] certificates;
    private long room;
    private boolean plainCms;

    /** Of this seal. */
    public Preparation(Seal seal) {
      this.seal = Objects.requireNonNull(seal, "seal");
    }

    /**
     * PEM, the signer's first, then its chain; or that one in DER. Where they are not known a whole
     * CMS must come.
     */
    public Preparation certificates(byte[] pemOrDer) {
      certificates = pemOrDer;
      return this;
    }

    /** Bytes to keep for the CMS; 0: what is needed. */
    public Preparation room(long bytes) {
      room = bytes;
      return this;
    }

    /** A CMS will come that PAdES does not allow. */
    public Preparation plainCms(boolean isPlain) {
      plainCms = isPlain;
      return this;
    }
  }

  /**
   * Appends the revision of the seal with an empty place for its signature, which is made
   * elsewhere. Save the document then, and append nothing before it is finished.
   *
   * @throws CountersealException what seal throws
   */
  public Pending prepare(Context context, Preparation preparation, Limit limit)
      throws CountersealException {
    try (Scope scope = new Scope()) {
      org.counterseal.shim.Preparation given =
          scope.keep(new org.counterseal.shim.Preparation());
      given.seal(preparation.seal.shim(scope));
      if (preparation.certificates != null) given.certificates(preparation.certificates);
      given.room(preparation.room);
      given.plain_cms(preparation.plainCms);
      return new Pending(
          shim.prepare(Context.shim(context), given, limit.ms(), limit.shim()));
    }
  }

  /** What came from elsewhere, and which level is wanted. */
  public static final class Finish {
    private final byte[] value, cms;
    private Level level = Level.B;
    private String tsa;
    private boolean lowerLevelOk;

    private Finish(byte[] value, byte[] cms) {
      this.value = value;
      this.cms = cms;
    }

    /** A signature as a token gives it; of ECDSA and SM2 DER. */
    public static Finish value(byte[] signature) {
      return new Finish(Objects.requireNonNull(signature, "signature"), null);
    }

    /** A ContentInfo with a detached SignedData in DER. */
    public static Finish cms(byte[] der) {
      return new Finish(null, Objects.requireNonNull(der, "der"));
    }

    /** To be reached; above B a context is needed. */
    public Finish level(Level wanted) {
      level = wanted;
      return this;
    }

    /** URL of the time-stamp authority; null: the configured one. */
    public Finish tsa(String url) {
      tsa = url;
      return this;
    }

    /** A lower level is kept when a service fails. */
    public Finish lowerLevelOk(boolean isOk) {
      lowerLevelOk = isOk;
      return this;
    }
  }

  /**
   * Puts the signature into its place, once it is proven.
   *
   * @throws RefusedException REFUSED_INPUT: of another document; REFUSED_CERT_*, REFUSED_LIMIT,
   *     REFUSED_UNSUPPORTED
   */
  public Reached finish(Context context, Pending pending, Finish finish, Limit limit)
      throws CountersealException {
    try (Scope scope = new Scope()) {
      org.counterseal.shim.Finish given = scope.keep(new org.counterseal.shim.Finish());
      if (finish.value != null) given.value(finish.value);
      if (finish.cms != null) given.cms(finish.cms);
      given.level(finish.level.value);
      given.tsa(finish.tsa);
      given.lower_level_ok(finish.lowerLevelOk);
      return Reached.of(
          shim.finish(
              Context.shim(context), pending.shim, given, limit.ms(), limit.shim()));
    }
  }

  /**
   * Judges every signature.
   *
   * @param trust PEM or DER files, or folders of them, with trust anchors; without any, trust is
   *     unknown
   */
  public Report verify(Path... trust) throws CountersealException {
    return verify(new Verification().trust(trust));
  }

  /**
   * Judges every signature. A document that cannot be read without guessing gets a report that says
   * so. Reads no network.
   *
   * @throws SetupException SETUP_TRUST
   * @throws CounterException COUNTER_PASSWORD_NEEDED
   */
  public Report verify(Verification verification) throws CountersealException {
    try (Scope scope = new Scope()) {
      ReportOptions options = verification.shim(scope);
      return new Report(new org.counterseal.shim.Report(shim, options));
    }
  }
}
