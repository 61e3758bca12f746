/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.c -- the raw files that a reader read from an identity document. */
#include "evidence.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

struct file {
	char name[CSI_EVIDENCE_NAME_MOST + 1];
	uint8_t *bytes;
	size_t len;
};

struct cseal_evidence {
	struct file files[CSI_EVIDENCE_FILES_MOST];
	size_t count;
	size_t total;
};

cseal_status
csi_evidence_new(cseal_evidence **ret_evidence, cseal_error **ret_error)
{
	cseal_evidence *evidence = calloc(1, sizeof(*evidence));

	if (evidence == NULL)
		return csi_fail_memory(ret_error);
	*ret_evidence = evidence;
	return CSEAL_OK;
}

static bool
is_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";
	size_t len;

	if (name == NULL)
		return false;
	len = strnlen(name, CSI_EVIDENCE_NAME_MOST + 1);
	return len != 0 && len <= CSI_EVIDENCE_NAME_MOST &&
	       strspn(name, allowed) == len;
}

static cseal_status
check_file(const cseal_evidence *evidence, const char *name, const void *bytes,
    size_t len, cseal_error **ret_error)
{
	struct csi_span twin;

	if (!is_name(name))
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "a reader gave a file whose name is not one");
	if (bytes == NULL && len != 0)
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "a reader gave %s without its %zu bytes", name, len);
	if (csi_evidence_find(evidence, name, &twin))
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "a reader gave %s twice", name);
	if (evidence->count == CSI_EVIDENCE_FILES_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a reader gave more than %d files",
		    CSI_EVIDENCE_FILES_MOST);
	if (len > CSI_EVIDENCE_BYTES_MOST - evidence->total)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a reader gave more than %lu bytes",
		    (unsigned long)CSI_EVIDENCE_BYTES_MOST);
	return CSEAL_OK;
}

cseal_status
cseal_evidence_add(cseal_evidence *evidence, const char *name,
    const void *bytes, size_t len, cseal_error **ret_error)
{
	struct file *file;
	cseal_status st;

	st = check_file(evidence, name, bytes, len, ret_error);
	if (st != CSEAL_OK)
		return st;
	file = &evidence->files[evidence->count];
	file->bytes = malloc(len + 1); /* an empty file has an address, too */
	if (file->bytes == NULL)
		return csi_fail_memory(ret_error);
	if (len != 0)
		memcpy(file->bytes, bytes, len);
	file->len = len;
	memcpy(file->name, name, strlen(name) + 1);
	evidence->count++;
	evidence->total += len;
	return CSEAL_OK;
}

size_t
csi_evidence_count(const cseal_evidence *evidence)
{
	return evidence->count;
}

const char *
csi_evidence_name(const cseal_evidence *evidence, size_t i)
{
	return i < evidence->count ? evidence->files[i].name : NULL;
}

bool
csi_evidence_find(
    const cseal_evidence *evidence, const char *name, struct csi_span *ret_file)
{
	for (size_t i = 0; i < evidence->count; i++) {
		const struct file *file = &evidence->files[i];

		if (strcmp(file->name, name) == 0) {
			ret_file->at = file->bytes;
			ret_file->len = file->len;
			return true;
		}
	}
	return false;
}

void
csi_evidence_free(cseal_evidence *evidence)
{
	if (evidence == NULL)
		return;
	for (size_t i = 0; i < evidence->count; i++) {
		struct file *file = &evidence->files[i];

		explicit_bzero(file->bytes, file->len);
		free(file->bytes);
	}
	explicit_bzero(evidence, sizeof(*evidence));
	free(evidence);
}
