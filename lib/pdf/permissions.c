/* SPDX-License-Identifier: Apache-2.0 */
/* permissions.c -- what a signature says may be changed after it. */
#include "pdf/changes-inside.h"

#include "error.h"
#include "pdf/signature.h"

#include <stdlib.h>
#include <string.h>

/* References of one signature that are looked at. */
#define REFERENCES_MOST 64

static void
allow_no_more_than(struct csi_pdf_judge *judge, int level)
{
	if (judge->docmdp == 0 || level < judge->docmdp)
		judge->docmdp = level;
}

static cseal_status
get(const struct csi_pdf_judge *judge, const struct csi_pdf_value *dict,
    const char *key, const struct csi_pdf_value **ret_value)
{
	return csi_pdf_get(
	    judge->delta.before, dict, key, ret_value, judge->ret_error);
}

/* A lock that says nothing that is known locks everything. */
static cseal_status
add_lock(struct csi_pdf_judge *judge, const struct csi_pdf_value *dict)
{
	struct csi_pdf_lock *locks;
	struct csi_pdf_lock lock = { CSI_PDF_LOCK_NONE, 0, NULL, 0, NULL };
	cseal_error *error = NULL;
	cseal_status st;

	st = csi_pdf_lock_read(judge->delta.before, dict, &lock, &error);
	if (st != CSEAL_OK &&
	    cseal_status_class_of(st) != CSEAL_CLASS_REFUSED) {
		if (judge->ret_error != NULL)
			*judge->ret_error = error;
		else
			cseal_error_free(error);
		return st;
	}
	cseal_error_free(error);
	if (lock.action == CSI_PDF_LOCK_NONE)
		lock.action = CSI_PDF_LOCK_ALL;
	locks =
	    reallocarray(judge->locks, judge->lock_count + 1, sizeof(*locks));
	if (locks == NULL) {
		csi_pdf_lock_clear(&lock);
		return csi_fail_memory(judge->ret_error);
	}
	judge->locks = locks;
	judge->locks[judge->lock_count++] = lock;
	if (lock.allowed != 0)
		allow_no_more_than(judge, lock.allowed);
	return CSEAL_OK;
}

/* P of the transform parameters, 2 where they do not say (Table 254). */
static cseal_status
read_reference(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *reference, bool with_fields)
{
	const struct csi_pdf_value *method, *params, *p;
	int64_t level = 2;
	cseal_status st;

	st = get(judge, reference, "TransformMethod", &method);
	if (st == CSEAL_OK)
		st = get(judge, reference, "TransformParams", &params);
	if (st != CSEAL_OK)
		return st;
	if (csi_pdf_is_name(method, "FieldMDP") && with_fields)
		return add_lock(judge, params);
	if (!csi_pdf_is_name(method, "DocMDP"))
		return CSEAL_OK;
	st = get(judge, params, "P", &p);
	if (st != CSEAL_OK)
		return st;
	csi_pdf_as_integer(p, 1, 3, &level);
	allow_no_more_than(judge, (int)level);
	return CSEAL_OK;
}

static cseal_status
read_references(struct csi_pdf_judge *judge, const struct csi_pdf_value *value,
    bool with_fields)
{
	const struct csi_pdf_value *list, *reference;
	cseal_status st;

	st = get(judge, value, "Reference", &list);
	if (st != CSEAL_OK || list->type != CSI_PDF_ARRAY)
		return st;
	if (list->as.array.count > REFERENCES_MOST)
		return cseal_fail(judge->ret_error, CSEAL_REFUSED_LIMIT,
		    "a signature had more than %d references", REFERENCES_MOST);
	for (size_t i = 0; st == CSEAL_OK && i < list->as.array.count; i++) {
		st = csi_pdf_resolve(judge->delta.before,
		    &list->as.array.items[i], &reference, judge->ret_error);
		if (st == CSEAL_OK && reference->type == CSI_PDF_DICT)
			st = read_reference(judge, reference, with_fields);
	}
	return st;
}

/* The catalogue's certification counts for every signature after it. */
static cseal_status
read_certification(struct csi_pdf_judge *judge)
{
	const struct csi_pdf_value *catalog, *perms, *cert;
	struct csi_pdf_ref ref;
	cseal_status st;

	st = csi_pdf_catalog(
	    judge->delta.before, &catalog, &ref, judge->ret_error);
	if (st == CSEAL_OK)
		st = get(judge, catalog, "Perms", &perms);
	if (st != CSEAL_OK || perms->type != CSI_PDF_DICT)
		return st;
	st = get(judge, perms, "DocMDP", &cert);
	if (st != CSEAL_OK || cert->type != CSI_PDF_DICT)
		return st;
	st = read_references(judge, cert, false);
	if (st == CSEAL_OK && judge->docmdp == 0)
		judge->docmdp = 2;
	return st;
}

/* The lock that the form's author put on the field counts also where the
 * signer did not repeat it (Table 233). */
static cseal_status
read_field(struct csi_pdf_judge *judge, const struct csi_pdf_value *value)
{
	const struct csi_pdf_value *field, *lock;
	struct csi_pdf_signature *list;
	size_t count, i = 0;
	uint32_t number = 0;
	cseal_status st;

	st = csi_pdf_signatures(
	    judge->delta.before, &list, &count, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	while (i < count && (list[i].value == NULL ||
				list[i].value->source.at != value->source.at))
		i++;
	if (i < count)
		number = list[i].field_ref.number;
	csi_pdf_signatures_free(list, count);
	if (i == count)
		return csi_pdf_forbid(judge,
		    "The signature was put into a field only after it was "
		    "made",
		    0);
	if (number == 0)
		return CSEAL_OK;
	st = csi_pdf_load_newest(
	    judge->delta.before, number, &field, judge->ret_error);
	if (st == CSEAL_OK)
		st = get(judge, field, "Lock", &lock);
	if (st != CSEAL_OK || lock->type != CSI_PDF_DICT)
		return st;
	return add_lock(judge, lock);
}

cseal_status
csi_pdf_read_permissions(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *value)
{
	cseal_status st = read_certification(judge);

	if (st == CSEAL_OK)
		st = read_references(judge, value, true);
	if (st == CSEAL_OK)
		st = read_field(judge, value);
	return st;
}

void
csi_pdf_permissions_clear(struct csi_pdf_judge *judge)
{
	for (size_t i = 0; i < judge->lock_count; i++)
		csi_pdf_lock_clear(&judge->locks[i]);
	free(judge->locks);
	judge->locks = NULL;
	judge->lock_count = 0;
}

/* "a" locks "a" and "a.b", and not "ab". */
static bool
is_named(const struct csi_pdf_lock *lock, const char *name)
{
	for (size_t i = 0; i < lock->count; i++) {
		size_t len = strlen(lock->fields[i]);

		if (strncmp(lock->fields[i], name, len) == 0 &&
		    (name[len] == '\0' || name[len] == '.'))
			return true;
	}
	return false;
}

bool
csi_pdf_is_locked(const struct csi_pdf_judge *judge, const char *name)
{
	for (size_t i = 0; i < judge->lock_count; i++) {
		const struct csi_pdf_lock *lock = &judge->locks[i];

		if (lock->action == CSI_PDF_LOCK_ALL ||
		    (lock->action == CSI_PDF_LOCK_INCLUDE &&
			is_named(lock, name)) ||
		    (lock->action == CSI_PDF_LOCK_EXCLUDE &&
			!is_named(lock, name)))
			return true;
	}
	return false;
}
