/* SPDX-License-Identifier: Apache-2.0 */
/* device-watch.c -- devices that come and go, as a descriptor and events.
 *
 * There is no queue: a watch keeps what was last seen and what was last told,
 * and an event is a difference between the two.  So an application that
 * does not ask for events costs no memory, and what came and went again
 * unseen is not told.  A device that is configured but absent is not there. */
#include "device.h"

#include "context.h"
#include "entry.h"
#include "error.h"
#include "kind.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define LOOK_MOST_MS 1000 /* what one driver may take to look */
#define EVENTS_MOST  16   /* taken from epoll at once; the rest stays */
#define TIMER_EVENT  UINT32_MAX

/* One module that is watched. */
struct slot {
	struct csi_module *module;
	void *watch;    /* NULL: looked at by the clock */
	bool stale;     /* must be looked at */
	bool is_failed; /* the last look failed, which was logged */
};

struct row {
	struct csi_entry *entry;
	const struct slot *slot;
	bool told;    /* as arrived */
	bool changed; /* since it was told */
	bool gone;    /* and that is still to be told */
	bool seen;    /* in the look that is being merged */
};

struct cseal_device_watch {
	cseal_context *context;
	int epoll_fd, timer_fd;
	bool is_timed; /* the timer runs */
	struct slot slots[CSI_MODULES_MOST];
	size_t slot_count;
	struct row rows[CSI_DEVICES_MOST];
	size_t row_count;
	struct csi_entry *last; /* what _next() lent out of a row that left */
};

/* ---- setting up --------------------------------------------------------- */

static cseal_status
watch_fd(
    cseal_device_watch *watch, int fd, uint32_t number, cseal_error **ret_error)
{
	struct epoll_event event = {
		.events = EPOLLIN,
		.data.u32 = number,
	};

	if (epoll_ctl(watch->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
		return cseal_fail(ret_error, csi_status_of_errno(errno),
		    "could not watch a descriptor: %s", strerror(errno));
	return CSEAL_OK;
}

/* Once, after that many milliseconds; 0 is now. */
static void
set_timer(cseal_device_watch *watch, long ms)
{
	struct itimerspec when = {
		.it_value.tv_sec = ms / 1000,
		.it_value.tv_nsec = ms == 0 ? 1 : ms % 1000 * 1000000,
	};

	timerfd_settime(watch->timer_fd, 0, &when, NULL);
	watch->is_timed = true;
}

static void
close_slot(struct slot *slot)
{
	if (slot->watch != NULL)
		slot->module->driver->watch->close(slot->watch);
	slot->watch = NULL;
}

/* A driver that cannot watch is looked at by the clock instead. */
static cseal_status
open_slot(cseal_device_watch *watch, struct slot *slot, uint32_t number,
    cseal_error **ret_error)
{
	const struct cseal_watch_ops *ops = slot->module->driver->watch;
	struct csi_module *module = slot->module;
	cseal_error *error = NULL;
	void *opened = NULL;
	cseal_status st;

	if (ops == NULL)
		return CSEAL_OK;
	st = csi_module_said(module, "opened its watch",
	    ops->open(&module->host, &opened, &error), &error);
	if (st == CSEAL_OK && opened == NULL)
		st = cseal_fail(&error, CSEAL_FAULT_MODULE,
		    "the module %s opened its watch and gave none",
		    module->table->id);
	if (st == CSEAL_OK) {
		slot->watch = opened;
		st = watch_fd(watch, ops->fd(opened), number, &error);
	}
	if (st == CSEAL_OK)
		return CSEAL_OK;
	close_slot(slot);
	if (st == CSEAL_FAULT_MEMORY) {
		csi_error_move(error, ret_error);
		return st;
	}
	csi_log(watch->context, CSEAL_LOG_WARNING,
	    "the module %s is looked at by the clock: %s", module->table->id,
	    cseal_error_text(error));
	cseal_error_free(error);
	return CSEAL_OK;
}

static cseal_status
add_module(cseal_device_watch *watch, const char *id, cseal_error **ret_error)
{
	uint32_t number = (uint32_t)watch->slot_count;
	struct csi_module *module;
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_loader_module(
	    csi_context_loader(watch->context), id, &module, &error);
	if (st == CSEAL_FAULT_MEMORY) {
		csi_error_move(error, ret_error);
		return st;
	}
	if (st != CSEAL_OK) {
		csi_log(watch->context, CSEAL_LOG_WARNING,
		    "left out the module %s: %s", id, cseal_error_text(error));
		cseal_error_free(error);
		return CSEAL_OK;
	}
	if (number == CSI_MODULES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "there were more than %d modules", CSI_MODULES_MOST);
	watch->slots[number].module = module;
	watch->slots[number].stale = true;
	watch->slot_count++;
	return open_slot(watch, &watch->slots[number], number, ret_error);
}

static cseal_status
add_modules(cseal_device_watch *watch, unsigned kinds, cseal_error **ret_error)
{
	char **ids = NULL;
	cseal_status st;

	st = csi_loader_ids(
	    csi_context_loader(watch->context), kinds, &ids, ret_error);
	for (size_t i = 0; st == CSEAL_OK && ids[i] != NULL; i++)
		st = add_module(watch, ids[i], ret_error);
	csi_loader_free_ids(ids);
	return st;
}

static cseal_status
open_fds(cseal_device_watch *watch, cseal_error **ret_error)
{
	watch->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	watch->timer_fd =
	    timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (watch->epoll_fd < 0 || watch->timer_fd < 0)
		return cseal_fail(ret_error, csi_status_of_errno(errno),
		    "could not make a descriptor to watch: %s",
		    strerror(errno));
	return watch_fd(watch, watch->timer_fd, TIMER_EVENT, ret_error);
}

cseal_status
cseal_device_watch_new(cseal_context *context, unsigned kinds,
    cseal_device_watch **ret_watch, cseal_error **ret_error)
{
	cseal_device_watch *watch;
	cseal_status st;

	if (context == NULL || ret_watch == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a watch was asked for without a context or a place");
	st = csi_device_kinds(kinds, &kinds, ret_error);
	if (st != CSEAL_OK)
		return st;
	watch = calloc(1, sizeof(*watch));
	if (watch == NULL)
		return csi_fail_memory(ret_error);
	watch->context = cseal_context_ref(context);
	watch->epoll_fd = watch->timer_fd = -1;
	st = open_fds(watch, ret_error);
	if (st == CSEAL_OK)
		st = add_modules(watch, kinds, ret_error);
	if (st != CSEAL_OK) {
		cseal_device_watch_free(watch);
		return st;
	}
	set_timer(watch, 0); /* what is there at the start */
	*ret_watch = watch;
	return CSEAL_OK;
}

int
cseal_device_watch_fd(const cseal_device_watch *watch)
{
	return watch->epoll_fd;
}

/* ---- looking ------------------------------------------------------------ */

static struct row *
row_of(cseal_device_watch *watch, const struct slot *slot, const char *uri)
{
	for (size_t i = 0; i < watch->row_count; i++) {
		struct row *row = &watch->rows[i];

		if (row->slot == slot && !row->gone &&
		    strcmp(row->entry->uri, uri) == 0)
			return row;
	}
	return NULL;
}

static void
drop_row(cseal_device_watch *watch, struct row *row)
{
	struct row *end = &watch->rows[--watch->row_count];

	memmove(row, row + 1, (size_t)((char *)end - (char *)row));
}

static cseal_status
merge_one(cseal_device_watch *watch, const struct slot *slot,
    const struct csi_found *found, cseal_error **ret_error)
{
	struct row *row = row_of(watch, slot, found->uri);
	struct csi_entry *entry;
	cseal_status st;

	if (row != NULL && row->entry->device.state == found->state &&
	    strcmp(row->entry->title, found->title) == 0) {
		row->seen = true;
		return CSEAL_OK;
	}
	if (row == NULL && watch->row_count == CSI_DEVICES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "there were more than %d devices", CSI_DEVICES_MOST);
	st = csi_entry_new(slot->module, found, &entry, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (row != NULL) {
		csi_entry_free(row->entry);
		row->changed = row->told;
	} else {
		row = &watch->rows[watch->row_count++];
		memset(row, 0, sizeof(*row));
		row->slot = slot;
	}
	row->entry = entry;
	row->seen = true;
	return CSEAL_OK;
}

/* What was not seen is gone; if it was never told, nobody need know. */
static void
drop_unseen(cseal_device_watch *watch, const struct slot *slot)
{
	size_t i = 0;

	while (i < watch->row_count) {
		struct row *row = &watch->rows[i];

		if (row->slot != slot || row->gone || row->seen) {
			i++;
		} else if (row->told) {
			row->gone = true;
			i++;
		} else {
			csi_entry_free(row->entry);
			drop_row(watch, row);
		}
	}
}

static cseal_status
merge(cseal_device_watch *watch, const struct slot *slot,
    const struct cseal_finder *finder, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; i < watch->row_count; i++)
		watch->rows[i].seen = false;
	for (size_t i = 0; st == CSEAL_OK && i < finder->count; i++) {
		if (finder->found[i].state != CSEAL_DEVICE_ABSENT)
			st = merge_one(
			    watch, slot, &finder->found[i], ret_error);
	}
	if (st == CSEAL_OK)
		drop_unseen(watch, slot);
	return st;
}

/* A look that fails leaves what was seen before; it is logged once. */
static cseal_status
look(cseal_device_watch *watch, struct slot *slot, cseal_error **ret_error)
{
	struct cseal_finder finder = { 0 };
	cseal_error *error = NULL;
	struct cseal_wait wait;
	cseal_status st;

	csi_wait_init(&wait, LOOK_MOST_MS, NULL);
	st = csi_finder_look(slot->module, &wait, &finder, &error);
	if (st == CSEAL_OK)
		st = merge(watch, slot, &finder, &error);
	csi_finder_free(&finder);
	if (st == CSEAL_FAULT_MEMORY) {
		csi_error_move(error, ret_error);
		return st;
	}
	if (st != CSEAL_OK && !slot->is_failed)
		csi_log(watch->context, CSEAL_LOG_WARNING,
		    "the module %s could not look: %s", slot->module->table->id,
		    cseal_error_text(error));
	cseal_error_free(error);
	slot->is_failed = st != CSEAL_OK;
	slot->stale = slot->is_failed;
	return CSEAL_OK;
}

static void
dispatch_slot(cseal_device_watch *watch, struct slot *slot)
{
	const struct cseal_watch_ops *ops = slot->module->driver->watch;
	cseal_error *error = NULL;
	bool changed = false;
	cseal_status st;

	if (slot->watch == NULL)
		return;
	st = csi_module_said(slot->module, "dispatched its watch",
	    ops->dispatch(slot->watch, &changed, &error), &error);
	if (st != CSEAL_OK) {
		csi_log(watch->context, CSEAL_LOG_WARNING,
		    "the module %s is looked at by the clock from now on: %s",
		    slot->module->table->id, cseal_error_text(error));
		cseal_error_free(error);
		epoll_ctl(
		    watch->epoll_fd, EPOLL_CTL_DEL, ops->fd(slot->watch), NULL);
		close_slot(slot);
		changed = true;
	}
	if (changed)
		slot->stale = true;
}

static void
tick(cseal_device_watch *watch)
{
	uint64_t times;
	ssize_t len = read(watch->timer_fd, &times, sizeof(times));

	(void)len; /* EAGAIN: somebody read it; the look does no harm */
	watch->is_timed = false;
	for (size_t i = 0; i < watch->slot_count; i++) {
		struct slot *slot = &watch->slots[i];

		if (slot->watch == NULL && slot->module->driver->find != NULL)
			slot->stale = true;
	}
}

/* The clock is needed by those that have no descriptor, and by a look that
 * must be tried again. */
static bool
needs_clock(const cseal_device_watch *watch)
{
	for (size_t i = 0; i < watch->slot_count; i++) {
		const struct slot *slot = &watch->slots[i];

		if (slot->stale ||
		    (slot->watch == NULL && slot->module->driver->find != NULL))
			return true;
	}
	return false;
}

cseal_status
cseal_device_watch_dispatch(cseal_device_watch *watch, cseal_error **ret_error)
{
	struct epoll_event events[EVENTS_MOST];
	cseal_status st = CSEAL_OK;
	int count = epoll_wait(watch->epoll_fd, events, EVENTS_MOST, 0);

	for (int i = 0; i < count; i++) {
		uint32_t number = events[i].data.u32;

		if (number == TIMER_EVENT)
			tick(watch);
		else
			dispatch_slot(watch, &watch->slots[number]);
	}
	for (size_t i = 0; st == CSEAL_OK && i < watch->slot_count; i++) {
		if (watch->slots[i].stale)
			st = look(watch, &watch->slots[i], ret_error);
	}
	/* One that runs goes on: who dispatches more often than that would
	 * put it off for ever. */
	if (needs_clock(watch) && !watch->is_timed)
		set_timer(watch, 1000);
	return st;
}

/* ---- telling ------------------------------------------------------------ */

static bool
next_gone(cseal_device_watch *watch, const struct cseal_device **ret_device)
{
	for (size_t i = 0; i < watch->row_count; i++) {
		struct row *row = &watch->rows[i];

		if (!row->gone)
			continue;
		watch->last = row->entry;
		*ret_device = &row->entry->device;
		drop_row(watch, row);
		return true;
	}
	return false;
}

bool
cseal_device_watch_next(cseal_device_watch *watch,
    cseal_device_change *ret_change, const struct cseal_device **ret_device)
{
	csi_entry_free(watch->last);
	watch->last = NULL;
	if (next_gone(watch, ret_device)) {
		*ret_change = CSEAL_DEVICE_LEFT;
		return true;
	}
	for (size_t i = 0; i < watch->row_count; i++) {
		struct row *row = &watch->rows[i];

		if (row->told && !row->changed)
			continue;
		*ret_change =
		    row->told ? CSEAL_DEVICE_CHANGED : CSEAL_DEVICE_ARRIVED;
		*ret_device = &row->entry->device;
		row->told = true;
		row->changed = false;
		return true;
	}
	return false;
}

void
cseal_device_watch_free(cseal_device_watch *watch)
{
	if (watch == NULL)
		return;
	for (size_t i = 0; i < watch->slot_count; i++)
		close_slot(&watch->slots[i]);
	for (size_t i = 0; i < watch->row_count; i++)
		csi_entry_free(watch->rows[i].entry);
	csi_entry_free(watch->last);
	if (watch->timer_fd >= 0)
		close(watch->timer_fd);
	if (watch->epoll_fd >= 0)
		close(watch->epoll_fd);
	cseal_context_unref(watch->context);
	free(watch);
}
