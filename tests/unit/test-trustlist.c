/* SPDX-License-Identifier: Apache-2.0 */
/* test-trustlist.c -- proves lib/trustlist.c, lib/cms/service.c and listed.c
 * with a module that says what the test tells it to, true or not;
 * modules/xmlsec-trustlist has a test of its own. */
#include "judge/trustlist.h"

#include "authority.h"
#include "made.h"
#include "scratch.h"
#include "tap.h"
#include "wait.h"

#include <counterseal/counterseal.h>
#include <openssl/pem.h>

#define DAY 86400L

#define GENERIC "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric"
#define LOTL    "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists"
#define MIME    "application/vnd.etsi.tsl+xml"
#define CA_QC   "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
#define CA_PKC  "http://uri.etsi.org/TrstSvc/Svctype/CA/PKC"
#define QTST    "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST"
#define STATUS  "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
#define GRANTED STATUS "granted"
#define GONE    STATUS "withdrawn"

static cseal_context *context;
static struct identity list_signer, other_signer, root, ca, tsa, signer;
static time_t now;

/* ---- lists ------------------------------------------------------------- */

static const char *
hex_of(const struct identity *identity)
{
	static char hex[4][4096];
	static unsigned turn;
	char *text = hex[turn++ % 4];
	struct csi_bytes der = identity_der(identity);

	for (size_t i = 0; i < der.len && 2 * i + 2 < sizeof(hex[0]); i++)
		snprintf(text + 2 * i, 3, "%02x", der.at[i]);
	csi_bytes_free(&der);
	return text;
}

static void
write_list(const char *name, const char *format, ...)
{
	FILE *file = fopen(scratch_path(name), "w");
	va_list args;

	va_start(args, format);
	vfprintf(file, format, args);
	va_end(args);
	fclose(file);
}

static void
write_pem(const char *name, const struct identity *identity)
{
	FILE *file = fopen(scratch_path(name), "w");

	PEM_write_X509(file, identity->certificate);
	fclose(file);
}

/* Reads lists that stand between blanks; *ret_trust is NULL if it failed. */
static cseal_status
load(const char *names, const char *signer_name, csi_trust **ret_trust)
{
	char copy[200], *save = NULL;
	char paths[4][300];
	const char *lists[4];
	const char *signer_path = scratch_path(signer_name);
	struct csi_trustlist_wish wish = { .lists = lists,
		.signers = &signer_path,
		.signer_count = 1,
		.now = now };
	cseal_error *error = NULL;
	cseal_wait wait;
	cseal_status st;

	snprintf(copy, sizeof(copy), "%s", names);
	for (char *name = strtok_r(copy, " ", &save); name != NULL;
	     name = strtok_r(NULL, " ", &save)) {
		snprintf(paths[wish.list_count], sizeof(paths[0]), "%s",
		    scratch_path(name));
		lists[wish.list_count] = paths[wish.list_count];
		wish.list_count++;
	}
	csi_wait_init(&wait, 60000, NULL);
	*ret_trust = NULL;
	if (csi_trust_new(NULL, 0, ret_trust, NULL) != CSEAL_OK)
		exit(99);
	st = csi_trustlists_load(context, &wish, &wait, *ret_trust, &error);
	if (st != CSEAL_OK) {
		printf("# %s\n", cseal_error_text(error));
		csi_trust_free(*ret_trust);
		*ret_trust = NULL;
	}
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

/* ---- what a chain comes to ---------------------------------------------- */

static enum csi_trust_answer
ask(const csi_trust *trust, const struct identity *about, int64_t time,
    bool for_stamps, const char *words)
{
	enum csi_trust_answer answer = CSI_TRUST_REVOKED;
	struct csi_bytes der = identity_der(about), ca_der = identity_der(&ca);
	struct csi_span other = csi_bytes_span(&ca_der);
	struct csi_trust_chain chain = { 0 };
	cseal_error *error = NULL;
	char *why = NULL;

	if (csi_trust_find(trust, csi_bytes_span(&der), &other, 1, time,
		for_stamps, &answer, &why, &chain, &error) != CSEAL_OK)
		printf("# %s\n", cseal_error_text(error));
	else
		printf("# %s: %s\n", csi_trust_answer_name(answer),
		    why == NULL ? "(nothing to add)" : why);
	if ((answer == CSI_TRUST_TRUSTED) != (chain.count > 0) &&
	    answer != CSI_TRUST_UNKNOWN)
		answer = CSI_TRUST_REVOKED;
	if (words != NULL && (why == NULL || strstr(why, words) == NULL))
		answer = CSI_TRUST_REVOKED;
	csi_trust_chain_clear(&chain);
	cseal_error_free(error);
	free(why);
	csi_bytes_free(&der);
	csi_bytes_free(&ca_der);
	return answer;
}

/* ---- what a service is for, and when ------------------------------------ */

struct situation {
	const char *what;
	const char *periods; /* with %ld for now */
	bool for_stamps;
	int day; /* from now */
	enum csi_trust_answer answer;
	const char *words;
};

#define YEARS_2000 "900000000"

static const struct situation situations[] = {
	{ "granted", "period " CA_QC " " GRANTED " " YEARS_2000 " -\n", false,
	    0, CSI_TRUST_TRUSTED,
	    "trusted list of XA: the service \"Service\" of "
	    "\"Provider\"" },
	{ "for seals", "period " CA_QC " " GRANTED " " YEARS_2000 " ld\n",
	    false, 0, CSI_TRUST_TRUSTED, "trusted list of XA" },
	{ "for web sites", "period " CA_QC " " GRANTED " " YEARS_2000 " l\n",
	    false, 0, CSI_TRUST_UNTRUSTED, "issuer of \"CA\" is missing" },
	{ "a critical extension that is not known",
	    "period " CA_QC " " GRANTED " " YEARS_2000 " u\n", false, 0,
	    CSI_TRUST_UNTRUSTED, "not to be trusted" },
	{ "a CA for time-stamps",
	    "period " CA_QC " " GRANTED " " YEARS_2000 " -\n", true, 0,
	    CSI_TRUST_UNTRUSTED, "something else" },
	{ "a time-stamp authority for time-stamps",
	    "period " QTST " " GRANTED " " YEARS_2000 " -\n", true, 0,
	    CSI_TRUST_TRUSTED, "trusted list of XA" },
	{ "a time-stamp authority for signatures",
	    "period " QTST " " GRANTED " " YEARS_2000 " -\n", false, 0,
	    CSI_TRUST_UNTRUSTED, "something else" },
	{ "a CA of other certificates",
	    "period " CA_PKC " " GRANTED " " YEARS_2000 " -\n", false, 0,
	    CSI_TRUST_UNTRUSTED, "issuer of \"CA\" is missing" },
	{ "withdrawn", "period " CA_QC " " GONE " " YEARS_2000 " -\n", false, 0,
	    CSI_TRUST_UNTRUSTED, "not to be trusted at" },
	{ "a status nobody knows",
	    "period " CA_QC " " STATUS "grand " YEARS_2000 " -\n", false, 0,
	    CSI_TRUST_UNTRUSTED, "not to be trusted at" },
	{ "withdrawn since, before that",
	    "period " CA_QC " " GONE " -10 -\n"
	    "period " CA_QC " " GRANTED " " YEARS_2000 " -\n",
	    false, -20, CSI_TRUST_TRUSTED, "trusted list of XA" },
	{ "withdrawn since, after that",
	    "period " CA_QC " " GRANTED " " YEARS_2000 " -\n"
	    "period " CA_QC " " GONE " -10 -\n",
	    false, -5, CSI_TRUST_UNTRUSTED, "not to be trusted at" },
	{ "withdrawn at the same moment",
	    "period " CA_QC " " GRANTED " -10 -\n"
	    "period " CA_QC " " GONE " -10 -\n",
	    false, 0, CSI_TRUST_UNTRUSTED, "not to be trusted at" },
	{ "granted again",
	    "period " CA_QC " " GRANTED " -3 -\n"
	    "period " CA_QC " " GONE " -10 -\n"
	    "period " CA_QC " " GRANTED " " YEARS_2000 " -\n",
	    false, 0, CSI_TRUST_TRUSTED, "trusted list of XA" },
	{ "granted later", "period " CA_QC " " GRANTED " -3 -\n", false, -4,
	    CSI_TRUST_UNTRUSTED, "not listed yet" },
	{ "of another type before",
	    "period " CA_QC " " GRANTED " -3 -\n"
	    "period " CA_PKC " " GRANTED " " YEARS_2000 " -\n",
	    false, -4, CSI_TRUST_UNTRUSTED, "something else" },
	{ "under supervision, today",
	    "period " CA_QC " " STATUS "undersupervision " YEARS_2000 " -\n",
	    false, 0, CSI_TRUST_UNTRUSTED, "not to be trusted at" },
};

/* Days from now become seconds. */
static void
put_periods(char *out, size_t room, const char *periods)
{
	size_t len = 0;

	for (const char *at = periods; *at != '\0' && len + 30 < room;) {
		char *end;
		long days;

		if (at[0] == ' ' && at[1] == '-' && at[2] >= '0' &&
		    at[2] <= '9') {
			days = strtol(at, &end, 10);
			len += (size_t)snprintf(out + len, room - len, " %ld",
			    (long)now + days * DAY);
			at = end;
		} else {
			out[len++] = *at++;
		}
	}
	out[len] = '\0';
}

static void
a_service_is_an_anchor_for_its_purpose_while_it_was_granted(void)
{
	for (size_t i = 0; i < sizeof(situations) / sizeof(situations[0]);
	     i++) {
		const struct situation *situation = &situations[i];
		char periods[2000];
		csi_trust *trust;

		put_periods(periods, sizeof(periods), situation->periods);
		write_list("list",
		    "signer %s\nhead " GENERIC " XA %ld\n%s"
		    "service Provider Service %s\n",
		    hex_of(&list_signer), (long)now + DAY, periods,
		    hex_of(&ca));
		if (!OK(load("list", "signer.pem", &trust) == CSEAL_OK))
			continue;
		OKF(ask(trust, situation->for_stamps ? &tsa : &signer,
			now + situation->day * DAY, situation->for_stamps,
			situation->words) == situation->answer,
		    "%s", situation->what);
		csi_trust_free(trust);
	}
}

static void
statuses_of_the_directive_ended_with_it(void)
{
	struct identity old = identity_make("Old", &ca, 9, -6000, 6000, NULL);
	csi_trust *trust;

	write_list("list",
	    "signer %s\nhead " GENERIC " XA 0\n"
	    "period " CA_QC " " STATUS "undersupervision " YEARS_2000
	    " -\nservice P S %s\n",
	    hex_of(&list_signer), hex_of(&ca));
	if (OK(load("list", "signer.pem", &trust) == CSEAL_OK)) {
		OK(ask(trust, &old, 1467331199, false, "list of XA") ==
		    CSI_TRUST_TRUSTED);
		OK(ask(trust, &old, 1467331200, false, "not to be trusted") ==
		    CSI_TRUST_UNTRUSTED);
	}
	csi_trust_free(trust);
	identity_free(&old);
}

static void
one_of_two_services_with_the_same_certificate_is_enough(void)
{
	csi_trust *trust;

	write_list("list",
	    "signer %s\nhead " GENERIC " XA 0\n"
	    "period " CA_QC " " GONE " 1 -\nservice P Gone %s\n"
	    "period " CA_QC " " GRANTED " 1 -\nservice P Here %s\n"
	    "period " CA_PKC " " GRANTED " 1 -\nservice P Other %s\n",
	    hex_of(&list_signer), hex_of(&ca), hex_of(&ca), hex_of(&ca));
	if (OK(load("list", "signer.pem", &trust) == CSEAL_OK))
		OK(ask(trust, &signer, now, false, "\"Here\"") ==
		    CSI_TRUST_TRUSTED);
	csi_trust_free(trust);
}

/* A time-stamp authority is listed itself, its issuer for something else. */
static void
a_service_is_an_anchor_without_its_issuer(void)
{
	csi_trust *trust;

	write_list("list",
	    "signer %s\nhead " GENERIC " XA 0\n"
	    "period " CA_QC " " GRANTED " 1 -\nservice P Signing %s\n"
	    "period " QTST " " GRANTED " 1 -\nservice P Stamping %s\n",
	    hex_of(&list_signer), hex_of(&ca), hex_of(&tsa));
	if (OK(load("list", "signer.pem", &trust) == CSEAL_OK)) {
		OK(ask(trust, &tsa, now, true, "\"Stamping\"") ==
		    CSI_TRUST_TRUSTED);
		OK(ask(trust, &signer, now, false, "\"Signing\"") ==
		    CSI_TRUST_TRUSTED);
	}
	csi_trust_free(trust);
}

static void
a_list_that_should_have_been_replaced_leaves_trust_unknown(void)
{
	csi_trust *trust;

	write_list("list",
	    "signer %s\nhead " GENERIC " XA %ld\n"
	    "period " CA_QC " " GRANTED " 1 -\nservice P S %s\n",
	    hex_of(&list_signer), (long)now - 1, hex_of(&ca));
	if (OK(load("list", "signer.pem", &trust) == CSEAL_OK))
		OK(ask(trust, &signer, now, false,
		       "should have been "
		       "replaced") == CSI_TRUST_UNKNOWN);
	csi_trust_free(trust);
}

/* What was given stays an anchor for everything. */
static void
an_anchor_that_was_given_does_not_need_the_list(void)
{
	const char *paths[] = { scratch_path("ca.pem") };
	const char *list = scratch_path("list");
	const char *signers = scratch_path("signer.pem");
	const struct csi_trustlist_wish wish = { .lists = &list,
		.list_count = 1,
		.signers = &signers,
		.signer_count = 1,
		.now = now };
	csi_trust *trust = NULL;
	cseal_wait wait;

	write_list("list",
	    "signer %s\nhead " GENERIC " XA 0\n"
	    "period " CA_QC " " GONE " 1 -\nservice P S %s\n",
	    hex_of(&list_signer), hex_of(&ca));
	csi_wait_init(&wait, -1, NULL);
	OK(csi_trust_new(paths, 1, &trust, NULL) == CSEAL_OK);
	OK(csi_trustlists_load(context, &wish, &wait, trust, NULL) == CSEAL_OK);
	OK(ask(trust, &signer, now, false, NULL) == CSI_TRUST_TRUSTED);
	OK(ask(trust, &tsa, now, true, NULL) == CSI_TRUST_TRUSTED);
	csi_trust_free(trust);
}

/* ---- who signs ---------------------------------------------------------- */

static void
a_list_of_somebody_else_is_refused(void)
{
	csi_trust *trust;

	write_list("list",
	    "signer %s\nhead " GENERIC " XA 0\n"
	    "period " CA_QC " " GRANTED " 1 -\nservice P S %s\n",
	    hex_of(&list_signer), hex_of(&ca));
	OK(load("list", "other.pem", &trust) == CSEAL_SETUP_TRUST);
	OK(load("missing", "signer.pem", &trust) == CSEAL_SETUP_TRUST);
	OK(load("list", "missing.pem", &trust) == CSEAL_SETUP_TRUST);
}

struct naming {
	const char *what, *lotl_type, *type, *territory, *mime, *pointed;
	bool is_lotl_signed, is_good;
};

static const struct naming namings[] = {
	{ "as it should be", LOTL, GENERIC, "XA", MIME, GENERIC, true, true },
	{ "another territory", LOTL, GENERIC, "XB", MIME, GENERIC, true,
	    false },
	{ "a PDF", LOTL, GENERIC, "XA", "application/pdf", GENERIC, true,
	    false },
	{ "a list that is no list of lists", GENERIC, GENERIC, "XA", MIME,
	    GENERIC, true, false },
	{ "a list of lists behind one", LOTL, LOTL, "XA", MIME, GENERIC, true,
	    false },
	{ "a pointer to a list of lists", LOTL, GENERIC, "XA", MIME, LOTL, true,
	    false },
	{ "a list of lists that nobody signed who was given", LOTL, GENERIC,
	    "XA", MIME, GENERIC, false, false },
};

static void
a_list_of_lists_says_who_signs_those_of_its_territories(void)
{
	for (size_t i = 0; i < sizeof(namings) / sizeof(namings[0]); i++) {
		const struct naming *naming = &namings[i];
		cseal_status wanted =
		    naming->is_good ? CSEAL_OK : CSEAL_SETUP_TRUST;
		csi_trust *trust;

		write_list("lotl",
		    "signer %s\nhead %s EU 0\npointer %s %s %s %s\n",
		    hex_of(naming->is_lotl_signed ? &list_signer : &signer),
		    naming->lotl_type, naming->pointed, naming->territory,
		    naming->mime, hex_of(&other_signer));
		write_list("list",
		    "signer %s\nhead %s XA 0\n"
		    "period " CA_QC " " GRANTED " 1 -\nservice P S %s\n",
		    hex_of(&other_signer), naming->type, hex_of(&ca));
		/* The order is not the caller's business. */
		OKF(load("list lotl", "signer.pem", &trust) == wanted,
		    "%s, first", naming->what);
		csi_trust_free(trust);
		OKF(load("lotl list", "signer.pem", &trust) == wanted,
		    "%s, last", naming->what);
		if (trust != NULL)
			OK(ask(trust, &signer, now, false, "list of XA") ==
			    CSI_TRUST_TRUSTED);
		csi_trust_free(trust);
	}
}

static void
a_list_is_no_fresher_than_what_names_its_signer(void)
{
	csi_trust *trust;

	write_list("lotl",
	    "signer %s\nhead " LOTL " EU %ld\n"
	    "pointer " GENERIC " XA " MIME " %s\n",
	    hex_of(&list_signer), (long)now - 1, hex_of(&other_signer));
	write_list("list",
	    "signer %s\nhead " GENERIC " XA %ld\n"
	    "period " CA_QC " " GRANTED " 1 -\nservice P S %s\n",
	    hex_of(&other_signer), (long)now + DAY, hex_of(&ca));
	if (OK(load("lotl list", "signer.pem", &trust) == CSEAL_OK))
		OK(ask(trust, &signer, now, false, "too old") ==
		    CSI_TRUST_UNKNOWN);
	csi_trust_free(trust);
}

/* ---- modules that are wrong ---------------------------------------------- */

#define HEAD       "index 0\nhead " GENERIC " XA 0\n"
#define PERIOD     "period " CA_QC " " GRANTED " 1 -\n"
#define CERT       "30030201ff"
#define TIMES10(x) x x x x x x x x x x

static const struct {
	const char *what, *script;
	cseal_status status;
} lies[] = {
	{ "nothing at all", "", CSEAL_FAULT_MODULE },
	{ "no head", PERIOD "service P S " CERT "\n", CSEAL_FAULT_MODULE },
	{ "two heads", HEAD HEAD, CSEAL_FAULT_MODULE },
	{ "a signer that is not there", "index 1\nhead " GENERIC " XA 0\n",
	    CSEAL_FAULT_MODULE },
	{ "a signer far away",
	    "index 18446744073709551615\nhead " GENERIC " XA 0\n",
	    CSEAL_FAULT_MODULE },
	{ "no type", "head NULL XA 0\n", CSEAL_FAULT_MODULE },
	{ "no territory", "head " GENERIC " - 0\n", CSEAL_FAULT_MODULE },
	{ "a territory too many", "head " GENERIC " LONG 0\n",
	    CSEAL_FAULT_MODULE },
	{ "a time before time", "head " GENERIC " XA -1\n",
	    CSEAL_FAULT_MODULE },
	{ "a name of two lines", HEAD PERIOD "service CONTROL S " CERT "\n",
	    CSEAL_FAULT_MODULE },
	{ "a name too long", HEAD PERIOD "service P LONG " CERT "\n",
	    CSEAL_FAULT_MODULE },
	{ "an empty certificate", HEAD PERIOD "service P S \n",
	    CSEAL_FAULT_MODULE },
	{ "a service without a time", HEAD "service P S " CERT "\n",
	    CSEAL_FAULT_MODULE },
	{ "a period without a type",
	    HEAD "period NULL " GRANTED " 1 -\nservice P S " CERT "\n",
	    CSEAL_FAULT_MODULE },
	{ "too many periods",
	    HEAD TIMES10(TIMES10(PERIOD PERIOD PERIOD)) "service P S " CERT
							"\n",
	    CSEAL_FAULT_MODULE },
	{ "a service of NULL", HEAD "nothing\n", CSEAL_FAULT_MODULE },
	{ "a pointer without a type",
	    HEAD "pointer NULL XA " MIME " " CERT "\n", CSEAL_FAULT_MODULE },
	{ "a deaf ear to a no",
	    HEAD "ignore\nservice P LONG " CERT "\n" PERIOD "service P S " CERT
		 "\n",
	    CSEAL_FAULT_MODULE },
	{ "a status that is none", HEAD "status 17\n", CSEAL_FAULT_MODULE },
	{ "a failure without a reason", HEAD "status 505\n",
	    CSEAL_SETUP_TRUST },
	{ "a failure of the module", HEAD "status 600\n", CSEAL_FAULT_MODULE },
	{ "no certificate in a service: it is left out",
	    HEAD PERIOD "service P S " CERT "\n", CSEAL_OK },
};

static void
what_a_module_says_is_not_believed(void)
{
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		csi_trust *trust;

		write_list("list", "%s", lies[i].script);
		OKF(load("list", "signer.pem", &trust) == lies[i].status, "%s",
		    lies[i].what);
		csi_trust_free(trust);
	}
}

static void
there_are_limits(void)
{
	FILE *file = fopen(scratch_path("many"), "w");
	csi_trust *trust;

	fputs(HEAD, file);
	for (int i = 0; i <= CSI_TRUSTLIST_SERVICES; i++)
		fputs(PERIOD "service P S " CERT "\n", file);
	fclose(file);
	OK(load("many", "signer.pem", &trust) == CSEAL_SETUP_TRUST);
	file = fopen(scratch_path("many"), "w");
	fputs(HEAD, file);
	for (int i = 0; i <= CSI_TRUSTLIST_POINTERS; i++)
		fputs("pointer " GENERIC " XA " MIME " " CERT "\n", file);
	fclose(file);
	OK(load("many", "signer.pem", &trust) == CSEAL_SETUP_TRUST);
	OK(truncate(scratch_path("many"), (off_t)CSI_TRUSTLIST_MOST + 1) == 0);
	OK(load("many", "signer.pem", &trust) == CSEAL_SETUP_TRUST);
}

/* ---- a report ------------------------------------------------------------ */

#define CATALOG "<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [6 0 R]>>>>"
#define WIDGET  "/FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /P 3 0 R"
#define PAGE \
	"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R "

static cseal_document *
make_sealed(struct made *made)
{
	struct csi_bytes der = identity_der(&signer);
	cseal_document *document = NULL;

	made_base(made, "", "");
	made_end(made);
	made_object(made, 1, CATALOG);
	made_object(made, 3, PAGE "/Annots [6 0 R]>>");
	made_object(made, 6, "<<" WIDGET " /T (A) /V 7 0 R>>");
	made_signature(made, 7, "");
	made_sign(made, signer.key, csi_bytes_span(&der));
	OK(cseal_document_open_mem(
	       made->out.at, made->out.len, &document, NULL) == CSEAL_OK);
	csi_bytes_free(&der);
	return document;
}

static void
a_report_says_through_which_list_it_trusts(void)
{
	const char *list = scratch_path("list");
	const char *signers = scratch_path("signer.pem");
	struct cseal_report_options options = { .size = sizeof(options),
		.context = context,
		.trusted_lists = &list,
		.trusted_list_count = 1,
		.trusted_list_signers = &signers,
		.trusted_list_signer_count = 1 };
	struct made made = { 0 };
	cseal_document *document = make_sealed(&made);
	cseal_report *report = NULL;
	const char *reason;

	write_list("list",
	    "signer %s\nhead " GENERIC " XA 0\n"
	    "period " CA_QC " " GRANTED " 1 -\nservice P S %s\n",
	    hex_of(&list_signer), hex_of(&signer));
	OK(cseal_report_new(document, &options, &report, NULL) == CSEAL_OK);
	OK(report != NULL &&
	    strcmp(cseal_report_verdict(report), "valid") == 0);
	reason = report != NULL && cseal_report_at(report, 0)->reason_count > 0
		     ? cseal_report_at(report, 0)->reasons[0]
		     : "";
	OK(strstr(reason, "trusted through the trusted list of XA") != NULL);
	cseal_report_free(report);
	report = NULL;
	options.context = NULL;
	OK(cseal_report_new(document, &options, &report, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	options.context = context;
	options.trusted_list_signer_count = 0;
	OK(cseal_report_new(document, &options, &report, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	options.trusted_list_signer_count = 1;
	options.size = offsetof(struct cseal_report_options, context);
	OK(cseal_report_new(document, &options, &report, NULL) ==
	    CSEAL_FAULT_APPLICATION);
	OK(report == NULL);
	cseal_document_free(document);
	csi_bytes_free(&made.out);
}

int
main(void)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent",
		.module_dir = "/nonexistent" };

	scratch_make();
	now = time(NULL);
	list_signer = identity_make("List", NULL, 1, -10, 100, NULL);
	other_signer = identity_make("Other list", NULL, 1, -10, 100, NULL);
	root = identity_make("Root", NULL, 1, -6000, 6000, NULL);
	ca = identity_make("CA", &root, 2, -6000, 6000, NULL);
	tsa =
	    identity_make("TSA", &ca, 3, -6000, 6000, "critical,timeStamping");
	signer = identity_make("Signer", &ca, 4, -6000, 6000, NULL);
	write_pem("signer.pem", &list_signer);
	write_pem("other.pem", &other_signer);
	write_pem("ca.pem", &ca);
	if (cseal_context_new(&options, &context, NULL) != CSEAL_OK ||
	    cseal_context_load_module(
		context, TEST_MOCKS "/mock-trustlist.so", NULL) != CSEAL_OK)
		return 99;
	RUN(a_service_is_an_anchor_for_its_purpose_while_it_was_granted);
	RUN(statuses_of_the_directive_ended_with_it);
	RUN(one_of_two_services_with_the_same_certificate_is_enough);
	RUN(a_service_is_an_anchor_without_its_issuer);
	RUN(a_list_that_should_have_been_replaced_leaves_trust_unknown);
	RUN(an_anchor_that_was_given_does_not_need_the_list);
	RUN(a_list_of_somebody_else_is_refused);
	RUN(a_list_of_lists_says_who_signs_those_of_its_territories);
	RUN(a_list_is_no_fresher_than_what_names_its_signer);
	RUN(what_a_module_says_is_not_believed);
	RUN(there_are_limits);
	RUN(a_report_says_through_which_list_it_trusts);
	cseal_context_unref(context);
	identity_free(&list_signer);
	identity_free(&other_signer);
	identity_free(&root);
	identity_free(&ca);
	identity_free(&tsa);
	identity_free(&signer);
	return tap_done();
}
