/* SPDX-License-Identifier: Apache-2.0 */
/* json-take.c -- members of an identity's JSON, which anybody may have
 * written. */
#include "json-take.h"

#include "error.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

cseal_status
csi_json_refuse(cseal_error **ret_error, const char *member, const char *what)
{
	return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
	    "the identity's member \"%s\" %s", member, what);
}

cseal_status
csi_json_text(const json_t *object, const char *member, const char **ret_text,
    cseal_error **ret_error)
{
	const json_t *value = json_object_get(object, member);

	*ret_text = NULL;
	if (value == NULL || json_is_null(value))
		return CSEAL_OK;
	if (!json_is_string(value))
		return csi_json_refuse(ret_error, member, "is not a string");
	*ret_text = json_string_value(value);
	/* jansson refuses \u0000 where it is not asked for, so that the text
	 * ends where it seems to. */
	if (strlen(*ret_text) != json_string_length(value))
		return csi_json_refuse(ret_error, member, "has a NUL");
	return CSEAL_OK;
}

cseal_status
csi_json_object(const json_t *object, const char *member, json_t **ret_object,
    cseal_error **ret_error)
{
	json_t *value = json_object_get(object, member);

	*ret_object = NULL;
	if (value == NULL || json_is_null(value))
		return CSEAL_OK;
	if (!json_is_object(value))
		return csi_json_refuse(ret_error, member, "is not an object");
	*ret_object = value;
	return CSEAL_OK;
}

cseal_status
csi_json_compare(const json_t *object, const char *member, const char *derived,
    cseal_error **ret_error)
{
	const char *text;
	cseal_status st;

	st = csi_json_text(object, member, &text, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (text != NULL && strcmp(text, derived) != 0)
		return csi_json_refuse(
		    ret_error, member, "contradicts what the raw files say");
	return CSEAL_OK;
}

cseal_status
csi_json_base64(const json_t *value, const char *member, size_t most,
    struct csi_bytes *ret_bytes, cseal_error **ret_error)
{
	const char *text = json_string_value(value);
	size_t len = json_string_length(value), pad = 0;
	unsigned char *at, *again;
	bool same;

	if (text == NULL)
		return csi_json_refuse(ret_error, member, "is not base64 text");
	if (len > (most + 2) / 3 * 4)
		return csi_json_refuse(ret_error, member, "is too long");
	at = csi_bytes_room(ret_bytes, len / 4 * 3 + 1);
	if (at == NULL)
		return csi_fail_memory(ret_error);
	if (len % 4 != 0 ||
	    EVP_DecodeBlock(at, (const unsigned char *)text, (int)len) < 0)
		return csi_json_refuse(ret_error, member, "is not base64 text");
	while (pad < 2 && pad < len && text[len - 1 - pad] == '=')
		pad++;
	ret_bytes->len = len / 4 * 3 - pad;
	/* RFC 4648, 3.5: only one text for each sequence of bytes; OpenSSL
	 * also takes white space, and bits that are lost. */
	again = malloc(len + 1);
	if (again == NULL)
		return csi_fail_memory(ret_error);
	EVP_EncodeBlock(again, ret_bytes->at, (int)ret_bytes->len);
	same = memcmp(again, text, len) == 0;
	explicit_bzero(again, len);
	free(again);
	if (!same)
		return csi_json_refuse(ret_error, member, "is not base64 text");
	return CSEAL_OK;
}
