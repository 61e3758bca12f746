/* SPDX-License-Identifier: Apache-2.0 */
/* pad.h -- the conversation with a pad about one signature. */
#ifndef STU_PAD_H
#define STU_PAD_H

#include "settings.h"
#include "uri.h"

struct stu_pad;

/* Opens it, learns what it is, and brings it to rest, whatever it was left
 * doing.  Status: those of the transports; COUNTER_NO_DEVICE,
 * COUNTER_DEVICE_FAILED, COUNTER_DEVICE_GONE, FAULT_DEVICE. */
cseal_status stu_pad_new(cseal_host *host, const struct stu_uri *uri,
    const struct stu_settings *settings, cseal_wait *wait,
    struct stu_pad **ret_pad, cseal_error **ret_error);

cseal_status stu_pad_start(struct stu_pad *pad, const char *prompt,
    cseal_wait *wait, cseal_error **ret_error);

cseal_status stu_pad_read(struct stu_pad *pad, struct cseal_ink_sample *buf,
    size_t room, cseal_wait *wait, size_t *ret_count,
    cseal_pad_button *ret_button, cseal_error **ret_error);

void stu_pad_account(
    const struct stu_pad *pad, struct cseal_ink_account *account);

/* Clears the screen, wipes what it received, then frees. */
void stu_pad_free(struct stu_pad *pad);

#endif
