/* SPDX-License-Identifier: Apache-2.0 */
/* context.c -- the library's context, as the options and the user's files
 * have it, and the signals that cancel. */
#include "tool.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const level_names[] = {
	[CSEAL_LOG_NONE] = "none",
	[CSEAL_LOG_BUG_APP] = "bug-app",
	[CSEAL_LOG_BUG_MODULE] = "bug-module",
	[CSEAL_LOG_BUG_DEVICE] = "bug-device",
	[CSEAL_LOG_WARNING] = "warning",
	[CSEAL_LOG_INFO] = "info",
	[CSEAL_LOG_DEBUG] = "debug",
};
#define LEVEL_COUNT (sizeof(level_names) / sizeof(level_names[0]))

/* A signal handler takes no argument: this one object has to be global. */
static cseal_cancel *on_signal;

static void
handle_signal(int number)
{
	cseal_cancel_request(on_signal);
}

cseal_status
cli_cancel_by_signal(struct cli *cli)
{
	/* A second signal ends the program at once. */
	struct sigaction action = { .sa_handler = handle_signal,
		.sa_flags = (int)SA_RESETHAND };
	cseal_status st;

	st = cseal_cancel_new(&cli->cancel, &cli->error);
	if (st != CSEAL_OK)
		return st;
	on_signal = cli->cancel;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	return CSEAL_OK;
}

static void
print_log(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	fprintf(stderr, "counterseal: %s: %s: %s\n",
	    (size_t)level < LEVEL_COUNT ? level_names[level] : "log", origin,
	    text);
}

static cseal_status
log_level(struct cli *cli, cseal_log_level *ret_level)
{
	if (cli->log == NULL) {
		*ret_level = CSEAL_LOG_WARNING;
		return CSEAL_OK;
	}
	for (size_t i = 0; i < LEVEL_COUNT; i++) {
		if (strcmp(cli->log, level_names[i]) != 0)
			continue;
		*ret_level = (cseal_log_level)i;
		return CSEAL_OK;
	}
	return cli_usage(cli, _("there is no log level %s"), cli->log);
}

/* XDG base directory specification: the user's file, if there is one. */
static char *
users_config(void)
{
	const char *base = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	const char *between = "";
	char *path;

	if (base == NULL || base[0] != '/') {
		base = home;
		between = "/.config";
	}
	if (base == NULL || base[0] != '/')
		return NULL;
	if (asprintf(
		&path, "%s%s/counterseal/counterseal.conf", base, between) < 0)
		return NULL;
	if (access(path, F_OK) == 0)
		return path;
	free(path);
	return NULL;
}

static cseal_status
load_modules(struct cli *cli)
{
	cseal_status st;

	for (size_t i = 0; i < cli->modules.count; i++) {
		st = cseal_context_load_module(
		    cli->context, cli->modules.at[i], &cli->error);
		if (st != CSEAL_OK)
			return st;
	}
	return CSEAL_OK;
}

cseal_status
cli_context(struct cli *cli)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.user_config = cli->config,
		.log = print_log };
	cseal_status st;
	char *path = NULL;

	if (cli->context != NULL)
		return CSEAL_OK;
	st = log_level(cli, &options.log_level);
	if (st != CSEAL_OK)
		return st;
	if (cli->config == NULL)
		options.user_config = path = users_config();
	st = cseal_context_new(&options, &cli->context, &cli->error);
	free(path);
	if (st != CSEAL_OK)
		return st;
	return load_modules(cli);
}

void
cli_release(struct cli *cli)
{
	cseal_context_unref(cli->context);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	cseal_cancel_free(cli->cancel);
}
