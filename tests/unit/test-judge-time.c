/* SPDX-License-Identifier: Apache-2.0 */
/* test-judge-time.c -- proves lib/judge-time.c and lib/cms/path.c: what was
 * signed when, by whom, and what was known of it. */
#include "authority.h"
#include "judge/judge.h"
#include "made.h"
#include "tap.h"

#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DAY       (24 * 3600L)
#define SERIAL    77
#define RESPONDER 5      /* its serial */
#define STAMPED   (-100) /* the day of the time-stamp */
#define RESPONDS  "OCSPSigning"
#define STAMPS    "critical,timeStamping"

static struct identity root, ca, forger, tsa, old_tsa, stranger_root, stranger;
static struct identity responder, lone_responder, free_responder;
static struct identity listed_responder, twin;
static csi_trust *trust;

static void
make_identities(const char *path)
{
	FILE *file = fopen(path, "w");

	root = identity_make("Root", NULL, 1, -10000, 2000, NULL);
	ca = identity_make("CA", &root, 2, -10000, 2000, NULL);
	forger = identity_make("CA", NULL, 2, -2000, 2000, NULL);
	tsa = identity_make("TSA", &ca, 3, -10000, 2000, STAMPS);
	twin = identity_make("TSA", &forger, 3, -2000, 2000, STAMPS);
	old_tsa = identity_make("Old TSA", &ca, 4, -2000, -20, STAMPS);
	responder =
	    identity_make("Responder", &ca, RESPONDER, -2000, 2000, RESPONDS);
	stranger_root = identity_make("Strangers", NULL, 1, -2000, 2000, NULL);
	stranger =
	    identity_make("Stranger", &stranger_root, 3, -2000, 2000, STAMPS);
	lone_responder = identity_make(
	    "Responder", &stranger_root, 5, -2000, 2000, RESPONDS);
	free_responder = identity_make(
	    "Free responder", &ca, RESPONDER + 1, -2000, 2000, RESPONDS);
	identity_extend(&free_responder, &ca, "", "noCheck", "ignored");
	listed_responder = identity_make(
	    "Listed responder", &ca, RESPONDER + 2, -2000, 2000, RESPONDS);
	identity_extend(&listed_responder, &ca, "", "crlDistributionPoints",
	    "URI:http://ca/responders");
	if (file == NULL || !PEM_write_X509(file, root.certificate))
		abort();
	fclose(file);
	OK(csi_trust_new(&path, 1, &trust, NULL) == CSEAL_OK);
}

static void
free_identities(void)
{
	struct identity *all[] = { &root, &ca, &forger, &tsa, &old_tsa,
		&stranger_root, &stranger, &responder, &lone_responder,
		&free_responder, &listed_responder, &twin };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		identity_free(all[i]);
	csi_trust_free(trust);
}

/* ---- situations -------------------------------------------------------- */

enum statement {
	NONE,
	LIST,
	FORGED_LIST,
	ANSWER,
	STRANGE_ANSWER,
	SILENCED_ANSWER, /* the list says that its responder was revoked */
	FREE_ANSWER,     /* of a responder that need not be asked for */
	OWN_ANSWER,      /* of the issuer */
	LISTED_ANSWER,   /* a list tells of the responder, and of no other */
	OLD_LISTED_ANSWER,
	VAIN_ANSWER,    /* its responder tells of itself */
	BACKED_ANSWER,  /* the issuer tells of its responder */
	LET_DOWN_ANSWER /* the same, and it was revoked */
};

/* Where the statements are. */
enum place {
	IN_STORE,
	FOR_ONE, /* in /VRI only */
	LEFT_OUT /* in a store that a later revision has emptied */
};

/* Those of authorities of time-stamps. */
enum certificates {
	IN_TOKEN,
	NOWHERE,
	STORED,
	STORED_BEHIND_TWIN /* another of the same name and number */
};

struct situation {
	const char *what;
	int to;                     /* last day of the signer's certificate */
	const struct identity *tsa; /* of the signature's time-stamp */
	bool other_value;           /* which is of another signature */
	enum certificates certificates;
	enum statement statement;
	enum place place;
	int this_day, next_day;      /* of the statement */
	int revoked_day;             /* 1: it is not */
	const struct identity *late; /* of a document time-stamp */
	int late_day;
	bool must_be_told;
	const char *verdict, *trust, *level, *source, *words;
};

#define STAMPED_BY(x) .tsa = &(x)
#define LATER(x, day) .late = &(x), .late_day = (day)
#define GOOD          .revoked_day = 1
#define KNOWN(day)    .statement = LIST, .this_day = (day), .next_day = (day) + 30
#define SAYS(how, day) \
	.statement = (how), .this_day = (day), .next_day = (day) + 30

static const struct situation situations[] = {
	{ "nothing but a signature", .to = 100, .verdict = "valid",
	    .trust = "trusted", .level = "B-B", .source = "claimed",
	    .words = "Nothing that is here says" },
	{ "nothing, where it must be told", .to = 100, .must_be_told = true,
	    .verdict = "indeterminate", .trust = "unknown", .level = "B-B",
	    .source = "claimed", .words = "Nothing that is here says" },
	{ "an expired signer", .to = -10, .verdict = "indeterminate",
	    .trust = "expired", .level = "B-B", .source = "claimed",
	    .words = "expired at" },
	{ "signed after expiry", .to = -150, STAMPED_BY(tsa), KNOWN(-90), GOOD,
	    .verdict = "indeterminate", .trust = "expired", .level = "B-T",
	    .source = "timestamp", .words = "expired at" },
	{ "expired since, and known to be good", .to = -10, STAMPED_BY(tsa),
	    KNOWN(-90), GOOD, .verdict = "valid", .trust = "trusted",
	    .level = "B-LT", .source = "timestamp" },
	{ "expired since, and nothing known", .to = -10, STAMPED_BY(tsa),
	    .verdict = "indeterminate", .trust = "expired", .level = "B-T",
	    .source = "timestamp", .words = "nobody tells any more" },
	{ "expired since, told after the end", .to = -50, STAMPED_BY(tsa),
	    KNOWN(-40), GOOD, .verdict = "indeterminate", .trust = "expired",
	    .level = "B-T", .source = "timestamp", .words = "too old" },
	{ "revoked after the time-stamp", .to = 100, STAMPED_BY(tsa),
	    KNOWN(-40), .revoked_day = -50, .verdict = "valid",
	    .trust = "trusted", .level = "B-LT", .source = "timestamp",
	    .words = "after the proven time" },
	{ "revoked before the time-stamp", .to = 100, STAMPED_BY(tsa),
	    KNOWN(-90), .revoked_day = -150, .verdict = "invalid",
	    .trust = "revoked", .level = "B-T", .source = "timestamp",
	    .words = "before the proven time" },
	{ "revoked, without a time-stamp", .to = 100, KNOWN(-40),
	    .revoked_day = -50, .verdict = "invalid", .trust = "revoked",
	    .level = "B-B", .source = "claimed",
	    .words = "nothing proves an earlier time" },
	{ "a list that is too old", .to = 100, STAMPED_BY(tsa), KNOWN(-200),
	    GOOD, .verdict = "valid", .trust = "trusted", .level = "B-T",
	    .source = "timestamp", .words = "too old" },
	{ "a list of the future", .to = 100, STAMPED_BY(tsa), KNOWN(50),
	    .revoked_day = -150, .verdict = "valid", .trust = "trusted",
	    .level = "B-T", .source = "timestamp",
	    .words = "Nothing that is here says" },
	{ "a list by somebody else", .to = 100, STAMPED_BY(tsa),
	    SAYS(FORGED_LIST, -90), .revoked_day = -150, .verdict = "valid",
	    .trust = "trusted", .level = "B-T", .source = "timestamp",
	    .words = "Nothing that is here says" },
	{ "an answer that says revoked", .to = 100, STAMPED_BY(tsa),
	    SAYS(ANSWER, -90), .revoked_day = -150, .verdict = "invalid",
	    .trust = "revoked", .level = "B-T", .source = "timestamp",
	    .words = "before the proven time" },
	{ "an answer of the wrong responder", .to = 100, STAMPED_BY(tsa),
	    SAYS(STRANGE_ANSWER, -90), .revoked_day = -150, .verdict = "valid",
	    .trust = "trusted", .level = "B-T", .source = "timestamp",
	    .words = "Nothing that is here says" },
	{ "the good news of the wrong responder", .to = -10, STAMPED_BY(tsa),
	    SAYS(STRANGE_ANSWER, -90), GOOD, .verdict = "indeterminate",
	    .trust = "expired", .level = "B-T", .source = "timestamp",
	    .words = "nobody tells any more" },
	{ "a time-stamp of an authority nobody trusts", .to = -10,
	    STAMPED_BY(stranger), KNOWN(-90), GOOD, .verdict = "indeterminate",
	    .trust = "expired", .level = "B-B", .source = "claimed",
	    .words = "proves no time" },
	{ "a time-stamp of another signature", .to = -10, STAMPED_BY(tsa),
	    .other_value = true, KNOWN(-90), GOOD, .verdict = "indeterminate",
	    .trust = "expired", .level = "B-B", .source = "claimed",
	    .words = "made for another signature" },
	{ "a time-stamp whose authority has expired", .to = -10,
	    STAMPED_BY(old_tsa), KNOWN(-90), GOOD, .verdict = "indeterminate",
	    .trust = "expired", .level = "B-B", .source = "claimed",
	    .words = "proves no time" },
	{ "which was renewed in time", .to = -10, STAMPED_BY(old_tsa),
	    KNOWN(-90), GOOD, LATER(tsa, -60), .verdict = "valid",
	    .trust = "trusted", .level = "B-LTA", .source = "timestamp" },
	{ "which was renewed too late", .to = -10, STAMPED_BY(old_tsa),
	    KNOWN(-90), GOOD, LATER(tsa, -5), .verdict = "indeterminate",
	    .trust = "expired", .level = "B-T", .source = "timestamp",
	    .words = "proves no time" },
	{ "a renewal by one whom nobody trusts", .to = -10, STAMPED_BY(tsa),
	    KNOWN(-90), GOOD, LATER(stranger, -60), .verdict = "valid",
	    .trust = "trusted", .level = "B-LT", .source = "timestamp" },
	{ "a list for this signature alone", .to = -10, STAMPED_BY(tsa),
	    KNOWN(-90), GOOD, .place = FOR_ONE, .verdict = "valid",
	    .trust = "trusted", .level = "B-LT", .source = "timestamp" },
	{ "an answer for this signature alone", .to = 100, STAMPED_BY(tsa),
	    SAYS(ANSWER, -90), .revoked_day = -150, .place = FOR_ONE,
	    .verdict = "invalid", .trust = "revoked", .level = "B-T",
	    .source = "timestamp", .words = "before the proven time" },
	{ "a list that a later store leaves out", .to = -10, STAMPED_BY(tsa),
	    KNOWN(-90), GOOD, .place = LEFT_OUT, .verdict = "valid",
	    .trust = "trusted", .level = "B-LT", .source = "timestamp" },
	{ "a revocation that a later store leaves out", .to = 100,
	    STAMPED_BY(tsa), KNOWN(-90), .revoked_day = -150, .place = LEFT_OUT,
	    .verdict = "invalid", .trust = "revoked", .level = "B-T",
	    .source = "timestamp", .words = "before the proven time" },
	{ "an answer of a responder that was revoked", .to = 100,
	    STAMPED_BY(tsa), SAYS(SILENCED_ANSWER, -90), .revoked_day = -150,
	    .verdict = "valid", .trust = "trusted", .level = "B-LT",
	    .source = "timestamp" },
	{ "the good news of a responder nobody tells of", .to = 100,
	    STAMPED_BY(tsa), SAYS(ANSWER, -90), GOOD, .verdict = "valid",
	    .trust = "trusted", .level = "B-T", .source = "timestamp",
	    .words = "it is not proven" },
	{ "the same, where it must be told", .to = 100, SAYS(ANSWER, -1), GOOD,
	    .must_be_told = true, .verdict = "indeterminate",
	    .trust = "unknown", .level = "B-B", .source = "claimed",
	    .words = "it is not proven" },
	{ "by one that need not be asked for", .to = 100, SAYS(FREE_ANSWER, -1),
	    GOOD, .must_be_told = true, .verdict = "valid", .trust = "trusted",
	    .level = "B-B", .source = "claimed" },
	{ "the same of a signer that has expired", .to = -10, STAMPED_BY(tsa),
	    SAYS(ANSWER, -90), GOOD, .verdict = "indeterminate",
	    .trust = "expired", .level = "B-T", .source = "timestamp",
	    .words = "it is not proven" },
	{ "good news of one that need not be asked for", .to = -10,
	    STAMPED_BY(tsa), SAYS(FREE_ANSWER, -90), GOOD, .verdict = "valid",
	    .trust = "trusted", .level = "B-T", .source = "timestamp" },
	{ "good news of the issuer", .to = -10, STAMPED_BY(tsa),
	    SAYS(OWN_ANSWER, -90), GOOD, .verdict = "valid", .trust = "trusted",
	    .level = "B-T", .source = "timestamp" },
	{ "good news of one that a list tells of", .to = -10, STAMPED_BY(tsa),
	    SAYS(LISTED_ANSWER, -90), GOOD, .verdict = "valid",
	    .trust = "trusted", .level = "B-T", .source = "timestamp" },
	{ "good news of one that an old list tells of", .to = -10,
	    STAMPED_BY(tsa), SAYS(OLD_LISTED_ANSWER, -90), GOOD,
	    .verdict = "indeterminate", .trust = "expired", .level = "B-T",
	    .source = "timestamp", .words = "it is not proven" },
	{ "good news of one that speaks for itself", .to = -10, STAMPED_BY(tsa),
	    SAYS(VAIN_ANSWER, -90), GOOD, .verdict = "indeterminate",
	    .trust = "expired", .level = "B-T", .source = "timestamp",
	    .words = "it is not proven" },
	{ "good news of one that the issuer tells of", .to = -10,
	    STAMPED_BY(tsa), SAYS(BACKED_ANSWER, -90), GOOD, .verdict = "valid",
	    .trust = "trusted", .level = "B-T", .source = "timestamp" },
	{ "good news of one that the issuer has revoked", .to = -10,
	    STAMPED_BY(tsa), SAYS(LET_DOWN_ANSWER, -90), GOOD,
	    .verdict = "indeterminate", .trust = "expired", .level = "B-T",
	    .source = "timestamp", .words = "nobody tells any more" },
	{ "a time-stamp without its authority's certificate", .to = -10,
	    STAMPED_BY(tsa), KNOWN(-90), GOOD, .certificates = NOWHERE,
	    .verdict = "indeterminate", .trust = "expired", .level = "B-B",
	    .source = "claimed", .words = "certificate was not in the" },
	{ "which the store has", .to = -10, STAMPED_BY(tsa), KNOWN(-90), GOOD,
	    .certificates = STORED, .verdict = "valid", .trust = "trusted",
	    .level = "B-LT", .source = "timestamp" },
	{ "which the store has behind a forged one", .to = -10, STAMPED_BY(tsa),
	    KNOWN(-90), GOOD, .certificates = STORED_BEHIND_TWIN,
	    .verdict = "valid", .trust = "trusted", .level = "B-LT",
	    .source = "timestamp" },
	{ "a document time-stamp whose certificate the store has", .to = -10,
	    KNOWN(-90), GOOD, LATER(tsa, -60),
	    .certificates = STORED_BEHIND_TWIN, .verdict = "valid",
	    .trust = "trusted", .level = "B-LTA", .source = "timestamp" },
	{ "the same where it is nowhere", .to = -10, KNOWN(-90), GOOD,
	    LATER(tsa, -60), .certificates = NOWHERE,
	    .verdict = "indeterminate", .trust = "expired", .level = "B-B",
	    .source = "claimed", .words = "expired at" },
	{ "a document time-stamp alone", .to = -10, KNOWN(-90), GOOD,
	    LATER(tsa, -60), .verdict = "valid", .trust = "trusted",
	    .level = "B-LTA", .source = "timestamp" },
};

/* ---- the documents ----------------------------------------------------- */

struct stamper {
	const struct identity *tsa;
	int day;
	bool other_value, is_bare;
};

static struct csi_bytes
stamp(void *user, const uint8_t *digest)
{
	const struct stamper *stamper = user;
	const struct identity *issuer =
	    stamper->tsa == &stranger ? &stranger_root : &ca;
	uint8_t other[32];

	memcpy(other, digest, sizeof(other));
	other[0] ^= stamper->other_value;
	return authority_stamp(stamper->tsa, stamper->is_bare ? NULL : issuer,
	    other, time(NULL) + stamper->day * DAY);
}

#define FORM    "/AcroForm <</SigFlags 3 /Fields ["
#define CATALOG "<</Type /Catalog /Pages 2 0 R "
#define PAGE \
	"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R "
#define WIDGET(n)                                                     \
	"<</FT /Sig /Type /Annot /Subtype /Widget /T (" n ") /F 132 " \
	"/Rect [0 0 0 0] /P 3 0 R "
#define STORE \
	"/DSS <</Certs [12 0 R 15 0 R 16 0 R] /CRLs [10 0 R 13 0 R] /OCSPs [11 0 R 14 0 R]>> "
#define SINGLE                                                             \
	"/DSS <</VRI <</0123456789ABCDEF0123456789ABCDEF01234567 <</Cert " \
	"[12 0 R] /CRL [10 0 R 13 0 R] /OCSP [11 0 R]>>>>>> "

static void
sign(struct made *made, const struct situation *now,
    const struct identity *signer)
{
	struct csi_bytes ders[2] = { identity_der(signer), identity_der(&ca) };
	struct csi_span chain[2] = { csi_bytes_span(&ders[0]),
		csi_bytes_span(&ders[1]) };
	struct stamper stamper = { now->tsa, STAMPED, now->other_value,
		now->certificates != IN_TOKEN };

	made_object(made, 1, CATALOG FORM "6 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, WIDGET("First") "/V 7 0 R>>");
	made_signature(made, 7, "");
	made_sign_stamped(made, signer->key, chain, 2,
	    now->tsa != NULL ? stamp : NULL, &stamper);
	csi_bytes_free(&ders[0]);
	csi_bytes_free(&ders[1]);
}

static const struct identity *
answers(enum statement statement)
{
	switch (statement) {
	case STRANGE_ANSWER: return &lone_responder;
	case FREE_ANSWER: return &free_responder;
	case OWN_ANSWER: return &ca;
	case LISTED_ANSWER:
	case OLD_LISTED_ANSWER: return &listed_responder;
	case VAIN_ANSWER:
	case BACKED_ANSWER:
	case LET_DOWN_ANSWER:
	case ANSWER:
	case SILENCED_ANSWER: return &responder;
	case NONE:
	case LIST:
	case FORGED_LIST: break;
	}
	return NULL;
}

/* What tells of the responder, and of nobody else. */
static void
tell_of_responder(const struct situation *now, struct csi_bytes *list,
    struct csi_bytes *answer)
{
	bool is_old = now->statement == OLD_LISTED_ANSWER;

	if (now->statement == LISTED_ANSWER || is_old) {
		*list = authority_list(
		    &ca, is_old ? -300 : -91, is_old ? -200 : -61, 0, 0);
		authority_list_extend(list, &ca,
		    "[point]\nfullname=URI:http://ca/responders\n",
		    "issuingDistributionPoint", "critical,@point");
	}
	if (now->statement == VAIN_ANSWER || now->statement == BACKED_ANSWER ||
	    now->statement == LET_DOWN_ANSWER)
		*answer = authority_answer(
		    now->statement == VAIN_ANSWER ? &responder : &ca,
		    &responder, &ca, -91, -61,
		    now->statement == LET_DOWN_ANSWER ? -120 : 1);
}

/* A list of the CA about the signer, its opposite as an answer, and one of
 * the root about the CA; objects that are not wanted are empty. */
static void
store(struct made *made, const struct situation *now,
    const struct identity *signer)
{
	struct csi_bytes list = { 0 }, answer = { 0 }, above, certificate;
	struct csi_bytes other_answer = { 0 }, forged = { 0 }, stamps = { 0 };
	long serial = now->revoked_day > 0 ? 0 : SERIAL;

	if (now->statement == LIST || now->statement == FORGED_LIST)
		list = authority_list(now->statement == LIST ? &ca : &forger,
		    now->this_day, now->next_day, serial, now->revoked_day);
	else
		answer = authority_answer(answers(now->statement), signer, &ca,
		    now->this_day, now->next_day, now->revoked_day);
	if (now->statement == SILENCED_ANSWER)
		list = authority_list(
		    &ca, now->this_day, now->next_day, RESPONDER, -120);
	tell_of_responder(now, &list, &other_answer);
	above = authority_list(&root, -90, 300, 0, 0);
	certificate = identity_der(&ca);
	made_object(made, 1, CATALOG "%s" FORM "6 0 R]>>>>",
	    now->place == FOR_ONE ? SINGLE : STORE);
	made_stream(made, 10, csi_bytes_span(&list));
	made_stream(made, 11, csi_bytes_span(&answer));
	made_stream(made, 12, csi_bytes_span(&certificate));
	made_stream(made, 13, csi_bytes_span(&above));
	made_stream(made, 14, csi_bytes_span(&other_answer));
	if (now->certificates == STORED_BEHIND_TWIN)
		forged = identity_der(&twin);
	if (now->certificates >= STORED)
		stamps = identity_der(&tsa);
	made_stream(made, 15, csi_bytes_span(&forged));
	made_stream(made, 16, csi_bytes_span(&stamps));
	csi_bytes_free(&forged);
	csi_bytes_free(&stamps);
	made_end(made);
	if (now->place == LEFT_OUT) {
		made_object(
		    made, 1, CATALOG "/DSS <</Certs []>> " FORM "6 0 R]>>>>");
		made_end(made);
	}
	csi_bytes_free(&list);
	csi_bytes_free(&answer);
	csi_bytes_free(&other_answer);
	csi_bytes_free(&certificate);
	csi_bytes_free(&above);
}

static void
renew(struct made *made, const struct situation *now)
{
	struct stamper stamper = { now->late, now->late_day, false,
		now->certificates != IN_TOKEN };

	made_object(made, 1, CATALOG STORE FORM "6 0 R 8 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R 8 0 R]>>");
	made_object(made, 8, WIDGET("Second") "/V 9 0 R>>");
	made_signature(made, 9, "");
	made_stamp(made, stamp, &stamper);
}

static void
make(struct made *made, const struct situation *now)
{
	struct identity signer =
	    identity_make("Signer", &ca, SERIAL, -400, now->to, NULL);

	made_base(made, "", "");
	made_end(made);
	sign(made, now, &signer);
	if (now->statement != NONE)
		store(made, now, &signer);
	if (now->late != NULL)
		renew(made, now);
	identity_free(&signer);
}

/* ---- judging ----------------------------------------------------------- */

static bool
is(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

static bool
says(const struct cseal_report_signature *row, const char *words)
{
	if (words == NULL)
		return true;
	for (size_t i = 0; i < row->reason_count; i++) {
		if (strstr(row->reasons[i], words) != NULL)
			return true;
	}
	return false;
}

static void
print(const struct cseal_report *report)
{
	for (size_t i = 0; i < report->problems.count; i++)
		printf("# problem: %s\n", report->problems.at[i]);
	for (size_t i = 0; i < report->count; i++) {
		const struct cseal_report_signature *row =
		    cseal_report_at(report, i);

		printf("# %s: %s %s %s %s %s %s\n", row->field, row->verdict,
		    row->integrity, row->trust, row->changes, row->level,
		    row->time_source);
		for (size_t j = 0; j < row->reason_count; j++)
			printf("#   %s\n", row->reasons[j]);
	}
}

static void
judge(const struct made *made, const struct situation *now)
{
	const struct csi_judge_wish wish = { .trust = trust,
		.time = (int64_t)time(NULL),
		.must_be_told = now->must_be_told };
	struct cseal_report *report = calloc(1, sizeof(*report));
	const struct cseal_report_signature *row;

	if (report == NULL || csi_judge(report, csi_bytes_span(&made->out),
				  &wish, NULL) != CSEAL_OK)
		abort();
	row = cseal_report_at(report, 0);
	if (!OKF(row != NULL && is(row->verdict, now->verdict) &&
		     is(report->verdict, now->verdict) &&
		     is(row->trust, now->trust) && is(row->level, now->level) &&
		     is(row->time_source, now->source) && says(row, now->words),
		"%s: %s, %s, %s", now->what, now->verdict, now->trust,
		now->level))
		print(report);
	if (now->late != NULL)
		OKF(report->count == 2 &&
			is(cseal_report_at(report, 1)->kind, "timestamp"),
		    "%s: the time-stamp has a row", now->what);
	cseal_report_free(report);
}

static void
every_situation_has_its_verdict_and_its_reason(void)
{
	for (size_t i = 0; i < sizeof(situations) / sizeof(situations[0]);
	     i++) {
		struct made made;

		make(&made, &situations[i]);
		judge(&made, &situations[i]);
		csi_bytes_free(&made.out);
	}
}

/* ---- old digests --------------------------------------------------------- */

#define END_OF_SHA1 INT64_C(1343779200) /* ETSI TS 119 312: 2012-08-01 */

struct relic {
	const char *what;
	int64_t end;             /* of what is old */
	const char *signed_with; /* the document; NULL: nothing old */
	const char *certified_with;
	const char *listed_with;
	const char *level; /* when it is proven in time */
	const char *words; /* when it is not */
	const char *trust;
};

static const struct relic relics[] = {
	{ "a signature with SHA-1", .signed_with = "SHA1", .level = "CMS",
	    .words = "SHA-1 was used, which is not safe", .trust = "trusted" },
	{ "a certificate signed with SHA-1", .certified_with = "SHA1",
	    .level = "CMS",
	    .words = "is signed with SHA-1, which is not safe since 2012-08-01",
	    .trust = "untrusted" },
	{ "a list signed with SHA-1, of an expired certificate",
	    .listed_with = "SHA1", .level = "CMS",
	    .words = "nobody tells any more", .trust = "expired" },
};

static const EVP_MD *
digest_of(const char *name)
{
	return name == NULL ? EVP_sha256() : EVP_get_digestbyname(name);
}

static int
day_of(int64_t time_of)
{
	return (int)((time_of - (int64_t)time(NULL)) / DAY);
}

static void
renew_at(struct made *made, int64_t when)
{
	struct situation now = { .late = &tsa, .late_day = day_of(when) };

	renew(made, &now);
}

/* Signed, listed, and stamped then. */
static void
make_relic(struct made *made, const struct relic *relic, int64_t when)
{
	int to = relic->listed_with == NULL ? 2000 : day_of(when) + 30;
	struct identity signer =
	    identity_make("Signer", &ca, SERIAL, -10000, to, NULL);
	struct csi_bytes list, above = authority_list(&root, -90, 300, 0, 0);

	identity_sign(&signer, &ca, digest_of(relic->certified_with));
	list = authority_list(&ca, day_of(when) - 1, day_of(when) + 1, 0, 0);
	authority_list_sign(&list, &ca, digest_of(relic->listed_with));
	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, CATALOG STORE FORM "6 0 R]>>>>");
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, WIDGET("First") "/V 7 0 R>>");
	made_stream(made, 10, csi_bytes_span(&list));
	made_stream(made, 13, csi_bytes_span(&above));
	list.len = 0;
	made_stream(made, 11, csi_bytes_span(&list));
	made_stream(made, 14, csi_bytes_span(&list));
	made_stream(made, 15, csi_bytes_span(&list));
	made_stream(made, 16, csi_bytes_span(&list));
	csi_bytes_free(&list);
	csi_bytes_free(&above);
	list = identity_der(&ca);
	made_stream(made, 12, csi_bytes_span(&list));
	csi_bytes_free(&list);
	made_signature(made, 7, "");
	made_sign_with(made, signer.key, signer.certificate,
	    digest_of(relic->signed_with));
	renew_at(made, when);
	identity_free(&signer);
}

static void
old_digests_hold_where_they_are_proven_to_be_old(void)
{
	for (size_t i = 0; i < sizeof(relics) / sizeof(relics[0]); i++) {
		const struct relic *relic = &relics[i];
		const struct situation before = { .what = relic->what,
			.late = &tsa,
			.verdict = "valid",
			.trust = "trusted",
			.level = relic->level,
			.source = "timestamp" };
		const struct situation after = { .what = relic->what,
			.late = &tsa,
			.verdict = "indeterminate",
			.trust = relic->trust,
			.level =
			    relic->signed_with != NULL ? "none" : relic->level,
			.source = "timestamp",
			.words = relic->words };
		struct made made;

		make_relic(&made, relic, END_OF_SHA1 - 10 * DAY);
		judge(&made, &before);
		csi_bytes_free(&made.out);
		make_relic(&made, relic, END_OF_SHA1 + 10 * DAY);
		judge(&made, &after);
		csi_bytes_free(&made.out);
	}
}

/* It was there in time; what makes it so was not. */
static void
an_issuer_signed_with_an_old_digest_is_no_issuer_now(void)
{
	struct situation now = { "a chain with SHA-1", .to = 100,
		.verdict = "indeterminate", .trust = "untrusted",
		.level = "B-B", .source = "claimed",
		.words = "is signed with SHA-1" };
	struct made made;

	identity_sign(&ca, &root, EVP_sha1());
	make(&made, &now);
	judge(&made, &now);
	csi_bytes_free(&made.out);
	/* A time-stamp by an authority below it proves no time, either. */
	now.tsa = &tsa;
	now.words = "proves no time";
	make(&made, &now);
	judge(&made, &now);
	csi_bytes_free(&made.out);
	identity_sign(&ca, &root, EVP_sha256());
}

int
main(void)
{
	char path[] = "test-judge-time-XXXXXX";
	int fd = mkstemp(path);

	close(fd);
	make_identities(path);
	RUN(every_situation_has_its_verdict_and_its_reason);
	RUN(old_digests_hold_where_they_are_proven_to_be_old);
	RUN(an_issuer_signed_with_an_old_digest_is_no_issuer_now);
	free_identities();
	unlink(path);
	return tap_done();
}
