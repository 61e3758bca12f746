/* SPDX-License-Identifier: Apache-2.0 */
/* content.c -- what a trusted list says (ETSI TS 119 612, 5.3 to 5.5).
 *
 * Only elements on the paths that the standard gives are read, from the root
 * down, so that nothing inside the signature is taken for content. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TEXT_MOST      8192   /* bytes of a name before it is cut */
#define NAME_MOST      200    /* bytes of a name */
#define URI_MOST       500    /* bytes; no URI is cut */
#define BASE64_MOST    131072 /* characters of a certificate */
#define TERRITORY_MOST 15
#define PERIODS_MOST   200 /* of one service */
#define CERTS_MOST     200 /* of one service or pointer */

#define MORE_NS "http://uri.etsi.org/02231/v2/additionaltypes#"
#define QUAL_NS                                   \
	"http://uri.etsi.org/TrstSvc/SvcInfoExt/" \
	"eSigDir-1999-93-EC-TrustedList/#"
#define XML_NS "http://www.w3.org/XML/1998/namespace"
#define FOR    "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/For"

/* ---- texts ------------------------------------------------------------------ */

/* One line: control characters and runs of blanks become a blank; libxml2 saw
 * to it that it is UTF-8. */
static void
make_line(char *text, size_t most)
{
	char *out = text;
	bool is_blank = true;

	for (const char *at = text; *at != '\0'; at++) {
		uint8_t byte = (uint8_t)*at;
		/* U+0080 to U+009F are control characters, too. */
		bool is_control = byte < 0x20 || byte == 0x7F ||
				  (byte == 0xC2 && (uint8_t)at[1] >= 0x80 &&
				      (uint8_t)at[1] < 0xA0);

		if (byte == 0xC2 && is_control)
			at++;
		if (is_control || byte == ' ') {
			if (!is_blank)
				*out++ = ' ';
			is_blank = true;
			continue;
		}
		*out++ = *at;
		is_blank = false;
	}
	while (out > text && out[-1] == ' ')
		out--;
	*out = '\0';
	if ((size_t)(out - text) <= most)
		return;
	/* Not within a character. */
	for (out = text + most; ((uint8_t)*out & 0xC0) == 0x80; out--)
		;
	*out = '\0';
}

static void
put_line(struct reader *reader, const xmlNode *node, size_t most)
{
	char *text = text_of(reader, node, TEXT_MOST);

	if (text == NULL)
		return;
	make_line(text, most);
	record_put_text(&reader->out, text);
	free(text);
}

/* The URI or code in the child of that name. */
static char *
word_of(struct reader *reader, const xmlNode *parent, const char *name)
{
	xmlNode *child = needed_child(reader, parent, TSL_NS, name);
	char *text;

	if (child == NULL)
		return NULL;
	text = text_of(reader, child, URI_MOST);
	if (text != NULL)
		make_line(text, URI_MOST);
	return text;
}

/* ISO 3166-1 and its like (5.3.10). */
static bool
is_territory(const char *text)
{
	size_t len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len > 0 && len <= TERRITORY_MOST && text[len] == '\0';
}

static bool
has_territory(struct reader *reader, const xmlNode *node)
{
	char *text = text_of(reader, node, URI_MOST);
	bool is = text != NULL && is_territory(text);

	free(text);
	return is;
}

static void
put_word(struct reader *reader, const xmlNode *parent, const char *name)
{
	char *text = word_of(reader, parent, name);

	if (text != NULL)
		record_put_text(&reader->out, text);
	free(text);
}

static bool
is_english(const xmlNode *name)
{
	for (const xmlAttr *at = name->properties; at != NULL; at = at->next) {
		if (at->ns != NULL &&
		    strcmp((const char *)at->ns->href, XML_NS) == 0 &&
		    strcmp((const char *)at->name, "lang") == 0 &&
		    at->children != NULL && at->children->content != NULL)
			return strcasecmp((const char *)at->children->content,
				   "en") == 0;
	}
	return false;
}

/* The English name, or else the first one (5.1.4). */
static void
put_name(struct reader *reader, const xmlNode *parent, const char *name)
{
	xmlNode *names = needed_child(reader, parent, TSL_NS, name);
	xmlNode *best = NULL;

	if (names == NULL)
		return;
	for (xmlNode *at = first_element(names); at != NULL;
	     at = next_element(at)) {
		if (is_element(at, TSL_NS, "Name") &&
		    (best == NULL || (is_english(at) && !is_english(best))))
			best = at;
	}
	if (best == NULL)
		reader_fail(
		    reader, FAILED_DAMAGED, "the element %s had no name", name);
	else
		put_line(reader, best, NAME_MOST);
}

/* ---- certificates ------------------------------------------------------------ */

static void
put_certificate(struct reader *reader, const xmlNode *node)
{
	size_t len;
	uint8_t *der = bytes_of(reader, node, BASE64_MOST, &len);

	if (der == NULL)
		return;
	record_start(&reader->out, SAY_CERT);
	record_put(&reader->out, der, len);
	record_end(&reader->out);
	free(der);
}

/* Those of one digital identity (5.5.3). */
static void
put_identity(struct reader *reader, const xmlNode *identity, size_t *count)
{
	for (xmlNode *id = first_element(identity);
	     id != NULL && reader->failure == 0; id = next_element(id)) {
		xmlNode *certificate;

		if (!is_element(id, TSL_NS, "DigitalId"))
			continue;
		certificate = only_child(reader, id, TSL_NS, "X509Certificate");
		if (certificate == NULL)
			continue;
		if (++*count > CERTS_MOST)
			reader_fail(reader, FAILED_LIMIT,
			    "more than %d certificates were in one place",
			    CERTS_MOST);
		else
			put_certificate(reader, certificate);
	}
}

/* ---- the scheme (5.3) ---------------------------------------------------------- */

static bool
check_version(struct reader *reader, const xmlNode *scheme)
{
	char *version = word_of(reader, scheme, "TSLVersionIdentifier");
	bool ok = version != NULL &&
		  (strcmp(version, "5") == 0 || strcmp(version, "6") == 0);

	if (version != NULL && !ok)
		reader_fail(reader, FAILED_UNSUPPORTED,
		    "the list was of version %.20s, not 5 or 6", version);
	free(version);
	return ok;
}

/* 0 for a closed list, whose element is empty. */
static bool
read_next_update(
    struct reader *reader, const xmlNode *scheme, int64_t *ret_time)
{
	xmlNode *next = needed_child(reader, scheme, TSL_NS, "NextUpdate");
	xmlNode *time;

	*ret_time = 0;
	if (next == NULL)
		return false;
	time = only_child(reader, next, TSL_NS, "dateTime");
	if (time == NULL)
		return reader->failure == 0;
	if (!time_of(reader, time, ret_time))
		return false;
	if (*ret_time <= 0)
		return reader_fail(reader, FAILED_DAMAGED,
		    "the list was to be replaced before 1970");
	return true;
}

static bool
read_scheme(struct reader *reader, const xmlNode *scheme, size_t signer)
{
	struct record_writer *out = &reader->out;
	int64_t issued = 0, next = 0;
	xmlNode *time, *territory;

	if (!check_version(reader, scheme))
		return false;
	territory = needed_child(reader, scheme, TSL_NS, "SchemeTerritory");
	if (territory == NULL || !has_territory(reader, territory))
		return reader_fail(
		    reader, FAILED_DAMAGED, "the list was of no territory");
	time = needed_child(reader, scheme, TSL_NS, "ListIssueDateTime");
	if (time == NULL || !time_of(reader, time, &issued) ||
	    !read_next_update(reader, scheme, &next))
		return false;
	record_start(out, SAY_HEAD);
	record_put_number(out, signer, 4);
	record_put_number(out, (uint64_t)next, 8);
	record_put_number(out, (uint64_t)issued, 8);
	put_word(reader, scheme, "TSLType");
	put_word(reader, scheme, "SchemeTerritory");
	record_end(out);
	return reader->failure == 0;
}

/* ---- other lists (5.3.13) ------------------------------------------------------ */

/* The child of some OtherInformation; NULL: there is none. */
static xmlNode *
find_information(struct reader *reader, const xmlNode *pointer, const char *ns,
    const char *name)
{
	xmlNode *more =
	    only_child(reader, pointer, TSL_NS, "AdditionalInformation");
	xmlNode *found = NULL;

	for (xmlNode *at = more == NULL ? NULL : first_element(more);
	     at != NULL; at = next_element(at)) {
		xmlNode *child;

		if (!is_element(at, TSL_NS, "OtherInformation"))
			continue;
		child = only_child(reader, at, ns, name);
		if (child != NULL && found != NULL)
			reader_fail(reader, FAILED_DAMAGED,
			    "a pointer had two of %s", name);
		if (child != NULL)
			found = child;
	}
	return found;
}

static void
read_pointer(struct reader *reader, const xmlNode *pointer)
{
	struct record_writer *out = &reader->out;
	xmlNode *type = find_information(reader, pointer, TSL_NS, "TSLType");
	xmlNode *territory =
	    find_information(reader, pointer, TSL_NS, "SchemeTerritory");
	xmlNode *mime = find_information(reader, pointer, MORE_NS, "MimeType");
	xmlNode *identities =
	    only_child(reader, pointer, TSL_NS, "ServiceDigitalIdentities");
	size_t count = 0;

	/* It is of no use without them. */
	if (type == NULL || territory == NULL || mime == NULL ||
	    identities == NULL || !has_territory(reader, territory))
		return;
	record_start(out, SAY_POINTER);
	put_line(reader, type, URI_MOST);
	put_line(reader, territory, URI_MOST);
	put_line(reader, mime, URI_MOST);
	record_end(out);
	for (xmlNode *at = first_element(identities);
	     at != NULL && reader->failure == 0; at = next_element(at)) {
		if (is_element(at, TSL_NS, "ServiceDigitalIdentity"))
			put_identity(reader, at, &count);
	}
	record_start(out, SAY_DONE);
	record_end(out);
}

static void
read_pointers(struct reader *reader, const xmlNode *scheme)
{
	xmlNode *pointers =
	    only_child(reader, scheme, TSL_NS, "PointersToOtherTSL");

	for (xmlNode *at = pointers == NULL ? NULL : first_element(pointers);
	     at != NULL && reader->failure == 0; at = next_element(at)) {
		if (is_element(at, TSL_NS, "OtherTSLPointer"))
			read_pointer(reader, at);
	}
}

/* ---- services (5.5) -------------------------------------------------------------- */

static bool
is_critical(const xmlNode *extension)
{
	xmlChar *value = xmlGetNoNsProp(extension, (const xmlChar *)"Critical");
	bool is = value == NULL || (strcmp((char *)value, "false") != 0 &&
				       strcmp((char *)value, "0") != 0);

	xmlFree(value);
	return is;
}

/* 5.5.9.4: ForeSignatures, ForeSeals, ForWebSiteAuthentication. */
static unsigned
read_information(struct reader *reader, const xmlNode *information)
{
	char *uri = word_of(reader, information, "URI");
	unsigned flags = 0;

	if (uri != NULL && strncmp(uri, FOR, strlen(FOR)) == 0)
		flags |= PERIOD_LIMITED;
	if (uri != NULL && (strcmp(uri, FOR "eSignatures") == 0 ||
			       strcmp(uri, FOR "eSeals") == 0))
		flags |= PERIOD_DOCUMENTS;
	free(uri);
	return flags;
}

/* 5.5.9: those that are known take nothing from the trust. */
static unsigned
read_extension(struct reader *reader, const xmlNode *extension)
{
	bool is_known = true;
	unsigned flags = 0;

	for (xmlNode *at = first_element(extension); at != NULL;
	     at = next_element(at)) {
		if (is_element(at, TSL_NS, "AdditionalServiceInformation"))
			flags |= read_information(reader, at);
		else if (!is_element(
			     at, TSL_NS, "ExpiredCertsRevocationInfo") &&
			 !is_element(at, QUAL_NS, "Qualifications") &&
			 !is_element(at, MORE_NS, "TakenOverBy"))
			is_known = false;
	}
	if (!is_known && is_critical(extension))
		flags |= PERIOD_UNKNOWN;
	return flags;
}

static unsigned
read_extensions(struct reader *reader, const xmlNode *information)
{
	xmlNode *extensions = only_child(
	    reader, information, TSL_NS, "ServiceInformationExtensions");
	unsigned flags = 0;

	for (xmlNode *at = extensions == NULL ? NULL
					      : first_element(extensions);
	     at != NULL && reader->failure == 0; at = next_element(at)) {
		if (is_element(at, TSL_NS, "Extension"))
			flags |= read_extension(reader, at);
	}
	return flags;
}

/* Of the present, or of the history: both have the same elements. */
static void
put_period(struct reader *reader, const xmlNode *information)
{
	struct record_writer *out = &reader->out;
	unsigned flags = read_extensions(reader, information);
	xmlNode *start =
	    needed_child(reader, information, TSL_NS, "StatusStartingTime");
	int64_t since = 0;

	if (start == NULL || !time_of(reader, start, &since))
		return;
	record_start(out, SAY_PERIOD);
	record_put_number(out, (uint64_t)since, 8);
	record_put_number(out, flags, 1);
	put_word(reader, information, "ServiceTypeIdentifier");
	put_word(reader, information, "ServiceStatus");
	record_end(out);
}

static void
put_history(struct reader *reader, const xmlNode *service)
{
	xmlNode *history =
	    only_child(reader, service, TSL_NS, "ServiceHistory");
	size_t count = 1;

	for (xmlNode *at = history == NULL ? NULL : first_element(history);
	     at != NULL && reader->failure == 0; at = next_element(at)) {
		if (!is_element(at, TSL_NS, "ServiceHistoryInstance"))
			continue;
		if (++count > PERIODS_MOST)
			reader_fail(reader, FAILED_LIMIT,
			    "a service had more than %d states", PERIODS_MOST);
		else
			put_period(reader, at);
	}
}

static void
read_service(
    struct reader *reader, const xmlNode *provider, const xmlNode *service)
{
	struct record_writer *out = &reader->out;
	xmlNode *information =
	    needed_child(reader, service, TSL_NS, "ServiceInformation");
	xmlNode *identity;
	size_t count = 0;

	if (information == NULL)
		return;
	record_start(out, SAY_SERVICE);
	put_name(reader, provider, "TSPName");
	put_name(reader, information, "ServiceName");
	record_end(out);
	/* Some services have no key (5.5.1.3), and then a name here. */
	identity =
	    only_child(reader, information, TSL_NS, "ServiceDigitalIdentity");
	if (identity != NULL)
		put_identity(reader, identity, &count);
	put_period(reader, information);
	put_history(reader, service);
	record_start(out, SAY_DONE);
	record_end(out);
}

static void
read_provider(struct reader *reader, const xmlNode *provider)
{
	xmlNode *information =
	    needed_child(reader, provider, TSL_NS, "TSPInformation");
	xmlNode *services =
	    needed_child(reader, provider, TSL_NS, "TSPServices");

	if (information == NULL || services == NULL)
		return;
	for (xmlNode *at = first_element(services);
	     at != NULL && reader->failure == 0; at = next_element(at)) {
		if (is_element(at, TSL_NS, "TSPService"))
			read_service(reader, information, at);
	}
}

bool
content_read(struct reader *reader, xmlDoc *doc, size_t signer)
{
	xmlNode *root = xmlDocGetRootElement(doc);
	xmlNode *scheme, *providers;

	scheme = needed_child(reader, root, TSL_NS, "SchemeInformation");
	if (scheme == NULL || !read_scheme(reader, scheme, signer))
		return false;
	read_pointers(reader, scheme);
	providers =
	    only_child(reader, root, TSL_NS, "TrustServiceProviderList");
	for (xmlNode *at = providers == NULL ? NULL : first_element(providers);
	     at != NULL && reader->failure == 0; at = next_element(at)) {
		if (is_element(at, TSL_NS, "TrustServiceProvider"))
			read_provider(reader, at);
	}
	record_start(&reader->out, SAY_END);
	record_end(&reader->out);
	if (reader->out.failed)
		reader_fail(reader, FAILED_MEMORY, "out of memory");
	return reader->failure == 0;
}
