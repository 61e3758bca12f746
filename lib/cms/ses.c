/* SPDX-License-Identifier: Apache-2.0 */
/* ses.c -- electronic seals (GB/T 38540, GM/T 0031): recognised, not judged.
 *
 * SES_Signature ::= SEQUENCE { toSign TBS_Sign, ... }
 * TBS_Sign ::= SEQUENCE { version INTEGER, eseal SESeal, ... }
 * SESeal ::= SEQUENCE { eSealInfo SES_SealInfo, ... }
 * SES_SealInfo ::= SEQUENCE { header SES_Header, esID IA5String, property, ... }
 * SES_Header ::= SEQUENCE { id IA5String ("ES"), ... }
 * property ::= SEQUENCE { type INTEGER, name UTF8String, ... } */
#include "cms/ses.h"
#include "cms/der.h"

#include <openssl/asn1.h>
#include <string.h>

#define IA5_STRING  0x16
#define UTF8_STRING 0x0c

static bool
take_name(struct csi_span text, char *name)
{
	unsigned long character;
	int used;

	if (text.len == 0 || text.len > CSI_SES_NAME_MOST)
		return false;
	for (size_t i = 0; i < text.len; i += (size_t)used) {
		used = UTF8_getc(text.at + i, (int)(text.len - i), &character);
		if (used <= 0 || character < 0x20 ||
		    (character >= 0x7f && character < 0xa0))
			return false;
	}
	memcpy(name, text.at, text.len);
	name[text.len] = '\0';
	return true;
}

static struct csi_reader
enter(struct csi_reader *in)
{
	return csi_der_inside(csi_der_take(in, CSI_DER_SEQUENCE));
}

bool
csi_ses_name(struct csi_span der, char name[CSI_SES_NAME_MOST + 1])
{
	static const struct csi_span mark = CSI_SPAN("ES");
	struct csi_reader in = csi_reader_of(der.at, der.len);
	struct csi_reader whole = enter(&in), tbs = enter(&whole), seal, info;
	struct csi_reader header, property;
	struct csi_span id, text;

	csi_der_take(&tbs, CSI_DER_INTEGER);
	seal = enter(&tbs);
	info = enter(&seal);
	header = enter(&info);
	id = csi_der_take(&header, IA5_STRING).body;
	csi_der_take(&info, IA5_STRING);
	property = enter(&info);
	csi_der_take(&property, CSI_DER_INTEGER);
	text = csi_der_take(&property, UTF8_STRING).body;
	return !property.bad && !header.bad && csi_span_equal(id, mark) &&
	       take_name(text, name);
}
