/* SPDX-License-Identifier: Apache-2.0 */
/* seal.c -- seals a PDF, with a picture of the seal on its last page.
 *
 *     seal IN.pdf OUT.pdf URI SEAL.png|SEAL.pdf
 *
 * URI names the signer: pkcs11:token=hall;object=seal or file:/path/hall.p12.
 * The PIN is the first line of standard input. */
#include <counterseal/counterseal.h>
#include <stdio.h>
#include <stdlib.h>

#define PICTURE_MOST (1 << 20)

static size_t
read_picture(const char *path, char *picture)
{
	FILE *file = fopen(path, "rb");
	size_t len = 0;

	if (file != NULL) {
		len = fread(picture, 1, PICTURE_MOST, file);
		fclose(file);
	}
	return len;
}

static cseal_status
seal(char **argv, char *picture, cseal_error **ret_error)
{
	const struct cseal_place place = { CSEAL_PAGE_LAST, 120000, 220000,
		40000, 40000 };
	struct cseal_signer_options how = { .size = sizeof(how),
		.pin = cseal_pin_from_fd };
	size_t len = read_picture(argv[4], picture);
	struct cseal_seal seal =
	    cseal_seal_at(place, cseal_look_image(picture, len), NULL);
	cseal_context *context = NULL;
	cseal_document *document = NULL;
	cseal_signer *signer = NULL;
	cseal_status st;

	st = cseal_context_new(NULL, &context, ret_error);
	if (st == CSEAL_OK)
		st = cseal_document_open_file(argv[1], &document, ret_error);
	if (st == CSEAL_OK)
		st = cseal_signer_open(
		    context, argv[3], &how, 60000, NULL, &signer, ret_error);
	if (st == CSEAL_OK)
		st = cseal_document_seal(
		    context, document, signer, &seal, 60000, NULL, ret_error);
	if (st == CSEAL_OK)
		st = cseal_document_save_file(document, argv[2], ret_error);
	cseal_signer_free(signer);
	cseal_document_free(document);
	cseal_context_unref(context);
	return st;
}

int
main(int argc, char **argv)
{
	cseal_error *error = NULL;
	cseal_status st;
	char *picture;

	picture = malloc(PICTURE_MOST);
	if (argc != 5 || picture == NULL)
		return 2;
	st = seal(argv, picture, &error);
	if (st != CSEAL_OK)
		fprintf(stderr, "%s\n%s\n", cseal_status_text(st),
		    cseal_error_text(error));
	cseal_error_free(error);
	free(picture);
	return st != CSEAL_OK;
}
