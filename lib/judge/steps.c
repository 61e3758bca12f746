/* SPDX-License-Identifier: Apache-2.0 */
/* steps.c -- what was changed after a signature and changed back.
 *
 * The whole file is what a reader shows, and what decides.  A revision in
 * between that showed something else is worth a word: somebody may have been
 * given the file as it was then. */
#include "judge/inside.h"

#include "error.h"

#define STEPS_MOST 100 /* of all signatures: each reads the file once more */

/* Trouble with a revision that no reader shows is no finding. */
static cseal_status
judge_step(struct csi_judge *judge, csi_pdf_reader *before, uint64_t end,
    const struct csi_pdf_value *value, enum csi_pdf_changes *ret_changes)
{
	struct csi_reasons reasons = { 0 };
	csi_pdf_reader *after;
	cseal_status st;

	st = csi_judge_open(judge, end, &after, NULL);
	if (st == CSEAL_OK) {
		st = csi_pdf_judge_changes(
		    before, after, value, ret_changes, &reasons, NULL);
		judge->read_beside += csi_judge_close(after);
	}
	csi_reasons_free(&reasons);
	return st == CSEAL_OK || csi_judge_is_finding(st)
		   ? CSEAL_OK
		   : csi_fail_memory(judge->ret_error);
}

cseal_status
csi_judge_steps(struct csi_judge *judge, struct csi_report_row *row,
    csi_pdf_reader *before, const struct csi_pdf_value *value)
{
	for (size_t i = row->shown.revision; i + 1 < judge->revisions; i++) {
		enum csi_pdf_changes changes = CSI_PDF_CHANGES_UNKNOWN;
		cseal_status st;

		if (!csi_judge_may_read(judge) && judge->steps < STEPS_MOST)
			judge->steps = STEPS_MOST;
		if (judge->steps++ == STEPS_MOST)
			csi_reasons_add(&row->reasons,
			    "Not every revision was looked at for changes "
			    "that were taken back.");
		if (judge->steps > STEPS_MOST)
			break;
		st = judge_step(judge, before, judge->ends[i], value, &changes);
		if (st != CSEAL_OK)
			return st;
		if (changes == CSI_PDF_CHANGES_FORBIDDEN)
			csi_reasons_add(&row->reasons,
			    "Revision %zu changed what was signed, and a later "
			    "one changed it back.",
			    i + 1);
	}
	return CSEAL_OK;
}
