/* SPDX-License-Identifier: Apache-2.0 */
/* holder.c -- the person that a certificate is made out to. */
#include "holder.h"

#include "cms/certificate.h"
#include "cms/der.h"
#include "cms/extension.h"
#include "emrtd/country.h"
#include "number.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

#define ATTRIBUTES_MOST 64 /* of a subject */

/* X.520 */
static const struct csi_span oid_common = CSI_SPAN("\x55\x04\x03");
static const struct csi_span oid_surname = CSI_SPAN("\x55\x04\x04");
static const struct csi_span oid_serial = CSI_SPAN("\x55\x04\x05");
static const struct csi_span oid_country = CSI_SPAN("\x55\x04\x06");
static const struct csi_span oid_given = CSI_SPAN("\x55\x04\x2a");
/* RFC 5280, 4.2.1.8 and 4.2.1.9 */
static const struct csi_span oid_directory = CSI_SPAN("\x55\x1d\x09");
static const struct csi_span oid_constraints = CSI_SPAN("\x55\x1d\x13");
/* RFC 3739, 3.2.2: 1.3.6.1.5.5.7.9.1 and on */
static const struct csi_span oid_birth =
    CSI_SPAN("\x2b\x06\x01\x05\x05\x07\x09\x01");
static const struct csi_span oid_birth_place =
    CSI_SPAN("\x2b\x06\x01\x05\x05\x07\x09\x02");
static const struct csi_span oid_gender =
    CSI_SPAN("\x2b\x06\x01\x05\x05\x07\x09\x03");
static const struct csi_span oid_citizenship =
    CSI_SPAN("\x2b\x06\x01\x05\x05\x07\x09\x04");

/* ---- strings of ASN.1 ------------------------------------------------- */

enum {
	UTF8_STRING = 0x0c,
	NUMERIC_STRING = 0x12,
	PRINTABLE_STRING = 0x13,
	TELETEX_STRING = 0x14,
	IA5_STRING = 0x16,
	VISIBLE_STRING = 0x1a,
	BMP_STRING = 0x1e
};

/* Two bytes a character, the higher one first. */
static unsigned
text_of_bmp(struct csi_span body, char *text, size_t room)
{
	uint8_t swapped[CSI_HOLDER_ROOM];
	size_t len = body.len & ~(size_t)1;

	if (len > sizeof(swapped))
		len = sizeof(swapped);
	for (size_t i = 0; i + 1 < len; i += 2) {
		swapped[i] = body.at[i + 1];
		swapped[i + 1] = body.at[i];
	}
	return csi_text_from_utf16le(swapped, len, text, room);
}

/* Teletex is taken for ISO 8859-1, as those who use it do.  False: it is no
 * string that is known here. */
static bool
take_string(
    struct csi_holder *holder, struct csi_der string, char *text, size_t room)
{
	struct csi_span body = string.body;
	unsigned met = 0;

	switch (string.tag) {
	case UTF8_STRING:
	case NUMERIC_STRING:
	case PRINTABLE_STRING:
	case IA5_STRING:
	case VISIBLE_STRING:
		met = csi_text_from_utf8(body.at, body.len, text, room);
		break;
	case TELETEX_STRING:
		met = csi_text_from_latin1(body.at, body.len, text, room);
		break;
	case BMP_STRING: met = text_of_bmp(body, text, room); break;
	default: return false;
	}
	if (met & CSI_TEXT_REPLACED)
		holder->was_replaced = true;
	return true;
}

static bool
is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Two letters, made capitals; "" for anything else. */
static void
take_country(
    struct csi_holder *holder, struct csi_der string, char ret_country[3])
{
	char text[CSI_HOLDER_ROOM] = "";

	take_string(holder, string, text, sizeof(text));
	for (int i = 0; i < 2; i++) {
		if (text[i] >= 'a' && text[i] <= 'z')
			text[i] = (char)(text[i] - 'a' + 'A');
	}
	if (strlen(text) == 2 && is_letter(text[0]) && is_letter(text[1]))
		memcpy(ret_country, text, 3);
}

/* ---- the subject ------------------------------------------------------ */

/* The first of each kind. */
static void
take_attribute(
    struct csi_holder *holder, struct csi_span oid, struct csi_der value)
{
	const struct {
		const struct csi_span *oid;
		char *text;
	} rows[] = {
		{ &oid_common, holder->common },
		{ &oid_surname, holder->surname },
		{ &oid_serial, holder->serial },
		{ &oid_given, holder->given },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (csi_span_equal(oid, *rows[i].oid) &&
		    rows[i].text[0] == '\0')
			take_string(
			    holder, value, rows[i].text, CSI_HOLDER_ROOM);
	}
	if (csi_span_equal(oid, oid_country) && holder->country[0] == '\0')
		take_country(holder, value, holder->country);
}

/* Name ::= SEQUENCE OF SET OF SEQUENCE { type, value } */
static void
read_subject(struct csi_holder *holder, struct csi_span name)
{
	struct csi_reader in = csi_reader_of(name.at, name.len), names, set;
	size_t count = 0;

	names = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	while (!names.bad && csi_reader_left(&names) > 0) {
		set = csi_der_inside(csi_der_take(&names, CSI_DER_SET));
		while (!set.bad && csi_reader_left(&set) > 0 &&
		       count++ < ATTRIBUTES_MOST) {
			struct csi_reader one = csi_der_inside(
			    csi_der_take(&set, CSI_DER_SEQUENCE));
			struct csi_span oid =
			    csi_der_take(&one, CSI_DER_OID).body;
			struct csi_der value = csi_der_any(&one);

			if (!one.bad)
				take_attribute(holder, oid, value);
		}
		if (count >= ATTRIBUTES_MOST)
			return;
	}
}

/* ---- extensions ------------------------------------------------------- */

/* Of GeneralizedTime the day, which is that of noon in Greenwich. */
static void
take_birth(struct csi_holder *holder, struct csi_der value)
{
	char digits[9] = "";

	if (value.tag != CSI_DER_TIME || value.body.len < 8)
		return;
	memcpy(digits, value.body.at, 8);
	csi_date_from_digits(digits, holder->birth);
}

static void
take_directory(
    struct csi_holder *holder, struct csi_span oid, struct csi_der value)
{
	char text[CSI_HOLDER_ROOM] = "";

	if (csi_span_equal(oid, oid_birth)) {
		take_birth(holder, value);
	} else if (csi_span_equal(oid, oid_birth_place)) {
		take_string(holder, value, holder->birth_place,
		    sizeof(holder->birth_place));
	} else if (csi_span_equal(oid, oid_citizenship)) {
		take_country(holder, value, holder->citizenship);
	} else if (csi_span_equal(oid, oid_gender)) {
		take_string(holder, value, text, sizeof(text));
		if (strcmp(text, "M") == 0 || strcmp(text, "m") == 0)
			holder->sex = 'M';
		else if (strcmp(text, "F") == 0 || strcmp(text, "f") == 0)
			holder->sex = 'F';
	}
}

/* SubjectDirectoryAttributes ::= SEQUENCE OF SEQUENCE { type, SET OF value } */
static void
read_directory(struct csi_holder *holder, struct csi_span extension)
{
	struct csi_reader in = csi_reader_of(extension.at, extension.len), list;
	size_t count = 0;

	list = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	while (!list.bad && csi_reader_left(&list) > 0 &&
	       count++ < ATTRIBUTES_MOST) {
		struct csi_reader one =
		    csi_der_inside(csi_der_take(&list, CSI_DER_SEQUENCE));
		struct csi_span oid = csi_der_take(&one, CSI_DER_OID).body;
		struct csi_reader values =
		    csi_der_inside(csi_der_take(&one, CSI_DER_SET));
		struct csi_der value = csi_der_any(&values);

		if (!one.bad && !values.bad)
			take_directory(holder, oid, value);
	}
}

/* BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, ... } */
static bool
is_issuer(struct csi_span certificate)
{
	struct csi_extension extension;
	struct csi_reader in;
	struct csi_der first;

	if (!csi_certificate_extension(
		certificate, oid_constraints, &extension))
		return false;
	in = csi_reader_of(extension.value.at, extension.value.len);
	in = csi_der_inside(csi_der_take(&in, CSI_DER_SEQUENCE));
	if (!csi_der_next_is(&in, CSI_DER_BOOLEAN))
		return false;
	first = csi_der_any(&in);
	return first.body.len == 1 && first.body.at[0] != 0;
}

bool
csi_holder_read(struct csi_span certificate, struct csi_holder *ret_holder)
{
	struct csi_certificate_parts parts;
	struct csi_extension directory;

	memset(ret_holder, 0, sizeof(*ret_holder));
	if (!csi_certificate_split(certificate, &parts))
		return false;
	read_subject(ret_holder, parts.subject);
	if (csi_certificate_extension(certificate, oid_directory, &directory))
		read_directory(ret_holder, directory.value);
	ret_holder->is_issuer = is_issuer(certificate);
	return true;
}

/* ---- forms of numbers ------------------------------------------------- */

static bool
are_digits(const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
	}
	return true;
}

/* ETSI EN 319 412-1, 5.1.3: three letters, a country, a hyphen, a number. */
static bool
is_etsi(const char *serial)
{
	static const char *const kinds[] = { "PAS", "IDC", "PNO", "TAX",
		"TIN" };

	if (strlen(serial) < 7 || serial[5] != '-' || !is_letter(serial[3]) ||
	    !is_letter(serial[4]))
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strncmp(serial, kinds[i], 3) == 0)
			return true;
	}
	return false;
}

/* Italy's services card: tax code, slash, number of the card, full stop, digest
 * of the personal data (CNS, certificate profile). */
static bool
is_cns(const struct csi_holder *holder)
{
	const char *slash = strchr(holder->common, '/');

	return strcmp(holder->country, "IT") == 0 && slash != NULL &&
	       slash - holder->common == 16 && strchr(slash, '.') != NULL;
}

/* Cards of the US Department of Defense: LAST.FIRST.MIDDLE.1234567890 */
static bool
is_dotted(const char *common)
{
	size_t len = strlen(common);

	return len > 12 && common[len - 11] == '.' &&
	       are_digits(common + len - 10, 10) &&
	       strchr(common, '.') != common + len - 11;
}

bool
csi_holder_is_person(const struct csi_holder *holder)
{
	if (holder->is_issuer)
		return false;
	return (holder->surname[0] != '\0' && holder->given[0] != '\0') ||
	       is_etsi(holder->serial) || is_cns(holder) ||
	       is_dotted(holder->common);
}

const char *
csi_holder_type(const struct csi_holder *holder)
{
	const char *serial = holder->serial;

	if (strcmp(holder->country, "BE") == 0 && strlen(serial) == 11 &&
	    are_digits(serial, 11))
		return "be-card";
	if (strcmp(holder->country, "PT") == 0 && strncmp(serial, "BI", 2) == 0)
		return "pt-card";
	return is_cns(holder) ? "it-cns" : "certificate";
}

/* ---- the record ------------------------------------------------------- */

static void
put(struct csi_record *record, cseal_identity_field field, const char *text)
{
	snprintf(record->values[field], CSI_VALUE_ROOM, "%s", text);
}

static void
put_state(struct csi_record *record, cseal_identity_field field,
    const char country[3])
{
	char state[4];

	if (country[0] == '\0')
		return;
	if (csi_state_of_country(country, state))
		put(record, field, state);
	else
		csi_record_reason(record,
		    "A country of the certificate is not known here, and is "
		    "left out.");
}

/* "SMITH.JOHN.Q.1234567890" to a name and a number. */
static void
put_dotted(struct csi_record *record, const char *common)
{
	char *name = record->values[CSEAL_IDENTITY_NAME], *dot;
	size_t len = strlen(common);

	put(record, CSEAL_IDENTITY_PERSONAL_NUMBER, common + len - 10);
	snprintf(name, CSI_VALUE_ROOM, "%.*s", (int)(len - 11), common);
	dot = strchr(name, '.');
	if (dot == NULL)
		return;
	memmove(dot + 2, dot + 1, strlen(dot + 1) + 1);
	memcpy(dot, ", ", 2);
	for (char *c = dot + 2; *c != '\0'; c++) {
		if (*c == '.')
			*c = ' ';
	}
}

static void
put_name(struct csi_record *record, const struct csi_holder *holder)
{
	if (holder->surname[0] != '\0' && holder->given[0] != '\0')
		snprintf(record->values[CSEAL_IDENTITY_NAME], CSI_VALUE_ROOM,
		    "%.240s, %.240s", holder->surname, holder->given);
	else if (is_dotted(holder->common))
		put_dotted(record, holder->common);
	else if (!is_cns(holder))
		put(record, CSEAL_IDENTITY_NAME, holder->common);
}

static void
put_cns(struct csi_record *record, const char *common)
{
	const char *card = common + 17;

	snprintf(record->values[CSEAL_IDENTITY_PERSONAL_NUMBER], CSI_VALUE_ROOM,
	    "%.16s", common);
	snprintf(record->values[CSEAL_IDENTITY_NUMBER], CSI_VALUE_ROOM, "%.*s",
	    (int)strcspn(card, "."), card);
}

static void
put_number(struct csi_record *record, const struct csi_holder *holder)
{
	const char *serial = holder->serial;
	bool is_document =
	    strncmp(serial, "PAS", 3) == 0 || strncmp(serial, "IDC", 3) == 0;

	if (is_cns(holder))
		put_cns(record, holder->common);
	if (is_etsi(serial))
		put(record,
		    is_document ? CSEAL_IDENTITY_NUMBER
				: CSEAL_IDENTITY_PERSONAL_NUMBER,
		    serial + 6);
	else if (strcmp(csi_holder_type(holder), "pt-card") == 0)
		put(record, CSEAL_IDENTITY_PERSONAL_NUMBER, serial + 2);
	else if (serial[0] != '\0' && !is_cns(holder))
		put(record, CSEAL_IDENTITY_PERSONAL_NUMBER, serial);
}

void
csi_holder_record(const struct csi_holder *holder, struct csi_record *record)
{
	char country[3] = "";

	put_name(record, holder);
	put_number(record, holder);
	put(record, CSEAL_IDENTITY_BIRTH_DATE, holder->birth);
	put(record, CSEAL_IDENTITY_BIRTH_PLACE, holder->birth_place);
	if (holder->sex != '\0')
		put(record, CSEAL_IDENTITY_SEX,
		    holder->sex == 'M' ? "male" : "female");
	put_state(record, CSEAL_IDENTITY_NATIONALITY, holder->citizenship);
	/* The number's country is whose number it is. */
	memcpy(country,
	    is_etsi(holder->serial) ? holder->serial + 3 : holder->country, 2);
	put_state(record, CSEAL_IDENTITY_ISSUING_STATE, country);
	if (holder->was_replaced)
		csi_record_reason(record,
		    "A text of the certificate has something that is no text; "
		    "U+FFFD stands for it.");
}
