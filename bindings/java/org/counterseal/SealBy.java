// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * One of several seals.
 *
 * @param signer who signs
 * @param seal what
 */
public record SealBy(Signer signer, Seal seal) {}
