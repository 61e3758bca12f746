/* SPDX-License-Identifier: Apache-2.0 */
/* trustlist-said.c -- takes what a module says that a trusted list says.
 *
 * Once something was not taken, the whole list is not used: a module that
 * goes on after a "no" would leave out what takes trust away. */
#include "judge/trustlist-said.h"

#include "error.h"
#include "line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SIGNERS_MOST 4096
#define ROOM_FIRST   16

/* ETSI TS 119 612, 5.3.3 and D.5: EUlistofthelists, and those of others. */
#define TYPES_START "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/"
#define LISTS_END   "listofthelists"
#define MIME_TYPE   "application/vnd.etsi.tsl+xml" /* 5.3.13 */

/* ---- signers ---------------------------------------------------------- */

/* Room for one more: the array, perhaps elsewhere; NULL: out of memory. */
static void *
grow(void *all, size_t count, size_t *room, size_t size)
{
	size_t more = *room == 0 ? ROOM_FIRST : 2 * *room;

	if (count < *room)
		return all;
	all = realloc(all, more * size);
	if (all != NULL)
		*room = more;
	return all;
}

cseal_status
csi_trustlist_signers_add(struct csi_trustlist_signers *signers,
    struct csi_span der, const char *territory, cseal_error **ret_error)
{
	struct csi_trustlist_signer *all, *one;

	if (signers->count == SIGNERS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "there were more than %d signers of trusted lists",
		    SIGNERS_MOST);
	all = grow(signers->all, signers->count, &signers->room,
	    sizeof(*signers->all));
	if (all == NULL)
		return csi_fail_memory(ret_error);
	signers->all = all;
	one = &all[signers->count];
	memset(one, 0, sizeof(*one));
	csi_bytes_add_span(&one->der, der);
	if (one->der.failed) {
		csi_bytes_free(&one->der);
		return csi_fail_memory(ret_error);
	}
	memcpy(one->territory, territory, strlen(territory) + 1);
	signers->count++;
	return CSEAL_OK;
}

void
csi_trustlist_signers_clear(struct csi_trustlist_signers *signers)
{
	for (size_t i = 0; i < signers->count; i++)
		csi_bytes_free(&signers->all[i].der);
	free(signers->all);
	memset(signers, 0, sizeof(*signers));
}

void
csi_trustlist_clear(cseal_trustlist *list)
{
	for (size_t i = 0; i < list->count; i++)
		csi_service_free(list->services[i]);
	free(list->services);
	csi_trustlist_signers_clear(&list->signers);
	memset(list, 0, sizeof(*list));
}

/* ---- what is in what was said ------------------------------------------ */

static bool
is_text(const char *text)
{
	size_t len;

	if (text == NULL)
		return false;
	len = strnlen(text, CSEAL_TRUSTLIST_TEXT_MOST + 1);
	return len <= CSEAL_TRUSTLIST_TEXT_MOST && csi_line_is_clean(text, len);
}

static bool
is_territory(const char *text)
{
	size_t len;

	if (text == NULL)
		return false;
	len = strnlen(text, CSI_TRUSTLIST_TERRITORY + 1);
	if (len == 0 || len > CSI_TRUSTLIST_TERRITORY)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!isalnum((unsigned char)text[i]) && text[i] != '-')
			return false;
	}
	return true;
}

static bool
are_ders(const struct cseal_der *ders, size_t count)
{
	if (count > CSEAL_TRUSTLIST_CERTIFICATES_MOST ||
	    (ders == NULL && count > 0))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (ders[i].bytes == NULL || ders[i].len == 0)
			return false;
	}
	return true;
}

static bool
are_periods(const struct cseal_trustlist_period *periods, size_t count)
{
	if (periods == NULL || count == 0 ||
	    count > CSEAL_TRUSTLIST_PERIODS_MOST)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!is_text(periods[i].type) || !is_text(periods[i].status))
			return false;
	}
	return true;
}

static bool
is_of_lists(const char *type)
{
	size_t len = strlen(type), end = strlen(LISTS_END);

	return strncmp(type, TYPES_START, strlen(TYPES_START)) == 0 &&
	       len > end && strcmp(type + len - end, LISTS_END) == 0;
}

static cseal_status
refuse(cseal_trustlist *list, const char *why, cseal_error **ret_error)
{
	list->is_bad = true;
	return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
	    "a module said of a trusted list what cannot be: %s", why);
}

/* ---- what modules call -------------------------------------------------- */

cseal_status
cseal_trustlist_add_head(cseal_trustlist *list,
    const struct cseal_trustlist_head *head, cseal_error **ret_error)
{
	if (list->has_head || head == NULL || head->size < sizeof(*head))
		return refuse(list, "a second head, or none", ret_error);
	if (head->signer >= list->asked)
		return refuse(list, "a signer that was not given", ret_error);
	if (!is_text(head->type) || !is_territory(head->territory) ||
	    head->next_update < 0)
		return refuse(list, "its type, territory or times", ret_error);
	list->has_head = true;
	list->signer = head->signer;
	list->is_of_lists = is_of_lists(head->type);
	strcpy(list->territory, head->territory);
	list->next_update = head->next_update;
	return CSEAL_OK;
}

cseal_status
cseal_trustlist_add_pointer(cseal_trustlist *list,
    const struct cseal_trustlist_pointer *pointer, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	if (!list->has_head || pointer == NULL ||
	    pointer->size < sizeof(*pointer) || !is_text(pointer->type) ||
	    !is_territory(pointer->territory) || !is_text(pointer->mime_type) ||
	    !are_ders(pointer->signers, pointer->signer_count))
		return refuse(list, "a pointer to another list", ret_error);
	if (list->pointer_count++ == CSI_TRUSTLIST_POINTERS) {
		list->is_bad = true;
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a trusted list named more than %d others",
		    CSI_TRUSTLIST_POINTERS);
	}
	if (strcmp(pointer->mime_type, MIME_TYPE) != 0 ||
	    is_of_lists(pointer->type))
		return CSEAL_OK;
	for (size_t i = 0; st == CSEAL_OK && i < pointer->signer_count; i++) {
		struct csi_span der = { pointer->signers[i].bytes,
			pointer->signers[i].len };

		st = csi_trustlist_signers_add(
		    &list->signers, der, pointer->territory, ret_error);
	}
	list->is_bad = list->is_bad || st != CSEAL_OK;
	return st;
}

static cseal_status
keep(cseal_trustlist *list, struct csi_service *take_service,
    cseal_error **ret_error)
{
	struct csi_service **all;

	take_service->territory = strdup(list->territory);
	if (take_service->territory == NULL ||
	    (all = grow(list->services, list->count, &list->room,
		 sizeof(*list->services))) == NULL) {
		csi_service_free(take_service);
		return csi_fail_memory(ret_error);
	}
	list->services = all;
	list->services[list->count++] = take_service;
	return CSEAL_OK;
}

cseal_status
cseal_trustlist_add_service(cseal_trustlist *list,
    const struct cseal_trustlist_service *service, cseal_error **ret_error)
{
	struct csi_service *copy;
	cseal_status st;

	if (!list->has_head || service == NULL ||
	    service->size < sizeof(*service) || !is_text(service->provider) ||
	    !is_text(service->name) ||
	    !are_ders(service->certificates, service->certificate_count) ||
	    !are_periods(service->periods, service->period_count))
		return refuse(list, "a service", ret_error);
	if (list->service_count++ == CSI_TRUSTLIST_SERVICES) {
		list->is_bad = true;
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a trusted list had more than %d services",
		    CSI_TRUSTLIST_SERVICES);
	}
	st = csi_service_new(service, &copy, ret_error);
	if (st == CSEAL_OK && !csi_service_is_of_use(copy))
		csi_service_free(copy);
	else if (st == CSEAL_OK)
		st = keep(list, copy, ret_error);
	list->is_bad = list->is_bad || st != CSEAL_OK;
	return st;
}
