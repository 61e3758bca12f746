/* SPDX-License-Identifier: Apache-2.0 */
/* strays.c -- bytes behind a signature that belong to nothing that the
 * document lists.
 *
 * No reader shows them, and they are no change; but they came after the
 * signature, and what was sealed is not all that is sent. */
#include "judge/inside.h"

#include "error.h"

#include <stdlib.h>

/* Once, of all revisions but the first. */
static cseal_status
find(struct csi_judge *judge)
{
	csi_pdf_reader *reader;
	cseal_status st;

	judge->strays = calloc(1, sizeof(*judge->strays));
	if (judge->strays == NULL)
		return csi_fail_memory(judge->ret_error);
	if (!csi_judge_may_read(judge))
		return CSEAL_OK;
	st = csi_judge_open(judge, judge->bytes.len, &reader, NULL);
	if (st != CSEAL_OK)
		return csi_judge_is_finding(st)
			   ? CSEAL_OK
			   : csi_fail_memory(judge->ret_error);
	st = csi_pdf_find_strays(
	    reader, judge->ends[0], judge->strays, judge->ret_error);
	judge->read_beside += csi_judge_close(reader);
	return st;
}

cseal_status
csi_judge_strays(struct csi_judge *judge, struct csi_report_row *row)
{
	uint64_t first = 0, bytes = 0;
	cseal_status st = CSEAL_OK;

	if (judge->strays == NULL)
		st = find(judge);
	for (size_t i = 0; st == CSEAL_OK && i < judge->strays->count; i++) {
		if (judge->strays->list[i].at < row->end)
			continue;
		if (bytes == 0)
			first = judge->strays->list[i].at;
		bytes += judge->strays->list[i].len;
	}
	if (bytes > 0)
		csi_reasons_add(&row->reasons,
		    "Behind what was signed, from byte %llu on, there are %llu "
		    "bytes that belong to nothing that the document lists: no "
		    "reader shows them.",
		    (unsigned long long)first, (unsigned long long)bytes);
	return st;
}
