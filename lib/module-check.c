/* SPDX-License-Identifier: Apache-2.0 */
/* module-check.c -- does what a module says of itself fit this library? */
#include "module-check.h"

#include "error.h"
#include "kind.h"
#include "line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TITLE_MOST 128 /* bytes of a driver's title or a module's version */

/* An operation by the place of its pointer in the table of its kind. */
struct operation {
	const char *name;
	size_t offset;
};

struct shape {
	size_t size; /* what ABI 1 began with; a table may be larger */
	const struct operation *operations; /* that are not optional */
};

#define OPERATION(kind, op)                                  \
	{                                                    \
#op, offsetof(struct cseal_##kind##_ops, op) \
	}

static const struct operation reader_operations[] = {
	OPERATION(reader, open),
	OPERATION(reader, close),
	OPERATION(reader, read),
	{ NULL, 0 },
};
static const struct operation camera_operations[] = {
	OPERATION(camera, open),
	OPERATION(camera, close),
	OPERATION(camera, shoot),
	{ NULL, 0 },
};
static const struct operation pad_operations[] = {
	OPERATION(pad, open),
	OPERATION(pad, close),
	OPERATION(pad, start),
	OPERATION(pad, read),
	{ NULL, 0 },
};
static const struct operation signer_operations[] = {
	OPERATION(signer, open),
	OPERATION(signer, close),
	OPERATION(signer, chain_count),
	OPERATION(signer, certificate),
	OPERATION(signer, sign),
	{ NULL, 0 },
};
static const struct operation typeset_operations[] = {
	OPERATION(typeset, typeset),
	{ NULL, 0 },
};
static const struct operation repair_operations[] = {
	OPERATION(repair, repair),
	{ NULL, 0 },
};
static const struct operation symbol_operations[] = {
	OPERATION(symbol, encode),
	{ NULL, 0 },
};
static const struct operation fetch_operations[] = {
	OPERATION(fetch, fetch),
	{ NULL, 0 },
};
static const struct operation trustlist_operations[] = {
	OPERATION(trustlist, read),
	{ NULL, 0 },
};
static const struct operation gauge_operations[] = {
	OPERATION(gauge, measure),
	{ NULL, 0 },
};
static const struct operation matcher_operations[] = {
	OPERATION(matcher, compare),
	{ NULL, 0 },
};
static const struct operation picture_operations[] = {
	OPERATION(picture, decode),
	{ NULL, 0 },
};
static const struct operation watch_operations[] = {
	OPERATION(watch, open),
	OPERATION(watch, fd),
	OPERATION(watch, dispatch),
	OPERATION(watch, close),
	{ NULL, 0 },
};

static const struct shape watch_shape = { sizeof(struct cseal_watch_ops),
	watch_operations };

/* Indexed by kind. */
static const struct shape shapes[CSI_KIND_END] = {
	[CSEAL_KIND_READER] = { sizeof(struct cseal_reader_ops),
	    reader_operations },
	[CSEAL_KIND_CAMERA] = { offsetof(struct cseal_camera_ops, follow),
	    camera_operations },
	[CSEAL_KIND_PAD] = { offsetof(struct cseal_pad_ops, account),
	    pad_operations },
	[CSEAL_KIND_SIGNER] = { sizeof(struct cseal_signer_ops),
	    signer_operations },
	[CSEAL_KIND_FETCH] = { sizeof(struct cseal_fetch_ops),
	    fetch_operations },
	[CSEAL_KIND_TYPESET] = { sizeof(struct cseal_typeset_ops),
	    typeset_operations },
	[CSEAL_KIND_REPAIR] = { sizeof(struct cseal_repair_ops),
	    repair_operations },
	[CSEAL_KIND_SYMBOL] = { sizeof(struct cseal_symbol_ops),
	    symbol_operations },
	[CSEAL_KIND_TRUSTLIST] = { sizeof(struct cseal_trustlist_ops),
	    trustlist_operations },
	[CSEAL_KIND_GAUGE] = { sizeof(struct cseal_gauge_ops),
	    gauge_operations },
	[CSEAL_KIND_MATCHER] = { sizeof(struct cseal_matcher_ops),
	    matcher_operations },
	[CSEAL_KIND_PICTURE] = { sizeof(struct cseal_picture_ops),
	    picture_operations },
};

static cseal_status
unfit(const char *id, const char *why, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
	    "the module %s did not fit: %s", id, why);
}

/* Every table begins with its size. */
static cseal_status
check_table(const void *table, const struct shape *shape, const char *id,
    cseal_error **ret_error)
{
	size_t size;

	if (table == NULL)
		return unfit(id, "a table was missing", ret_error);
	memcpy(&size, table, sizeof(size));
	if (size < shape->size)
		return unfit(id, "a table was too short", ret_error);
	for (const struct operation *op = shape->operations; op->name != NULL;
	     op++) {
		void *pointer;

		memcpy(&pointer, (const char *)table + op->offset,
		    sizeof(pointer));
		if (pointer == NULL)
			return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
			    "the module %s did not fit: it had no %s()", id,
			    op->name);
	}
	return CSEAL_OK;
}

static bool
is_title(const char *text)
{
	size_t len;

	if (text == NULL)
		return false;
	len = strnlen(text, TITLE_MOST + 1);
	return len != 0 && len <= TITLE_MOST && csi_line_is_clean(text, len);
}

static cseal_status
check_driver(
    const struct cseal_driver *driver, const char *id, cseal_error **ret_error)
{
	cseal_kind kind;
	cseal_status st;

	if (driver == NULL)
		return unfit(id, "it had no driver", ret_error);
	if (driver->size < sizeof(*driver))
		return unfit(id, "its driver was too short", ret_error);
	if (!csi_kind_of_id(id, &kind) || driver->kind != kind)
		return unfit(id, "its id ended with another kind", ret_error);
	if (!is_title(driver->title))
		return unfit(id, "it had no usable title", ret_error);
	/* Every member of the union is a pointer to a table. */
	st = check_table(driver->ops.reader, &shapes[kind], id, ret_error);
	if (st == CSEAL_OK && driver->watch != NULL)
		st = check_table(driver->watch, &watch_shape, id, ret_error);
	if (st == CSEAL_OK && driver->watch != NULL && driver->find == NULL)
		st = unfit(id, "it watched but could not find", ret_error);
	return st;
}

cseal_status
csi_module_check(
    const struct cseal_module *table, const char *id, cseal_error **ret_error)
{
	if (table == NULL)
		return unfit(id, "it gave no table", ret_error);
	if (table->abi != CSEAL_MODULE_ABI)
		return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
		    "the module %s did not fit: it was made for ABI %u, not %u",
		    id, (unsigned)table->abi, CSEAL_MODULE_ABI);
	if (table->id == NULL || strcmp(table->id, id) != 0)
		return unfit(id, "its file had another name", ret_error);
	if (!is_title(table->version))
		return unfit(id, "it had no version", ret_error);
	return check_driver(table->driver, id, ret_error);
}

static cseal_status
check_writable(const char *path, cseal_error **ret_error)
{
	struct stat meta;

	if (stat(path, &meta) != 0)
		return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
		    "could not look at %s: %s", path, strerror(errno));
	if ((meta.st_mode & S_IWOTH) != 0)
		return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
		    "everybody may write to %s", path);
	return CSEAL_OK;
}

cseal_status
csi_module_check_file(const char *path, cseal_error **ret_error)
{
	char *real = realpath(path, NULL);
	cseal_status st;

	if (real == NULL && errno == ENOMEM)
		return csi_fail_memory(ret_error);
	if (real == NULL)
		return cseal_fail(ret_error, CSEAL_SETUP_MODULE_UNFIT,
		    "could not find %s: %s", path, strerror(errno));
	st = check_writable(real, ret_error);
	if (st == CSEAL_OK) {
		*strrchr(real, '/') = '\0';
		st = check_writable(real[0] == '\0' ? "/" : real, ret_error);
	}
	free(real);
	return st;
}
