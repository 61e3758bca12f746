/* SPDX-License-Identifier: Apache-2.0 */
/* trustlist.c -- trust anchors from trusted lists (ETSI TS 119 612), which a
 * module reads.
 *
 * Who signs a list is known before it is read: by the caller, or by a list of
 * lists that the caller's signers signed, and that names the territory.  A
 * list of lists that another one names is not followed. */
#include "judge/trustlist.h"

#include "cms/anchors.h"
#include "cms/crypto.h"
#include "error.h"
#include "file.h"
#include "judge/trustlist-said.h"
#include "loader.h"

#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	cseal_context *context;
	struct csi_module *module;
	const struct csi_trustlist_wish *wish;
	cseal_wait *wait;
	csi_trust *trust;
	struct csi_trustlist_signers given; /* by the caller */
	struct csi_trustlist_signers named; /* by lists of lists */
	/* Lists that nobody signed who was given, so far. */
	bool is_waiting[CSI_TRUSTLISTS_MOST];
};

/* ---- who was given ------------------------------------------------------ */

static cseal_status
take_signer(struct reading *reading, X509 *x509, cseal_error **ret_error)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x509, &der);
	cseal_status st;

	if (len <= 0)
		return csi_fail_memory(ret_error);
	st = csi_trustlist_signers_add(&reading->given,
	    (struct csi_span){ der, (size_t)len }, "", ret_error);
	OPENSSL_free(der);
	return st;
}

static cseal_status
take_signers(struct reading *reading, cseal_error **ret_error)
{
	const struct csi_trustlist_wish *wish = reading->wish;
	STACK_OF(X509) *found = sk_X509_new_null();
	cseal_status st = CSEAL_OK;

	if (found == NULL)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < wish->signer_count; i++)
		st = csi_anchors_add(found, wish->signers[i], ret_error);
	for (int i = 0; st == CSEAL_OK && i < sk_X509_num(found); i++)
		st = take_signer(reading, sk_X509_value(found, i), ret_error);
	sk_X509_pop_free(found, X509_free);
	return st;
}

/* ---- one list ----------------------------------------------------------- */

static cseal_status
ask_module(const struct reading *reading, struct csi_span xml,
    const struct cseal_der *signers, cseal_trustlist *list,
    cseal_error **ret_error)
{
	const struct cseal_trustlist_request request = {
		.size = sizeof(request),
		.bytes = xml.at,
		.len = xml.len,
		.signers = signers,
		.signer_count = list->asked,
	};
	struct csi_module *module = reading->module;
	cseal_status st;

	st = csi_module_said(module, "read a trusted list",
	    module->driver->ops.trustlist->read(
		&module->host, &request, reading->wait, list, ret_error),
	    ret_error);
	if (st == CSEAL_OK && (list->is_bad || !list->has_head))
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "the module %s did not say all of a trusted list",
		    module->table->id);
	return st;
}

static cseal_status
read_list(const struct reading *reading, const char *path,
    const struct csi_trustlist_signers *signers, cseal_trustlist *list,
    cseal_error **ret_error)
{
	struct cseal_der *ders = calloc(signers->count + 1, sizeof(*ders));
	struct csi_bytes xml = { 0 };
	cseal_status st;

	if (ders == NULL)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; i < signers->count; i++) {
		ders[i].bytes = signers->all[i].der.at;
		ders[i].len = signers->all[i].der.len;
	}
	list->asked = signers->count;
	st = csi_file_read(path, CSI_TRUSTLIST_MOST, &xml, ret_error);
	if (st == CSEAL_OK)
		st = ask_module(
		    reading, csi_bytes_span(&xml), ders, list, ret_error);
	csi_bytes_free(&xml);
	free(ders);
	return st;
}

static cseal_status
take_services(struct reading *reading, cseal_trustlist *list, int64_t until,
    cseal_error **ret_error)
{
	bool is_old = until != 0 && until < reading->wish->now;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < list->count; i++) {
		struct csi_service *service = list->services[i];

		list->services[i] = NULL;
		service->is_old = is_old;
		st = csi_trust_add_service(reading->trust, service, ret_error);
	}
	return st;
}

static cseal_status
take_named(struct reading *reading, const cseal_trustlist *list,
    cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < list->signers.count; i++) {
		const struct csi_trustlist_signer *one = &list->signers.all[i];

		st = csi_trustlist_signers_add(&reading->named,
		    csi_bytes_span(&one->der), one->territory, ret_error);
		if (st == CSEAL_OK)
			reading->named.all[reading->named.count - 1].until =
			    list->next_update;
	}
	return st;
}

/* One that was signed by whom the caller gave. */
static cseal_status
read_given(struct reading *reading, const char *path, bool *ret_waits,
    cseal_error **ret_error)
{
	cseal_trustlist list = { 0 };
	cseal_error *error = NULL;
	cseal_status st;

	st = read_list(reading, path, &reading->given, &list, &error);
	*ret_waits = st == CSEAL_SETUP_TRUST;
	if (*ret_waits) {
		cseal_error_free(error);
		csi_trustlist_clear(&list);
		return CSEAL_OK;
	}
	csi_error_move(error, ret_error);
	if (st == CSEAL_OK && list.is_of_lists)
		st = take_named(reading, &list, ret_error);
	if (st == CSEAL_OK)
		st = take_services(reading, &list, list.next_update, ret_error);
	csi_trustlist_clear(&list);
	return st;
}

/* Of two ends the earlier; 0 is none. */
static int64_t
earlier(int64_t a, int64_t b)
{
	if (a == 0 || b == 0)
		return a + b;
	return a < b ? a : b;
}

/* One that was signed by whom a list of lists names for its territory: the
 * same certificate may be named for several. */
static cseal_status
take_if_named(
    struct reading *reading, cseal_trustlist *list, cseal_error **ret_error)
{
	const struct csi_trustlist_signer *all = reading->named.all;
	struct csi_span signer = csi_bytes_span(&all[list->signer].der);

	for (size_t i = 0; i < reading->named.count; i++) {
		const struct csi_bytes *der = &all[i].der;

		if (strcmp(all[i].territory, list->territory) == 0 &&
		    der->len == signer.len &&
		    memcmp(der->at, signer.at, signer.len) == 0)
			return take_services(reading, list,
			    earlier(list->next_update, all[i].until),
			    ret_error);
	}
	return cseal_fail(ret_error, CSEAL_SETUP_TRUST,
	    "it is of %s, and was signed for another territory",
	    list->territory);
}

static cseal_status
read_named(struct reading *reading, const char *path, cseal_error **ret_error)
{
	cseal_trustlist list = { 0 };
	cseal_status st;

	if (reading->named.count == 0)
		return cseal_fail(ret_error, CSEAL_SETUP_TRUST,
		    "none of the signers that were given signed it");
	st = read_list(reading, path, &reading->named, &list, ret_error);
	if (st == CSEAL_OK && list.is_of_lists)
		st = cseal_fail(ret_error, CSEAL_SETUP_TRUST,
		    "it is a list of lists that only another one vouches for");
	if (st == CSEAL_OK)
		st = take_if_named(reading, &list, ret_error);
	csi_trustlist_clear(&list);
	return st;
}

/* ---- all of them --------------------------------------------------------- */

/* Whatever was wrong with a list, the trust settings are what to look at. */
static cseal_status
settle(const char *path, cseal_status st, cseal_error *take_error,
    cseal_error **ret_error)
{
	cseal_status_class class = cseal_status_class_of(st);

	if (st == CSEAL_OK)
		return st;
	if (class != CSEAL_CLASS_REFUSED && st != CSEAL_SETUP_TRUST &&
	    st != CSEAL_SETUP_FILE && st != CSEAL_SETUP_PERMISSION) {
		csi_error_move(take_error, ret_error);
		return st;
	}
	st = cseal_fail(ret_error, CSEAL_SETUP_TRUST,
	    "could not take trust anchors from the trusted list %s: %s", path,
	    cseal_error_text(take_error));
	cseal_error_free(take_error);
	return st;
}

static cseal_status
read_all(struct reading *reading, cseal_error **ret_error)
{
	const struct csi_trustlist_wish *wish = reading->wish;
	cseal_error *error = NULL;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < wish->list_count; i++) {
		st = read_given(
		    reading, wish->lists[i], &reading->is_waiting[i], &error);
		st = settle(wish->lists[i], st, error, ret_error);
	}
	for (size_t i = 0; st == CSEAL_OK && i < wish->list_count; i++) {
		if (!reading->is_waiting[i])
			continue;
		st = read_named(reading, wish->lists[i], &error);
		st = settle(wish->lists[i], st, error, ret_error);
	}
	return st;
}

cseal_status
csi_trustlists_load(cseal_context *context,
    const struct csi_trustlist_wish *wish, cseal_wait *wait, csi_trust *trust,
    cseal_error **ret_error)
{
	struct reading reading = {
		.context = context, .wish = wish, .wait = wait, .trust = trust
	};
	cseal_status st;

	if (wish->list_count > CSI_TRUSTLISTS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "more than %d trusted lists were given",
		    CSI_TRUSTLISTS_MOST);
	st = csi_loader_only(
	    context, CSEAL_KIND_TRUSTLIST, &reading.module, ret_error);
	if (st == CSEAL_OK)
		st = take_signers(&reading, ret_error);
	if (st == CSEAL_OK)
		st = read_all(&reading, ret_error);
	csi_trustlist_signers_clear(&reading.given);
	csi_trustlist_signers_clear(&reading.named);
	return st;
}
