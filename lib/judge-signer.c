/* SPDX-License-Identifier: Apache-2.0 */
/* judge-signer.c -- the signers: who they are, and who trusts them. */
#include "judge-inside.h"

#include "error.h"

#include <stdlib.h>

/* Certificates that chains are built from. */
#define POOL_MOST 1000

static cseal_status
judge_signer(struct csi_judge *judge, struct csi_report_row *row,
    const struct csi_span *pool, size_t pool_count)
{
	const struct csi_span *certificates;
	size_t count = csi_cms_certificates(row->cms, &certificates);
	enum csi_trust_answer answer;
	cseal_error *error = NULL;
	char *why = NULL;
	cseal_status st;

	if (count == 0 || certificates[0].len == 0) {
		csi_reasons_add(&row->reasons,
		    "The signer's certificate is not in the signature.");
		return CSEAL_OK;
	}
	st = csi_certificate_read(certificates[0], &row->certificate, &error);
	if (st != CSEAL_OK)
		return csi_judge_to_reason(judge, &row->reasons,
		    "The signer's certificate cannot be read", st, error);
	row->shown.subject = row->certificate.subject;
	row->shown.issuer = row->certificate.issuer;
	row->shown.serial = row->certificate.serial;
	row->shown.not_before = row->certificate.not_before;
	row->shown.not_after = row->certificate.not_after;
	st = csi_trust_judge(judge->trust, certificates[0], pool, pool_count,
	    judge->time, &answer, &why, &error);
	if (st != CSEAL_OK)
		return csi_judge_to_reason(judge, &row->reasons,
		    "The certificate chain cannot be judged", st, error);
	row->shown.trust = csi_trust_answer_name(answer);
	if (why != NULL)
		csi_reasons_add(&row->reasons, "%s", why);
	free(why);
	return CSEAL_OK;
}

/* Any certificate of the document may serve for any chain (ETSI EN
 * 319 102-1, 5.2.6): a seal's issuer may have come with another seal. */
cseal_status
csi_judge_signers(struct csi_judge *judge)
{
	struct cseal_report *report = judge->report;
	const struct csi_span *certificates;
	struct csi_span *pool;
	size_t count = 0, room = 1;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; i < report->count; i++) {
		if (report->rows[i].cms != NULL)
			room += csi_cms_certificates(
			    report->rows[i].cms, &certificates);
	}
	pool = calloc(room, sizeof(*pool));
	if (pool == NULL)
		return csi_fail_memory(judge->ret_error);
	for (size_t i = 0; i < report->count; i++) {
		size_t more = 0;

		if (report->rows[i].cms != NULL)
			more = csi_cms_certificates(
			    report->rows[i].cms, &certificates);
		for (size_t j = 0; j < more && count < POOL_MOST; j++) {
			if (certificates[j].len > 0)
				pool[count++] = certificates[j];
		}
	}
	for (size_t i = 0; st == CSEAL_OK && i < report->count; i++) {
		if (report->rows[i].cms != NULL)
			st = judge_signer(judge, &report->rows[i], pool, count);
	}
	free(pool);
	return st;
}
