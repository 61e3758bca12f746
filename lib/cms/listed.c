/* SPDX-License-Identifier: Apache-2.0 */
/* listed.c -- the anchors that trusted lists have, beside those that were
 * given. */
#include "cms/listed.h"

#include "error.h"

#include <openssl/x509_vfy.h>
#include <stdlib.h>

#define ROOM_FIRST 64

cseal_status
csi_listed_add(struct csi_listed *listed, struct csi_service *take_service,
    cseal_error **ret_error)
{
	if (listed->count == CSI_LISTED_MOST) {
		csi_service_free(take_service);
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the trusted lists had more than %d services",
		    CSI_LISTED_MOST);
	}
	if (listed->count == listed->room) {
		size_t room = listed->room == 0 ? ROOM_FIRST : 2 * listed->room;
		struct csi_service **all =
		    realloc(listed->all, room * sizeof(struct csi_service *));

		if (all == NULL) {
			csi_service_free(take_service);
			return csi_fail_memory(ret_error);
		}
		listed->all = all;
		listed->room = room;
	}
	listed->all[listed->count++] = take_service;
	return CSEAL_OK;
}

void
csi_listed_clear(struct csi_listed *listed)
{
	for (size_t i = 0; i < listed->count; i++)
		csi_service_free(listed->all[i]);
	free(listed->all);
	listed->all = NULL;
	listed->count = listed->room = 0;
}

/* ---- anchors ---------------------------------------------------------- */

static bool
push(STACK_OF(X509) * anchors, X509 *anchor)
{
	if (anchor == NULL || X509_up_ref(anchor) != 1)
		return anchor == NULL;
	if (sk_X509_push(anchors, anchor) > 0)
		return true;
	X509_free(anchor);
	return false;
}

static bool
push_given(STACK_OF(X509) * anchors, X509_STORE *store)
{
	STACK_OF(X509_OBJECT) *given = X509_STORE_get0_objects(store);
	bool ok = true;

	for (int i = 0; ok && i < sk_X509_OBJECT_num(given); i++)
		ok = push(anchors,
		    X509_OBJECT_get0_X509(sk_X509_OBJECT_value(given, i)));
	return ok;
}

static bool
push_service(STACK_OF(X509) * anchors, const struct csi_service *service)
{
	bool ok = true;

	for (int i = 0; ok && i < sk_X509_num(service->certificates); i++)
		ok = push(anchors, sk_X509_value(service->certificates, i));
	return ok;
}

cseal_status
csi_listed_anchors(const struct csi_listed *listed, X509_STORE *store,
    const struct csi_moment *moment, STACK_OF(X509) * *ret_anchors,
    cseal_error **ret_error)
{
	STACK_OF(X509) *anchors = sk_X509_new_null();
	bool ok = anchors != NULL && push_given(anchors, store);

	for (size_t i = 0; ok && i < listed->count; i++) {
		if (moment == NULL ||
		    csi_service_ask(listed->all[i], moment->time,
			moment->for_stamps) == CSI_SERVICE_GOOD)
			ok = push_service(anchors, listed->all[i]);
	}
	if (!ok) {
		sk_X509_pop_free(anchors, X509_free);
		return csi_fail_memory(ret_error);
	}
	*ret_anchors = anchors;
	return CSEAL_OK;
}

/* ---- whose was it? ----------------------------------------------------- */

static bool
was_given(X509_STORE *store, const X509 *anchor)
{
	STACK_OF(X509_OBJECT) *given = X509_STORE_get0_objects(store);

	for (int i = 0; i < sk_X509_OBJECT_num(given); i++) {
		const X509 *one =
		    X509_OBJECT_get0_X509(sk_X509_OBJECT_value(given, i));

		if (one != NULL && X509_cmp(one, anchor) == 0)
			return true;
	}
	return false;
}

void
csi_listed_find(const struct csi_listed *listed, X509_STORE *store,
    const struct csi_moment *moment, const X509 *anchor,
    struct csi_listing *ret_listing)
{
	if (anchor == NULL || was_given(store, anchor))
		return;
	for (size_t i = 0; i < listed->count; i++) {
		const struct csi_service *service = listed->all[i];
		enum csi_service_answer answer =
		    csi_service_ask(service, moment->time, moment->for_stamps);

		if ((ret_listing->service == NULL ||
			answer > ret_listing->answer) &&
		    csi_service_has(service, anchor)) {
			ret_listing->service = service;
			ret_listing->answer = answer;
		}
	}
}
