/* SPDX-License-Identifier: Apache-2.0 */
/* judge-inside.h -- shared by the files that judge, and by no other. */
#ifndef CSI_JUDGE_INSIDE_H
#define CSI_JUDGE_INSIDE_H

#include "pdf/signature.h"
#include "report.h"

struct csi_judge {
	struct cseal_report *report;
	struct csi_span bytes;
	const csi_trust *trust;
	int64_t time;
	csi_pdf_reader *reader;
	struct csi_pdf_signature *list;
	size_t list_count;
	uint64_t *ends; /* of the revisions, oldest first */
	size_t revisions;
	bool removed; /* an earlier signature is gone */
	cseal_error **ret_error;
};

/* ---- judge.c ---- */

/* Trouble with the document is a finding; trouble of our own is an error. */
bool csi_judge_is_finding(cseal_status st);
/* Takes the error over into a sentence; CSEAL_OK, or the status where it is
 * not a finding. */
cseal_status csi_judge_to_reason(struct csi_judge *judge,
    struct csi_reasons *reasons, const char *what, cseal_status st,
    cseal_error *error);

/* ---- judge-revisions.c ---- */

cseal_status csi_judge_list_revisions(struct csi_judge *judge);
/* From 1. */
uint32_t csi_judge_revision_of(const struct csi_judge *judge, uint64_t end);
/* Signatures that an earlier revision shows and the file does not. */
cseal_status csi_judge_look_for_removed(
    struct csi_judge *judge, size_t revision);
void csi_judge_look_behind_the_end(struct csi_judge *judge);

/* ---- judge-signature.c ---- */

/* Integrity and later changes; takes the field's name over. */
cseal_status csi_judge_signature(struct csi_judge *judge,
    struct csi_report_row *row, struct csi_pdf_signature *signature);

/* ---- judge-signer.c ---- */

/* Of all rows, when their signatures are read. */
cseal_status csi_judge_signers(struct csi_judge *judge);

#endif
