/* SPDX-License-Identifier: Apache-2.0 */
/* test-crl-scope.c -- proves lib/cms/crl-scope.c and how lib/cms/crl.c uses
 * it: a list says nothing of what it is not for. */
#include "authority.h"
#include "cms/revocation.h"
#include "tap.h"

#include <openssl/x509.h>

#define SERIAL 77
#define OTHER  78

static struct identity root, ca, other_ca;
static struct identity plain, first, second, partly, elsewhere;

/* Sections for the points of certificates and lists. */
#define CONF                                                       \
	"[a]\nfullname=URI:http://ca/1\n"                          \
	"[b]\nfullname=URI:http://ca/2,URI:http://ca/3\n"          \
	"[c]\nfullname=URI:http://ca/3\n"                          \
	"[why]\nfullname=URI:http://ca/3\nreasons=keyCompromise\n" \
	"[who]\nfullname=URI:http://ca/3\nCRLissuer=dirName:me\n"  \
	"[me]\nCN=CA\n"                                            \
	"[users]\nonlyuser=TRUE\n"                                 \
	"[cas]\nonlyCA=TRUE\n"                                     \
	"[attributes]\nonlyAA=TRUE\n"                              \
	"[some]\nonlysomereasons=keyCompromise\n"                  \
	"[indirect]\nindirectCRL=TRUE\n"                           \
	"[named]\nfullname=dirName:me\n"                           \
	"[rest]\nrelativename=me\n"

static struct identity
made(const char *point)
{
	struct identity one =
	    identity_make("Signer", &ca, SERIAL, -400, 400, NULL);

	if (point != NULL)
		identity_extend(
		    &one, &ca, CONF, "crlDistributionPoints", point);
	return one;
}

static void
make_identities(void)
{
	root = identity_make("Root", NULL, 1, -2000, 2000, NULL);
	ca = identity_make("CA", &root, SERIAL, -2000, 2000, NULL);
	other_ca = identity_make("CA 2", &root, 3, -2000, 2000, NULL);
	plain = made(NULL);
	first = made("a");
	second = made("b");
	partly = made("why");
	elsewhere = made("who");
}

static void
free_identities(void)
{
	struct identity *all[] = { &root, &ca, &other_ca, &plain, &first,
		&second, &partly, &elsewhere };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		identity_free(all[i]);
}

/* ---- asking ---------------------------------------------------------------- */

enum word {
	NOTHING,
	GOOD,
	REVOKED,
	NOT_READ, /* by its extensions */
	NOT_USED  /* by those of its entries */
};

static const char *const words[] = { "nothing", "good", "revoked", "not read",
	"not used" };

static enum word
said(struct csi_span list, const struct identity *about)
{
	struct csi_bytes der = identity_der(about);
	struct csi_revocation revocation = { 0 };
	struct csi_crl crl;
	bool found = false;
	cseal_status st;

	st = csi_crl_read(list, &crl, NULL);
	if (st != CSEAL_OK) {
		csi_bytes_free(&der);
		return NOT_READ;
	}
	st =
	    csi_crl_find(&crl, csi_bytes_span(&der), &found, &revocation, NULL);
	csi_bytes_free(&der);
	if (st != CSEAL_OK)
		return NOT_USED;
	if (!found)
		return NOTHING;
	return revocation.state == CSI_REVOCATION_GOOD ? GOOD : REVOKED;
}

struct question {
	const char *what;
	const char *name, *value; /* of the extension of the list */
	const struct identity *about;
	enum word absent, present; /* as it is in the list, or not */
};

static const struct question questions[] = {
	{ "a complete list", NULL, NULL, &plain, GOOD, REVOKED },
	{ "a complete list, of one with a point", NULL, NULL, &first, GOOD,
	    REVOKED },
	{ "the list of its point", "issuingDistributionPoint", "critical,@a",
	    &first, GOOD, REVOKED },
	{ "the list of one of its points", "issuingDistributionPoint",
	    "critical,@c", &second, GOOD, REVOKED },
	{ "the list of another point", "issuingDistributionPoint",
	    "critical,@a", &second, NOTHING, NOTHING },
	{ "the same where it is not critical", "issuingDistributionPoint", "@a",
	    &second, NOTHING, NOTHING },
	{ "the list of a point, of one that has none",
	    "issuingDistributionPoint", "critical,@a", &plain, NOTHING,
	    NOTHING },
	{ "a list at the name of the issuer", "issuingDistributionPoint",
	    "critical,@named", &plain, GOOD, REVOKED },
	{ "a list at a relative name", "issuingDistributionPoint",
	    "critical,@rest", &second, NOTHING, NOTHING },
	{ "the list of a point for some reasons", "issuingDistributionPoint",
	    "critical,@c", &partly, NOTHING, REVOKED },
	{ "the list of a point that has another issuer",
	    "issuingDistributionPoint", "critical,@c", &elsewhere, NOTHING,
	    NOTHING },
	{ "a list of users", "issuingDistributionPoint", "critical,@users",
	    &plain, GOOD, REVOKED },
	{ "a list of authorities", "issuingDistributionPoint", "critical,@cas",
	    &plain, NOTHING, NOTHING },
	{ "the same where it is not critical", "issuingDistributionPoint",
	    "@cas", &plain, NOTHING, NOTHING },
	{ "a list of attributes", "issuingDistributionPoint",
	    "critical,@attributes", &plain, NOTHING, NOTHING },
	{ "a list for some reasons", "issuingDistributionPoint",
	    "critical,@some", &plain, NOTHING, REVOKED },
	{ "an indirect list", "issuingDistributionPoint", "critical,@indirect",
	    &plain, GOOD, REVOKED },
	{ "a delta", "2.5.29.27", "critical,DER:020101", &plain, NOTHING,
	    REVOKED },
	{ "a delta that is not critical", "2.5.29.27", "DER:020101", &plain,
	    NOTHING, REVOKED },
	{ "a critical extension of nobody", "1.2.3.4", "critical,DER:0500",
	    &plain, NOT_READ, NOT_READ },
	{ "an extension of nobody", "1.2.3.4", "DER:0500", &plain, GOOD,
	    REVOKED },
	{ "a scope that is none", "2.5.29.28", "critical,DER:3003810200",
	    &plain, NOT_READ, NOT_READ },
};

static void
a_list_speaks_for_what_it_is_for(void)
{
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		const struct question *one = &questions[i];

		for (int present = 0; present < 2; present++) {
			struct csi_bytes list = authority_list(
			    &ca, -1, 30, present ? SERIAL : OTHER, -10);
			enum word wanted = present ? one->present : one->absent;
			enum word got;

			if (one->name != NULL)
				authority_list_extend(
				    &list, &ca, CONF, one->name, one->value);
			got = said(csi_bytes_span(&list), one->about);
			OKF(got == wanted, "%s, %s it: %s (%s)", one->what,
			    present ? "with" : "without", words[wanted],
			    words[got]);
			csi_bytes_free(&list);
		}
	}
}

static void
lists_of_users_and_of_authorities_are_told_apart(void)
{
	struct csi_bytes list = authority_list(&root, -1, 30, 0, 0);

	authority_list_extend(
	    &list, &root, CONF, "issuingDistributionPoint", "critical,@users");
	OK(said(csi_bytes_span(&list), &ca) == NOTHING);
	csi_bytes_free(&list);
	list = authority_list(&root, -1, 30, 0, 0);
	authority_list_extend(
	    &list, &root, CONF, "issuingDistributionPoint", "critical,@cas");
	OK(said(csi_bytes_span(&list), &ca) == GOOD);
	csi_bytes_free(&list);
}

/* An entry that names its issuer begins those of that issuer. */
static void
entries_of_other_issuers_are_theirs(void)
{
	struct csi_bytes list = authority_list(&ca, -1, 30, 0, 0);

	authority_list_extend(
	    &list, &ca, CONF, "issuingDistributionPoint", "critical,@indirect");
	authority_list_add(&list, &ca, OTHER, -10, 1, &other_ca);
	authority_list_add(&list, &ca, SERIAL, -10, 1, NULL);
	OK(said(csi_bytes_span(&list), &plain) == GOOD);
	authority_list_add(&list, &ca, SERIAL, -10, 1, &ca);
	OK(said(csi_bytes_span(&list), &plain) == REVOKED);
	csi_bytes_free(&list);
}

/* Another issuer's indirect list may have its entries, but is not read. */
static void
a_list_of_another_issuer_says_nothing(void)
{
	struct csi_bytes list = authority_list(&other_ca, -1, 30, 0, 0);

	authority_list_extend(&list, &other_ca, CONF,
	    "issuingDistributionPoint", "critical,@indirect");
	OK(said(csi_bytes_span(&list), &elsewhere) == NOTHING);
	authority_list_add(&list, &other_ca, SERIAL, -10, 1, &ca);
	OK(said(csi_bytes_span(&list), &elsewhere) == NOTHING);
	csi_bytes_free(&list);
}

static void
entries_of_other_issuers_need_an_indirect_list(void)
{
	struct csi_bytes list = authority_list(&ca, -1, 30, 0, 0);

	authority_list_add(&list, &ca, SERIAL, -10, 1, &other_ca);
	OK(said(csi_bytes_span(&list), &plain) == NOT_USED);
	csi_bytes_free(&list);
}

static void
a_delta_may_take_a_hold_back(void)
{
	struct csi_bytes list = authority_list(&ca, -1, 30, 0, 0);

	authority_list_extend(
	    &list, &ca, CONF, "2.5.29.27", "critical,DER:020101");
	authority_list_add(&list, &ca, SERIAL, -10, 8, NULL);
	OK(said(csi_bytes_span(&list), &plain) == GOOD);
	csi_bytes_free(&list);
	list = authority_list(&ca, -1, 30, 0, 0);
	authority_list_add(&list, &ca, SERIAL, -10, 8, NULL);
	OK(said(csi_bytes_span(&list), &plain) == REVOKED);
	csi_bytes_free(&list);
}

int
main(void)
{
	make_identities();
	RUN(a_list_speaks_for_what_it_is_for);
	RUN(lists_of_users_and_of_authorities_are_told_apart);
	RUN(entries_of_other_issuers_are_theirs);
	RUN(a_list_of_another_issuer_says_nothing);
	RUN(entries_of_other_issuers_need_an_indirect_list);
	RUN(a_delta_may_take_a_hold_back);
	free_identities();
	return tap_done();
}
