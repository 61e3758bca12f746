/* SPDX-License-Identifier: Apache-2.0 */
/* signer.c -- the signers: who they are, and who trusts them. */
#include "judge/inside.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

cseal_status
csi_judge_signer(struct csi_judge *judge, struct csi_report_row *row)
{
	const struct csi_span *certificates;
	cseal_error *error = NULL;
	cseal_status st;

	csi_cms_certificates(row->cms, &certificates);
	if (certificates[0].len == 0) {
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
	return CSEAL_OK;
}

/* Its own certificates come first: of very many, not all are used. */
static struct csi_span *
order_pool(
    const struct csi_judge *judge, const csi_cms_read *cms, size_t *ret_count)
{
	const struct csi_span *own;
	size_t count = csi_cms_certificates(cms, &own);
	struct csi_span *pool =
	    calloc(count + judge->pool_count, sizeof(*pool));

	if (pool == NULL)
		return NULL;
	memcpy(pool, own, count * sizeof(*pool));
	memcpy(pool + count, judge->pool, judge->pool_count * sizeof(*pool));
	*ret_count = count + judge->pool_count;
	return pool;
}

cseal_status
csi_judge_path(struct csi_judge *judge, const csi_cms_read *cms,
    struct csi_path *path, struct csi_path_answer *ret_answer,
    struct csi_reasons *reasons)
{
	const struct csi_span *certificates;
	struct csi_path_answer answer = { 0 };
	cseal_error *error = NULL;
	struct csi_span *pool;
	cseal_status st = CSEAL_OK;

	pool = order_pool(judge, cms, &path->other_count);
	if (pool == NULL)
		return csi_fail_memory(judge->ret_error);
	path->trust = judge->wish->trust;
	path->others = pool;
	path->statements = &judge->statements;
	path->now = judge->wish->time;
	path->must_be_told = judge->wish->must_be_told;
	csi_cms_certificates(cms, &certificates);
	if (certificates[0].len > 0)
		st = csi_path_judge(
		    path, certificates[0], &answer, reasons, &error);
	free(pool);
	if (st != CSEAL_OK)
		return csi_judge_to_reason(judge, reasons,
		    "The certificate chain cannot be judged", st, error);
	*ret_answer = answer;
	return CSEAL_OK;
}
