/* SPDX-License-Identifier: Apache-2.0 */
/* apart.c -- work that cannot be stopped, done by a thread of its own.
 *
 * The module is linked to stay in memory (-z nodelete), for the thread may
 * outlive the context. */
#include "apart.h"

#include "status.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define NO_WAIT_MS 5000 /* where nobody gave a wait */
#define CLOSE_MS   1000 /* for the state to be freed */

struct token_apart {
	atomic_int owners;
	atomic_bool is_left;
	pthread_mutex_t lock; /* for the next two */
	pthread_cond_t has_news;
	token_work_fn work; /* NULL: none */
	bool is_ending;
	int done_fd; /* readable when work, or the thread, is done */
	pthread_t thread;
	bool is_stuck; /* the caller's: work was left behind */
	void *state;
	void (*free_state)(void *state);
};

static void
disown(struct token_apart *apart)
{
	if (atomic_fetch_sub(&apart->owners, 1) != 1)
		return;
	if (apart->done_fd >= 0)
		close(apart->done_fd);
	pthread_cond_destroy(&apart->has_news);
	pthread_mutex_destroy(&apart->lock);
	free(apart);
}

static void
tell(const struct token_apart *apart)
{
	const uint64_t one = 1;
	ssize_t len = write(apart->done_fd, &one, sizeof(one));

	(void)len; /* the counter cannot be full */
}

/* The state is freed here: that, too, asks the card's driver. */
static void *
run(void *argument)
{
	struct token_apart *apart = argument;
	token_work_fn work;

	pthread_mutex_lock(&apart->lock);
	while (!apart->is_ending) {
		if (apart->work == NULL) {
			pthread_cond_wait(&apart->has_news, &apart->lock);
			continue;
		}
		work = apart->work;
		pthread_mutex_unlock(&apart->lock);
		work(apart->state, &apart->is_left);
		pthread_mutex_lock(&apart->lock);
		apart->work = NULL;
		tell(apart);
	}
	pthread_mutex_unlock(&apart->lock);
	apart->free_state(apart->state);
	tell(apart);
	disown(apart);
	return NULL;
}

/* Signals are for the application's threads. */
static bool
start(struct token_apart *apart)
{
	sigset_t all, before;
	bool ok;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	ok = pthread_create(&apart->thread, NULL, run, apart) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return ok;
}

cseal_status
token_apart_new(void *state, void (*free_state)(void *state),
    struct token_apart **ret_apart, cseal_error **ret_error)
{
	struct token_apart *apart = calloc(1, sizeof(*apart));

	if (apart == NULL) {
		free_state(state);
		return token_fail_memory(ret_error);
	}
	atomic_init(&apart->owners, 1);
	atomic_init(&apart->is_left, false);
	pthread_mutex_init(&apart->lock, NULL);
	pthread_cond_init(&apart->has_news, NULL);
	apart->state = state;
	apart->free_state = free_state;
	apart->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (apart->done_fd >= 0) {
		atomic_store(&apart->owners, 2);
		if (start(apart)) {
			*ret_apart = apart;
			return CSEAL_OK;
		}
		atomic_store(&apart->owners, 1);
	}
	free_state(state);
	disown(apart);
	return cseal_fail(ret_error, CSEAL_FAULT_MEMORY,
	    "out of memory, threads or descriptors");
}

static cseal_status
wait_for_it(
    struct token_apart *apart, cseal_wait *wait, cseal_error **ret_error)
{
	struct pollfd done = { .fd = apart->done_fd, .events = POLLIN };
	short events;

	if (wait != NULL)
		return cseal_wait_poll(
		    wait, apart->done_fd, POLLIN, -1, &events, ret_error);
	if (poll(&done, 1, NO_WAIT_MS) == 1)
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_STOPPED_TIMEOUT,
	    "the card's driver did not answer within %d ms", NO_WAIT_MS);
}

void
token_apart_leave(struct token_apart *apart)
{
	apart->is_stuck = true;
	atomic_store(&apart->is_left, true);
}

cseal_status
token_apart_do(struct token_apart *apart, token_work_fn work, cseal_wait *wait,
    cseal_error **ret_error)
{
	uint64_t count;
	cseal_status st;

	if (apart->is_stuck)
		return cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "the card's driver was asked while it was busy");
	pthread_mutex_lock(&apart->lock);
	apart->work = work;
	pthread_cond_signal(&apart->has_news);
	pthread_mutex_unlock(&apart->lock);
	do {
		st = wait_for_it(apart, wait, ret_error);
		if (st != CSEAL_OK) {
			token_apart_leave(apart);
			return st;
		}
	} while (read(apart->done_fd, &count, sizeof(count)) < 0);
	return CSEAL_OK;
}

void
token_apart_free(struct token_apart *apart)
{
	struct pollfd done = { .events = POLLIN };

	if (apart == NULL)
		return;
	done.fd = apart->done_fd;
	pthread_mutex_lock(&apart->lock);
	apart->is_ending = true;
	pthread_cond_signal(&apart->has_news);
	pthread_mutex_unlock(&apart->lock);
	if (!apart->is_stuck && poll(&done, 1, CLOSE_MS) == 1)
		pthread_join(apart->thread, NULL);
	else
		pthread_detach(apart->thread);
	disown(apart);
}
