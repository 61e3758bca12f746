/* SPDX-License-Identifier: Apache-2.0 */
/* test-wait.c -- proves lib/wait.c and lib/cancel.c. */
#include "wait.h"

#include "error.h"
#include "tap.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* What "soon" means, with room for a loaded machine. */
#define SOON_MS 100

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static int64_t
cpu_ms(void)
{
	struct timespec used;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return used.tv_sec * INT64_C(1000) + used.tv_nsec / 1000000;
}

static void
sleep_ms(int ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&time, NULL);
}

static cseal_cancel *signalled; /* by the handler below */
static int64_t requested_ms;

static void *
cancel_later(void *cancel)
{
	sleep_ms(50);
	requested_ms = now_ms();
	cseal_cancel_request(cancel);
	return NULL;
}

static void
a_cancel_from_another_thread_ends_a_poll(void)
{
	cseal_error *error = NULL;
	cseal_cancel *cancel = NULL;
	struct cseal_wait wait;
	pthread_t thread;
	cseal_status st;
	int pipes[2];
	short events;

	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK && pipe(pipes) == 0);
	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, cancel);
	pthread_create(&thread, NULL, cancel_later, cancel);
	st = cseal_wait_poll(&wait, pipes[0], POLLIN, -1, &events, &error);
	pthread_join(thread, NULL);
	OK(now_ms() - requested_ms < SOON_MS);
	OK(st == CSEAL_STOPPED_CANCELLED);
	OK(cseal_error_status(error) == CSEAL_STOPPED_CANCELLED);
	cseal_error_free(error);
	close(pipes[0]);
	close(pipes[1]);
	cseal_cancel_free(cancel);
}

static void
on_alarm(int number)
{
	errno = 77;
	requested_ms = now_ms();
	cseal_cancel_request(signalled);
	if (errno != 77)
		_exit(98); /* a handler must not change errno */
}

static void
on_nothing(int number)
{
}

static void
ring(void (*handler)(int), int first_ms, int every_ms)
{
	struct sigaction action;
	struct itimerval when = {
		{ 0, every_ms * 1000 },
		{ 0, first_ms * 1000 },
	};

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &when, NULL);
}

static void
a_cancel_from_a_signal_handler_ends_a_poll(void)
{
	struct cseal_wait wait;
	cseal_status st;
	short events;

	OK(cseal_cancel_new(&signalled, NULL) == CSEAL_OK);
	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, signalled);
	ring(on_alarm, 50, 0);
	st = cseal_wait_poll(&wait, -1, 0, -1, &events, NULL);
	OK(now_ms() - requested_ms < SOON_MS);
	OK(st == CSEAL_STOPPED_CANCELLED);
	cseal_cancel_free(signalled);
}

static void
other_signals_do_not_end_a_poll(void)
{
	struct cseal_wait wait;
	int64_t start = now_ms();
	cseal_status st;
	short events = 1;

	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, NULL);
	ring(on_nothing, 5, 5);
	st = cseal_wait_poll(&wait, -1, 0, 100, &events, NULL);
	ring(on_nothing, 0, 0);
	OK(st == CSEAL_OK && events == 0);
	OK(now_ms() - start >= 100);
}

static void
a_cancel_is_sticky_and_shared(void)
{
	struct cseal_wait first, second;
	cseal_cancel *cancel = NULL;
	short events;

	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	OK(!cseal_cancel_requested(cancel));
	csi_wait_init(&first, 1000, cancel);
	csi_wait_init(&second, CSEAL_NO_TIMEOUT, cancel);
	OK(cseal_wait_check(&first, NULL) == CSEAL_OK);
	for (int i = 0; i < 3; i++)
		cseal_cancel_request(cancel);
	OK(cseal_cancel_requested(cancel));
	for (int i = 0; i < 2; i++) {
		OK(cseal_wait_check(&first, NULL) == CSEAL_STOPPED_CANCELLED);
		OK(cseal_wait_poll(&second, -1, 0, -1, &events, NULL) ==
		    CSEAL_STOPPED_CANCELLED);
	}
	OK(cseal_wait_left_ms(&first) == 0);
	OK(cseal_wait_left_ms(&second) == 0);
	cseal_cancel_free(cancel);
}

static void
its_descriptor_is_readable_once_cancelled(void)
{
	struct cseal_wait wait;
	cseal_cancel *cancel = NULL;
	struct pollfd fd = { .events = POLLIN };

	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, cancel);
	fd.fd = cseal_wait_fd(&wait);
	OK(fd.fd >= 0);
	OK(poll(&fd, 1, 0) == 0);
	cseal_cancel_request(cancel);
	OK(poll(&fd, 1, 0) == 1);
	OK(poll(&fd, 1, 0) == 1);
	cseal_cancel_free(cancel);
	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, NULL);
	OK(cseal_wait_fd(&wait) == -1);
}

static void
nobody_need_be_able_to_cancel(void)
{
	cseal_cancel_request(NULL);
	OK(!cseal_cancel_requested(NULL));
	cseal_cancel_free(NULL);
	OK(cseal_cancel_new(NULL, NULL) == CSEAL_FAULT_APPLICATION);
}

static void
the_deadline_ends_a_silent_poll(void)
{
	cseal_error *error = NULL;
	struct cseal_wait wait;
	int64_t start = now_ms(), took;
	cseal_status st;
	short events;

	csi_wait_init(&wait, 80, NULL);
	OK(cseal_wait_left_ms(&wait) > 0 && cseal_wait_left_ms(&wait) <= 80);
	st = cseal_wait_poll(&wait, -1, 0, -1, &events, &error);
	took = now_ms() - start;
	OK(st == CSEAL_STOPPED_TIMEOUT);
	OK(cseal_error_status(error) == CSEAL_STOPPED_TIMEOUT);
	OKF(took >= 79 && took < 80 + SOON_MS, "80 ms took %d", (int)took);
	OK(cseal_wait_left_ms(&wait) == 0);
	OK(cseal_wait_check(&wait, NULL) == CSEAL_STOPPED_TIMEOUT);
	cseal_error_free(error);
}

static void
the_deadline_ends_a_device_that_never_stops_talking(void)
{
	struct cseal_wait wait;
	int64_t start = now_ms(), took;
	cseal_status st = CSEAL_OK;
	int pipes[2];
	short events;

	OK(pipe(pipes) == 0 && write(pipes[1], "x", 1) == 1);
	csi_wait_init(&wait, 50, NULL);
	while (st == CSEAL_OK)
		st =
		    cseal_wait_poll(&wait, pipes[0], POLLIN, -1, &events, NULL);
	took = now_ms() - start;
	OK(st == CSEAL_STOPPED_TIMEOUT);
	OKF(took < 50 + SOON_MS, "50 ms took %d", (int)took);
	close(pipes[0]);
	close(pipes[1]);
}

static void
no_budget_is_over_at_once(void)
{
	struct cseal_wait wait;
	short events;

	csi_wait_init(&wait, 0, NULL);
	OK(cseal_wait_left_ms(&wait) == 0);
	OK(cseal_wait_poll(&wait, -1, 0, 10, &events, NULL) ==
	    CSEAL_STOPPED_TIMEOUT);
}

static void
no_limit_has_no_end(void)
{
	struct cseal_wait wait;

	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, NULL);
	OK(cseal_wait_left_ms(&wait) == INT_MAX);
	OK(cseal_wait_check(&wait, NULL) == CSEAL_OK);
	csi_wait_init(&wait, INT_MAX, NULL);
	OK(cseal_wait_left_ms(&wait) > INT_MAX - 10000);
}

static void
events_come_before_the_step_ends(void)
{
	struct cseal_wait wait;
	int64_t start = now_ms();
	int pipes[2];
	short events = 0;

	OK(pipe(pipes) == 0);
	csi_wait_init(&wait, 5000, NULL);
	OK(cseal_wait_poll(&wait, pipes[0], POLLIN, 0, &events, NULL) ==
	    CSEAL_OK);
	OK(events == 0);
	OK(write(pipes[1], "x", 1) == 1);
	OK(cseal_wait_poll(&wait, pipes[0], POLLIN, 4000, &events, NULL) ==
	    CSEAL_OK);
	OK(events == POLLIN);
	close(pipes[1]);
	OK(read(pipes[0], &events, 1) == 1);
	OK(cseal_wait_poll(&wait, pipes[0], POLLIN, 4000, &events, NULL) ==
	    CSEAL_OK);
	OK((events & POLLHUP) != 0);
	close(pipes[0]);
	OK(cseal_wait_poll(&wait, pipes[0], POLLIN, 4000, &events, NULL) ==
	    CSEAL_OK);
	OK(events == POLLNVAL);
	OK(now_ms() - start < 2000);
}

static void
waiting_costs_no_processor(void)
{
	struct cseal_wait wait;
	int64_t before = cpu_ms();
	short events;

	csi_wait_init(&wait, 300, NULL);
	while (cseal_wait_poll(&wait, -1, 0, 7, &events, NULL) == CSEAL_OK)
		;
	OKF(cpu_ms() - before < 30, "300 ms of waiting cost %d ms",
	    (int)(cpu_ms() - before));
}

int
main(void)
{
	RUN(a_cancel_from_another_thread_ends_a_poll);
	RUN(a_cancel_from_a_signal_handler_ends_a_poll);
	RUN(other_signals_do_not_end_a_poll);
	RUN(a_cancel_is_sticky_and_shared);
	RUN(its_descriptor_is_readable_once_cancelled);
	RUN(nobody_need_be_able_to_cancel);
	RUN(the_deadline_ends_a_silent_poll);
	RUN(the_deadline_ends_a_device_that_never_stops_talking);
	RUN(no_budget_is_over_at_once);
	RUN(no_limit_has_no_end);
	RUN(events_come_before_the_step_ends);
	RUN(waiting_costs_no_processor);
	return tap_done();
}
