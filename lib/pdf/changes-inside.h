/* SPDX-License-Identifier: Apache-2.0 */
/* changes-inside.h -- shared by the files that judge changes, and by no
 * other. */
#ifndef CSI_PDF_CHANGES_INSIDE_H
#define CSI_PDF_CHANGES_INSIDE_H

#include "pdf/changes.h"
#include "pdf/delta.h"
#include "pdf/lock.h"
#include "pdf/shown.h"

/* A field of the form, or a widget of one that has several. */
struct csi_pdf_known {
	uint32_t number;
	uint32_t owner; /* of a widget: its field; else the field itself */
	char *name;     /* full, UTF-8 */
	bool is_signature, is_signed;
	bool has_fields; /* a group, no field of its own */
};

/* All of a revision, by number. */
struct csi_pdf_roster {
	struct csi_pdf_known *at;
	size_t count, room;
};

struct csi_pdf_judge {
	struct csi_pdf_delta delta;
	struct csi_numbers explained;
	struct csi_pdf_roster before, after;
	int docmdp; /* what is allowed, 1 to 3; 0: nothing was said */
	struct csi_pdf_lock *locks;
	size_t lock_count;
	const char *what; /* what is being compared, for a sentence */
	uint32_t group;   /* whose kids are; 0: the form's fields */
	/* Fields whose pages are to be looked at when all are known. */
	const struct csi_pdf_value **due;
	size_t due_count, due_room;
	size_t left; /* of the work on what fields show */
	uint32_t hidden_page;
	double hidden;             /* of that page, by new fields */
	struct csi_numbers hiding; /* which those are */
	enum csi_pdf_changes worst;
	struct csi_reasons *reasons;
	cseal_error **ret_error;
};

/* A rule for one key of a dictionary: the resolved values before and after,
 * null where the key is absent. */
typedef cseal_status (*csi_pdf_rule_fn)(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new);

struct csi_pdf_rule {
	const char *key;
	csi_pdf_rule_fn rule; /* NULL: any change is permitted */
	const char *say;      /* ... or, with a sentence, none is */
};

/* ---- changes.c ---- */

/* Makes the answer at least that bad. */
void csi_pdf_raise(struct csi_pdf_judge *judge, enum csi_pdf_changes changes);
/* ... and says why; number 0: no object is named.  Gives CSEAL_OK, so that a
 * rule can end with it. */
cseal_status csi_pdf_forbid(
    struct csi_pdf_judge *judge, const char *what, uint32_t number);

/* ---- roster.c ---- */

cseal_status csi_pdf_roster_read(csi_pdf_reader *reader,
    struct csi_pdf_roster *ret_roster, cseal_error **ret_error);
/* NULL: the object is no field and no widget of one. */
const struct csi_pdf_known *csi_pdf_roster_find(
    const struct csi_pdf_roster *roster, uint32_t number);
void csi_pdf_roster_clear(struct csi_pdf_roster *roster);

/* ---- changes-fields.c ---- */

/* Compares the forms of the catalogue. */
cseal_status csi_pdf_rule_form(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new);
/* A group of fields that was there. */
cseal_status csi_pdf_judge_group(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known);
/* A signature field that was there, or a widget of one. */
cseal_status csi_pdf_judge_signature_field(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known);

/* ---- filling.c ---- */

/* Any other field that was there, or a widget of one. */
cseal_status csi_pdf_judge_filling(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known);
/* Appearances that are painted anew in the same object. */
cseal_status csi_pdf_accept_appearance(
    struct csi_pdf_judge *judge, uint32_t number);

/* ---- same-looks.c ---- */

/* Do two /MK say the same, as the same color can be written in many ways? */
cseal_status csi_pdf_same_looks(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new,
    bool *ret_same);
/* Do two /DA, resolved? */
bool csi_pdf_same_letters(
    const struct csi_pdf_value *old, const struct csi_pdf_value *new);
/* The color that a /DA sets; not known where it sets none. */
struct csi_pdf_color csi_pdf_ink_of(struct csi_span text);

/* ---- changes-shown.c ---- */

/* Does the widget show what was filled into its field?  judge->what names
 * the field. */
cseal_status csi_pdf_check_shown(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known);
/* Is the state that a button shows the one that was filled in? */
cseal_status csi_pdf_check_state(
    struct csi_pdf_judge *judge, const struct csi_pdf_known *known);
/* Does a widget, as it is now, show anything?  What readers paint for it
 * counts if it is new. */
cseal_status csi_pdf_shows_something(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *widget, bool is_new, bool *ret_shows);

/* ---- changes-annotations.c ---- */

struct csi_pdf_page_compare {
	struct csi_pdf_judge *judge;
	uint32_t number;                 /* of the page */
	const struct csi_pdf_value *old; /* annotations before, or null */
};

/* A comment, and nothing that acts or is a field. */
bool csi_pdf_is_comment(const struct csi_pdf_value *dict);
/* new is what /Annots is now. */
cseal_status csi_pdf_compare_annotations(
    const struct csi_pdf_page_compare *page, const struct csi_pdf_value *new);

/* ---- cover.c ---- */

/* Even where it may be added, a mark must not hide what was signed. */
cseal_status csi_pdf_check_cover(const struct csi_pdf_page_compare *page,
    const struct csi_pdf_value *item, const struct csi_pdf_value *dict);

/* ---- changes-pages.c ---- */

cseal_status csi_pdf_judge_page(struct csi_pdf_judge *judge, uint32_t number);
/* The pages of a field's widgets, where they say it, are looked at when all
 * fields are known: what a page shows may be of any of them. */
cseal_status csi_pdf_page_is_due(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *item);
cseal_status csi_pdf_judge_due_pages(struct csi_pdf_judge *judge);
/* Something else that was there, of which nothing is known yet. */
cseal_status csi_pdf_judge_rest(struct csi_pdf_judge *judge, uint32_t number,
    const struct csi_pdf_value *old);

/* ---- changes-structure.c ---- */

/* The structure of a tagged document, or an element of it. */
cseal_status csi_pdf_judge_structure(struct csi_pdf_judge *judge,
    uint32_t number, const struct csi_pdf_value *old, bool *ret_is_judged);

/* ---- whereabouts.c ---- */

#define CSI_PDF_WHERE_MOST 160

/* " on page 3", or "". */
void csi_pdf_say_page(csi_pdf_reader *reader, uint32_t page_number,
    char text[CSI_PDF_WHERE_MOST]);
/* The field, and the page that its widget is on: 'The field "a" on page 1'. */
void csi_pdf_say_field(struct csi_pdf_judge *judge, const char *kind,
    const struct csi_pdf_known *known, char text[CSI_PDF_WHERE_MOST]);
/* Says what of which page an object of the signed revision is: "the font of
 * page 2".  False: nothing is known. */
bool csi_pdf_say_use(struct csi_pdf_judge *judge, uint32_t number,
    char text[CSI_PDF_WHERE_MOST]);
/* The page that has the object among its annotations; 0: none. */
uint32_t csi_pdf_page_showing(struct csi_pdf_judge *judge, uint32_t number);
/* The page whose /Annots stands in that object; 0: there is none. */
uint32_t csi_pdf_page_of_annots(struct csi_pdf_judge *judge, uint32_t number);

/* ---- validation-data.c ---- */

cseal_status csi_pdf_rule_dss(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new);

/* ---- explain.c ---- */

/* Explains the objects that are new and can be reached from the value. */
cseal_status csi_pdf_explain_new(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *value);
/* Explains the object that a reference names, be it new, or the one that old,
 * unresolved, or NULL, named in the same place. */
cseal_status csi_pdf_explain_holder(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *old, const struct csi_pdf_value *value);

/* ---- compare.c ---- */

/* csi_pdf_find() by a key that was read.  There may be no dictionary, and no key
 * (at is NULL), which is not the empty one. */
const struct csi_pdf_value *csi_pdf_find_span(
    const struct csi_pdf_value *dict, struct csi_span key);

/* Applies the rule to a key's values, unresolved; NULL where absent. */
cseal_status csi_pdf_apply(struct csi_pdf_judge *judge,
    const struct csi_pdf_rule *rule, const struct csi_pdf_value *old,
    const struct csi_pdf_value *new);

/* Compares entry by entry; keys without a rule must say the same.  old may be
 * NULL: an empty dictionary. */
cseal_status csi_pdf_compare_dicts(struct csi_pdf_judge *judge,
    const char *what, const struct csi_pdf_rule *rules, size_t rule_count,
    const struct csi_pdf_value *old, const struct csi_pdf_value *new);

/* ---- permissions.c ---- */

/* Sets docmdp and the locks, from the certification, the signature and its
 * field.  value is the signature's dictionary. */
cseal_status csi_pdf_read_permissions(
    struct csi_pdf_judge *judge, const struct csi_pdf_value *value);
void csi_pdf_permissions_clear(struct csi_pdf_judge *judge);
/* Is the field, or one that it belongs to, locked? */
bool csi_pdf_is_locked(const struct csi_pdf_judge *judge, const char *name);

#endif
