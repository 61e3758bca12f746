/* SPDX-License-Identifier: Apache-2.0 */
/* test-parting.c -- proves lib/parting.c: a device that takes its time to be
 * given back holds nobody up, but for who wants it next. */
#include "host.h"
#include "tap.h"
#include "wait.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHORT_MS 20
#define LONG_MS  60000 /* in which a machine does anything */

/* A device whose giving back ends when something comes out of the pipe. */
struct device {
	int ends[2];
	pthread_t thread; /* that gave it back */
	atomic_int is_back;
};

static struct cseal_host host;

static void
give_back(void *opened)
{
	struct device *device = opened;
	char byte;

	device->thread = pthread_self();
	if (read(device->ends[0], &byte, 1) == 1)
		atomic_store(&device->is_back, 1);
}

static sem_t done;

static void
give_back_and_say(void *opened)
{
	give_back(opened);
	sem_post(&done);
}

static void
set_up(struct device *device)
{
	memset(device, 0, sizeof(*device));
	if (pipe(device->ends) != 0)
		abort();
	atomic_init(&device->is_back, 0);
	csi_host_init(&host, NULL, "test-reader");
}

static void
let_go(struct device *device)
{
	if (write(device->ends[1], "", 1) != 1)
		abort();
}

static void
tear_down(struct device *device)
{
	csi_host_end(&host);
	close(device->ends[0]);
	close(device->ends[1]);
}

static bool
is_awaited(int most_ms)
{
	struct cseal_wait wait;

	csi_wait_init(&wait, most_ms, NULL);
	return csi_partings_await(host.partings, &wait, -1, NULL) == CSEAL_OK;
}

static void
what_is_quick_is_over_afterwards(void)
{
	struct device device;

	set_up(&device);
	let_go(&device);
	cseal_give_back(&host, give_back, &device, LONG_MS);
	OK(atomic_load(&device.is_back) == 1);
	OK(!pthread_equal(device.thread, pthread_self()));
	OK(is_awaited(0));
	tear_down(&device);
}

/* If it were waited for, this would never end. */
static void
what_is_slow_is_waited_for_by_the_next(void)
{
	struct device device;

	set_up(&device);
	cseal_give_back(&host, give_back, &device, SHORT_MS);
	OK(atomic_load(&device.is_back) == 0);
	OK(!is_awaited(SHORT_MS));
	let_go(&device);
	OK(is_awaited(LONG_MS));
	OK(atomic_load(&device.is_back) == 1);
	tear_down(&device);
}

static void
all_that_are_under_way_are_waited_for(void)
{
	struct device first, second;

	set_up(&second);
	csi_host_end(&host);
	set_up(&first);
	cseal_give_back(&host, give_back, &first, SHORT_MS);
	cseal_give_back(&host, give_back, &second, SHORT_MS);
	let_go(&first);
	OK(!is_awaited(SHORT_MS));
	let_go(&second);
	OK(is_awaited(LONG_MS));
	OK(atomic_load(&first.is_back) == 1 &&
	    atomic_load(&second.is_back) == 1);
	/* And another one after them. */
	let_go(&first);
	cseal_give_back(&host, give_back, &first, LONG_MS);
	OK(is_awaited(0));
	tear_down(&first);
	close(second.ends[0]);
	close(second.ends[1]);
}

static void
a_cancel_ends_the_wait_for_it(void)
{
	cseal_cancel *cancel = NULL;
	struct cseal_wait wait;
	struct device device;

	set_up(&device);
	cseal_give_back(&host, give_back, &device, SHORT_MS);
	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	cseal_cancel_request(cancel);
	csi_wait_init(&wait, -1, cancel);
	OK(csi_partings_await(host.partings, &wait, -1, NULL) ==
	    CSEAL_STOPPED_CANCELLED);
	cseal_cancel_free(cancel);
	let_go(&device);
	OK(is_awaited(LONG_MS));
	tear_down(&device);
}

static void
what_is_hopeless_is_not_waited_for(void)
{
	struct cseal_wait wait;
	struct device device;

	set_up(&device);
	cseal_give_back(&host, give_back, &device, SHORT_MS);
	csi_wait_init(&wait, -1, NULL);
	OK(csi_partings_await(host.partings, &wait, SHORT_MS, NULL) ==
	    CSEAL_OK);
	OK(atomic_load(&device.is_back) == 0);
	let_go(&device);
	OK(is_awaited(LONG_MS));
	tear_down(&device);
}

static void
the_module_may_be_gone_before_it_is_over(void)
{
	struct device device;

	set_up(&device);
	sem_init(&done, 0, 0);
	cseal_give_back(&host, give_back_and_say, &device, SHORT_MS);
	csi_host_end(&host);
	let_go(&device);
	OK(sem_wait(&done) == 0);
	close(device.ends[0]);
	close(device.ends[1]);
}

static void
without_a_thread_it_is_given_back_here(void)
{
	struct csi_partings *partings;
	struct device device;

	set_up(&device);
	partings = host.partings;
	host.partings = NULL;
	let_go(&device);
	cseal_give_back(&host, give_back, &device, 0);
	OK(atomic_load(&device.is_back) == 1);
	OK(pthread_equal(device.thread, pthread_self()));
	OK(is_awaited(0));
	host.partings = partings;
	tear_down(&device);
}

int
main(void)
{
	alarm(120);
	RUN(what_is_quick_is_over_afterwards);
	RUN(what_is_slow_is_waited_for_by_the_next);
	RUN(all_that_are_under_way_are_waited_for);
	RUN(a_cancel_ends_the_wait_for_it);
	RUN(what_is_hopeless_is_not_waited_for);
	RUN(the_module_may_be_gone_before_it_is_over);
	RUN(without_a_thread_it_is_given_back_here);
	return tap_done();
}
