/* SPDX-License-Identifier: Apache-2.0 */
/* ink-seal.c -- signatures that are sealed for an escrow. */
#include "ink-seal.h"

#include "ink-file.h"
#include "mend.h"

#include <string.h>

#define EXIT_NOT_VALID 7

static cseal_status
add_file(struct cli *cli, cseal_escrow *escrow, const char *path)
{
	cseal_status st;
	void *bytes;
	size_t len;

	st = cli_read_file(cli, path, &bytes, &len);
	if (st != CSEAL_OK)
		return st;
	st = cseal_escrow_add(escrow, bytes, len, &cli->error);
	cli_bytes_free(bytes, len);
	if (st != CSEAL_OK)
		return cli_fail(cli, st,
		    _("nothing can be sealed for the certificates in %s"),
		    path);
	return CSEAL_OK;
}

cseal_status
cli_read_escrow(
    struct cli *cli, const struct cli_list *files, cseal_escrow **ret_escrow)
{
	cseal_escrow *escrow = NULL;
	cseal_status st;

	*ret_escrow = NULL;
	if (files->count == 0)
		return CSEAL_OK;
	st = cseal_escrow_new(&escrow, &cli->error);
	for (size_t i = 0; st == CSEAL_OK && i < files->count; i++)
		st = add_file(cli, escrow, files->at[i]);
	if (st != CSEAL_OK) {
		cseal_escrow_free(escrow);
		return st;
	}
	*ret_escrow = escrow;
	return CSEAL_OK;
}

cseal_status
cli_open_bound(struct cli *cli, const char *path, cseal_document **ret_document)
{
	*ret_document = NULL;
	return path != NULL ? cli_open_pdf(cli, path, ret_document) : CSEAL_OK;
}

cseal_status
cli_bind_ink(struct cli *cli, cseal_ink *ink, const cseal_document *document)
{
	const void *bytes;
	uint64_t len;

	if (document == NULL)
		return CSEAL_OK;
	bytes = cseal_document_bytes(document, &len);
	return cseal_ink_bind(ink, bytes, (size_t)len, &cli->error);
}

cseal_status
cli_check_bound(struct cli *cli, const cseal_ink *ink, const char *path)
{
	cseal_document *document;
	const void *bytes;
	cseal_status st;
	uint64_t len;

	if (path == NULL)
		return CSEAL_OK;
	st = cli_open_pdf(cli, path, &document);
	if (st != CSEAL_OK)
		return st;
	bytes = cseal_document_bytes(document, &len);
	st = cseal_ink_check_document(ink, bytes, (size_t)len, &cli->error);
	cseal_document_free(document);
	cli_put(cli, "fits", json_boolean(st == CSEAL_OK));
	if (st == CSEAL_REFUSED_INPUT)
		cli->exit_code = EXIT_NOT_VALID;
	else if (st == CSEAL_OK && !cli->json)
		printf(_("It was written for %s.\n"), path);
	return st;
}

static void
tell_recipients(struct cli *cli, const cseal_escrow *escrow)
{
	json_t *array = json_array();

	for (size_t i = 0; i < cseal_escrow_count(escrow); i++) {
		const char *subject = cseal_escrow_subject(escrow, i);

		if (cli->json)
			cli_append(cli, array, cli_text(subject));
		else
			printf(_("Only this one can open it: %s\n"), subject);
	}
	cli_put(cli, "sealed_for", array);
}

static cseal_status
write_sealed(struct cli *cli, cseal_ink *ink, const cseal_escrow *escrow,
    const char *path)
{
	const void *bytes;
	cseal_status st;
	size_t len;

	st = cseal_ink_seal(ink, escrow, &bytes, &len, &cli->error);
	if (st == CSEAL_OK)
		st = cli_write_file(cli, path, bytes, len);
	if (st != CSEAL_OK)
		return st;
	cli_tell_ink(cli, ink, path, len);
	tell_recipients(cli, escrow);
	return CSEAL_OK;
}

static cseal_status
write_inkml(struct cli *cli, cseal_ink *ink, const char *path)
{
	const void *bytes;
	cseal_status st;
	size_t len;

	st = cseal_ink_inkml(ink, &bytes, &len, &cli->error);
	if (st == CSEAL_OK)
		st = cli_write_file(cli, path, bytes, len);
	if (st == CSEAL_OK)
		cli_tell_ink(cli, ink, path, len);
	return st;
}

cseal_status
cli_write_ink_for(struct cli *cli, cseal_ink *ink, const cseal_escrow *escrow,
    const char *format, const char *path)
{
	if (escrow != NULL)
		return write_sealed(cli, ink, escrow, path);
	if (strcmp(format, "inkml") == 0)
		return write_inkml(cli, ink, path);
	return cli_write_ink(cli, ink, path);
}
