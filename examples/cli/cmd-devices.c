/* SPDX-License-Identifier: Apache-2.0 */
/* cmd-devices.c -- counterseal devices: what is there now, or comes. */
#include "command.h"
#include "words.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

struct values {
	bool watch;
	const char *kind;
	int timeout_ms;
};

static const struct cli_option options[] = {
	{ 'w', "watch", NULL, CLI_FLAG, offsetof(struct values, watch),
	    N_("print a line whenever a device comes, goes or changes") },
	{ 'k', "kind", "KIND", CLI_TEXT, offsetof(struct values, kind),
	    N_("only reader, camera, pad or signer") },
	{ 't', "timeout", "SECONDS", CLI_SECONDS,
	    offsetof(struct values, timeout_ms),
	    N_("how long to look (default 30)") },
};

static const struct values defaults = { .timeout_ms = 30000 };

static json_t *
device_json(const struct cseal_device *device)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:s, s:b}", "kind",
	    cseal_kind_name(device->kind), "uri", cli_text(device->uri),
	    "title", cli_text(device->title), "module",
	    cli_text(device->module), "state",
	    cseal_device_state_name(device->state), "virtual",
	    device->is_virtual);
}

static void
print_device(const struct cseal_device *device)
{
	printf("%s  %s  %s  %s (%s%s)\n",
	    cli_word(cseal_kind_name(device->kind)),
	    cli_word(cseal_device_state_name(device->state)), device->uri,
	    device->title != NULL ? device->title : "", device->module,
	    device->is_virtual ? _(", virtual: plays a script") : "");
}

static cseal_status
parse_kind(struct cli *cli, const char *name, unsigned *ret_kinds)
{
	static const cseal_kind kinds[] = { CSEAL_KIND_READER,
		CSEAL_KIND_CAMERA, CSEAL_KIND_PAD, CSEAL_KIND_SIGNER };

	*ret_kinds = 0;
	if (name == NULL)
		return CSEAL_OK;
	for (size_t i = 0; i < CLI_COUNT(kinds); i++)
		if (strcmp(name, cseal_kind_name(kinds[i])) == 0)
			*ret_kinds = CSEAL_KIND_BIT(kinds[i]);
	if (*ret_kinds == 0)
		return cli_usage(cli, _("there is no kind of device %s"), name);
	return CSEAL_OK;
}

static cseal_status
list(struct cli *cli, unsigned kinds, int timeout_ms)
{
	cseal_device_list *list;
	json_t *array;
	cseal_status st;
	size_t count;

	st = cseal_device_list_new(
	    cli->context, kinds, timeout_ms, cli->cancel, &list, &cli->error);
	if (st != CSEAL_OK)
		return st;
	array = json_array();
	count = cseal_device_list_count(list);
	for (size_t i = 0; i < count; i++) {
		if (cli->json)
			cli_append(cli, array,
			    device_json(cseal_device_list_at(list, i)));
		else
			print_device(cseal_device_list_at(list, i));
	}
	if (count == 0 && !cli->json)
		puts(_("No device was found; \"counterseal doctor\" looks for "
		       "the cause."));
	cli_put(cli, "devices", array);
	cseal_device_list_free(list);
	return CSEAL_OK;
}

static const char *
change_name(cseal_device_change change)
{
	switch (change) {
	case CSEAL_DEVICE_ARRIVED: return N_("arrived");
	case CSEAL_DEVICE_LEFT: return N_("left");
	case CSEAL_DEVICE_CHANGED: return N_("changed");
	}
	return N_("changed");
}

static void
print_event(struct cli *cli, cseal_device_change change,
    const struct cseal_device *device)
{
	json_t *event;

	if (!cli->json) {
		printf("%s  ", _(change_name(change)));
		print_device(device);
		return;
	}
	event = json_pack("{s:s, s:o}", "event", change_name(change), "device",
	    device_json(device));
	json_dumpf(event, stdout, 0);
	putchar('\n');
	json_decref(event);
}

static cseal_status
take_events(struct cli *cli, cseal_device_watch *watch)
{
	const struct cseal_device *device;
	cseal_device_change change;
	cseal_status st;

	st = cseal_device_watch_dispatch(watch, &cli->error);
	if (st != CSEAL_OK)
		return st;
	while (cseal_device_watch_next(watch, &change, &device))
		print_event(cli, change, device);
	if (fflush(stdout) != 0)
		return CSEAL_STOPPED_CANCELLED; /* nobody reads any more */
	return CSEAL_OK;
}

/* Signals are let in only while it waits: none is lost in between. */
static cseal_status
watch_loop(struct cli *cli, cseal_device_watch *watch)
{
	struct pollfd fd = { .fd = cseal_device_watch_fd(watch),
		.events = POLLIN };
	sigset_t blocked, before;
	cseal_status st = CSEAL_OK;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	while (st == CSEAL_OK && !cseal_cancel_requested(cli->cancel)) {
		if (ppoll(&fd, 1, NULL, &before) > 0)
			st = take_events(cli, watch);
		else if (errno != EINTR)
			st = CSEAL_FAULT_INTERNAL;
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return st;
}

/* Being stopped is how it ends, so that is no failure. */
static cseal_status
watch(struct cli *cli, unsigned kinds)
{
	cseal_device_watch *watch;
	cseal_status st;

	st = cseal_device_watch_new(cli->context, kinds, &watch, &cli->error);
	if (st != CSEAL_OK)
		return st;
	st = take_events(cli, watch);
	if (st == CSEAL_OK)
		st = watch_loop(cli, watch);
	cseal_device_watch_free(watch);
	if (st == CSEAL_OK || st == CSEAL_STOPPED_CANCELLED)
		cli->quiet = true;
	return st == CSEAL_STOPPED_CANCELLED ? CSEAL_OK : st;
}

static cseal_status
run(struct cli *cli, void *given, char **operands)
{
	const struct values *values = given;
	cseal_status st;
	unsigned kinds;

	st = parse_kind(cli, values->kind, &kinds);
	if (st == CSEAL_OK)
		st = cli_context(cli);
	if (st != CSEAL_OK)
		return st;
	if (values->watch)
		return watch(cli, kinds);
	return list(cli, kinds, values->timeout_ms);
}

const struct cli_command cli_devices = {
	.name = "devices",
	.synopsis = "[--watch] [--kind KIND]",
	.summary = N_("shows the readers, cameras, pads and signers"),
	.more = N_("--watch runs until it is interrupted; what is there at "
		   "the start is reported\nas arrived.  With --json it prints "
		   "one object a line."),
	.options = options,
	.option_count = CLI_COUNT(options),
	.values_size = sizeof(struct values),
	.defaults = &defaults,
	.run = run,
};
