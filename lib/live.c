/* SPDX-License-Identifier: Apache-2.0 */
/* live.c -- an operation that goes on in a thread of its own, while the
 * application polls a descriptor. */
#include "live.h"

#include "error.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

static cseal_status
fail_errno(int number, const char *what, cseal_error **ret_error)
{
	return cseal_fail(ret_error, csi_status_of_errno(number), "%s: %s",
	    what, strerror(number));
}

static cseal_status
listen_to(struct csi_live *live, int fd, cseal_error **ret_error)
{
	struct epoll_event event = { .events = EPOLLIN };

	if (epoll_ctl(live->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
		return fail_errno(
		    errno, "could not watch a descriptor", ret_error);
	return CSEAL_OK;
}

cseal_status
csi_live_init(struct csi_live *live, int timeout_ms, const cseal_cancel *cancel,
    cseal_error **ret_error)
{
	cseal_status st;

	pthread_mutex_init(&live->lock, NULL);
	live->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	live->news_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	live->cancel = cancel;
	if (live->epoll_fd < 0 || live->news_fd < 0)
		return fail_errno(
		    errno, "could not make a descriptor", ret_error);
	st = cseal_cancel_new(&live->stop, ret_error);
	if (st == CSEAL_OK)
		st = listen_to(live, live->news_fd, ret_error);
	if (st == CSEAL_OK && cancel != NULL)
		st = listen_to(live, csi_cancel_fd(cancel), ret_error);
	if (st == CSEAL_OK && cseal_cancel_requested(cancel))
		cseal_cancel_request(live->stop);
	csi_wait_init(&live->wait, timeout_ms, live->stop);
	return st;
}

static void *
work(void *of)
{
	struct csi_live *live = of;
	cseal_error *error = NULL;
	cseal_status st;

	st = live->run(live->user, &live->wait, &error);
	pthread_mutex_lock(&live->lock);
	live->is_over = true;
	live->st = st;
	live->error = error;
	pthread_mutex_unlock(&live->lock);
	csi_live_tell(live);
	return NULL;
}

/* Signals are the application's: its threads get them, not this one. */
cseal_status
csi_live_start(struct csi_live *live,
    cseal_status (*run)(void *user, cseal_wait *wait, cseal_error **ret_error),
    void *user, cseal_error **ret_error)
{
	sigset_t all, before;
	int number;

	live->run = run;
	live->user = user;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	number = pthread_create(&live->thread, NULL, work, live);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (number != 0)
		return fail_errno(
		    number, "could not start a thread", ret_error);
	live->has_thread = true;
	return CSEAL_OK;
}

void
csi_live_tell(struct csi_live *live)
{
	const uint64_t one = 1;
	ssize_t len = write(live->news_fd, &one, sizeof(one));

	(void)len; /* EAGAIN: it is readable as it is */
}

void
csi_live_dispatch(struct csi_live *live)
{
	uint64_t times;
	ssize_t len = read(live->news_fd, &times, sizeof(times));

	(void)len; /* EAGAIN: nothing is new */
	if (live->cancel == NULL || !cseal_cancel_requested(live->cancel))
		return;
	/* It stays readable for good. */
	epoll_ctl(
	    live->epoll_fd, EPOLL_CTL_DEL, csi_cancel_fd(live->cancel), NULL);
	live->cancel = NULL;
	cseal_cancel_request(live->stop);
}

bool
csi_live_is_over(struct csi_live *live)
{
	bool is_over;

	pthread_mutex_lock(&live->lock);
	is_over = live->is_over;
	pthread_mutex_unlock(&live->lock);
	return is_over;
}

cseal_status
csi_live_result(struct csi_live *live, cseal_error **ret_error)
{
	cseal_error *error;

	if (!csi_live_is_over(live))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "what a preview captured was asked for before it was over");
	/* The thread has said its last word. */
	error = live->error;
	live->error = NULL;
	if (live->st != CSEAL_OK && error == NULL)
		return cseal_fail(
		    ret_error, live->st, "how it ended was asked for before");
	if (live->st != CSEAL_OK)
		csi_error_move(error, ret_error);
	return live->st;
}

void
csi_live_end(struct csi_live *live)
{
	if (live->has_thread) {
		cseal_cancel_request(live->stop);
		pthread_join(live->thread, NULL);
	}
	cseal_cancel_free(live->stop);
	cseal_error_free(live->error);
	if (live->epoll_fd >= 0)
		close(live->epoll_fd);
	if (live->news_fd >= 0)
		close(live->news_fd);
	pthread_mutex_destroy(&live->lock);
}
