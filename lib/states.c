/* SPDX-License-Identifier: Apache-2.0 */
/* states.c -- certificates of states that issue travel documents, from files
 * and folders. */
#include "states.h"

#include "error.h"
#include "file.h"
#include "folder.h"

#include <stdlib.h>
#include <sys/stat.h>

static cseal_status
add_file(
    csi_csca *csca, const char *path, size_t *count, cseal_error **ret_error)
{
	struct csi_bytes bytes = { 0 };
	size_t more = 0;
	cseal_status st;

	st = csi_file_read(path, CSI_CSCA_BYTES_MOST, &bytes, ret_error);
	if (st == CSEAL_OK)
		st = csi_csca_add(
		    csca, csi_bytes_span(&bytes), &more, ret_error);
	csi_bytes_free(&bytes);
	*count += more;
	return st;
}

static bool
is_kind(const char *path, mode_t kind)
{
	struct stat meta;

	return stat(path, &meta) == 0 && (meta.st_mode & S_IFMT) == kind;
}

static cseal_status
add_folder(
    csi_csca *csca, const char *path, size_t *count, cseal_error **ret_error)
{
	struct csi_folder folder = { 0 };
	cseal_status st;

	st = csi_folder_read(path, "", CSI_CSCA_FILES_MOST, &folder, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < folder.count; i++) {
		char *file = csi_folder_path(path, folder.names[i]);

		if (file == NULL)
			st = csi_fail_memory(ret_error);
		else if (is_kind(file, S_IFREG))
			st = add_file(csca, file, count, ret_error);
		free(file);
	}
	csi_folder_free(&folder);
	return st;
}

static cseal_status
add_path(csi_csca *csca, const char *path, cseal_error **ret_error)
{
	size_t count = 0;
	cseal_status st;

	if (is_kind(path, S_IFDIR))
		st = add_folder(csca, path, &count, ret_error);
	else
		st = add_file(csca, path, &count, ret_error);
	if (st == CSEAL_OK && count == 0)
		return cseal_fail(ret_error, CSEAL_SETUP_TRUST,
		    "there was no certificate and no master list in it");
	return st;
}

/* Whatever was wrong, the trust settings are what to look at. */
static cseal_status
explain(cseal_status st, const char *path, cseal_error *take_why,
    cseal_error **ret_error)
{
	if (st == CSEAL_FAULT_MEMORY)
		st = csi_fail_memory(ret_error);
	else if (st != CSEAL_OK)
		st = cseal_fail(ret_error, CSEAL_SETUP_TRUST,
		    "could not take certificates of states from %s: %s", path,
		    cseal_error_text(take_why));
	cseal_error_free(take_why);
	return st;
}

cseal_status
csi_states_load(const char *const *paths, size_t count, csi_csca **ret_csca,
    cseal_error **ret_error)
{
	cseal_error *why = NULL;
	csi_csca *csca = NULL;
	const char *path = "nothing";
	cseal_status st;

	st = csi_csca_new(&csca, &why);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		path = paths[i];
		st = add_path(csca, path, &why);
	}
	if (st == CSEAL_OK) {
		path = "all that was given";
		st = csi_csca_check(csca, &why);
	}
	if (st != CSEAL_OK) {
		csi_csca_free(csca);
		return explain(st, path, why, ret_error);
	}
	*ret_csca = csca;
	return CSEAL_OK;
}
