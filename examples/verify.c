/* SPDX-License-Identifier: Apache-2.0 */
/* verify.c -- judges the signatures of a PDF.
 *
 *     verify FILE.pdf [TRUST]...
 *
 * TRUST is a file or a folder of trust anchors.  The exit code is 0 if the
 * document is valid, 1 if it is not or nobody can tell, 2 if it failed. */
#include <counterseal/counterseal.h>
#include <stdio.h>
#include <string.h>

static void
print(const cseal_report *report)
{
	printf("%s\n", cseal_report_verdict(report));
	for (size_t i = 0; i < cseal_report_problem_count(report); i++)
		printf("- %s\n", cseal_report_problem(report, i));
	for (size_t i = 0; i < cseal_report_count(report); i++) {
		const struct cseal_report_signature *signature =
		    cseal_report_at(report, i);

		printf("%s: %s, by %s\n", signature->field, signature->verdict,
		    signature->subject != NULL ? signature->subject : "?");
		for (size_t k = 0; k < signature->reason_count; k++)
			printf("  - %s\n", signature->reasons[k]);
	}
}

int
main(int argc, char **argv)
{
	struct cseal_report_options wish = { .size = sizeof(wish) };
	cseal_document *document = NULL;
	cseal_report *report = NULL;
	cseal_error *error = NULL;
	cseal_status st;
	bool is_valid = false;

	if (argc < 2)
		return 2;
	wish.trust = (const char *const *)argv + 2;
	wish.trust_count = (size_t)argc - 2;
	st = cseal_document_open_file(argv[1], &document, &error);
	if (st == CSEAL_OK)
		st = cseal_report_new(document, &wish, &report, &error);
	if (st == CSEAL_OK) {
		print(report);
		is_valid = strcmp(cseal_report_verdict(report), "valid") == 0;
	} else {
		fprintf(stderr, "%s\n%s\n", cseal_status_text(st),
		    cseal_error_text(error));
	}
	cseal_error_free(error);
	cseal_report_free(report);
	cseal_document_free(document);
	if (st != CSEAL_OK)
		return 2;
	return is_valid ? 0 : 1;
}
