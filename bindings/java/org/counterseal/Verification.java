// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.counterseal.shim.ReportOptions;
import org.counterseal.shim.Scope;

/** By what signatures are judged; all of it may be left out. */
public final class Verification {
  private List<Path> trust = List.of(), revocation = List.of();
  private List<Path> trustedLists = List.of(), trustedListSigners = List.of();
  private Instant time;
  private boolean requireRevocation;
  private Context context;

  /** By nothing but the document. */
  public Verification() {}

  /** PEM or DER files, or folders of them, with trust anchors. */
  public Verification trust(Path... paths) {
    trust = List.of(paths);
    return this;
  }

  /** Files with revocation lists or responders' answers. */
  public Verification revocation(Path... files) {
    revocation = List.of(files);
    return this;
  }

  /** At which certificates are judged; null: the clock. */
  public Verification time(Instant when) {
    time = when;
    return this;
  }

  /** A signer of whom nothing says whether the certificate was revoked is not trusted. */
  public Verification requireRevocation(boolean isSo) {
    requireRevocation = isSo;
    return this;
  }

  /** XML files (ETSI TS 119 612), which need a context. */
  public Verification trustedLists(Context by, Path... files) {
    context = by;
    trustedLists = List.of(files);
    return this;
  }

  /** Files with the certificates of who must have signed trusted lists. */
  public Verification trustedListSigners(Path... files) {
    trustedListSigners = List.of(files);
    return this;
  }

  ReportOptions shim(Scope scope) {
    ReportOptions made = scope.keep(new ReportOptions());
    for (Path path : trust) made.add_trust(Context.name(path));
    for (Path path : revocation) made.add_revocation(Context.name(path));
    for (Path path : trustedLists) made.add_trusted_list(Context.name(path));
    for (Path path : trustedListSigners) made.add_trusted_list_signer(Context.name(path));
    made.time(Handle.seconds(time));
    made.require_revocation(requireRevocation);
    if (context != null) made.context(context.shim);
    return made;
  }
}
