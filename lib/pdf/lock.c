/* SPDX-License-Identifier: Apache-2.0 */
/* lock.c -- what a signature forbids from then on. */
#include "lock.h"

#include "error.h"
#include "text.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

static const char *const action_names[] = {
	[CSI_PDF_LOCK_ALL] = "All",
	[CSI_PDF_LOCK_INCLUDE] = "Include",
	[CSI_PDF_LOCK_EXCLUDE] = "Exclude",
};

/* ---- reading -------------------------------------------------------- */

void
csi_pdf_lock_clear(struct csi_pdf_lock *lock)
{
	for (size_t i = 0; lock->owned != NULL && i < lock->count; i++)
		free(lock->owned[i]);
	free(lock->owned);
	memset(lock, 0, sizeof(*lock));
}

static cseal_status
read_names(csi_pdf_reader *reader, const struct csi_pdf_value *names,
    struct csi_pdf_lock *lock, cseal_error **ret_error)
{
	size_t count = names->as.array.count;

	if (count > CSI_PDF_LOCK_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a lock named more than %d fields", CSI_PDF_LOCK_MOST);
	lock->owned = calloc(count + 1, sizeof(*lock->owned));
	if (lock->owned == NULL)
		return csi_fail_memory(ret_error);
	lock->fields = (const char *const *)lock->owned;
	for (size_t i = 0; i < count; i++) {
		const struct csi_pdf_value *name;
		struct csi_bytes text = { 0 };
		cseal_status st;

		st = csi_pdf_resolve(
		    reader, &names->as.array.items[i], &name, ret_error);
		if (st != CSEAL_OK)
			return st;
		if (name->type != CSI_PDF_STRING)
			continue;
		csi_pdf_text_to_utf8(&text, name->as.text);
		lock->owned[lock->count] = csi_bytes_take_text(&text);
		if (lock->owned[lock->count] == NULL)
			return csi_fail_memory(ret_error);
		lock->count++;
	}
	return CSEAL_OK;
}

static cseal_status
read_lock(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_pdf_lock *lock, cseal_error **ret_error)
{
	const struct csi_pdf_value *action, *names, *allowed;
	int64_t level;
	cseal_status st;

	st = csi_pdf_get(reader, dict, "Action", &action, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, dict, "Fields", &names, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(reader, dict, "P", &allowed, ret_error);
	if (st != CSEAL_OK)
		return st;
	for (int i = CSI_PDF_LOCK_ALL; i <= CSI_PDF_LOCK_EXCLUDE; i++) {
		if (csi_pdf_is_name(action, action_names[i]))
			lock->action = (enum csi_pdf_lock_action)i;
	}
	if (lock->action == CSI_PDF_LOCK_NONE)
		return cseal_fail(ret_error, CSEAL_REFUSED_DAMAGED,
		    "the lock of the field had no /Action");
	if (csi_pdf_as_integer(allowed, 1, 3, &level))
		lock->allowed = (int)level;
	if (lock->action == CSI_PDF_LOCK_ALL || names->type != CSI_PDF_ARRAY)
		return CSEAL_OK;
	return read_names(reader, names, lock, ret_error);
}

cseal_status
csi_pdf_lock_read(csi_pdf_reader *reader, const struct csi_pdf_value *dict,
    struct csi_pdf_lock *ret_lock, cseal_error **ret_error)
{
	struct csi_pdf_lock lock = { CSI_PDF_LOCK_NONE, 0, NULL, 0, NULL };
	cseal_status st = CSEAL_OK;

	if (dict->type == CSI_PDF_DICT)
		st = read_lock(reader, dict, &lock, ret_error);
	if (st != CSEAL_OK) {
		csi_pdf_lock_clear(&lock);
		return st;
	}
	*ret_lock = lock;
	return CSEAL_OK;
}

/* ---- writing -------------------------------------------------------- */

static bool
write_entries(struct csi_bytes *out, const struct csi_pdf_lock *lock)
{
	bool ok = true;

	csi_bytes_print(out, "/Action /%s", action_names[lock->action]);
	if (lock->action != CSI_PDF_LOCK_ALL) {
		csi_bytes_add_text(out, " /Fields [");
		for (size_t i = 0; i < lock->count; i++)
			ok &= csi_pdf_write_text(out, lock->fields[i]);
		csi_bytes_add_u8(out, ']');
	}
	if (lock->allowed != 0)
		csi_bytes_print(out, " /P %d", lock->allowed);
	return ok;
}

bool
csi_pdf_lock_write(struct csi_bytes *out, const struct csi_pdf_lock *lock)
{
	bool ok;

	csi_bytes_add_text(out, "<</Type /SigFieldLock ");
	ok = write_entries(out, lock);
	csi_bytes_add_text(out, ">>");
	return ok;
}

/* Certification first: some readers look at the first one only. */
bool
csi_pdf_write_references(struct csi_bytes *out, int certify,
    const struct csi_pdf_lock *lock, struct csi_pdf_ref catalog)
{
	bool ok = true;

	if (certify == 0 && lock->action == CSI_PDF_LOCK_NONE)
		return true;
	csi_bytes_add_text(out, "\n/Reference [");
	if (certify != 0)
		csi_bytes_print(out,
		    "<</Type /SigRef /TransformMethod /DocMDP /TransformParams "
		    "<</Type /TransformParams /P %d /V /1.2>>>>",
		    certify);
	if (lock->action != CSI_PDF_LOCK_NONE) {
		csi_bytes_add_text(
		    out, "<</Type /SigRef /TransformMethod /FieldMDP /Data ");
		csi_pdf_write_ref(out, catalog);
		csi_bytes_add_text(
		    out, " /TransformParams <</Type /TransformParams ");
		ok = write_entries(out, lock);
		csi_bytes_add_text(out, " /V /1.2>>>>");
	}
	csi_bytes_add_u8(out, ']');
	return ok;
}
