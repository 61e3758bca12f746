/* SPDX-License-Identifier: Apache-2.0 */
/* document.c -- parses hostile XML: libxml2 without a network, a document
 * type or entities, and with limits of its own.
 *
 * A document type ends it before anything of it is read: no trusted list has
 * one, and all that entities can do begins there. */
#include "reader.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <string.h>
#include <strings.h>

/* What is counted while it is parsed. */
struct count {
	size_t nodes, depth;
	bool has_type, is_too_much;
};

static void
refuse_type(void *user, const xmlChar *name, const xmlChar *external_id,
    const xmlChar *system_id)
{
	xmlParserCtxt *ctxt = user;
	struct count *count = ctxt->_private;

	(void)name;
	(void)external_id;
	(void)system_id;
	count->has_type = true;
	xmlStopParser(ctxt);
}

static void
start_element(void *user, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
    int attribute_count, int default_count, const xmlChar **attributes)
{
	xmlParserCtxt *ctxt = user;
	struct count *count = ctxt->_private;

	count->nodes += 1 + (size_t)namespace_count + (size_t)attribute_count;
	if (count->nodes > NODES_MOST || count->depth >= DEPTH_MOST) {
		count->is_too_much = true;
		xmlStopParser(ctxt);
		return;
	}
	count->depth++;
	xmlSAX2StartElementNs(user, name, prefix, uri, namespace_count,
	    namespaces, attribute_count, default_count, attributes);
}

static void
end_element(
    void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	xmlParserCtxt *ctxt = user;
	struct count *count = ctxt->_private;

	if (count->depth > 0)
		count->depth--;
	xmlSAX2EndElementNs(user, name, prefix, uri);
}

static xmlDoc *
parse(xmlParserCtxt *ctxt, const uint8_t *xml, size_t len)
{
	const int options = XML_PARSE_NONET | XML_PARSE_NOERROR |
			    XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
	xmlDoc *doc;

	ctxt->sax->internalSubset = refuse_type;
	ctxt->sax->startElementNs = start_element;
	ctxt->sax->endElementNs = end_element;
	doc = xmlCtxtReadMemory(
	    ctxt, (const char *)xml, (int)len, NULL, NULL, options);
	if (doc != NULL && !ctxt->wellFormed) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	return doc;
}

static bool
is_utf8(const xmlDoc *doc)
{
	return doc->encoding == NULL ||
	       strcasecmp((const char *)doc->encoding, "UTF-8") == 0;
}

/* libxml2 compares each attribute of an element with every other before it
 * lets anybody count them: what stands between two "<" is looked at first. */
static bool
is_crowded(const uint8_t *xml, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++) {
		if (xml[i] == '<')
			count = 0;
		if (xml[i] == '=' && ++count > ATTRIBUTES_MOST)
			return true;
	}
	return false;
}

/* Before any library sees it. */
static bool
look_at_bytes(struct reader *reader, const uint8_t *xml, size_t len)
{
	if (len > INT32_MAX)
		return reader_fail(
		    reader, FAILED_LIMIT, "the list was too long");
	if (memchr(xml, '\0', len) != NULL)
		return reader_fail(
		    reader, FAILED_UNSUPPORTED, "the list was not UTF-8");
	if (is_crowded(xml, len))
		return reader_fail(reader, FAILED_LIMIT,
		    "an element had more than %d attributes", ATTRIBUTES_MOST);
	return true;
}

xmlDoc *
document_parse(struct reader *reader, const uint8_t *xml, size_t len)
{
	struct count count = { 0 };
	xmlParserCtxt *ctxt;
	xmlDoc *doc = NULL;
	bool no_memory;

	if (!look_at_bytes(reader, xml, len))
		return NULL;
	ctxt = xmlNewParserCtxt();
	no_memory = ctxt == NULL;
	if (!no_memory) {
		ctxt->_private = &count;
		doc = parse(ctxt, xml, len);
		no_memory = ctxt->errNo == XML_ERR_NO_MEMORY;
	}
	xmlFreeParserCtxt(ctxt);
	if (no_memory)
		reader_fail(
		    reader, FAILED_LIMIT, "the list needed too much memory");
	else if (count.has_type)
		reader_fail(reader, FAILED_DAMAGED,
		    "the list had a document type, which none has");
	else if (count.is_too_much)
		reader_fail(reader, FAILED_LIMIT,
		    "the list had more than %d elements and attributes, or "
		    "more than %d in each other",
		    NODES_MOST, DEPTH_MOST);
	else if (doc == NULL)
		reader_fail(
		    reader, FAILED_DAMAGED, "the list was no well-formed XML");
	else if (!is_utf8(doc))
		reader_fail(
		    reader, FAILED_UNSUPPORTED, "the list was not UTF-8");
	if (reader->failure == 0)
		return doc;
	xmlFreeDoc(doc);
	return NULL;
}
