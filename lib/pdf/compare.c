/* SPDX-License-Identifier: Apache-2.0 */
/* compare.c -- two versions of a dictionary, with a rule for some keys. */
#include "pdf/changes-inside.h"

#include "pdf/same.h"

#include <string.h>

static const struct csi_pdf_rule *
rule_of(const struct csi_pdf_rule *rules, size_t count, struct csi_span key)
{
	for (size_t i = 0; i < count; i++) {
		if (csi_span_is(key, rules[i].key))
			return &rules[i];
	}
	return NULL;
}

const struct csi_pdf_value *
csi_pdf_find_span(const struct csi_pdf_value *dict, struct csi_span key)
{
	if (dict == NULL || key.at == NULL)
		return NULL;
	for (size_t i = 0; i < dict->as.dict.count; i++) {
		const struct csi_pdf_entry *entry = &dict->as.dict.entries[i];

		if (entry->key.len == key.len &&
		    memcmp(entry->key.at, key.at, key.len) == 0)
			return &entry->value;
	}
	return NULL;
}

cseal_status
csi_pdf_apply(struct csi_pdf_judge *judge, const struct csi_pdf_rule *rule,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new)
{
	const struct csi_pdf_value *old_value, *new_value;
	cseal_status st;

	if (rule->rule == NULL)
		return csi_pdf_explain_new(judge, new);
	st = csi_pdf_resolve(
	    judge->delta.before, old, &old_value, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_resolve(
	    judge->delta.after, new, &new_value, judge->ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_pdf_explain_holder(judge, old, new);
	return st == CSEAL_OK ? rule->rule(judge, old_value, new_value) : st;
}

/* Nothing may change: neither the entry, nor the object that it names. */
static cseal_status
compare_said(struct csi_pdf_judge *judge, const struct csi_pdf_rule *rule,
    struct csi_span key, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new)
{
	bool same = false;
	cseal_status st = CSEAL_OK;

	if (old != NULL && new != NULL)
		st = csi_pdf_same(old, new, &same, judge->ret_error);
	if (st == CSEAL_OK && same &&
	    new->type == CSI_PDF_REFERENCE &&csi_numbers_has(
			     &judge->delta.is_changed, new->as.ref.number)) {
		st = csi_pdf_is_same(
		    &judge->delta, new->as.ref.number, &same, judge->ret_error);
		csi_numbers_add(&judge->explained, new->as.ref.number);
	}
	if (st != CSEAL_OK || same)
		return st;
	csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
	csi_reasons_add(judge->reasons, "%s (/%.*s).", rule->say,
	    key.len > 64 ? 64 : (int)key.len, (const char *)key.at);
	return CSEAL_OK;
}

static cseal_status
compare_key(struct csi_pdf_judge *judge, const char *what,
    const struct csi_pdf_rule *rules, size_t rule_count, struct csi_span key,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new)
{
	const struct csi_pdf_rule *rule = rule_of(rules, rule_count, key);
	bool same = false;
	cseal_status st = CSEAL_OK;

	if (rule != NULL && rule->say != NULL)
		return compare_said(judge, rule, key, old, new);

	if (rule != NULL && rule->rule != NULL)
		return csi_pdf_apply(judge, rule, old, new);
	if (old != NULL && new != NULL)
		st = csi_pdf_same(old, new, &same, judge->ret_error);
	if (st != CSEAL_OK || same)
		return st;
	if (rule != NULL)
		return csi_pdf_apply(judge, rule, old, new);
	csi_pdf_raise(judge, CSI_PDF_CHANGES_FORBIDDEN);
	csi_reasons_add(judge->reasons, "%s was changed: its /%.*s.", what,
	    key.len > 64 ? 64 : (int)key.len, (const char *)key.at);
	return CSEAL_OK;
}

/* Compares entry by entry; keys without a rule must say the same. */
cseal_status
csi_pdf_compare_dicts(struct csi_pdf_judge *judge, const char *what,
    const struct csi_pdf_rule *rules, size_t rule_count,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new)
{
	const struct csi_pdf_entry *entry;
	cseal_status st = CSEAL_OK;

	for (size_t i = 0; st == CSEAL_OK && i < new->as.dict.count; i++) {
		entry = &new->as.dict.entries[i];
		st = compare_key(judge, what, rules, rule_count, entry->key,
		    csi_pdf_find_span(old, entry->key), &entry->value);
	}
	for (size_t i = 0;
	     st == CSEAL_OK && old != NULL && i < old->as.dict.count; i++) {
		entry = &old->as.dict.entries[i];
		if (csi_pdf_find_span(new, entry->key) == NULL)
			st = compare_key(judge, what, rules, rule_count,
			    entry->key, &entry->value, NULL);
	}
	return st;
}
