/* SPDX-License-Identifier: Apache-2.0 */
/* ink-seal.c -- ink that only an escrow can read. */
#include "ink-inside.h"

#include "cms/envelope.h"
#include "error.h"
#include "escrow.h"
#include "ink-key.h"
#include "ink-statement.h"

cseal_status
cseal_ink_seal(cseal_ink *ink, const cseal_escrow *escrow,
    const void **ret_sealed, size_t *ret_len, cseal_error **ret_error)
{
	struct csi_locked memory = { 0 };
	struct csi_span content = { 0 };
	struct csi_bytes sealed = { 0 };
	cseal_status st;

	if (escrow == NULL || escrow->count == 0)
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "ink was to be sealed for nobody");
	st = csi_statement_write(ink, &memory, &content.len, ret_error);
	if (st != CSEAL_OK)
		return st;
	content.at = memory.at;
	st = csi_envelope_seal(
	    escrow->certificates, escrow->count, content, &sealed, ret_error);
	csi_locked_free(&memory);
	csi_locked_wipe_stack();
	if (st != CSEAL_OK) {
		csi_bytes_free(&sealed);
		return st;
	}
	csi_bytes_free(&ink->sealed);
	ink->sealed = sealed;
	*ret_sealed = sealed.at;
	*ret_len = sealed.len;
	return CSEAL_OK;
}

cseal_status
cseal_ink_open(const void *sealed, size_t len, const struct cseal_ink_key *key,
    cseal_ink **ret_ink, cseal_error **ret_error)
{
	struct csi_span der = { sealed, len };
	struct csi_locked memory = { 0 };
	struct csi_span content = { 0 };
	EVP_PKEY *pkey = NULL;
	X509 *x509 = NULL;
	cseal_status st;

	st = csi_ink_key_read(key, &pkey, &x509, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = csi_envelope_open(
	    der, pkey, x509, &memory, &content.len, ret_error);
	EVP_PKEY_free(pkey);
	X509_free(x509);
	content.at = memory.at;
	if (st == CSEAL_OK)
		st = csi_statement_read(content, ret_ink, ret_error);
	csi_locked_free(&memory);
	csi_locked_wipe_stack();
	return st;
}
