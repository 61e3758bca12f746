/* SPDX-License-Identifier: Apache-2.0 */
/* gm.c -- SignedData with SM2 as other products make it. */
#include "gm.h"

#include "cms/der.h"
#include "cms/oid.h"
#include "cms/sm2.h"

#include <counterseal/module.h>
#include <stdlib.h>

static const struct csi_span oid_sm3 =
    CSI_SPAN("\x2a\x81\x1c\xcf\x55\x01\x83\x11");

static void
add_algorithm(struct csi_bytes *der, struct csi_span oid)
{
	size_t mark = csi_der_begin(der, CSI_DER_SEQUENCE);

	csi_der_add_span(der, CSI_DER_OID, oid);
	csi_der_end(der, mark);
}

static void
add_content(struct csi_bytes *der, const struct gm_form *form)
{
	size_t info = csi_der_begin(der, CSI_DER_SEQUENCE), mark;

	csi_der_add_span(
	    der, CSI_DER_OID, form->is_gm ? csi_oid_gm_data : csi_oid_data);
	if (form->inside.at != NULL) {
		mark = csi_der_begin(der, CSI_DER_CONTEXT(0));
		csi_der_add_span(der, CSI_DER_OCTET_STRING, form->inside);
		csi_der_end(der, mark);
	}
	csi_der_end(der, info);
}

static void
add_signer(struct csi_bytes *der, const struct gm_form *form,
    const struct cred_chain *chain, struct csi_span value)
{
	static const struct csi_span bare =
	    CSI_SPAN("\x2a\x81\x1c\xcf\x55\x01\x82\x2d\x01");
	static const struct csi_span whole =
	    CSI_SPAN("\x2a\x81\x1c\xcf\x55\x01\x83\x75");
	const uint8_t one = 1;
	size_t info = csi_der_begin(der, CSI_DER_SEQUENCE), id;
	uint8_t *at = NULL;
	int len;

	csi_der_add(der, CSI_DER_INTEGER, &one, 1);
	id = csi_der_begin(der, CSI_DER_SEQUENCE);
	len = i2d_X509_NAME(X509_get_issuer_name(chain->certificate), &at);
	csi_bytes_add(der, at, (size_t)len);
	OPENSSL_free(at);
	csi_der_add(der, CSI_DER_INTEGER, "\x47\x11", 2);
	csi_der_end(der, id);
	add_algorithm(der, oid_sm3);
	add_algorithm(der, form->bare_algorithm ? bare : whole);
	csi_der_add_span(der, CSI_DER_OCTET_STRING, value);
	csi_der_end(der, info);
}

struct csi_bytes
gm_make(const struct gm_form *form, const struct cred_chain *chain,
    struct csi_span covered)
{
	struct csi_span message =
	    form->inside.at != NULL ? form->inside : covered;
	uint8_t digest[CSI_SM2_LEN], value[CSEAL_SIGNATURE_MOST];
	struct csi_bytes der = { 0 };
	const uint8_t one = 1;
	size_t info, outer, data, mark;
	const struct csi_span certificate = { chain->der[0], chain->len[0] };
	struct csi_span span = { value, 0 };

	if (csi_sm2_digest(chain->key, form->id, message, digest, NULL) !=
	    CSEAL_OK)
		abort();
	span.len = cred_sign(
	    chain->key, 0, "SM3", digest, sizeof(digest), value, sizeof(value));
	info = csi_der_begin(&der, CSI_DER_SEQUENCE);
	csi_der_add_span(&der, CSI_DER_OID,
	    form->is_gm ? csi_oid_gm_signed_data : csi_oid_signed_data);
	outer = csi_der_begin(&der, CSI_DER_CONTEXT(0));
	data = csi_der_begin(&der, CSI_DER_SEQUENCE);
	csi_der_add(&der, CSI_DER_INTEGER, &one, 1);
	mark = csi_der_begin(&der, CSI_DER_SET);
	add_algorithm(&der, oid_sm3);
	csi_der_end(&der, mark);
	add_content(&der, form);
	csi_der_add_span(&der, CSI_DER_CONTEXT(0), certificate);
	mark = csi_der_begin(&der, CSI_DER_SET);
	add_signer(&der, form, chain, span);
	csi_der_end(&der, mark);
	csi_der_end(&der, data);
	csi_der_end(&der, outer);
	csi_der_end(&der, info);
	return der;
}
