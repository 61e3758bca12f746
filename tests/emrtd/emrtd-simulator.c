/* SPDX-License-Identifier: Apache-2.0 */
/* emrtd-simulator.c -- a travel document of nobody in the reader of vpcd, for
 * scripts.
 *
 *	emrtd-simulator FOLDER [--pace P.C.D] [--bits N]
 *
 * Writes csca.pem, the state's certificate, zone and can into the folder, puts
 * the document on, says "ready", and takes it away when its input ends. */
#include "document.h"
#include "vpcd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
write_text(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
		exit(1);
}

static void
serve(const struct document_how *how, const struct vpcd_how *link)
{
	struct document document;
	struct issuer state;
	struct vpcd *vpcd;
	struct chip chip;

	issuer_make(&state, "NL");
	if (cred_write_pem("csca.pem", NULL, NULL, &state.csca, 1) != 0)
		exit(1);
	write_text("zone", DOCUMENT_ZONE);
	write_text("can", DOCUMENT_CAN);
	document_make(&document, &state, how);
	chip_init(&chip, &document.model);
	vpcd = vpcd_insert(&chip, link);
	if (vpcd == NULL)
		exit(1);
	puts("ready");
	fflush(stdout);
	while (getchar() != EOF)
		continue;
	vpcd_remove(vpcd);
	chip_clear(&chip);
	document_free(&document);
	issuer_free(&state);
}

int
main(int argc, char **argv)
{
	struct document_how how = {
		.has_bac = true, .has_details = true, .portrait_len = 20088
	};
	struct vpcd_how link = { .delay_ms = 0 };
	struct chip_way *way = &how.ways[0];

	if (argc < 2 || chdir(argv[1]) != 0)
		return 2;
	for (int i = 2; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--bits") == 0)
			link.bits_per_second = strtoul(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--pace") != 0 ||
			 sscanf(argv[i + 1], "%u.%u.%u", &way->protocol,
			     &way->cipher, &way->parameter) != 3)
			return 2;
	}
	serve(&how, &link);
	return 0;
}
