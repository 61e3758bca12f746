/* SPDX-License-Identifier: Apache-2.0 */
/* emrtd-chip.c -- is a travel document's chip the one that the state made (ICAO
 * 9303-11, 6)?
 *
 * A copy of the data is signed as well as the original.  What only the original
 * can do must be done: all of it that the state says it can, or a copy would
 * leave out what it cannot. */
#include "emrtd-chip.h"

#include "emrtd/proof.h"

#include <string.h>

enum mechanism { ACTIVE, AGREEMENT, MAPPING, MECHANISM_COUNT };

/* What is said of each. */
static const char *const sentences[MECHANISM_COUNT][CSI_PROOF_UNKNOWN + 1] = {
	[ACTIVE] = {
	    [CSI_PROOF_NONE] = "The chip can prove by active authentication "
			       "that it is genuine, and no such proof was "
			       "kept.",
	    [CSI_PROOF_GOOD] = "The chip proved by active authentication that "
			       "it is genuine.",
	    [CSI_PROOF_BAD] = "The chip did not prove by active authentication "
			      "that it is genuine, which the state's chip can.",
	    [CSI_PROOF_UNKNOWN] = "The chip's active authentication is of a "
				  "kind that is not supported.",
	},
	[AGREEMENT] = {
	    [CSI_PROOF_NONE] = "The chip can prove by chip authentication that "
			       "it is genuine, and no such proof was kept.",
	    [CSI_PROOF_GOOD] = "The chip proved by chip authentication that it "
			       "is genuine.",
	    [CSI_PROOF_BAD] = "The chip did not prove by chip authentication "
			      "that it is genuine, which the state's chip can.",
	    [CSI_PROOF_UNKNOWN] = "The chip's chip authentication is of a kind "
				  "that is not supported.",
	},
	[MAPPING] = {
	    [CSI_PROOF_NONE] = "The chip can prove by chip authentication "
			       "mapping that it is genuine, and no such proof "
			       "was kept.",
	    [CSI_PROOF_GOOD] = "The chip proved by chip authentication mapping "
			       "that it is genuine.",
	    [CSI_PROOF_BAD] = "The chip did not prove by chip authentication "
			      "mapping that it is genuine, which the state's "
			      "chip can.",
	    [CSI_PROOF_UNKNOWN] = "The chip's chip authentication mapping "
				  "cannot be judged: its key is not known to be "
				  "signed.",
	},
};

struct judging {
	cseal_identity *identity;
	const struct csi_chip_case *chip;
	struct csi_infos infos; /* of data group 14 */
	bool is_there[MECHANISM_COUNT];
	enum csi_proof proofs[MECHANISM_COUNT];
	bool is_kept_back; /* a data group that the state signed */
	bool is_unclear;   /* what else the chip can */
};

static struct csi_span
file_of(const struct judging *judging, const char *name)
{
	struct csi_span file = { 0 };

	csi_evidence_find(judging->identity->files, name, &file);
	return file;
}

/* The file of a data group, if the state signed that. */
static struct csi_span
group_of(const struct judging *judging, unsigned group)
{
	static const struct csi_span none;

	return judging->chip->signed_groups >> group & 1
		   ? judging->chip->groups[group]
		   : none;
}

/* A copy that cannot prove anything would rather not show the keys.  Of files
 * that did not come from a reader nobody knows why one is missing. */
static void
look_for_missing(struct judging *judging)
{
	bool was_read = file_of(judging, CSEAL_FILE_EMRTD_ACCESS).len > 0;

	for (unsigned i = 14; i <= 15; i++) {
		if ((judging->chip->signed_groups >> i & 1) == 0 ||
		    judging->chip->groups[i].len > 0)
			continue;
		csi_record_reason(&judging->identity->record,
		    "Data group %u, which the state signed and which says how "
		    "the chip can prove that it is genuine, is missing.",
		    i);
		judging->is_kept_back = was_read;
		judging->is_there[i == 14 ? AGREEMENT : ACTIVE] = true;
	}
}

/* What is not known of a chip may be just what a copy cannot. */
static void
say_unclear(struct judging *judging)
{
	judging->is_unclear = true;
	csi_record_reason(&judging->identity->record,
	    "Data group 14, which the state signed and which says how the chip "
	    "can prove that it is genuine, cannot be read in whole.");
}

static cseal_status
judge_active(struct judging *judging, cseal_error **ret_error)
{
	struct csi_span key = group_of(judging, 15);

	if (key.len == 0)
		return CSEAL_OK;
	judging->is_there[ACTIVE] = true;
	return csi_proof_active(file_of(judging, CSEAL_FILE_EMRTD_ACTIVE), key,
	    &judging->infos, &judging->proofs[ACTIVE], ret_error);
}

static cseal_status
judge_agreement(struct judging *judging, cseal_error **ret_error)
{
	if (!csi_infos_have(&judging->infos, CSI_INFO_CHIP_KEY) &&
	    !csi_infos_have(&judging->infos, CSI_INFO_CHIP))
		return CSEAL_OK;
	judging->is_there[AGREEMENT] = true;
	return csi_proof_agreement(file_of(judging, CSEAL_FILE_EMRTD_AGREEMENT),
	    &judging->infos, &judging->proofs[AGREEMENT], ret_error);
}

/* Signed as the data are; the reasons are those of the data already. */
static cseal_status
judge_card_security(const struct judging *judging, const struct csi_sod *card,
    cseal_verdict *ret_verdict, cseal_error **ret_error)
{
	struct csi_passive passive = *judging->chip->passive;
	struct csi_record aside = { .reason_count = 0 };

	passive.sod = card;
	for (size_t i = 0; i <= CSI_GROUPS_MOST; i++)
		passive.files[i] = (struct csi_span){ NULL, 0 };
	return csi_passive_judge(&passive, &aside, ret_verdict, ret_error);
}

static cseal_status
judge_mapping_with(struct judging *judging, const struct csi_sod *card,
    cseal_error **ret_error)
{
	enum csi_proof *proof = &judging->proofs[MAPPING];
	cseal_verdict verdict = CSEAL_VERDICT_UNKNOWN;
	struct csi_infos infos;
	cseal_status st;

	*proof = CSI_PROOF_BAD;
	st = judge_card_security(judging, card, &verdict, ret_error);
	if (st != CSEAL_OK || verdict == CSEAL_VERDICT_NO)
		return st;
	*proof = CSI_PROOF_UNKNOWN;
	if (verdict != CSEAL_VERDICT_YES ||
	    !csi_infos_read(csi_cms_content(card->cms), &infos))
		return CSEAL_OK;
	st = csi_proof_mapping(file_of(judging, CSEAL_FILE_EMRTD_MAPPING),
	    &infos, proof, ret_error);
	if (*proof == CSI_PROOF_BAD && infos.has_more)
		*proof = CSI_PROOF_UNKNOWN; /* it may be with that key */
	return st;
}

static cseal_status
judge_mapping(struct judging *judging, cseal_error **ret_error)
{
	struct csi_span record = file_of(judging, CSEAL_FILE_EMRTD_MAPPING);
	struct csi_span file = file_of(judging, CSEAL_FILE_EMRTD_CARD_SECURITY);
	struct csi_sod card = { 0 };
	cseal_status st;

	if (!csi_infos_have_cam(&judging->infos) && record.len == 0)
		return CSEAL_OK;
	judging->is_there[MAPPING] = true;
	if (record.len == 0)
		return CSEAL_OK;
	judging->proofs[MAPPING] = CSI_PROOF_BAD;
	st = csi_card_security_read(file, &card, NULL);
	if (st == CSEAL_FAULT_MEMORY)
		return cseal_fail(ret_error, st, "out of memory");
	if (st == CSEAL_REFUSED_UNSUPPORTED)
		judging->proofs[MAPPING] = CSI_PROOF_UNKNOWN;
	if (st != CSEAL_OK)
		return CSEAL_OK;
	st = judge_mapping_with(judging, &card, ret_error);
	csi_sod_clear(&card);
	return st;
}

/* ---- why there is no proof ----------------------------------------------- */

/* Is that the word, the first or the last, of how the reader got access? */
static bool
has_word(struct csi_span access, const char *word, bool is_first)
{
	size_t len = strlen(word);
	const uint8_t *at;

	if (access.len < len)
		return false;
	at = is_first ? access.at : access.at + access.len - len;
	if (memcmp(at, word, len) != 0)
		return false;
	return access.len == len || (is_first ? at[len] : at[-1]) == ' ';
}

/* A copy may well say of itself that it cannot say more; but a reader or a chip
 * with contacts may be like that. */
static void
say_why_not_active(struct judging *judging, struct csi_span access)
{
	static const struct {
		const char *word, *reason;
	} rows[] = {
		{ "short-reader",
		    "This reader passes on short answers only, in which a "
		    "proof by active authentication may have no room." },
		{ "short-card",
		    "The chip says that it gives short answers only, in which "
		    "a proof by active authentication may have no room: one of "
		    "a copy would say that, too." },
		{ "short",
		    "Reader and chip could pass on short answers only, in "
		    "which a proof by active authentication may have no "
		    "room." },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (has_word(access, rows[i].word, false))
			csi_record_reason(
			    &judging->identity->record, "%s", rows[i].reason);
	}
}

static void
say_why_not(struct judging *judging, enum mechanism mechanism)
{
	struct csi_span access = file_of(judging, CSEAL_FILE_EMRTD_ACCESS);

	if (mechanism == ACTIVE)
		say_why_not_active(judging, access);
	else if (mechanism == AGREEMENT && has_word(access, "open", true))
		csi_record_reason(&judging->identity->record,
		    "The chip was read without access control, and so without "
		    "the secure messaging in which it proves anything by chip "
		    "authentication.");
}

/* ---- the verdict --------------------------------------------------------- */

static void
join(struct judging *judging)
{
	struct csi_record *record = &judging->identity->record;
	bool has_good = false, has_bad = judging->is_kept_back;
	bool has_all = !judging->is_unclear;

	for (int i = 0; i < MECHANISM_COUNT; i++) {
		if (!judging->is_there[i])
			continue;
		csi_record_reason(
		    record, "%s", sentences[i][judging->proofs[i]]);
		if (judging->proofs[i] == CSI_PROOF_NONE)
			say_why_not(judging, (enum mechanism)i);
		has_good = has_good || judging->proofs[i] == CSI_PROOF_GOOD;
		has_bad = has_bad || judging->proofs[i] == CSI_PROOF_BAD;
		has_all = has_all && judging->proofs[i] == CSI_PROOF_GOOD;
	}
	if (has_bad)
		judging->identity->verdicts[CSEAL_IDENTITY_CHIP_GENUINE] =
		    CSEAL_VERDICT_NO;
	else if (has_good && has_all)
		judging->identity->verdicts[CSEAL_IDENTITY_CHIP_GENUINE] =
		    CSEAL_VERDICT_YES;
	else if (!judging->is_there[ACTIVE] && !judging->is_there[AGREEMENT] &&
		 !judging->is_there[MAPPING] && !judging->is_unclear)
		csi_record_reason(record,
		    "The chip has nothing with which it could prove that it is "
		    "genuine.");
}

/* Everybody can change EF.CardAccess, and so take the better protocols away
 * (9303-11, 4.4.5). */
static void
compare_card_access(const struct judging *judging)
{
	struct csi_span file = file_of(judging, CSEAL_FILE_EMRTD_CARD_ACCESS);
	struct csi_infos infos;

	if (file.len > 0 && (!csi_infos_read(file, &infos) || infos.has_more ||
				!csi_infos_hold(&judging->infos, &infos)))
		csi_record_reason(&judging->identity->record,
		    "What the chip says of access to it (EF.CardAccess) is not "
		    "what was signed.");
}

/* What the state signed of the chip's abilities. */
static void
read_infos(struct judging *judging)
{
	struct csi_span file = group_of(judging, 14);

	if (csi_dg14_read(file, &judging->infos)) {
		compare_card_access(judging);
		if (judging->infos.has_more)
			say_unclear(judging);
		return;
	}
	judging->infos.count = 0;
	if (file.len > 0)
		say_unclear(judging);
}

cseal_status
csi_emrtd_judge_chip(cseal_identity *identity, const struct csi_chip_case *chip,
    cseal_error **ret_error)
{
	struct judging judging = { .identity = identity, .chip = chip };
	cseal_status st;

	if (identity->verdicts[CSEAL_IDENTITY_DATA_SIGNED] !=
	    CSEAL_VERDICT_YES) {
		csi_record_reason(&identity->record,
		    "Without data that are known to be signed, whether the "
		    "chip is genuine cannot be shown.");
		return CSEAL_OK;
	}
	read_infos(&judging);
	look_for_missing(&judging);
	st = judge_active(&judging, ret_error);
	if (st == CSEAL_OK)
		st = judge_agreement(&judging, ret_error);
	if (st == CSEAL_OK)
		st = judge_mapping(&judging, ret_error);
	if (st == CSEAL_OK)
		join(&judging);
	return st;
}
