/* SPDX-License-Identifier: Apache-2.0 */
/* cancel.c -- the one object that any thread may touch.
 *
 * The flag is the truth; the descriptor only wakes who polls, and is never
 * read, so it stays readable for everybody. */
#include "error.h"
#include "wait.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* A signal handler may only touch atomics that need no lock (C11, 7.14.1.1). */
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "atomic_int needs a lock");

struct cseal_cancel {
	atomic_int requested;
	int fd;
};

cseal_status
cseal_cancel_new(cseal_cancel **ret_cancel, cseal_error **ret_error)
{
	cseal_cancel *cancel;

	if (ret_cancel == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "there was no place for the cancel object");
	cancel = calloc(1, sizeof(*cancel));
	if (cancel == NULL)
		return csi_fail_memory(ret_error);
	atomic_init(&cancel->requested, 0);
	cancel->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (cancel->fd < 0) {
		cseal_status st =
		    cseal_fail(ret_error, csi_status_of_errno(errno),
			"eventfd failed: %s", strerror(errno));

		free(cancel);
		return st;
	}
	*ret_cancel = cancel;
	return CSEAL_OK;
}

void
cseal_cancel_request(cseal_cancel *cancel)
{
	const uint64_t one = 1;
	int saved = errno;
	ssize_t len;

	if (cancel == NULL)
		return;
	/* Whoever sees the descriptor readable must see the flag, too. */
	atomic_store_explicit(&cancel->requested, 1, memory_order_release);
	len = write(cancel->fd, &one, sizeof(one));
	(void)len; /* EAGAIN: the counter is full, so it is readable */
	errno = saved;
}

bool
cseal_cancel_requested(const cseal_cancel *cancel)
{
	return cancel != NULL && atomic_load_explicit(&cancel->requested,
				     memory_order_acquire) != 0;
}

int
csi_cancel_fd(const cseal_cancel *cancel)
{
	return cancel == NULL ? -1 : cancel->fd;
}

void
cseal_cancel_free(cseal_cancel *cancel)
{
	if (cancel == NULL)
		return;
	close(cancel->fd);
	free(cancel);
}
