/* SPDX-License-Identifier: Apache-2.0 */
/* mend.c -- documents opened and saved; those that are damaged are repaired on
 * request, and told of. */
#include "mend.h"

/* A minute is much for any document that a counter has. */
#define REPAIR_MS 60000

cseal_status
cli_open_pdf(struct cli *cli, const char *path, cseal_document **ret_document)
{
	cseal_document *document;
	cseal_status st;

	st = cseal_document_open_file(path, &document, &cli->error);
	if (st != CSEAL_OK)
		return st;
	st = cli_unlock(cli, path, document);
	if (st != CSEAL_OK) {
		cseal_document_free(document);
		return st;
	}
	*ret_document = document;
	return CSEAL_OK;
}

cseal_status
cli_open_document(struct cli *cli, const char *path, bool repair,
    cseal_document **ret_document, bool *ret_repaired)
{
	cseal_document *document;
	cseal_status st;

	*ret_repaired = false;
	st = cli_open_pdf(cli, path, &document);
	if (st != CSEAL_OK)
		return st;
	if (repair)
		st = cli_context(cli);
	if (repair && st == CSEAL_OK)
		st = cseal_document_repair(cli->context, document, REPAIR_MS,
		    cli->cancel, ret_repaired, &cli->error);
	if (st != CSEAL_OK) {
		cseal_document_free(document);
		return st;
	}
	*ret_document = document;
	return CSEAL_OK;
}

cseal_status
cli_save_document(struct cli *cli, cseal_document *document, const char *path,
    uint64_t *ret_len)
{
	cseal_document_bytes(document, ret_len);
	return cseal_document_save_file(document, path, &cli->error);
}

void
cli_tell_mended(struct cli *cli, const char *path,
    const cseal_document *document, bool repaired)
{
	bool damaged = cseal_document_was_damaged(document);

	cli_put(cli, "damaged", json_boolean(damaged || repaired));
	cli_put(cli, "repaired", json_boolean(repaired));
	if (cli->json)
		return;
	if (repaired)
		printf(_("%s was damaged and repaired: the result is a new "
			 "file, which does not begin with its bytes\n"),
		    path);
	else if (damaged)
		printf(_("%s has a damaged cross-reference table: a complete "
			 "one was added\n"),
		    path);
}
