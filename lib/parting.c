/* SPDX-License-Identifier: Apache-2.0 */
/* parting.c -- devices that are given back in the background.
 *
 * A driver of the kernel may take seconds for that: it takes transfers back,
 * waits until a line has sent what it was given, or puts another driver in the
 * place of ours, which asks a device that may not answer.  A call that was
 * cancelled cannot wait for it.  The threads touch nothing of the context, and
 * no signal is theirs. */
#include "parting.h"

#include "host.h"
#include "wait.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* From the first device that is given back until there is none. */
struct spell {
	size_t users;
	int over_fd; /* readable when it is over */
};

struct csi_partings {
	pthread_mutex_t lock; /* for the spell, too */
	size_t owners;        /* the module, and each thread */
	size_t pending;       /* threads */
	struct spell *spell;  /* NULL: nothing is pending */
};

/* One device. */
struct parting {
	struct csi_partings *partings;
	void (*give_back)(void *device);
	void *device;
};

struct csi_partings *
csi_partings_new(void)
{
	struct csi_partings *partings = calloc(1, sizeof(*partings));

	if (partings == NULL)
		return NULL;
	partings->owners = 1;
	pthread_mutex_init(&partings->lock, NULL);
	return partings;
}

/* Called with the lock held, which it gives back. */
static void
disown(struct csi_partings *partings)
{
	bool is_last = --partings->owners == 0;

	pthread_mutex_unlock(&partings->lock);
	if (!is_last)
		return;
	pthread_mutex_destroy(&partings->lock);
	free(partings);
}

void
csi_partings_unref(struct csi_partings *partings)
{
	if (partings == NULL)
		return;
	pthread_mutex_lock(&partings->lock);
	disown(partings);
}

/* ---- spells: all with the lock held ------------------------------------- */

static struct spell *
new_spell(void)
{
	struct spell *spell = malloc(sizeof(*spell));

	if (spell == NULL)
		return NULL;
	spell->users = 0;
	spell->over_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (spell->over_fd >= 0)
		return spell;
	free(spell);
	return NULL;
}

static void
leave_spell(struct spell *spell)
{
	if (--spell->users != 0)
		return;
	close(spell->over_fd);
	free(spell);
}

/* ---- giving back ---------------------------------------------------------- */

static bool
begin(struct csi_partings *partings)
{
	bool ok;

	pthread_mutex_lock(&partings->lock);
	if (partings->spell == NULL)
		partings->spell = new_spell();
	ok = partings->spell != NULL;
	if (ok) {
		partings->spell->users++;
		partings->pending++;
		partings->owners++;
	}
	pthread_mutex_unlock(&partings->lock);
	return ok;
}

static void
end(struct csi_partings *partings)
{
	const uint64_t one = 1;
	struct spell *spell;
	ssize_t len;

	pthread_mutex_lock(&partings->lock);
	spell = partings->spell;
	if (--partings->pending == 0) {
		len = write(spell->over_fd, &one, sizeof(one));
		(void)len; /* the counter was 0 */
		partings->spell = NULL;
	}
	leave_spell(spell);
	disown(partings);
}

static void *
run(void *argument)
{
	struct parting parting = *(struct parting *)argument;

	free(argument);
	parting.give_back(parting.device);
	end(parting.partings);
	return NULL;
}

static bool
part(struct csi_partings *partings, void (*give_back)(void *device),
    void *device)
{
	struct parting *parting;

	if (partings == NULL || !begin(partings))
		return false;
	parting = malloc(sizeof(*parting));
	if (parting != NULL) {
		*parting = (struct parting){ partings, give_back, device };
		if (cseal_thread_start(run, parting) == 0)
			return true;
	}
	end(partings);
	free(parting);
	return false;
}

/* ---- waiting ---------------------------------------------------------------- */

cseal_status
csi_partings_await(struct csi_partings *partings, cseal_wait *wait, int most_ms,
    cseal_error **ret_error)
{
	struct spell *spell;
	cseal_status st;
	short events;

	if (partings == NULL)
		return CSEAL_OK;
	pthread_mutex_lock(&partings->lock);
	spell = partings->spell;
	if (spell != NULL)
		spell->users++;
	pthread_mutex_unlock(&partings->lock);
	if (spell == NULL)
		return CSEAL_OK;
	st = cseal_wait_poll(
	    wait, spell->over_fd, POLLIN, most_ms, &events, ret_error);
	pthread_mutex_lock(&partings->lock);
	leave_spell(spell);
	pthread_mutex_unlock(&partings->lock);
	return st;
}

void
cseal_give_back(cseal_host *host, void (*give_back)(void *device), void *device,
    int most_ms)
{
	struct cseal_wait wait;

	if (!part(host->partings, give_back, device)) {
		give_back(device);
		return;
	}
	csi_wait_init(&wait, most_ms, NULL);
	csi_partings_await(host->partings, &wait, -1, NULL);
}
