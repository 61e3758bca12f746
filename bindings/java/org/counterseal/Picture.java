// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * A picture as an identity document has it.
 *
 * @param data its bytes
 * @param mediaType such as "image/jp2"
 */
public record Picture(byte[] data, String mediaType) {
  static Picture of(byte[] data, String mediaType) {
    return data == null ? null : new Picture(data, mediaType);
  }
}
