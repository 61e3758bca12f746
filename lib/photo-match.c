/* SPDX-License-Identifier: Apache-2.0 */
/* photo-match.c -- whether a photo shows whom the document does: what a
 * matcher says, with its name.  The library itself says nothing about it. */
#include <counterseal/photo.h>

#include "error.h"
#include "line.h"
#include "loader.h"
#include "wait.h"

#include <math.h>
#include <string.h>

static cseal_status
check_answer(const struct csi_module *module, struct cseal_match_answer *answer,
    cseal_error **ret_error)
{
	answer->matcher[sizeof(answer->matcher) - 1] = '\0';
	csi_line_clean(answer->matcher);
	if (answer->matcher[0] != '\0' && isfinite(answer->score) &&
	    isfinite(answer->threshold))
		return CSEAL_OK;
	return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
	    "the module %s gave a score without a name, or none",
	    module->table->id);
}

static cseal_status
compare(struct csi_module *module, const cseal_photo *photo,
    const cseal_identity *identity, cseal_wait *wait,
    struct cseal_match_answer *answer, cseal_error **ret_error)
{
	struct cseal_match_request request = { .size = sizeof(request) };
	cseal_status st;

	request.portrait = cseal_identity_portrait(
	    identity, &request.portrait_len, &request.portrait_type);
	if (request.portrait == NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the identity had no portrait to compare with");
	request.photo = cseal_photo_bytes(photo, &request.photo_len);
	st = module->driver->ops.matcher->compare(
	    &module->host, &request, wait, answer, ret_error);
	st = csi_module_said(module, "compared faces", st, ret_error);
	return st != CSEAL_OK ? st : check_answer(module, answer, ret_error);
}

cseal_status
cseal_photo_match(cseal_context *context, const cseal_photo *photo,
    const cseal_identity *identity, int timeout_ms, cseal_cancel *cancel,
    struct cseal_photo_likeness *ret_likeness, cseal_error **ret_error)
{
	struct cseal_match_answer answer = { .size = sizeof(answer) };
	struct csi_module *module;
	struct cseal_wait wait;
	cseal_status st;

	if (context == NULL || photo == NULL || identity == NULL ||
	    ret_likeness == NULL || ret_likeness->size < sizeof(*ret_likeness))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "faces were compared without two or a place");
	csi_wait_init(&wait, timeout_ms, cancel);
	st = csi_loader_only(context, CSEAL_KIND_MATCHER, &module, ret_error);
	if (st == CSEAL_OK)
		st =
		    compare(module, photo, identity, &wait, &answer, ret_error);
	if (st != CSEAL_OK)
		return st;
	ret_likeness->score = answer.score;
	ret_likeness->threshold = answer.threshold;
	ret_likeness->is_virtual = module->is_virtual;
	memcpy(ret_likeness->matcher, answer.matcher,
	    sizeof(ret_likeness->matcher));
	return CSEAL_OK;
}
