/* SPDX-License-Identifier: Apache-2.0 */
/* facts.c -- what of a certificate a field may demand: its policies (RFC
 * 5280, 4.2.1.4) and the attributes of its subject (4.1.2.6). */
#include "cms/certificate.h"

#include <openssl/x509v3.h>
#include <string.h>

#define OID_MOST 128 /* bytes of a dotted one */

static void
add_text(struct csi_bytes *list, const char *text)
{
	csi_bytes_add_text(list, text == NULL ? "" : text);
	csi_bytes_add_u8(list, 0);
}

/* False where it is longer than any that is in use. */
static bool
dotted(const ASN1_OBJECT *object, char text[OID_MOST])
{
	int len = OBJ_obj2txt(text, OID_MOST, object, 1);

	return len > 0 && len < OID_MOST;
}

void
csi_certificate_policies(X509 *x509, struct csi_bytes *list)
{
	CERTIFICATEPOLICIES *policies =
	    X509_get_ext_d2i(x509, NID_certificate_policies, NULL, NULL);
	char text[OID_MOST];

	for (int i = 0; i < sk_POLICYINFO_num(policies); i++) {
		if (dotted(sk_POLICYINFO_value(policies, i)->policyid, text))
			add_text(list, text);
	}
	CERTIFICATEPOLICIES_free(policies);
}

static void
add_attribute(struct csi_bytes *list, const X509_NAME_ENTRY *entry)
{
	const ASN1_OBJECT *object = X509_NAME_ENTRY_get_object(entry);
	int nid = OBJ_obj2nid(object);
	unsigned char *value = NULL;
	char text[OID_MOST];
	int len = ASN1_STRING_to_UTF8(&value, X509_NAME_ENTRY_get_data(entry));

	/* A NUL in it would begin another text. */
	if (len >= 0 && dotted(object, text) &&
	    memchr(value, 0, (size_t)len) == NULL) {
		add_text(list, text);
		add_text(list, nid == NID_undef ? NULL : OBJ_nid2sn(nid));
		add_text(list, nid == NID_undef ? NULL : OBJ_nid2ln(nid));
		csi_bytes_add(list, value, (size_t)len);
		csi_bytes_add_u8(list, 0);
	}
	OPENSSL_free(value);
}

void
csi_certificate_attributes(const X509_NAME *name, struct csi_bytes *list)
{
	for (int i = 0; i < X509_NAME_entry_count(name); i++)
		add_attribute(list, X509_NAME_get_entry(name, i));
}
