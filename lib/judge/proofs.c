/* SPDX-License-Identifier: Apache-2.0 */
/* proofs.c -- gathers what proves the certificates of a document.
 *
 * Any certificate of the document may serve for any chain (ETSI EN
 * 319 102-1, 5.2.6), and what an issuer said proves itself: where it stands
 * matters only to what it was there before. */
#include "judge/inside.h"

#include "error.h"
#include "pdf/dss.h"

#include <stdlib.h>

/* Certificates that chains are built from. */
#define POOL_MOST   2048
#define STORED_MOST 1536 /* items of the stores, of all kinds */
#define STORES_MOST 32   /* of earlier revisions, the newest of them */
#define LENT_MOST   16   /* certificates that are tried for one signature */
/* Certificates that are looked at for all signatures that have none. */
#define ASKED_MOST 20000

/* Each once: many signatures of one document bring the same. */
static void
add_to_pool(struct csi_judge *judge, struct csi_span certificate)
{
	if (certificate.len == 0 || judge->pool_count == POOL_MOST)
		return;
	for (size_t i = 0; i < judge->pool_count; i++) {
		if (csi_span_equal(judge->pool[i], certificate))
			return;
	}
	judge->pool[judge->pool_count++] = certificate;
}

static bool
has_item(void *user, enum csi_pdf_dss_kind kind, uint64_t at)
{
	const struct csi_judge *judge = user;

	(void)kind;
	for (size_t i = 0; i < judge->stored_count; i++) {
		if (judge->stored_at[i] == at)
			return true;
	}
	return judge->stored_count == STORED_MOST;
}

static void
keep_item(void *user, enum csi_pdf_dss_kind kind, uint64_t at,
    struct csi_bytes *take_data)
{
	struct csi_judge *judge = user;
	struct csi_bytes *kept;

	if (judge->stored_count == STORED_MOST) {
		csi_bytes_free(take_data);
		return;
	}
	judge->stored_at[judge->stored_count] = at;
	kept = &judge->stored[judge->stored_count++];
	*kept = *take_data;
	if (kind != CSI_PDF_DSS_CERTIFICATES)
		csi_statements_add(&judge->statements, csi_bytes_span(kept),
		    kind == CSI_PDF_DSS_LISTS, at);
	else
		add_to_pool(judge, csi_bytes_span(kept));
}

void
csi_judge_take_proofs(
    struct csi_judge *judge, const csi_cms_read *read, uint64_t at)
{
	const struct csi_span *certificates;
	size_t count;

	csi_statements_add_from(&judge->statements, read, at);
	count = csi_cms_certificates(read, &certificates);
	for (size_t i = 0; i < count; i++)
		add_to_pool(judge, certificates[i]);
}

static void
take_given(struct csi_judge *judge)
{
	const struct csi_judge_wish *wish = judge->wish;

	for (size_t i = 0; i < wish->list_count; i++)
		csi_statements_add(&judge->statements,
		    csi_bytes_span(&wish->lists[i]), true, CSI_OUTSIDE);
	for (size_t i = 0; i < wish->answer_count; i++)
		csi_statements_add(&judge->statements,
		    csi_bytes_span(&wish->answers[i]), false, CSI_OUTSIDE);
}

/* A later store may have left out what an earlier one had, which proves as
 * much as ever.  A revision that nobody can read proves nothing. */
static cseal_status
take_stores(struct csi_judge *judge)
{
	struct csi_pdf_dss_taker taker = { judge, has_item, keep_item,
		CSI_PDF_DSS_BYTES_MOST };
	cseal_status st;

	st = csi_pdf_dss_read(judge->reader, &taker, judge->ret_error);
	for (size_t i = judge->revisions - 1, left = STORES_MOST;
	     st == CSEAL_OK && i-- > 0 && left-- > 0;) {
		csi_pdf_reader *reader;

		st = csi_judge_open(judge, judge->ends[i], &reader, NULL);
		if (st == CSEAL_OK) {
			st = csi_pdf_dss_read(reader, &taker, judge->ret_error);
			judge->read_beside += csi_judge_close(reader);
		} else {
			st = csi_judge_is_finding(st)
				 ? CSEAL_OK
				 : csi_fail_memory(judge->ret_error);
		}
	}
	return st;
}

/* What the caller gives comes first: nothing in the document can crowd it
 * out. */
cseal_status
csi_judge_start_proofs(struct csi_judge *judge)
{
	judge->pool = calloc(POOL_MOST, sizeof(*judge->pool));
	judge->stored = calloc(STORED_MOST, sizeof(*judge->stored));
	judge->stored_at = calloc(STORED_MOST, sizeof(*judge->stored_at));
	if (judge->pool == NULL || judge->stored == NULL ||
	    judge->stored_at == NULL)
		return csi_fail_memory(judge->ret_error);
	take_given(judge);
	return take_stores(judge);
}

/* Another certificate of the same name and number, which anybody can put into
 * a document, is tried and does not hold. */
cseal_status
csi_judge_prove_lent(struct csi_judge *judge, csi_cms_read *cms,
    csi_judge_prove_fn prove, void *user, cseal_error **ret_error)
{
	const struct csi_span *certificates;
	size_t left = LENT_MOST;
	cseal_status st;

	csi_cms_certificates(cms, &certificates);
	for (size_t i = 0; certificates[0].len == 0 && left > 0 &&
			   i < judge->pool_count && judge->asked < ASKED_MOST;
	     i++) {
		judge->asked++;
		if (!csi_cms_lend(cms, judge->pool[i]))
			continue;
		st = prove(user, cms, NULL);
		if (st == CSEAL_OK || st == CSEAL_FAULT_MEMORY)
			break;
		csi_cms_lend_none(cms);
		left--;
	}
	return prove(user, cms, ret_error);
}

void
csi_judge_forget_proofs(struct csi_judge *judge)
{
	for (size_t i = 0; i < judge->stored_count; i++)
		csi_bytes_free(&judge->stored[i]);
	free(judge->stored);
	free(judge->stored_at);
	free(judge->pool);
	csi_statements_clear(&judge->statements);
}
