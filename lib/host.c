/* SPDX-License-Identifier: Apache-2.0 */
/* host.c -- the core, as one module sees it. */
#include "host.h"

#include "child.h"
#include "context.h"
#include "kind.h"
#include "line.h"
#include "locked.h"
#include "log.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

void
csi_host_init(struct cseal_host *host, cseal_context *context, const char *id)
{
	host->context = context;
	snprintf(host->origin, sizeof(host->origin), "module:%s", id);
	snprintf(host->section, sizeof(host->section), "module %s", id);
	host->partings = csi_partings_new();
}

void
csi_host_end(struct cseal_host *host)
{
	csi_partings_unref(host->partings);
}

void
cseal_host_log(cseal_host *host, cseal_log_level level, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	csi_log_va(host->context, level, host->origin, format, args);
	va_end(args);
}

/* In front of what the module gets. */
union lent {
	struct csi_locked memory;
	max_align_t align;
};

void *
cseal_locked_new(cseal_host *host, size_t len)
{
	struct rlimit limit = { 0 };
	struct csi_locked memory;
	union lent *lent;

	if (len > SIZE_MAX - sizeof(*lent) ||
	    !csi_locked_init(&memory, sizeof(*lent) + len))
		return NULL;
	lent = memory.at;
	lent->memory = memory;
	if (memory.is_locked)
		return lent + 1;
	getrlimit(RLIMIT_MEMLOCK, &limit);
	cseal_host_log(host, CSEAL_LOG_WARNING,
	    "%zu bytes for what a device sends could not be locked in memory "
	    "and may reach the swap: the system allows this process %llu bytes "
	    "(RLIMIT_MEMLOCK)",
	    len, (unsigned long long)limit.rlim_cur);
	return lent + 1;
}

void
cseal_locked_free(void *memory)
{
	struct csi_locked locked;

	if (memory == NULL)
		return;
	locked = ((union lent *)memory - 1)->memory;
	csi_locked_free(&locked);
}

cseal_status
cseal_host_run(cseal_host *host, const struct cseal_program *program,
    cseal_wait *wait, void **ret_output, size_t *ret_len, int *ret_exit,
    cseal_error **ret_error)
{
	struct csi_bytes output = { 0 };
	struct csi_child child = { .argc = 1 };
	cseal_status st;

	if (program == NULL || program->size < sizeof(*program) ||
	    program->path == NULL || program->path[0] != '/' ||
	    (program->input == NULL && program->input_len > 0))
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "the %s asked for a program in a way that is not one",
		    host->origin);
	child.program = program->path;
	child.argv = &program->path;
	child.input.at = program->input;
	child.input.len = program->input_len;
	child.output_most = program->output_most;
	st = csi_child_run(&child, wait, &output, ret_exit, ret_error);
	if (st != CSEAL_OK)
		return st;
	*ret_output = output.at;
	*ret_len = output.len;
	return CSEAL_OK;
}

const char *
cseal_host_setting(cseal_host *host, const char *key)
{
	return cseal_context_setting(host->context, host->section, key);
}

/* The id is SCHEME-KIND. */
static const char *
id_of(const struct cseal_host *host)
{
	return host->origin + sizeof("module:") - 1;
}

bool
csi_host_serves(const struct cseal_host *host, const char *uri)
{
	const char *id = id_of(host);
	size_t len = (size_t)(strrchr(id, '-') - id);
	size_t uri_len;

	if (uri == NULL)
		return false;
	uri_len = strnlen(uri, CSI_URI_MOST + 1);
	return uri_len <= CSI_URI_MOST && uri_len > len + 1 &&
	       strncmp(uri, id, len) == 0 && uri[len] == ':' &&
	       csi_line_is_clean(uri, uri_len);
}

const char *
cseal_host_named(cseal_host *host, size_t i)
{
	const csi_config *config = csi_context_config(host->context);
	cseal_kind kind;
	const char *uri;

	if (!csi_kind_of_id(id_of(host), &kind))
		return NULL;
	for (size_t k = 0;; k++) {
		uri = csi_config_value_at(
		    config, "devices", cseal_kind_name(kind), k);
		if (uri == NULL)
			return NULL;
		if (csi_host_serves(host, uri) && i-- == 0)
			return uri;
	}
}
