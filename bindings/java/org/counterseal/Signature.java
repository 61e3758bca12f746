// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.util.List;
import org.counterseal.shim.Scope;
import org.counterseal.shim.StringList;

/**
 * What is said of one signature or document time-stamp. Texts may be null where nothing is known.
 *
 * @param field its name
 * @param kind "signature" "timestamp"
 * @param subfilter as the document has it
 * @param level "B-B" "B-T" "B-LT" "B-LTA" "CMS" "none"
 * @param revision from 1
 * @param revisions of how many
 * @param coversFile whether nothing comes after it
 * @param integrity "intact" "broken" "unknown"
 * @param trust "trusted" "untrusted" "expired" "revoked" "unknown"
 * @param changes "none" "permitted" "forbidden" "unknown"
 * @param subject of the certificate
 * @param issuer of the certificate
 * @param serial of the certificate
 * @param notBefore RFC 3339
 * @param notAfter RFC 3339
 * @param time RFC 3339
 * @param timeSource "claimed" "timestamp"
 * @param isVirtual whether a virtual device had a part in it
 * @param verdict "valid" "invalid" "indeterminate"
 * @param reasons sentences
 */
public record Signature(
    String field,
    String kind,
    String subfilter,
    String level,
    long revision,
    long revisions,
    boolean coversFile,
    String integrity,
    String trust,
    String changes,
    String subject,
    String issuer,
    String serial,
    String notBefore,
    String notAfter,
    String time,
    String timeSource,
    boolean isVirtual,
    String verdict,
    List<String> reasons) {
  /** Whether the verdict is "valid". */
  public boolean isValid() {
    return verdict.equals("valid");
  }

  static Signature of(org.counterseal.shim.Signature found) {
    try (Scope scope = new Scope()) {
      scope.keep(found);
      StringList why = found.getReasons(); // belongs to what was found
      return new Signature(
          found.getField(),
          found.getKind(),
          found.getSubfilter(),
          found.getLevel(),
          found.getRevision(),
          found.getRevisions(),
          found.getCovers_file(),
          found.getIntegrity(),
          found.getTrust(),
          found.getChanges(),
          found.getSubject(),
          found.getIssuer(),
          found.getSerial(),
          found.getNot_before(),
          found.getNot_after(),
          found.getTime(),
          found.getTime_source(),
          found.getIs_virtual(),
          found.getVerdict(),
          Handle.list(why.count(), why::at, reason -> reason));
    }
  }
}
