/* SPDX-License-Identifier: Apache-2.0 */
/* revisions.c -- where revisions end, and what is not in any. */
#include "judge/inside.h"

#include "error.h"

#include <stdlib.h>
#include <string.h>

#define REVISIONS_MOST 1000
/* Objects of revisions that are looked at beside those that are signed. */
#define READ_MOST 500000
/* Computing one takes long, by design, and a document has one. */
#define KEYS_MOST 16

static cseal_status
unlock(struct csi_judge *judge, csi_pdf_reader *reader, cseal_error **ret_error)
{
	if (judge->keys++ == KEYS_MOST)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "the revisions of the document were encrypted in too many "
		    "ways");
	return csi_pdf_unlock(reader, judge->wish->password, ret_error);
}

cseal_status
csi_judge_open(struct csi_judge *judge, uint64_t end,
    csi_pdf_reader **ret_reader, cseal_error **ret_error)
{
	csi_pdf_reader *reader;
	cseal_status st;

	st = csi_pdf_reader_new(
	    judge->bytes.at, end, CSI_PDF_STRICT, &reader, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (judge->reader != NULL)
		st = csi_pdf_unlock_like(reader, judge->reader, ret_error);
	if (st == CSEAL_OK && csi_pdf_needs_key(reader))
		st = unlock(judge, reader, ret_error);
	if (st != CSEAL_OK) {
		csi_pdf_reader_free(reader);
		return st;
	}
	*ret_reader = reader;
	return CSEAL_OK;
}

uint64_t
csi_judge_close(csi_pdf_reader *reader)
{
	uint64_t cost = csi_pdf_loaded(reader) + csi_pdf_section_count(reader);

	csi_pdf_reader_free(reader);
	return cost;
}

bool
csi_judge_may_read(const struct csi_judge *judge)
{
	return judge->read_beside <= READ_MOST;
}

static int
by_offset(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* A linearized file has two sections in its first revision, of which the
 * older one is the later in the file: both end with the later end. */
cseal_status
csi_judge_list_revisions(struct csi_judge *judge)
{
	size_t sections = csi_pdf_section_count(judge->reader);
	uint64_t end = 0, newer = 0;
	cseal_status st;

	if (sections > REVISIONS_MOST)
		return cseal_fail(judge->ret_error, CSEAL_REFUSED_LIMIT,
		    "the file had more than %d revisions", REVISIONS_MOST);
	judge->ends = calloc(sections, sizeof(*judge->ends));
	if (judge->ends == NULL)
		return csi_fail_memory(judge->ret_error);
	for (size_t i = 0; i < sections; i++) {
		st = csi_pdf_revision_end(
		    judge->reader, i, &end, judge->ret_error);
		if (st != CSEAL_OK)
			return st;
		if (i > 0 && end > newer) {
			judge->ends[judge->revisions - 1] = end;
			newer = end;
			continue;
		}
		newer = end;
		judge->ends[judge->revisions++] = end;
	}
	qsort(judge->ends, judge->revisions, sizeof(*judge->ends), by_offset);
	return CSEAL_OK;
}

uint32_t
csi_judge_revision_of(const struct csi_judge *judge, uint64_t end)
{
	uint32_t i = 0;

	while (i + 1 < judge->revisions && judge->ends[i] < end)
		i++;
	return i + 1;
}

static bool
is_listed(const struct csi_judge *judge, const struct csi_pdf_signature *wanted)
{
	for (size_t i = 0; i < judge->list_count; i++) {
		const struct csi_pdf_signature *have = &judge->list[i];

		if (have->value != NULL &&
		    have->value->source.at == wanted->value->source.at)
			return true;
	}
	return false;
}

/* A signature that a revision adds is written in it, and its range as it
 * is. */
static bool
has_range(const struct csi_judge *judge, size_t revision)
{
	static const char word[] = "ByteRange";
	uint64_t start = revision == 0 ? 0 : judge->ends[revision - 1];

	return memmem(judge->bytes.at + start,
		   (size_t)(judge->ends[revision] - start), word,
		   sizeof(word) - 1) != NULL;
}

/* Signatures that an earlier revision shows and the file does not. */
cseal_status
csi_judge_look_for_removed(struct csi_judge *judge, size_t revision)
{
	csi_pdf_reader *reader;
	struct csi_pdf_signature *list = NULL;
	size_t count = 0;
	cseal_status st;

	if (!has_range(judge, revision))
		return CSEAL_OK;
	if (!csi_judge_may_read(judge)) {
		if (!judge->is_cut_short)
			csi_reasons_add(&judge->report->problems,
			    "Not every revision was looked at for signatures "
			    "that were taken away: there is too much to read.");
		judge->is_cut_short = true;
		return CSEAL_OK;
	}
	st = csi_judge_open(judge, judge->ends[revision], &reader, NULL);
	if (st != CSEAL_OK)
		return csi_judge_is_finding(st)
			   ? CSEAL_OK
			   : csi_fail_memory(judge->ret_error);
	st = csi_pdf_signatures(reader, &list, &count, NULL);
	for (size_t i = 0; st == CSEAL_OK && i < count; i++) {
		if (list[i].value == NULL || is_listed(judge, &list[i]))
			continue;
		judge->removed = true;
		csi_reasons_add(&judge->report->problems,
		    "The signature \"%s\" of revision %zu was taken away "
		    "later.",
		    list[i].field, revision + 1);
	}
	csi_pdf_signatures_free(list, count);
	judge->read_beside += csi_judge_close(reader);
	return st == CSEAL_OK || csi_judge_is_finding(st)
		   ? CSEAL_OK
		   : csi_fail_memory(judge->ret_error);
}

/* What follows the last revision belongs to nothing that a reader shows, and
 * to nothing that anyone signed. */
void
csi_judge_look_behind_the_end(struct csi_judge *judge)
{
	uint64_t end = judge->ends[judge->revisions - 1];

	for (uint64_t i = end; i < judge->bytes.len; i++) {
		if (strchr(" \t\r\n\f", judge->bytes.at[i]) == NULL ||
		    judge->bytes.at[i] == '\0') {
			csi_reasons_add(&judge->report->problems,
			    "After the end of the document there are %llu "
			    "bytes that belong to no revision.",
			    (unsigned long long)(judge->bytes.len - end));
			return;
		}
	}
}
