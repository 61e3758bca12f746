/* SPDX-License-Identifier: Apache-2.0 */
/* seal.c -- puts a seal on a document: field, look, signature. */
#include "error.h"
#include "look.h"
#include "sealing.h"

#include <counterseal/seal.h>

static cseal_status
check_seal(const struct cseal_seal *seal, cseal_error **ret_error)
{
	if (seal == NULL || seal->size < sizeof(*seal))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the size of the seal was not set");
	if (seal->field != NULL && seal->field[0] == '\0')
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the name of the field was empty");
	if (seal->visible)
		return csi_look_check(&seal->look, ret_error);
	return CSEAL_OK;
}

cseal_status
cseal_document_seal(cseal_context *context, cseal_document *document,
    cseal_signer *signer, const struct cseal_seal *seal, int timeout_ms,
    cseal_cancel *cancel, cseal_error **ret_error)
{
	struct csi_sealing sealing = { .context = context,
		.document = document,
		.signer = signer,
		.seal = seal };
	cseal_status st;

	if (document == NULL || signer == NULL)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the document or the signer was NULL");
	st = check_seal(seal, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_wait_init(&sealing.wait, timeout_ms, cancel);
	return csi_sealing_run(&sealing, ret_error);
}
