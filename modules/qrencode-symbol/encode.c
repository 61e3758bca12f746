/* SPDX-License-Identifier: Apache-2.0 */
/* encode.c -- text to the modules of a QR code (ISO/IEC 18004). */
#include "encode.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

#define ECI_UTF8 26
/* Digits of the largest code of the lowest level: nothing longer fits. */
#define TEXT_MOST 7089

/* ISO/IEC 18004, Table 8: about how much of the code words may be lost. */
static const struct {
	unsigned lost_percent;
	QRecLevel level;
} levels[] = { { 7, QR_ECLEVEL_L }, { 15, QR_ECLEVEL_M }, { 25, QR_ECLEVEL_Q },
	{ 30, QR_ECLEVEL_H } };

static bool
find_level(unsigned lost_percent, QRecLevel *ret_level)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (levels[i].lost_percent == lost_percent) {
			*ret_level = levels[i].level;
			return true;
		}
	}
	return false;
}

static bool
is_ascii(const char *text)
{
	while (*text != '\0' && (unsigned char)*text < 0x80)
		text++;
	return *text == '\0';
}

/* NULL: errno says why. */
static QRcode *
encode_utf8(const char *text, QRecLevel level)
{
	QRinput *input = QRinput_new2(0, level);
	QRcode *code = NULL;

	if (input == NULL)
		return NULL;
	if (QRinput_appendECIheader(input, ECI_UTF8) == 0 &&
	    QRinput_append(input, QR_MODE_8, (int)strlen(text),
		(const unsigned char *)text) == 0)
		code = QRcode_encodeInput(input);
	QRinput_free(input);
	return code;
}

static cseal_status
explain(int error, size_t len, cseal_error **ret_error)
{
	if (error == ERANGE)
		return cseal_fail(ret_error, CSEAL_REFUSED_LIMIT,
		    "a QR code cannot hold the text, which has %zu bytes", len);
	if (error == ENOMEM)
		return cseal_fail(
		    ret_error, CSEAL_FAULT_MEMORY, "out of memory");
	return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
	    "libqrencode could not encode the text: %s", strerror(error));
}

/* The lowest bit is the color. */
static cseal_status
hand_over(const QRcode *code, cseal_blob *modules, cseal_error **ret_error)
{
	size_t count = (size_t)code->width * (size_t)code->width;

	for (size_t i = 0; i < count; i++)
		code->data[i] &= 1;
	return cseal_blob_append(modules, code->data, count, ret_error);
}

cseal_status
encode(const struct cseal_symbol_request *request, cseal_blob *modules,
    cseal_error **ret_error)
{
	size_t len = strlen(request->text);
	QRecLevel level = QR_ECLEVEL_M;
	cseal_status st;
	QRcode *code;

	if (len == 0)
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "there was no text for the QR code");
	if (!find_level(request->lost_percent, &level))
		return cseal_fail(ret_error, CSEAL_REFUSED_INPUT,
		    "a QR code has no error correction of %u percent",
		    request->lost_percent);
	if (len > TEXT_MOST)
		return explain(ERANGE, len, ret_error);
	code = is_ascii(request->text)
		   ? QRcode_encodeString(
			 request->text, 0, level, QR_MODE_8, 1)
		   : encode_utf8(request->text, level);
	if (code == NULL)
		return explain(errno, len, ret_error);
	st = hand_over(code, modules, ret_error);
	QRcode_free(code);
	return st;
}
