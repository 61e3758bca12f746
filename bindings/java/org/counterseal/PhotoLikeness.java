// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * How much two faces are alike, says the matcher, in its own scale.
 *
 * @param score how much
 * @param threshold where its maker takes them for one person's
 * @param matcher which
 * @param isVirtual whether it plays a script
 * @param photoDigest SHA-256 of the photo's file, in hexadecimal: of another the score says nothing
 * @param portraitDigest likewise of the portrait, as the document has it
 */
public record PhotoLikeness(
    double score,
    double threshold,
    String matcher,
    boolean isVirtual,
    String photoDigest,
    String portraitDigest) {}
