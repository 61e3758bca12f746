/* SPDX-License-Identifier: Apache-2.0 */
/* resolve.c -- addresses of a host, within a wait.
 *
 * getaddrinfo() cannot be stopped, and a name server that is gone holds it
 * for half a minute.  So a name is looked up by a thread of its own, which
 * the caller leaves behind when the wait ends; whoever of the two is last
 * frees what they share.  The module is linked to stay in memory (-z
 * nodelete), for the thread may outlive the context. */
#include "resolve.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct lookup {
	atomic_int owners;
	int done_fd; /* readable when the rest is there */
	int result;  /* as getaddrinfo() returned it */
	struct addrinfo *addresses;
	char *host, *port;
};

static void
disown(struct lookup *lookup)
{
	if (atomic_fetch_sub(&lookup->owners, 1) != 1)
		return;
	if (lookup->addresses != NULL)
		freeaddrinfo(lookup->addresses);
	if (lookup->done_fd >= 0)
		close(lookup->done_fd);
	free(lookup->host);
	free(lookup->port);
	free(lookup);
}

static int
look_up(const char *host, const char *port, int flags,
    struct addrinfo **ret_addresses)
{
	const struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV | flags,
	};

	return getaddrinfo(host, port, &hints, ret_addresses);
}

static void *
run(void *argument)
{
	struct lookup *lookup = argument;
	const uint64_t one = 1;

	lookup->result =
	    look_up(lookup->host, lookup->port, 0, &lookup->addresses);
	/* It cannot fail: the counter is 0 before. */
	if (write(lookup->done_fd, &one, sizeof(one)) < 0)
		lookup->result = EAI_SYSTEM;
	disown(lookup);
	return NULL;
}

static int
start(struct lookup *lookup)
{
	int number;

	atomic_store(&lookup->owners, 2);
	number = cseal_thread_start(run, lookup);
	if (number != 0)
		atomic_store(&lookup->owners, 1);
	return number;
}

static cseal_status
fail_lookup(const char *host, int result, cseal_error **ret_error)
{
	if (result == EAI_MEMORY)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	return cseal_fail(ret_error, CSEAL_COUNTER_NO_DEVICE,
	    "the address of %s was not found: %s", host, gai_strerror(result));
}

static cseal_status
wait_for(struct lookup *lookup, cseal_wait *wait,
    struct addrinfo **ret_addresses, cseal_error **ret_error)
{
	cseal_status st;
	short events;

	st = cseal_wait_poll(
	    wait, lookup->done_fd, POLLIN, -1, &events, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (lookup->result != 0)
		return fail_lookup(lookup->host, lookup->result, ret_error);
	*ret_addresses = lookup->addresses;
	lookup->addresses = NULL;
	return CSEAL_OK;
}

static cseal_status
look_up_aside(const char *host, const char *port, cseal_wait *wait,
    struct addrinfo **ret_addresses, cseal_error **ret_error)
{
	struct lookup *lookup = calloc(1, sizeof(*lookup));
	cseal_status st;
	int number;

	if (lookup == NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	atomic_init(&lookup->owners, 1);
	lookup->host = strdup(host);
	lookup->port = strdup(port);
	lookup->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (lookup->host == NULL || lookup->port == NULL)
		st = cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	else if (lookup->done_fd < 0 || (number = start(lookup)) != 0)
		st = cseal_fail(ret_error, CSEAL_FAULT_INTERNAL,
		    "no thread to look up %s", host);
	else
		st = wait_for(lookup, wait, ret_addresses, ret_error);
	disown(lookup);
	return st;
}

cseal_status
sdt_resolve(const char *host, const char *port, cseal_wait *wait,
    struct addrinfo **ret_addresses, cseal_error **ret_error)
{
	int result = look_up(host, port, AI_NUMERICHOST, ret_addresses);

	if (result == 0)
		return CSEAL_OK;
	if (result != EAI_NONAME)
		return fail_lookup(host, result, ret_error);
	return look_up_aside(host, port, wait, ret_addresses, ret_error);
}
