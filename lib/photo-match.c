/* SPDX-License-Identifier: Apache-2.0 */
/* photo-match.c -- whether a photo shows whom the document does: what a
 * matcher says, with its name.  The library itself says nothing about it. */
#include <counterseal/photo.h>

#include "blob.h"
#include "error.h"
#include "identity/identity.h"
#include "line.h"
#include "loader.h"
#include "wait.h"

#include <math.h>
#include <openssl/evp.h>
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

/* A matcher need not know JPEG 2000; that nobody here does is for it to say. */
static cseal_status
decode(cseal_context *context, const struct csi_image *portrait,
    cseal_wait *wait, cseal_blob *decoded, struct cseal_match_request *request,
    cseal_error **ret_error)
{
	cseal_error *error = NULL;
	cseal_status st;

	if (strcmp(portrait->media_type, "image/jp2") != 0 &&
	    strcmp(portrait->media_type, "image/j2c") != 0)
		return CSEAL_OK;
	st = csi_identity_decode(
	    context, portrait, CSEAL_PICTURE_PNG, wait, decoded, &error);
	if (st == CSEAL_SETUP_NO_MODULE) {
		cseal_error_free(error);
		return CSEAL_OK;
	}
	if (st != CSEAL_OK) {
		csi_error_move(error, ret_error);
		return st;
	}
	request->portrait = csi_blob_span(decoded).at;
	request->portrait_len = csi_blob_span(decoded).len;
	request->portrait_type = "image/png";
	return CSEAL_OK;
}

static cseal_status
ask(struct csi_module *module, const struct cseal_match_request *request,
    cseal_wait *wait, struct cseal_match_answer *answer,
    cseal_error **ret_error)
{
	cseal_status st;

	st = csi_module_said(module, "compared faces",
	    module->driver->ops.matcher->compare(
		&module->host, request, wait, answer, ret_error),
	    ret_error);
	return st != CSEAL_OK ? st : check_answer(module, answer, ret_error);
}

static cseal_status
digest(const void *bytes, size_t len,
    uint8_t ret_digest[CSEAL_MATCH_DIGEST_LEN], cseal_error **ret_error)
{
	if (EVP_Digest(bytes, len, ret_digest, NULL, EVP_sha256(), NULL) == 1)
		return CSEAL_OK;
	return cseal_fail(
	    ret_error, CSEAL_FAULT_CRYPTO, "SHA-256 could not be computed");
}

static cseal_status
compare(cseal_context *context, const cseal_photo *photo,
    const cseal_identity *identity, cseal_wait *wait,
    struct cseal_photo_likeness *likeness, cseal_error **ret_error)
{
	struct cseal_match_request request = { .size = sizeof(request) };
	struct cseal_match_answer answer = { .size = sizeof(answer) };
	const struct csi_image *portrait = &identity->portrait;
	struct csi_module *module;
	cseal_blob decoded;
	cseal_status st;

	request.portrait = cseal_identity_portrait(
	    identity, &request.portrait_len, &request.portrait_type);
	request.photo = cseal_photo_bytes(photo, &request.photo_len);
	st = csi_loader_only(context, CSEAL_KIND_MATCHER, &module, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (request.portrait == NULL)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "the identity had no portrait to compare with");
	csi_blob_init(&decoded, CSI_IDENTITY_PICTURE_MOST);
	st = digest(request.photo, request.photo_len, likeness->photo_digest,
	    ret_error);
	if (st == CSEAL_OK)
		st = digest(request.portrait, request.portrait_len,
		    likeness->portrait_digest, ret_error);
	if (st == CSEAL_OK)
		st = decode(
		    context, portrait, wait, &decoded, &request, ret_error);
	if (st == CSEAL_OK)
		st = ask(module, &request, wait, &answer, ret_error);
	csi_blob_wipe(&decoded);
	likeness->score = answer.score;
	likeness->threshold = answer.threshold;
	likeness->is_virtual = module->is_virtual;
	memcpy(likeness->matcher, answer.matcher, sizeof(likeness->matcher));
	return st;
}

cseal_status
cseal_photo_match(cseal_context *context, const cseal_photo *photo,
    const cseal_identity *identity, int timeout_ms, cseal_cancel *cancel,
    struct cseal_photo_likeness *ret_likeness, cseal_error **ret_error)
{
	struct cseal_photo_likeness likeness = { .size = sizeof(likeness) };
	struct cseal_wait wait;
	cseal_status st;

	if (context == NULL || photo == NULL || identity == NULL ||
	    ret_likeness == NULL || ret_likeness->size < sizeof(*ret_likeness))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "faces were compared without two or a place");
	csi_wait_init(&wait, timeout_ms, cancel);
	st = compare(context, photo, identity, &wait, &likeness, ret_error);
	if (st != CSEAL_OK)
		return st;
	likeness.size = ret_likeness->size;
	*ret_likeness = likeness;
	return CSEAL_OK;
}
