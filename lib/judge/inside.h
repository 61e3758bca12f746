/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h -- shared by the files that judge, and by no other. */
#ifndef CSI_JUDGE_INSIDE_H
#define CSI_JUDGE_INSIDE_H

#include "cms/path.h"
#include "cms/statement.h"
#include "judge/covered.h"
#include "judge/judge.h"
#include "judge/report.h"
#include "pdf/signature.h"
#include "pdf/strays.h"

struct csi_judge {
	struct cseal_report *report;
	struct csi_span bytes;
	const struct csi_judge_wish *wish;
	csi_pdf_reader *reader;
	struct csi_pdf_signature *list;
	size_t list_count;
	uint64_t *ends; /* of the revisions, oldest first */
	size_t revisions;
	bool removed; /* an earlier signature is gone */
	struct csi_covering covering;
	size_t steps; /* revisions compared that are not the last */
	/* Objects that were read for signatures, and beside, each time. */
	uint64_t read, read_beside;
	size_t keys;                   /* that were computed */
	bool is_cut_short;             /* there was too much to read */
	struct csi_pdf_strays *strays; /* NULL: not looked for yet */
	/* What proves certificates, when it is gathered. */
	struct csi_bytes *stored; /* items of the stores */
	uint64_t *stored_at;      /* where each begins in the file */
	size_t stored_count;
	struct csi_span *pool; /* certificates of the document */
	size_t pool_count;
	size_t asked; /* of them, whether they are a signer's, each time */
	struct csi_statements statements;
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

/* The document as it was at end; unlocked, if it is encrypted. */
cseal_status csi_judge_open(struct csi_judge *judge, uint64_t end,
    csi_pdf_reader **ret_reader, cseal_error **ret_error);
/* Frees the reader; what it has cost. */
uint64_t csi_judge_close(csi_pdf_reader *reader);
/* May revisions be read that no signature needs?  A document of many
 * revisions with many fields each would be read a thousand times. */
bool csi_judge_may_read(const struct csi_judge *judge);

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

/* The digest of what the range covers, by OpenSSL's name. */
cseal_status csi_judge_hash_range(struct csi_judge *judge,
    const struct csi_pdf_range *range, const char *name, uint8_t *digest,
    unsigned *ret_len, cseal_error **ret_error);

/* ---- judge-steps.c ---- */

/* Where the whole file is as it may be: were the revisions between it and the
 * signature, too?  A reason, and nothing against the signature. */
cseal_status csi_judge_steps(struct csi_judge *judge,
    struct csi_report_row *row, csi_pdf_reader *before,
    const struct csi_pdf_value *value);

/* ---- judge-strays.c ---- */

/* What came after it and belongs to nothing: a reason, and nothing against
 * it. */
cseal_status csi_judge_strays(
    struct csi_judge *judge, struct csi_report_row *row);

/* ---- judge-proofs.c ---- */

/* Certificates and what issuers said of them, from the caller and from the
 * stores; before signatures are read. */
cseal_status csi_judge_start_proofs(struct csi_judge *judge);
/* The same from a SignedData that ends at that place. */
void csi_judge_take_proofs(
    struct csi_judge *judge, const csi_cms_read *read, uint64_t at);
/* Proves a SignedData; where its signer's certificate is not in it, with
 * those of the document. */
typedef cseal_status (*csi_judge_prove_fn)(
    void *user, const csi_cms_read *cms, cseal_error **ret_error);
cseal_status csi_judge_prove_lent(struct csi_judge *judge, csi_cms_read *cms,
    csi_judge_prove_fn prove, void *user, cseal_error **ret_error);
void csi_judge_forget_proofs(struct csi_judge *judge);

/* ---- judge-signer.c ---- */

/* Who made it. */
cseal_status csi_judge_signer(
    struct csi_judge *judge, struct csi_report_row *row);
/* Is the one who made a SignedData to be trusted at path->time? */
cseal_status csi_judge_path(struct csi_judge *judge, const csi_cms_read *cms,
    struct csi_path *path, struct csi_path_answer *ret_answer,
    struct csi_reasons *reasons);

/* ---- judge-weakness.c ---- */

/* Was it made with what was not safe any more at that time? */
cseal_status csi_judge_weakness(struct csi_judge *judge,
    const csi_cms_read *cms, const char *subfilter, int64_t time,
    struct csi_reasons *reasons, bool *ret_is_weak);

/* ---- judge-time.c ---- */

/* The time-stamps in the signatures that hold. */
cseal_status csi_judge_tokens(struct csi_judge *judge);
/* Of all rows, when the proofs are gathered: proven times, trust, levels. */
cseal_status csi_judge_times(struct csi_judge *judge);

#endif
