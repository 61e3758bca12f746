/* SPDX-License-Identifier: Apache-2.0 */
/* symbol.c -- a QR code as paths that are filled.
 *
 * All that is dark is one path: rectangles that are filled one by one show
 * hairlines between them where a renderer smooths edges. */
#include "document/symbol.h"

#include "blob.h"
#include "error.h"
#include "loader.h"

#include <string.h>

#define QUIET 4 /* modules on each side (ISO/IEC 18004, 6.3.8) */
#define BYTES_MOST \
	((size_t)CSEAL_SYMBOL_SIDE_MOST * (size_t)CSEAL_SYMBOL_SIDE_MOST)

static cseal_status
encode(cseal_context *context, const struct cseal_symbol_request *request,
    cseal_wait *wait, cseal_blob *modules, cseal_error **ret_error)
{
	const struct cseal_symbol_ops *ops;
	struct csi_module *module;
	cseal_status st;

	if (context == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a QR code needs a context");
	st = csi_loader_only(context, CSEAL_KIND_SYMBOL, &module, ret_error);
	if (st != CSEAL_OK)
		return st;
	ops = module->driver->ops.symbol;
	return csi_module_said(module, "encoded the text",
	    ops->encode(&module->host, request, wait, modules, ret_error),
	    ret_error);
}

/* 0: it is no square of modules. */
static unsigned
side_of(struct csi_span modules)
{
	unsigned side = 0;

	while (
	    side <= CSEAL_SYMBOL_SIDE_MOST && (size_t)side * side < modules.len)
		side++;
	if ((size_t)side * side != modules.len)
		return 0;
	for (size_t i = 0; i < modules.len; i++)
		if (modules.at[i] > 1)
			return 0;
	return side;
}

/* What is dark in a row, each run of it as one rectangle. */
static void
add_row(struct csi_bytes *paths, const uint8_t *row, unsigned side, unsigned y)
{
	for (unsigned x = 0; x < side; x++) {
		unsigned start = x;

		while (x < side && row[x] != 0)
			x++;
		if (x > start)
			csi_bytes_print(paths, "%u %u %u 1 re\n", QUIET + start,
			    y, x - start);
	}
}

cseal_status
csi_symbol_paths(cseal_context *context, const char *text,
    unsigned lost_percent, cseal_wait *wait, struct csi_bytes *paths,
    unsigned *ret_side, cseal_error **ret_error)
{
	const struct cseal_symbol_request request = { .size = sizeof(request),
		.text = text,
		.lost_percent = lost_percent };
	struct csi_span modules;
	cseal_blob blob;
	cseal_status st;
	unsigned side;

	csi_blob_init(&blob, BYTES_MOST);
	st = encode(context, &request, wait, &blob, ret_error);
	modules = csi_blob_span(&blob);
	side = side_of(modules);
	if (st == CSEAL_OK && side == 0)
		st = cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "a module gave a symbol that is no square of modules");
	if (st == CSEAL_OK) {
		csi_bytes_print(paths, "q 1 g 0 0 %u %u re f Q\n",
		    side + 2 * QUIET, side + 2 * QUIET);
		for (unsigned y = 0; y < side; y++)
			add_row(paths, modules.at + (size_t)y * side, side,
			    QUIET + side - 1 - y);
		csi_bytes_add_text(paths, "f\n");
		*ret_side = side + 2 * QUIET;
	}
	csi_blob_wipe(&blob);
	return st;
}
