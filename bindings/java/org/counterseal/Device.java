// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * A reader, camera, pad or signer, as it was when it was asked.
 *
 * @param kind what it is
 * @param state what it was found in
 * @param isVirtual whether it plays a script
 * @param uri what other calls take
 * @param title for people
 * @param module the id of the module that serves it
 */
public record Device(
    Kind kind, DeviceState state, boolean isVirtual, String uri, String title, String module) {
  static Device of(org.counterseal.shim.Device found) {
    try {
      return new Device(
          Kind.of(found.getKind()),
          DeviceState.of(found.getState()),
          found.getIs_virtual(),
          found.getUri(),
          found.getTitle(),
          found.getModule());
    } finally {
      found.delete();
    }
  }
}
