/* SPDX-License-Identifier: Apache-2.0 */
/* pad.h -- one signature from a tablet. */
#ifndef EVDEV_PAD_H
#define EVDEV_PAD_H

#include "settings.h"

struct evdev_pad;

/* path is of a node.  From here on nobody else hears of the pen.  Status:
 * those of the node; COUNTER_NO_DEVICE (no pen tablet), REFUSED_UNSUPPORTED
 * (it is for fingers), SETUP_CONFIG (its size is not known, or the area is not
 * on it), FAULT_DEVICE. */
cseal_status evdev_pad_new(cseal_host *host, const char *path,
    const struct evdev_settings *settings, struct evdev_pad **ret_pad,
    cseal_error **ret_error);

cseal_status evdev_pad_start(struct evdev_pad *pad, cseal_error **ret_error);

cseal_status evdev_pad_read(struct evdev_pad *pad, struct cseal_ink_sample *buf,
    size_t room, cseal_wait *wait, size_t *ret_count,
    cseal_pad_button *ret_button, cseal_error **ret_error);

void evdev_pad_account(
    const struct evdev_pad *pad, struct cseal_ink_account *account);

/* Lets go of the tablet, wipes what was received, then frees. */
void evdev_pad_free(struct evdev_pad *pad);

/* What it is, for who has it open: whether a signature could be written on
 * it.  Status: as above. */
cseal_status evdev_pad_examine(int fd, const struct evdev_wish *wish,
    struct evdev_facts *ret_facts, struct evdev_setup *ret_setup,
    cseal_error **ret_error);

#endif
