// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

/**
 * A device came, went, or changed its state or title.
 *
 * @param change what happened
 * @param device to which
 */
public record DeviceEvent(DeviceChange change, Device device) {}
