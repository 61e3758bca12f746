/* SPDX-License-Identifier: Apache-2.0 */
/* extend.c -- brings the signatures of a document to a higher level. */
#include "document/raise.h"
#include "error.h"

const char *
cseal_level_name(cseal_level level)
{
	static const char *const names[] = { "B-B", "B-T", "B-LT", "B-LTA" };

	return (unsigned)level < sizeof(names) / sizeof(names[0]) ? names[level]
								  : NULL;
}

static cseal_status
check(const cseal_document *document, const struct cseal_extension *extension,
    cseal_error **ret_error)
{
	const char *why = NULL;

	if (document == NULL || extension == NULL ||
	    extension->size < sizeof(*extension))
		why = "the document was NULL, or a size was not set";
	else if (extension->level != CSEAL_LEVEL_LT &&
		 extension->level != CSEAL_LEVEL_LTA)
		why = "a document is extended to LT or LTA";
	else if (extension->lower_level_ok && extension->ret_level == NULL)
		why = "a lower level must be told to somebody";
	if (why != NULL)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_APPLICATION, "%s", why);
	return CSEAL_OK;
}

cseal_status
cseal_document_extend(cseal_context *context, cseal_document *document,
    const struct cseal_extension *extension, int timeout_ms,
    cseal_cancel *cancel, cseal_error **ret_error)
{
	struct csi_raise raise = { .context = context, .document = document };
	cseal_error *error = NULL;
	cseal_wait wait;
	cseal_status st;
	size_t len;

	st = check(document, extension, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_wait_init(&wait, timeout_ms, cancel);
	raise.wait = &wait;
	raise.level = extension->level;
	raise.tsa = extension->tsa;
	len = document->file.len;
	st = csi_raise_run(&raise, &error);
	if (st != CSEAL_OK &&
	    !(extension->lower_level_ok && csi_raise_is_lowerable(st))) {
		csi_document_rewind(document, len);
		csi_error_move(error, ret_error);
		return st;
	}
	if (st != CSEAL_OK)
		csi_error_move(error, extension->ret_lowered);
	if (extension->ret_level != NULL)
		*extension->ret_level = raise.reached;
	return CSEAL_OK;
}
