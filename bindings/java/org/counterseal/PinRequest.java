// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * Whose PIN is wanted.
 *
 * @param uri the signer as the application named it
 * @param title the label of the token, or the path of the file
 * @param again the last one given was wrong
 * @param lastTry a wrong one now blocks the token
 */
public record PinRequest(String uri, String title, boolean again, boolean lastTry) {}
