/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cms.c -- what may stand in /Contents. */
#include "fuzz.h"

#include "cms/chain.h"
#include "cms/cms.h"
#include "cms/der.h"
#include "cms/ses.h"
#include "cms/statement.h"
#include "cms/trust.h"
#include "error.h"
#include "signer.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t zeros[CSI_DIGEST_MOST];

/* What was made definite is definite. */
static void
check_ber(const uint8_t *data, size_t size)
{
	const struct csi_span in = { data, size };
	struct csi_bytes once = { 0 }, twice = { 0 };
	size_t used, again;

	if (csi_ber_to_der(in, &once, &used)) {
		if (used > size ||
		    !csi_ber_to_der(csi_bytes_span(&once), &twice, &again) ||
		    again != once.len ||
		    !csi_span_equal(
			csi_bytes_span(&once), csi_bytes_span(&twice)))
			abort();
	}
	csi_bytes_free(&once);
	csi_bytes_free(&twice);
}

/* The name of an electronic seal is text. */
static void
check_seal(const uint8_t *data, size_t size)
{
	const struct csi_span in = { data, size };
	char name[CSI_SES_NAME_MOST + 1];

	if (csi_ses_name(in, name) &&
	    (name[0] == '\0' || strlen(name) > CSI_SES_NAME_MOST))
		abort();
}

/* A certificate that is read can sign, or is refused with a reason; what is
 * made of it can be read again. */
static void
check_making(const struct csi_span *chain, size_t count)
{
	cseal_scheme scheme = CSEAL_SCHEME_DEFAULT;
	cseal_digest digest = CSEAL_DIGEST_DEFAULT;
	struct csi_bytes der = { 0 };
	csi_cms_read *read = NULL;
	csi_cms *cms = NULL;

	if (csi_cms_choose(chain[0], &scheme, &digest, NULL) != CSEAL_OK)
		return;
	if (csi_cms_start(chain, count, scheme, digest, zeros, &cms, NULL) !=
	    CSEAL_OK)
		return;
	if (csi_cms_finish(cms, zeros, sizeof(zeros), &der, NULL) != CSEAL_OK)
		abort();
	/* A value may be longer than the key's. */
	if (der.len > csi_cms_most(chain, count, scheme, digest) + 64 ||
	    csi_cms_parse(der.at, der.len, &read, NULL) != CSEAL_OK ||
	    !csi_cms_is_baseline(read))
		abort();
	csi_cms_read_free(read);
	csi_bytes_free(&der);
	csi_cms_free(cms);
}

static void
check_certificates(const csi_cms_read *read)
{
	const struct csi_span *certificates;
	size_t count = csi_cms_certificates(read, &certificates), chain_count;
	struct csi_span chain[CSI_CHAIN_MOST];
	struct csi_certificate text;

	if (count == 0 || count > CSI_CERTIFICATES_MOST + 1)
		abort();
	if (certificates[0].len == 0)
		return;
	if (csi_certificate_read(certificates[0], &text, NULL) == CSEAL_OK)
		csi_certificate_clear(&text);
	if (count > CSI_CHAIN_MOST)
		count = CSI_CHAIN_MOST;
	memcpy(chain, certificates, count * sizeof(chain[0]));
	if (csi_chain_order(chain, count, &chain_count, NULL) == CSEAL_OK)
		check_making(chain, chain_count);
}

/* Nothing of these proves: zeros are nobody's digest. */
static void
check_proof(const csi_cms_read *read)
{
	struct csi_timestamp timestamp;
	uint8_t prefix[CSI_DIGEST_MOST];
	cseal_error *error = NULL;
	int64_t time;
	size_t len = 0;

	if (csi_cms_prefix(read, prefix, &len, NULL) == CSEAL_OK &&
	    len > sizeof(prefix))
		abort();
	csi_cms_signing_time(read, &time);
	csi_cms_timestamp(read, &timestamp, NULL);
	if (csi_cms_prove(read, zeros,
		csi_cms_digest(read) == CSEAL_DIGEST_DEFAULT
		    ? 20
		    : csi_digest_len(csi_cms_digest(read)),
		&error) == CSEAL_OK ||
	    error == NULL)
		abort();
	cseal_error_free(error);
	if (csi_cms_prove(read, NULL, 0, NULL) == CSEAL_OK &&
	    csi_cms_is_detached(read))
		abort();
}

/* Whatever came along says nothing of a certificate that does not hold, and
 * what is found stands where it was put. */
static void
check_statements(const csi_cms_read *read)
{
	struct csi_statements statements = { 0 };
	const struct csi_span *certificates;
	size_t count = csi_cms_certificates(read, &certificates);
	struct csi_state state = { 0 };

	csi_statements_add_from(&statements, read, 7);
	if (statements.count > CSI_STATEMENTS_MOST)
		abort();
	for (size_t i = 1; i < count && i < 4; i++) {
		if (csi_state_find(&statements, certificates[0],
			certificates[i], 0, INT64_MAX / 2, &state,
			NULL) == CSEAL_OK &&
		    state.known != CSI_KNOWN_NOTHING && state.at != 7)
			abort();
	}
	csi_statements_clear(&statements);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	csi_cms_read *read = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	check_ber(data, size);
	check_seal(data, size);
	st = csi_cms_parse(data, size, &read, &error);
	if ((st == CSEAL_OK) != (error == NULL))
		abort();
	cseal_error_free(error);
	if (st != CSEAL_OK)
		return 0;
	if (csi_cms_digest_name(read) == NULL)
		abort();
	check_certificates(read);
	check_proof(read);
	check_statements(read);
	csi_cms_read_free(read);
	return 0;
}
