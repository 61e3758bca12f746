/* SPDX-License-Identifier: Apache-2.0 */
/* dss.c -- writes the document security store.
 *
 * What an earlier revision stored is kept as it stands: later signatures may
 * cover it. */
#include "dss.h"

#include "error.h"
#include "form.h"

#include <openssl/evp.h>
#include <string.h>

#define ITEM_MOST   ((size_t)16 << 20) /* bytes of a stored one that is read */
#define STORED_MOST 4096               /* items of one kind that are compared */
#define SHA1_LEN    20

static const struct kind {
	const char *store, *vri; /* keys */
} kinds[CSI_PDF_DSS_KINDS] = {
	[CSI_PDF_DSS_CERTIFICATES] = { "Certs", "Cert" },
	[CSI_PDF_DSS_ANSWERS] = { "OCSPs", "OCSP" },
	[CSI_PDF_DSS_LISTS] = { "CRLs", "CRL" },
};

struct store {
	csi_pdf_update *update;
	const struct csi_pdf_dss *dss;
	const struct csi_pdf_value *catalog, *old; /* old may be null */
	struct csi_pdf_ref catalog_ref;
	const struct csi_pdf_value *stored[CSI_PDF_DSS_KINDS];
	struct csi_pdf_ref refs[CSI_PDF_DSS_KINDS][CSI_PDF_DSS_MOST];
	bool is_new[CSI_PDF_DSS_KINDS][CSI_PDF_DSS_MOST];
	bool changed;
};

/* ---- what is there ---------------------------------------------------- */

static cseal_status
read_store(struct store *store, cseal_error **ret_error)
{
	csi_pdf_reader *reader = csi_pdf_update_reader(store->update);
	cseal_status st;

	st = csi_pdf_catalog(
	    reader, &store->catalog, &store->catalog_ref, ret_error);
	if (st == CSEAL_OK)
		st = csi_pdf_get(
		    reader, store->catalog, "DSS", &store->old, ret_error);
	for (int kind = 0; st == CSEAL_OK && kind < CSI_PDF_DSS_KINDS; kind++)
		st = csi_pdf_get(reader, store->old, kinds[kind].store,
		    &store->stored[kind], ret_error);
	return st;
}

/* Compares a stored stream with the items of its kind.  One that cannot be
 * read is none of them. */
static cseal_status
match_stored(struct store *store, int kind, const struct csi_pdf_value *entry,
    cseal_error **ret_error)
{
	csi_pdf_reader *reader = csi_pdf_update_reader(store->update);
	const struct csi_pdf_value *stream;
	struct csi_bytes data = { 0 };
	cseal_status st;

	if (entry->type != CSI_PDF_REFERENCE)
		return CSEAL_OK;
	st = csi_pdf_resolve(reader, entry, &stream, ret_error);
	if (st != CSEAL_OK || stream->type != CSI_PDF_STREAM)
		return st;
	st = csi_pdf_stream_data(reader, stream, ITEM_MOST, &data, NULL);
	if (st == CSEAL_FAULT_MEMORY)
		return csi_fail_memory(ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < store->dss->counts[kind];
	     i++) {
		const struct csi_span *item = &store->dss->items[kind][i];

		if (item->len == data.len &&
		    memcmp(item->at, data.at, data.len) == 0)
			store->refs[kind][i] = entry->as.ref;
	}
	csi_bytes_free(&data);
	return CSEAL_OK;
}

static cseal_status
match_all(struct store *store, cseal_error **ret_error)
{
	cseal_status st = CSEAL_OK;

	for (int kind = 0; kind < CSI_PDF_DSS_KINDS; kind++) {
		const struct csi_pdf_value *list = store->stored[kind];

		if (list->type != CSI_PDF_ARRAY)
			continue;
		for (size_t i = 0; st == CSEAL_OK && i < STORED_MOST &&
				   i < list->as.array.count;
		     i++)
			st = match_stored(
			    store, kind, &list->as.array.items[i], ret_error);
	}
	return st;
}

/* ---- what is new ------------------------------------------------------ */

static void
write_items(struct store *store)
{
	for (int kind = 0; kind < CSI_PDF_DSS_KINDS; kind++) {
		for (size_t i = 0; i < store->dss->counts[kind]; i++) {
			struct csi_bytes entries = { 0 };

			if (store->refs[kind][i].number != 0)
				continue;
			store->refs[kind][i] =
			    csi_pdf_update_new_ref(store->update);
			store->is_new[kind][i] = true;
			store->changed = true;
			csi_pdf_update_stream(store->update,
			    store->refs[kind][i], &entries,
			    store->dss->items[kind][i]);
		}
	}
}

/* The array as it was, and what is new. */
static void
write_list(struct store *store, int kind, struct csi_bytes *out)
{
	const struct csi_pdf_value *list = store->stored[kind];

	csi_bytes_add_u8(out, '[');
	if (list->type == CSI_PDF_ARRAY) {
		for (size_t i = 0; i < list->as.array.count; i++) {
			csi_pdf_write_source(out, &list->as.array.items[i]);
			csi_bytes_add_u8(out, ' ');
		}
	}
	for (size_t i = 0; i < store->dss->counts[kind]; i++) {
		if (!store->is_new[kind][i])
			continue;
		csi_pdf_write_ref(out, store->refs[kind][i]);
		csi_bytes_add_u8(out, ' ');
	}
	csi_bytes_add_u8(out, ']');
}

/* The key of a signature: SHA-1 of its /Contents, in upper case. */
static bool
vri_key(struct csi_span contents, char *key)
{
	uint8_t hash[SHA1_LEN];

	if (EVP_Digest(
		contents.at, contents.len, hash, NULL, EVP_sha1(), NULL) != 1)
		return false;
	for (size_t i = 0; i < SHA1_LEN; i++) {
		static const char hex[] = "0123456789ABCDEF";

		key[2 * i] = hex[hash[i] >> 4];
		key[2 * i + 1] = hex[hash[i] & 15];
	}
	key[2 * SHA1_LEN] = '\0';
	return true;
}

/* An object of its own: pyHanko compares what is direct by where it was read,
 * and takes an entry of an encrypted document for changed. */
static void
write_vri(
    struct store *store, const struct csi_pdf_vri *vri, struct csi_bytes *ref)
{
	struct csi_pdf_ref own = csi_pdf_update_new_ref(store->update);
	struct csi_bytes *out = csi_pdf_update_open(store->update, own);

	csi_pdf_write_ref(ref, own);
	csi_bytes_add_text(out, "<<");
	for (int kind = 0; kind < CSI_PDF_DSS_KINDS; kind++) {
		if (vri->uses[kind] == 0)
			continue;
		csi_bytes_print(out, "/%s [", kinds[kind].vri);
		for (size_t i = 0; i < store->dss->counts[kind]; i++) {
			if ((vri->uses[kind] >> i & 1) == 0)
				continue;
			csi_pdf_write_ref(out, store->refs[kind][i]);
			csi_bytes_add_u8(out, ' ');
		}
		csi_bytes_add_u8(out, ']');
	}
	csi_bytes_add_text(out, ">>");
	csi_pdf_update_close(store->update);
}

/* One that is there is kept where nothing is new: it was for the same. */
static cseal_status
write_vris(struct store *store, const struct csi_pdf_vri *vris, size_t count,
    struct csi_bytes *out, cseal_error **ret_error)
{
	csi_pdf_reader *reader = csi_pdf_update_reader(store->update);
	char keys[CSI_PDF_DSS_MOST][2 * SHA1_LEN + 1];
	struct csi_pdf_change changes[CSI_PDF_DSS_MOST];
	struct csi_bytes texts[CSI_PDF_DSS_MOST] = { { 0 } };
	const struct csi_pdf_value *old;
	cseal_status st;
	size_t have = 0;

	st = csi_pdf_get(reader, store->old, "VRI", &old, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < count && i < CSI_PDF_DSS_MOST;
	     i++) {
		if (!vri_key(vris[i].contents, keys[have])) {
			st = cseal_fail(ret_error, CSEAL_FAULT_CRYPTO,
			    "the crypto library could not compute SHA-1");
			break;
		}
		if (csi_pdf_find(old, keys[have]) != NULL && !store->changed)
			continue;
		store->changed = true;
		write_vri(store, &vris[i], &texts[have]);
		if (texts[have].failed)
			csi_pdf_update_fail(store->update);
		changes[have].key = keys[have];
		changes[have].text = csi_bytes_span(&texts[have]);
		have++;
	}
	if (st == CSEAL_OK)
		csi_pdf_write_dict(
		    out, old->type == CSI_PDF_DICT ? old : NULL, changes, have);
	for (size_t i = 0; i < CSI_PDF_DSS_MOST; i++)
		csi_bytes_free(&texts[i]);
	return st;
}

/* ---- the dictionaries ------------------------------------------------- */

/* /Extensions of the catalog: ESIC, as ETSI EN 319 142-1, 5.4.1 names it. */
static cseal_status
write_extensions(
    struct store *store, struct csi_bytes *out, cseal_error **ret_error)
{
	static const char esic[] = "<</BaseVersion /1.7/ExtensionLevel 5>>";
	const struct csi_span text = { (const uint8_t *)esic,
		sizeof(esic) - 1 };
	const struct csi_pdf_change change = { "ESIC", text };
	const struct csi_pdf_value *old;
	cseal_status st;

	st = csi_pdf_get(csi_pdf_update_reader(store->update), store->catalog,
	    "Extensions", &old, ret_error);
	if (st == CSEAL_OK && csi_pdf_find(old, "ESIC") == NULL)
		csi_pdf_write_dict(
		    out, old->type == CSI_PDF_DICT ? old : NULL, &change, 1);
	return st;
}

static cseal_status
write_catalog(struct store *store, struct csi_span dss, cseal_error **ret_error)
{
	const struct csi_pdf_value *entry = csi_pdf_find(store->catalog, "DSS");
	struct csi_pdf_change changes[2] = { { "DSS", dss } };
	struct csi_bytes extensions = { 0 };
	size_t count = 1;
	cseal_status st;

	st = write_extensions(store, &extensions, ret_error);
	if (extensions.len > 0) {
		changes[count].key = "Extensions";
		changes[count++].text = csi_bytes_span(&extensions);
	}
	if (extensions.failed)
		csi_pdf_update_fail(store->update);
	/* A store of its own is replaced where it is. */
	if (st == CSEAL_OK &&
	    (count > 1 || entry == NULL || entry->type != CSI_PDF_REFERENCE))
		csi_pdf_replace(store->update, store->catalog_ref,
		    store->catalog, changes, count);
	csi_bytes_free(&extensions);
	return st;
}

static cseal_status
write_store(struct store *store, struct csi_span vri, cseal_error **ret_error)
{
	const struct csi_pdf_value *entry = csi_pdf_find(store->catalog, "DSS");
	struct csi_pdf_change changes[CSI_PDF_DSS_KINDS + 1] = { { "VRI",
	    vri } };
	struct csi_bytes lists[CSI_PDF_DSS_KINDS] = { { 0 } }, ref_text = { 0 };
	struct csi_pdf_ref ref;
	size_t count = vri.len > 0;
	cseal_status st;

	for (int kind = 0; kind < CSI_PDF_DSS_KINDS; kind++) {
		write_list(store, kind, &lists[kind]);
		changes[count].key = kinds[kind].store;
		changes[count].text = csi_bytes_span(&lists[kind]);
		if (lists[kind].failed)
			csi_pdf_update_fail(store->update);
		/* An empty array says nothing. */
		if (lists[kind].len > 2 ||
		    store->stored[kind]->type == CSI_PDF_ARRAY)
			count++;
	}
	ref = entry != NULL && entry->type == CSI_PDF_REFERENCE
		  ? entry->as.ref
		  : csi_pdf_update_new_ref(store->update);
	csi_pdf_replace(store->update, ref,
	    store->old->type == CSI_PDF_DICT ? store->old : NULL, changes,
	    count);
	csi_pdf_write_ref(&ref_text, ref);
	if (ref_text.failed)
		csi_pdf_update_fail(store->update);
	st = write_catalog(store, csi_bytes_span(&ref_text), ret_error);
	csi_bytes_free(&ref_text);
	for (int kind = 0; kind < CSI_PDF_DSS_KINDS; kind++)
		csi_bytes_free(&lists[kind]);
	return st;
}

cseal_status
csi_pdf_dss_write(csi_pdf_update *update, const struct csi_pdf_dss *dss,
    const struct csi_pdf_vri *vris, size_t vri_count, bool *ret_changed,
    cseal_error **ret_error)
{
	struct store store = { .update = update, .dss = dss };
	struct csi_bytes vri = { 0 };
	cseal_status st;

	st = read_store(&store, ret_error);
	if (st == CSEAL_OK)
		st = match_all(&store, ret_error);
	if (st != CSEAL_OK)
		return st;
	write_items(&store);
	st = write_vris(&store, vris, vri_count, &vri, ret_error);
	if (vri.failed)
		csi_pdf_update_fail(update);
	if (st == CSEAL_OK && store.changed)
		st = write_store(&store, csi_bytes_span(&vri), ret_error);
	csi_bytes_free(&vri);
	if (st == CSEAL_OK)
		*ret_changed = store.changed;
	return st;
}
