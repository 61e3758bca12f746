/* SPDX-License-Identifier: Apache-2.0 */
/* tty.h -- a serial line: bytes in and out. */
#ifndef STU_TTY_H
#define STU_TTY_H

#include "uri.h"

struct stu_tty;

/* Opens it raw, 8N1, for nobody else.  Status: COUNTER_NO_DEVICE,
 * COUNTER_DEVICE_BUSY, SETUP_PERMISSION, SETUP_CONFIG (a speed that it does
 * not have). */
cseal_status stu_tty_open(const struct stu_uri *uri, struct stu_tty **ret_tty,
    cseal_error **ret_error);
/* Gives it its settings back. */
void stu_tty_close(struct stu_tty *tty);

/* Both until then, by stu_now_us(); a wait of NULL is never ended.  Status:
 * COUNTER_DEVICE_GONE, STOPPED_*. */
cseal_status stu_tty_send(struct stu_tty *tty, const uint8_t *bytes, size_t len,
    int64_t until_us, cseal_wait *wait, cseal_error **ret_error);
/* *ret_len is 0 if nothing came. */
cseal_status stu_tty_receive(struct stu_tty *tty, uint8_t *buf, size_t room,
    int64_t until_us, cseal_wait *wait, size_t *ret_len,
    cseal_error **ret_error);

#endif
