/* SPDX-License-Identifier: Apache-2.0 */
/* test-revocation.c -- answers and lists that openssl made are read, found and
 * proven; those of somebody else are not. */
#include "cms/extension.h"
#include "cms/revocation.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "test-revocation-XXXXXX";

static bool
run(const char *command)
{
	char whole[2048];

	snprintf(whole, sizeof(whole), "cd '%s' && { %s; } >>log 2>&1", folder,
	    command);
	return system(whole) == 0;
}

/* What was loaded stays until the end. */
static struct csi_bytes loaded[32];
static size_t loaded_count;

static struct csi_span
load(const char *name)
{
	struct csi_bytes *bytes = &loaded[loaded_count++];
	char path[128];
	uint8_t part[4096];
	FILE *file;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "r");
	while (file != NULL && (len = fread(part, 1, sizeof(part), file)) > 0)
		csi_bytes_add(bytes, part, len);
	if (file != NULL)
		fclose(file);
	return csi_bytes_span(bytes);
}

static struct csi_span signer, revoked, ca, root, responder, tsa, notsa;

static void
an_authority_is_made(void)
{
	OK(run("'" LEVELS_DIR "/make-pki' . 9"));
	OK(run("for c in signer revoked responder tsa notsa; do openssl x509 "
	       "-in $c.crt -outform DER -out $c.der || exit 1; done"));
	OK(run("answer() { openssl ocsp -index ca.index -CA ca.crt -rsigner "
	       "$1.crt -rkey $1.key -reqin $2 -respout $3 -ndays 1; }; "
	       "for c in signer revoked notsa; do openssl ocsp -issuer ca.crt "
	       "-cert $c.crt -reqout $c.request -no_nonce && answer responder "
	       "$c.request $c.answer || exit 1; done; "
	       "answer ca signer.request direct.answer && "
	       "answer tsa signer.request stranger.answer"));
	signer = load("signer.der");
	revoked = load("revoked.der");
	responder = load("responder.der");
	tsa = load("tsa.der");
	notsa = load("notsa.der");
	ca = load("ca.der");
	root = load("root.der");
}

static bool
says(struct csi_span url, const char *text)
{
	return csi_span_is(url, text);
}

static void
a_certificate_says_where_more_is_to_be_had(void)
{
	struct csi_urls urls;
	bool only;

	csi_certificate_responders(signer, &urls);
	OK(urls.count == 1 && says(urls.at[0], "http://127.0.0.1:9/ocsp"));
	csi_certificate_issuers(signer, &urls);
	OK(urls.count == 1 && says(urls.at[0], "http://127.0.0.1:9/ca.crt"));
	csi_certificate_lists(signer, &urls);
	OK(urls.count == 1 && says(urls.at[0], "http://127.0.0.1:9/ca.crl"));
	csi_certificate_lists(root, &urls);
	OK(urls.count == 0);
	OK(csi_certificate_has_purpose(tsa, csi_oid_time_stamping, &only));
	OK(only);
	OK(csi_certificate_has_purpose(notsa, csi_oid_time_stamping, &only));
	OK(!only);
	OK(!csi_certificate_has_purpose(ca, csi_oid_time_stamping, &only));
	OK(csi_certificate_is_unchecked(responder));
	OK(!csi_certificate_is_unchecked(tsa));
}

static void
issuers_are_proven(void)
{
	OK(csi_signed_by(signer, ca, NULL) == CSEAL_OK);
	OK(csi_signed_by(ca, root, NULL) == CSEAL_OK);
	OK(csi_signed_by(signer, root, NULL) == CSEAL_REFUSED_DAMAGED);
	OK(csi_signed_by(signer, tsa, NULL) == CSEAL_REFUSED_DAMAGED);
}

static void
check_answer(const char *name, struct csi_span certificate,
    enum csi_revocation_state state)
{
	struct csi_revocation revocation = { 0 };
	struct csi_span by = { 0 };
	struct csi_ocsp ocsp;
	bool found = false;

	OK(csi_ocsp_read(load(name), &ocsp, NULL) == CSEAL_OK);
	OK(csi_ocsp_prove(&ocsp, ca, &by, NULL) == CSEAL_OK);
	OK(csi_span_equal(by, responder));
	OK(csi_ocsp_find(&ocsp, certificate, ca, &found, &revocation, NULL) ==
	    CSEAL_OK);
	OK(found && revocation.state == state);
	OK(revocation.next_update - revocation.this_update == 86400);
	/* the bare BasicOCSPResponse is the same */
	OK(csi_ocsp_read(ocsp.basic, &ocsp, NULL) == CSEAL_OK);
	OK(csi_ocsp_find(&ocsp, ca, root, &found, &revocation, NULL) ==
		CSEAL_OK &&
	    !found);
}

static void
answers_are_found_and_proven(void)
{
	struct csi_revocation revocation = { 0 };
	struct csi_span by = { 0 };
	struct csi_ocsp ocsp;
	bool found;

	check_answer("signer.answer", signer, CSI_REVOCATION_GOOD);
	check_answer("revoked.answer", revoked, CSI_REVOCATION_REVOKED);
	check_answer("notsa.answer", notsa, CSI_REVOCATION_UNKNOWN);
	OK(csi_ocsp_read(load("revoked.answer"), &ocsp, NULL) == CSEAL_OK);
	OK(csi_ocsp_find(&ocsp, revoked, ca, &found, &revocation, NULL) ==
	    CSEAL_OK);
	OK(revocation.revoked_at == 1735689600 && revocation.reason == 1);
	OK(csi_ocsp_read(load("direct.answer"), &ocsp, NULL) == CSEAL_OK);
	OK(csi_ocsp_prove(&ocsp, ca, &by, NULL) == CSEAL_OK);
	OK(csi_span_equal(by, ca));
}

static void
answers_of_others_prove_nothing(void)
{
	struct csi_span by, answer = load("stranger.answer");
	struct csi_ocsp ocsp;
	uint8_t *bytes;

	OK(csi_ocsp_read(answer, &ocsp, NULL) == CSEAL_OK);
	OK(csi_ocsp_prove(&ocsp, ca, &by, NULL) == CSEAL_REFUSED_DAMAGED);
	answer = load("signer.answer");
	OK(csi_ocsp_read(answer, &ocsp, NULL) == CSEAL_OK);
	OK(csi_ocsp_prove(&ocsp, root, &by, NULL) == CSEAL_REFUSED_DAMAGED);
	/* one bit of what is signed */
	bytes = malloc(answer.len);
	memcpy(bytes, answer.at, answer.len);
	bytes[ocsp.responses.whole.at - answer.at + 60] ^= 1;
	answer.at = bytes;
	OK(csi_ocsp_read(answer, &ocsp, NULL) != CSEAL_OK ||
	    csi_ocsp_prove(&ocsp, ca, &by, NULL) == CSEAL_REFUSED_DAMAGED);
	free(bytes);
}

static void
refusals_of_responders_are_told_apart(void)
{
	static const uint8_t later[] = { 0x30, 3, 0x0a, 1, 3 };
	static const uint8_t rubbish[] = { 0x30, 2, 0x0a, 0 };
	struct csi_ocsp ocsp;

	OK(csi_ocsp_read((struct csi_span){ later, sizeof(later) }, &ocsp,
	       NULL) == CSEAL_FAULT_REMOTE);
	OK(csi_ocsp_read((struct csi_span){ rubbish, sizeof(rubbish) }, &ocsp,
	       NULL) == CSEAL_REFUSED_DAMAGED);
	OK(csi_ocsp_read((struct csi_span){ rubbish, 0 }, &ocsp, NULL) ==
	    CSEAL_REFUSED_DAMAGED);
}

static void
a_request_is_one_that_openssl_understands(void)
{
	static const uint8_t nonce[16] = "sixteen bytes..";
	struct csi_bytes der = { 0 };
	struct csi_span answer;
	struct csi_ocsp ocsp;
	char path[128];
	FILE *file;

	OK(csi_ocsp_request(signer, ca,
	       (struct csi_span){ nonce, sizeof(nonce) }, &der,
	       NULL) == CSEAL_OK);
	snprintf(path, sizeof(path), "%s/ours", folder);
	file = fopen(path, "w");
	OK(file != NULL && fwrite(der.at, 1, der.len, file) == der.len &&
	    fclose(file) == 0);
	csi_bytes_free(&der);
	OK(run("openssl ocsp -index ca.index -CA ca.crt -rsigner responder.crt "
	       "-rkey responder.key -reqin ours -respout ours.answer"));
	answer = load("ours.answer");
	OK(csi_ocsp_read(answer, &ocsp, NULL) == CSEAL_OK);
	OK(ocsp.nonce.len == 18 && memcmp(ocsp.nonce.at + 2, nonce, 16) == 0);
}

static void
lists_are_found_and_proven(void)
{
	struct csi_revocation revocation = { 0 };
	struct csi_crl crl;
	bool found = false;

	OK(csi_crl_read(load("ca.crl"), &crl, NULL) == CSEAL_OK);
	OK(csi_crl_prove(&crl, ca, NULL) == CSEAL_OK);
	OK(csi_crl_prove(&crl, root, NULL) == CSEAL_REFUSED_DAMAGED);
	OK(csi_crl_find(&crl, signer, &found, &revocation, NULL) == CSEAL_OK);
	OK(found && revocation.state == CSI_REVOCATION_GOOD);
	OK(csi_crl_find(&crl, revoked, &found, &revocation, NULL) == CSEAL_OK);
	OK(found && revocation.state == CSI_REVOCATION_REVOKED);
	OK(revocation.revoked_at == 1735689600 && revocation.reason == 1);
	OK(revocation.next_update - revocation.this_update == 30 * 86400);
	OK(csi_crl_find(&crl, ca, &found, &revocation, NULL) == CSEAL_OK &&
	    !found);
	OK(crl.number.len == 3);
}

static void
lists_for_a_part_speak_for_that_part(void)
{
	struct csi_revocation revocation = { 0 };
	struct csi_crl crl;
	bool found = false;

	OK(run(
	    "sed 's/^\\[crl_ca\\]/&\\ncrl_extensions = part/' conf >part.conf; "
	    "printf '%s\\n' '[part]' 'issuingDistributionPoint=critical,@point' "
	    "'[point]' 'onlyuser=TRUE' >>part.conf"));
	OK(run("openssl ca -gencrl -config part.conf -name crl_ca -cert ca.crt "
	       "-keyfile ca.key | openssl crl -outform DER -out part.crl"));
	OK(csi_crl_read(load("part.crl"), &crl, NULL) == CSEAL_OK);
	OK(csi_crl_find(&crl, signer, &found, &revocation, NULL) == CSEAL_OK);
	OK(found && revocation.state == CSI_REVOCATION_GOOD);
	OK(csi_crl_read(load("ca.der"), &crl, NULL) == CSEAL_REFUSED_DAMAGED);
}

int
main(void)
{
	char command[64];

	if (mkdtemp(folder) == NULL)
		return 1;
	RUN(an_authority_is_made);
	RUN(a_certificate_says_where_more_is_to_be_had);
	RUN(issuers_are_proven);
	RUN(answers_are_found_and_proven);
	RUN(answers_of_others_prove_nothing);
	RUN(refusals_of_responders_are_told_apart);
	RUN(a_request_is_one_that_openssl_understands);
	RUN(lists_are_found_and_proven);
	RUN(lists_for_a_part_speak_for_that_part);
	for (size_t i = 0; i < loaded_count; i++)
		csi_bytes_free(&loaded[i]);
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command) != 0 || tap_done();
}
