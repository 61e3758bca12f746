/* SPDX-License-Identifier: Apache-2.0 */
/* profile.c -- which data objects of which card are read, and which certificate
 * is a person's. */
#include "profile.h"

#include <counterseal/module.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

/* Labels are those of the drivers: Belgium's own (beidpkcs11), and OpenSC for
 * the others. */
static const struct token_object rows[] = {
	{ "DATA_FILE", CSEAL_FILE_BE_IDENTITY, TOKEN_BELGIUM, 4096 },
	{ "SIGN_DATA_FILE", CSEAL_FILE_BE_IDENTITY_SIGNATURE, TOKEN_BELGIUM,
	    1024 },
	{ "ADDRESS_FILE", CSEAL_FILE_BE_ADDRESS, TOKEN_BELGIUM, 4096 },
	{ "SIGN_ADDRESS_FILE", CSEAL_FILE_BE_ADDRESS_SIGNATURE, TOKEN_BELGIUM,
	    1024 },
	{ "PHOTO_FILE", CSEAL_FILE_BE_PHOTO, TOKEN_BELGIUM, 65536 },
	{ "CERT_RN_FILE", CSEAL_FILE_BE_REGISTER, TOKEN_BELGIUM, 8192 },
	{ "EF_DatiPersonali", CSEAL_FILE_IT_PERSONAL, TOKEN_ITALY, 4096 },
	{ "Citizen Data", CSEAL_FILE_PT_CITIZEN, TOKEN_PORTUGAL, 65536 },
	{ "Citizen Address Data", CSEAL_FILE_PT_ADDRESS, TOKEN_PORTUGAL, 8192 },
	{ "Card Holder Unique Identifier", CSEAL_FILE_PIV_HOLDER, TOKEN_PIV,
	    8192 },
	{ "Printed Information", CSEAL_FILE_PIV_PRINTED, TOKEN_PIV, 4096 },
	{ "Cardholder Facial Image", CSEAL_FILE_PIV_FACE, TOKEN_PIV, 65536 },
};

/* Some drivers count a NUL at the end. */
const struct token_object *
token_object_of(const void *label, size_t len)
{
	const char *text = label;

	if (len > 0 && text[len - 1] == '\0')
		len--;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strlen(rows[i].label) == len &&
		    memcmp(rows[i].label, text, len) == 0)
			return &rows[i];
	}
	return NULL;
}

/* OpenSC has a token for each PIN of the Portuguese card, and puts its name
 * behind the card's. */
bool
token_card_hides(enum token_card card, const char *label)
{
	return card == TOKEN_PIV ||
	       (card == TOKEN_PORTUGAL && strstr(label, "Address PIN") != NULL);
}

bool
token_is_der(const uint8_t *der, size_t len)
{
	size_t body = 0, at = 2;

	if (len < 2 || der[0] != 0x30)
		return false;
	if (der[1] < 0x80)
		return len == at + der[1];
	if (der[1] < 0x81 || der[1] > 0x83 || len < at + (der[1] & 0x7f))
		return false;
	for (int i = der[1] & 0x7f; i > 0; i--)
		body = body << 8 | der[at++];
	return body <= len && len == at + body;
}

static bool
has(const X509_NAME *name, int nid)
{
	return X509_NAME_get_index_by_NID(name, nid, -1) >= 0;
}

/* Italy's services card has a tax code, a slash and more in its common name;
 * the US Department of Defense names and a number with full stops. */
static bool
has_telling_name(const X509_NAME *name)
{
	char text[256] = "";
	int len =
	    X509_NAME_get_text_by_NID(name, NID_commonName, text, sizeof(text));

	return len > 12 && (text[16] == '/' || text[len - 11] == '.');
}

bool
token_is_person(const uint8_t *der, size_t len)
{
	X509 *x509 = d2i_X509(NULL, &der, (long)len);
	const X509_NAME *name;
	bool is = false;

	if (x509 != NULL && X509_check_ca(x509) == 0) {
		name = X509_get_subject_name(x509);
		is = (has(name, NID_givenName) && has(name, NID_surname)) ||
		     has_telling_name(name);
	}
	X509_free(x509);
	ERR_clear_error();
	return is;
}
