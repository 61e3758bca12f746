/* SPDX-License-Identifier: Apache-2.0 */
/* tty.h -- a serial line: bytes in and out. */
#ifndef STU_TTY_H
#define STU_TTY_H

#include "uri.h"

/* Opens it as cseal_tty_open() does, for a pad. */
cseal_status stu_tty_open(
    const struct stu_uri *uri, cseal_tty **ret_tty, cseal_error **ret_error);

/* Both until then, by stu_now_us(); a wait of NULL is never ended.  Status:
 * COUNTER_DEVICE_GONE, STOPPED_*. */
cseal_status stu_tty_send(cseal_tty *tty, const uint8_t *bytes, size_t len,
    int64_t until_us, cseal_wait *wait, cseal_error **ret_error);
/* *ret_len is 0 if nothing came. */
cseal_status stu_tty_receive(cseal_tty *tty, uint8_t *buf, size_t room,
    int64_t until_us, cseal_wait *wait, size_t *ret_len,
    cseal_error **ret_error);

#endif
