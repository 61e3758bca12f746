/* SPDX-License-Identifier: Apache-2.0 */
/* service.c -- what a trust service of a trusted list is an anchor for, and
 * when.
 *
 * What is not known here, a type, a status, a critical extension, makes no
 * anchor. */
#include "cms/service.h"
#include "cms/certificate.h"
#include "cms/crypto.h"
#include "cms/trust.h"

#include "bytes.h"
#include "error.h"

#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

/* 2016-07-01T00:00:00Z: Regulation (EU) 910/2014 replaces the statuses of
 * Directive 1999/93/EC (ETSI TS 119 615, 4.4). */
#define DIRECTIVE_END 1467331200

#define TYPE   "http://uri.etsi.org/TrstSvc/Svctype/"
#define STATUS "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"

/* ETSI TS 119 612, 5.5.1.1 and 5.5.1.2. */
static const struct {
	const char *uri;
	bool for_signatures, for_stamps;
} types[] = {
	{ TYPE "CA/QC", true, false },
	{ TYPE "TSA/QTST", false, true },
	{ TYPE "TSA", false, true },
	{ TYPE "TSA/TSS-QC", false, true },
	{ TYPE "TSA/TSS-AdESQCandQES", false, true },
};

/* 5.5.4; any other is one that takes the trust away. */
static const struct {
	const char *uri;
	int64_t until;
} granted[] = {
	{ STATUS "granted", INT64_MAX },
	{ STATUS "recognisedatnationallevel", INT64_MAX },
	{ STATUS "undersupervision", DIRECTIVE_END },
	{ STATUS "supervisionincessation", DIRECTIVE_END },
	{ STATUS "accredited", DIRECTIVE_END },
	{ STATUS "setbynationallaw", DIRECTIVE_END },
};

/* ---- what was said ---------------------------------------------------- */

static struct csi_service_period
period_of(const struct cseal_trustlist_period *said)
{
	struct csi_service_period period = { .since = said->since,
		.until = INT64_MAX };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(said->type, types[i].uri) != 0)
			continue;
		period.for_signatures =
		    types[i].for_signatures &&
		    (!said->is_limited || said->for_documents);
		period.for_stamps = types[i].for_stamps;
	}
	for (size_t i = 0; i < sizeof(granted) / sizeof(granted[0]); i++) {
		if (strcmp(said->status, granted[i].uri) != 0)
			continue;
		period.is_granted = !said->has_unknown;
		period.until = granted[i].until;
	}
	return period;
}

/* A key that no version of the crypto library knows is in some lists, and
 * harms none of the others. */
static cseal_status
add_certificate(struct csi_service *service, const struct cseal_der *der,
    cseal_error **ret_error)
{
	struct csi_span span = { der->bytes, der->len };
	cseal_error *error = NULL;
	cseal_status st;
	X509 *x509;

	x509 = csi_certificate_x509(span);
	if (x509 == NULL) {
		st = csi_crypto_fail(&error, CSEAL_REFUSED_DAMAGED, "");
		cseal_error_free(error);
		return st == CSEAL_FAULT_MEMORY ? csi_fail_memory(ret_error)
						: CSEAL_OK;
	}
	if (sk_X509_push(service->certificates, x509) <= 0) {
		X509_free(x509);
		return csi_fail_memory(ret_error);
	}
	return CSEAL_OK;
}

cseal_status
csi_service_new(const struct cseal_trustlist_service *said,
    struct csi_service **ret_service, cseal_error **ret_error)
{
	struct csi_service *service = calloc(1, sizeof(*service));
	cseal_status st = CSEAL_OK;

	if (service == NULL)
		return csi_fail_memory(ret_error);
	service->provider = strdup(said->provider);
	service->name = strdup(said->name);
	service->certificates = sk_X509_new_null();
	service->periods =
	    calloc(said->period_count + 1, sizeof(*service->periods));
	if (service->provider == NULL || service->name == NULL ||
	    service->certificates == NULL || service->periods == NULL)
		st = csi_fail_memory(ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < said->certificate_count; i++)
		st =
		    add_certificate(service, &said->certificates[i], ret_error);
	if (st != CSEAL_OK) {
		csi_service_free(service);
		return st;
	}
	for (size_t i = 0; i < said->period_count; i++)
		service->periods[service->period_count++] =
		    period_of(&said->periods[i]);
	*ret_service = service;
	return CSEAL_OK;
}

void
csi_service_free(struct csi_service *service)
{
	if (service == NULL)
		return;
	sk_X509_pop_free(service->certificates, X509_free);
	free(service->territory);
	free(service->provider);
	free(service->name);
	free(service->periods);
	free(service);
}

/* ---- what follows from it --------------------------------------------- */

static bool
is_for(const struct csi_service_period *period, bool for_stamps)
{
	return for_stamps ? period->for_stamps : period->for_signatures;
}

bool
csi_service_is_of_use(const struct csi_service *service)
{
	for (size_t i = 0; i < service->period_count; i++) {
		if (service->periods[i].for_signatures ||
		    service->periods[i].for_stamps)
			return sk_X509_num(service->certificates) > 0;
	}
	return false;
}

bool
csi_service_has(const struct csi_service *service, const X509 *anchor)
{
	for (int i = 0; i < sk_X509_num(service->certificates); i++) {
		if (X509_cmp(sk_X509_value(service->certificates, i), anchor) ==
		    0)
			return true;
	}
	return false;
}

/* The period at a time.  Of two that begin together the one that takes the
 * trust away is believed. */
static const struct csi_service_period *
period_at(const struct csi_service *service, int64_t time)
{
	const struct csi_service_period *found = NULL;

	for (size_t i = 0; i < service->period_count; i++) {
		const struct csi_service_period *one = &service->periods[i];

		if (one->since > time)
			continue;
		if (found == NULL || one->since > found->since ||
		    (one->since == found->since && !one->is_granted))
			found = one;
	}
	return found;
}

enum csi_service_answer
csi_service_ask(
    const struct csi_service *service, int64_t time, bool for_stamps)
{
	const struct csi_service_period *period = period_at(service, time);

	if (period == NULL) {
		for (size_t i = 0; i < service->period_count; i++) {
			if (is_for(&service->periods[i], for_stamps))
				return CSI_SERVICE_NOT_YET;
		}
		return CSI_SERVICE_OTHER;
	}
	if (!is_for(period, for_stamps))
		return CSI_SERVICE_OTHER;
	if (!period->is_granted || time >= period->until)
		return CSI_SERVICE_WITHDRAWN;
	return service->is_old ? CSI_SERVICE_OLD : CSI_SERVICE_GOOD;
}

/* Indexed by answer; of a territory, a service, its provider and a time. */
static const char *const sentences[] = {
	[CSI_SERVICE_OTHER] =
	    "the trusted list of %s has the service \"%s\" of \"%s\" for "
	    "something else than this",
	[CSI_SERVICE_NOT_YET] =
	    "the trusted list of %s says that the service \"%s\" of \"%s\" was "
	    "not listed yet at %s",
	[CSI_SERVICE_WITHDRAWN] =
	    "the trusted list of %s says that the service \"%s\" of \"%s\" was "
	    "not to be trusted at %s",
	[CSI_SERVICE_OLD] =
	    "the trusted list of %s, which has the service \"%s\" of \"%s\", is "
	    "too old to be relied on: it should have been replaced",
	[CSI_SERVICE_GOOD] =
	    "trusted through the trusted list of %s: the service \"%s\" of "
	    "\"%s\"",
};

/* Replaces each %s of the sentence in turn. */
static void
fill_in(struct csi_bytes *text, const char *sentence, const char *const *words)
{
	const char *mark;

	while ((mark = strstr(sentence, "%s")) != NULL) {
		csi_bytes_add(text, sentence, (size_t)(mark - sentence));
		csi_bytes_add_text(text, *words++);
		sentence = mark + 2;
	}
	csi_bytes_add_text(text, sentence);
}

char *
csi_service_say(const struct csi_service *service,
    enum csi_service_answer answer, int64_t time)
{
	struct csi_bytes text = { 0 };
	char *when = csi_time_text(time);
	const char *const words[] = { service->territory, service->name,
		service->provider, when };

	if (when == NULL)
		return NULL;
	fill_in(&text, sentences[answer], words);
	free(when);
	return csi_bytes_take_text(&text);
}
