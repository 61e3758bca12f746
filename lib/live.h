/* SPDX-License-Identifier: Apache-2.0 */
/* live.h -- an operation that goes on in a thread of its own, while the
 * application polls a descriptor.
 *
 * The thread calls what blocks; all else is called by the application's
 * thread.  What both touch is guarded by the lock. */
#ifndef CSI_LIVE_H
#define CSI_LIVE_H

#include "wait.h"

#include <pthread.h>

struct csi_live {
	pthread_t thread;
	bool has_thread;
	pthread_mutex_t lock;
	int epoll_fd, news_fd;
	const cseal_cancel *cancel; /* the application's; NULL: none, or seen */
	cseal_cancel *stop;         /* what the thread heeds */
	struct cseal_wait wait;
	cseal_status (*run)(
	    void *user, cseal_wait *wait, cseal_error **ret_error);
	void *user;
	/* How it ended; guarded. */
	bool is_over;
	cseal_status st;
	cseal_error *error;
};

/* All zero before.  Not started yet: see csi_live_start().  After a failure,
 * too, csi_live_end() is called. */
cseal_status csi_live_init(struct csi_live *live, int timeout_ms,
    const cseal_cancel *cancel, cseal_error **ret_error);

/* Lets run begin; the time has run since csi_live_init(). */
cseal_status csi_live_start(struct csi_live *live,
    cseal_status (*run)(void *user, cseal_wait *wait, cseal_error **ret_error),
    void *user, cseal_error **ret_error);

/* By the thread, with the lock held or not: there is something new. */
void csi_live_tell(struct csi_live *live);

/* By the application: it has heard it; hands a cancel on. */
void csi_live_dispatch(struct csi_live *live);

/* Whether it is over, and how: the error goes to the caller, once. */
bool csi_live_is_over(struct csi_live *live);
cseal_status csi_live_result(struct csi_live *live, cseal_error **ret_error);

/* Stops it, waits for the thread, and gives back what there is. */
void csi_live_end(struct csi_live *live);

#endif
