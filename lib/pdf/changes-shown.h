/* SPDX-License-Identifier: Apache-2.0 */
/* changes-shown.h -- a field that was filled in; shared by the files that
 * compare what it shows with that. */
#ifndef CSI_PDF_CHANGES_SHOWN_H
#define CSI_PDF_CHANGES_SHOWN_H

#include "pdf/changes-inside.h"
#include "pdf/shown.h"

/* Bits of /Ff (Tables 226 to 230). */
#define CSI_PDF_FLAG_MULTILINE (1 << 12)
#define CSI_PDF_FLAG_PASSWORD  (1 << 13)
#define CSI_PDF_FLAG_PUSH      (1 << 16)
#define CSI_PDF_FLAG_COMBO     (1 << 17)
#define CSI_PDF_FLAG_COMB      (1 << 24)

struct csi_pdf_filled {
	struct csi_pdf_judge *judge;
	const struct csi_pdf_value *dict, *widget;         /* now */
	const struct csi_pdf_value *old_dict, *old_widget; /* or null */
	const struct csi_pdf_value *resources; /* of the form, or null */
	const struct csi_pdf_value *type;
	/* As it was signed: what it is cannot be changed with what it says. */
	int64_t flags;
	struct csi_pdf_box rect;
	bool is_seen;                /* it has a place, and is not hidden */
	int64_t turn;                /* degrees, counterclockwise */
	bool has_ground, has_border; /* it was made with */
	double border;               /* points */
	int64_t cells;               /* characters that it has room for, or 0 */
	struct csi_pdf_color ink;    /* that it was made with */
	bool is_redrawn;             /* by readers, from what was filled in */
};

/* ---- changes-made.c ---- */

/* Of the field, or of those that it belongs to. */
cseal_status csi_pdf_field_inherited(struct csi_pdf_judge *judge,
    csi_pdf_reader *reader, const struct csi_pdf_value *dict, const char *key,
    const struct csi_pdf_value **ret_value);
/* Fills all but the judge. */
cseal_status csi_pdf_filled_read(
    struct csi_pdf_filled *field, const struct csi_pdf_known *known);
/* Has /MK of a widget a color by that key (Table 189)? */
cseal_status csi_pdf_has_color(struct csi_pdf_judge *judge,
    csi_pdf_reader *reader, const struct csi_pdf_value *widget, const char *key,
    bool *ret_has);

/* ---- changes-shown.c ---- */

/* Gives CSEAL_OK, as csi_pdf_forbid() does. */
cseal_status csi_pdf_field_say(const struct csi_pdf_filled *field,
    enum csi_pdf_changes changes, const char *how);
/* Says that nobody can tell. */
cseal_status csi_pdf_field_unsure(const struct csi_pdf_filled *field);

/* ---- changes-paint.c ---- */

/* Are the areas and lines those that the field was made with?  old: what it
 * showed before. */
cseal_status csi_pdf_check_paint(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, const struct csi_pdf_sight *old);
/* Is there a letter, or anything but its background and border?  surely: one
 * that is seen for sure. */
bool csi_pdf_has_mark(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, bool surely);

/* ---- changes-placed.c ---- */

struct csi_pdf_reading {
	struct csi_bytes text; /* characters of 32 bits, line by line */
	size_t line_count;
	bool hidden; /* there are letters that are not seen */
	bool cut;    /* ... or not wholly */
	bool unsure; /* ... or in such a way that they cannot be read */
	bool askew;  /* ... or not upright, so that their order is open */
};

/* Is the color the one of what is behind it, or nearly?  ground: NULL: that is
 * the page. */
bool csi_pdf_is_faint(const struct csi_pdf_filled *field,
    const struct csi_pdf_color *color, const struct csi_pdf_color *ground);
/* Does the box touch the letter, by more than the rim around it? */
bool csi_pdf_is_touched(
    const struct csi_pdf_letter *letter, const struct csi_pdf_box *box);
/* What is read in the boxes; NULL: all of it.  The caller frees the text. */
cseal_status csi_pdf_read_letters(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, const struct csi_pdf_box *boxes,
    size_t box_count, struct csi_pdf_reading *reading);

/* ---- changes-value.c ---- */

/* Worse is greater. */
enum csi_pdf_likeness {
	CSI_PDF_LIKENESS_SAME,
	CSI_PDF_LIKENESS_PART,
	CSI_PDF_LIKENESS_NOTHING, /* where there is something */
	CSI_PDF_LIKENESS_UNMARKED,
	CSI_PDF_LIKENESS_UNSURE,
	CSI_PDF_LIKENESS_OTHER
};

/* Is the text of one appearance that of the value?  is_normal: it is the one
 * that is seen without touching the field. */
cseal_status csi_pdf_check_text(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, bool is_normal);
/* Adds the characters of a value without those that are not seen. */
cseal_status csi_pdf_add_value(struct csi_pdf_judge *judge,
    const struct csi_pdf_value *value, struct csi_bytes *out);
enum csi_pdf_likeness csi_pdf_compare_text(struct csi_pdf_judge *judge,
    const struct csi_bytes *shown, const struct csi_bytes *value);
/* How many letters of the text at `from` are those of one; 0: not all. */
size_t csi_pdf_match_text(
    const struct csi_bytes *text, size_t from, const struct csi_bytes *one);

/* ---- changes-choice.c ---- */

/* Does a choice show the option that was chosen? */
cseal_status csi_pdf_compare_choice(const struct csi_pdf_filled *field,
    const struct csi_pdf_sight *shown, const struct csi_pdf_reading *reading,
    enum csi_pdf_likeness *ret_likeness);

/* ---- changes-button.c ---- */

/* Is the state that a button shows its value? */
cseal_status csi_pdf_check_button_state(const struct csi_pdf_filled *field);
/* Is the look of a state by one key of /AP the one that was signed? */
cseal_status csi_pdf_was_button_look(const struct csi_pdf_filled *field,
    const char *key, struct csi_span state, const struct csi_pdf_value *look,
    bool *ret_was);
/* Does the look of a state show that state, and no more? */
cseal_status csi_pdf_check_button(const struct csi_pdf_filled *field,
    struct csi_span state, const struct csi_pdf_sight *shown,
    const struct csi_pdf_sight *old, bool is_normal);

#endif
