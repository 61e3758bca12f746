/* SPDX-License-Identifier: Apache-2.0 */
/* test-evidence.c -- proves lib/evidence.c. */
#include "evidence.h"

#include "error.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
files_are_found_by_name(void)
{
	cseal_evidence *evidence = NULL;
	struct csi_span file = { NULL, 7 };
	char bytes[] = "text";

	OK(csi_evidence_new(&evidence, NULL) == CSEAL_OK);
	OK(csi_evidence_count(evidence) == 0);
	OK(!csi_evidence_find(evidence, CSEAL_FILE_SDT_TEXT, &file));
	OK(file.len == 7);
	OK(cseal_evidence_add(evidence, CSEAL_FILE_SDT_TEXT, bytes, 4, NULL) ==
	    CSEAL_OK);
	OK(cseal_evidence_add(evidence, CSEAL_FILE_SDT_PHOTO, NULL, 0, NULL) ==
	    CSEAL_OK);
	memset(bytes, 0, 4); /* it was copied */
	OK(csi_evidence_find(evidence, CSEAL_FILE_SDT_TEXT, &file));
	OK(csi_span_is(file, "text"));
	OK(csi_evidence_find(evidence, CSEAL_FILE_SDT_PHOTO, &file));
	OK(file.len == 0 && file.at != NULL);
	OK(csi_evidence_count(evidence) == 2);
	OK(strcmp(csi_evidence_name(evidence, 1), CSEAL_FILE_SDT_PHOTO) == 0);
	OK(csi_evidence_name(evidence, 2) == NULL);
	csi_evidence_free(evidence);
	csi_evidence_free(NULL);
}

static void
names_that_are_none_and_twins_are_the_modules_fault(void)
{
	static const char *const bad[] = { "", "a b", "a/b", "..\\x",
		"\xe5\xbc\xa0", "a\n",
		"a-name-that-is-far-too-long-for-a-file" };
	cseal_evidence *evidence = NULL;
	cseal_error *error = NULL;

	OK(csi_evidence_new(&evidence, NULL) == CSEAL_OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		OKF(cseal_evidence_add(evidence, bad[i], "x", 1, NULL) ==
			CSEAL_FAULT_MODULE,
		    "name number %zu", i);
	OK(cseal_evidence_add(evidence, NULL, "x", 1, NULL) ==
	    CSEAL_FAULT_MODULE);
	OK(cseal_evidence_add(evidence, "EF.COM", "x", 1, NULL) == CSEAL_OK);
	OK(cseal_evidence_add(evidence, "EF.COM", "x", 1, &error) ==
	    CSEAL_FAULT_MODULE);
	OK(cseal_evidence_add(evidence, "EF.SOD", NULL, 1, NULL) ==
	    CSEAL_FAULT_MODULE);
	OK(csi_evidence_count(evidence) == 1);
	cseal_error_free(error);
	csi_evidence_free(evidence);
}

static void
number_and_size_have_limits(void)
{
	uint8_t *much = calloc(1, CSI_EVIDENCE_BYTES_MOST);
	cseal_evidence *evidence = NULL;
	bool is_right = true;
	char name[16];

	OK(csi_evidence_new(&evidence, NULL) == CSEAL_OK);
	OK(cseal_evidence_add(evidence, "big", much,
	       CSI_EVIDENCE_BYTES_MOST - 1, NULL) == CSEAL_OK);
	OK(cseal_evidence_add(evidence, "two", much, 2, NULL) ==
	    CSEAL_REFUSED_LIMIT);
	OK(cseal_evidence_add(evidence, "max", much, SIZE_MAX, NULL) ==
	    CSEAL_REFUSED_LIMIT);
	for (int i = 1; i < CSI_EVIDENCE_FILES_MOST; i++) {
		snprintf(name, sizeof(name), "file%d", i);
		if (cseal_evidence_add(evidence, name, NULL, 0, NULL) !=
		    CSEAL_OK)
			is_right = false;
	}
	OK(is_right);
	OK(cseal_evidence_add(evidence, "more", NULL, 0, NULL) ==
	    CSEAL_REFUSED_LIMIT);
	csi_evidence_free(evidence);
	free(much);
}

int
main(void)
{
	RUN(files_are_found_by_name);
	RUN(names_that_are_none_and_twins_are_the_modules_fault);
	RUN(number_and_size_have_limits);
	return tap_done();
}
