/* SPDX-License-Identifier: Apache-2.0 */
/* device.h -- what nouns ask of the device list. */
#ifndef CSI_DEVICE_H
#define CSI_DEVICE_H

#include "wait.h"

#include <counterseal/device.h>

/* Most devices that one list or watch tells of. */
#define CSI_DEVICES_MOST 1024

/* Checks the bits that an application gave; 0 becomes the four kinds. */
cseal_status csi_device_kinds(
    unsigned kinds, unsigned *ret_kinds, cseal_error **ret_error);

/*
 * For uri == NULL, "the only one there is": the one that the configuration
 * names if it names exactly one, else the one that is ready.  *ret_uri is
 * freed with free().  Status: COUNTER_NO_DEVICE (none, or several: the note
 * tells), STOPPED_*.
 */
cseal_status csi_only_device(cseal_context *context, cseal_kind kind,
    cseal_wait *wait, char **ret_uri, cseal_error **ret_error);

#endif
