/* SPDX-License-Identifier: Apache-2.0 */
/* moment.h -- the clock, and waiting for descriptors. */
#ifndef STU_MOMENT_H
#define STU_MOMENT_H

#include <counterseal/module.h>
#include <poll.h>

#define STU_POLL_MOST 30 /* descriptors of a caller */

int64_t stu_now_us(void);

/*
 * Polls until one of them has an event, until (a time of that clock) has come,
 * or the wait ends.  Without a wait (NULL) only time ends it, which is for
 * closing.  What happened is in revents.  Status: STOPPED_*.
 */
cseal_status stu_poll(struct pollfd *fds, size_t count, int64_t until_us,
    cseal_wait *wait, cseal_error **ret_error);

#endif
