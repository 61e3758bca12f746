/* SPDX-License-Identifier: Apache-2.0 */
/* made.c -- makes small PDFs as text, and signs them. */
#include "made.h"

#include "cms/cms.h"
#include "cms/der.h"

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 8000 /* hexadecimal digits of /Contents */

static void
start_row(struct made *made, uint32_t number, uint64_t offset)
{
	if (made->row_count == MADE_ROWS_MOST)
		abort();
	made->rows[made->row_count].number = number;
	made->rows[made->row_count++].offset = offset;
	if (number >= made->size)
		made->size = number + 1;
}

void
made_object(struct made *made, uint32_t number, const char *format, ...)
{
	char text[16384];
	va_list args;
	int len;

	start_row(made, number, made->out.len);
	va_start(args, format);
	len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (len < 0 || (size_t)len >= sizeof(text))
		abort();
	csi_bytes_print(&made->out, "%u 0 obj\n", number);
	csi_bytes_add_text(&made->out, text);
	csi_bytes_add_text(&made->out, "\nendobj\n");
}

void
made_free_object(struct made *made, uint32_t number)
{
	start_row(made, number, 0);
}

void
made_end(struct made *made)
{
	uint64_t at = made->out.len;

	csi_bytes_add_text(&made->out, "xref\n");
	if (made->prev == 0)
		csi_bytes_add_text(&made->out, "0 1\n0000000000 65535 f \n");
	for (size_t i = 0; i < made->row_count; i++)
		csi_bytes_print(&made->out, "%u 1\n%010llu %05d %c \n",
		    made->rows[i].number,
		    (unsigned long long)made->rows[i].offset,
		    made->rows[i].offset == 0,
		    made->rows[i].offset == 0 ? 'f' : 'n');
	csi_bytes_print(&made->out,
	    "trailer\n<</Size %u /Root 1 0 R /Info 5 0 R", made->size);
	if (made->prev != 0)
		csi_bytes_print(
		    &made->out, " /Prev %llu", (unsigned long long)made->prev);
	csi_bytes_print(&made->out, ">>\nstartxref\n%llu\n%%%%EOF\n",
	    (unsigned long long)at);
	made->prev = at;
	made->row_count = 0;
}

void
made_base(struct made *made, const char *catalog, const char *page)
{
	static const char content[] = "BT /F1 12 Tf (Pay 100) Tj ET";

	memset(made, 0, sizeof(*made));
	csi_bytes_add_text(&made->out, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
	made_object(made, 1, "<</Type /Catalog /Pages 2 0 R %s>>", catalog);
	made_object(made, 2, "<</Type /Pages /Count 1 /Kids [3 0 R]>>");
	made_object(made, 3,
	    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] "
	    "/Contents 4 0 R %s>>",
	    page);
	made_object(made, 4, "<</Length %zu>>\nstream\n%s\nendstream",
	    strlen(content), content);
	made_object(made, 5, "<</Title (Order)>>");
}

void
made_signature(struct made *made, uint32_t number, const char *more)
{
	uint8_t *room;

	start_row(made, number, made->out.len);
	csi_bytes_print(&made->out,
	    "%u 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter "
	    "/ETSI.CAdES.detached /M (D:20261123100000Z) %s "
	    "/ByteRange [0 %010d %010d %010d] /Contents ",
	    number, more, 0, 0, 0);
	made->gap = made->out.len;
	csi_bytes_add_u8(&made->out, '<');
	room = csi_bytes_room(&made->out, ROOM);
	if (room == NULL)
		abort();
	memset(room, '0', ROOM);
	made->out.len += ROOM;
	csi_bytes_add_u8(&made->out, '>');
	made->after = made->out.len;
	csi_bytes_add_text(&made->out, ">>\nendobj\n");
}

static void
hash(const struct made *made, const EVP_MD *md, uint8_t *digest)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (!EVP_DigestInit(ctx, md) ||
	    !EVP_DigestUpdate(ctx, made->out.at, made->gap) ||
	    !EVP_DigestUpdate(
		ctx, made->out.at + made->after, made->out.len - made->after) ||
	    !EVP_DigestFinal(ctx, digest, NULL))
		abort();
	EVP_MD_CTX_free(ctx);
}

static void
fill_in(struct made *made, const struct csi_bytes *der)
{
	static const char hex[] = "0123456789abcdef";
	uint8_t *at = made->out.at + made->gap + 1;

	if (der->failed || der->len * 2 > ROOM)
		abort();
	for (size_t i = 0; i < der->len; i++) {
		*at++ = (uint8_t)hex[der->at[i] >> 4];
		*at++ = (uint8_t)hex[der->at[i] & 15];
	}
}

/* Ends the revision; what was left open is known now. */
static void
fill_range(struct made *made)
{
	char range[64], *at;

	made_end(made);
	snprintf(range, sizeof(range), "[0 %010llu %010llu %010llu]",
	    (unsigned long long)made->gap, (unsigned long long)made->after,
	    (unsigned long long)(made->out.len - made->after));
	at = memmem(made->out.at + made->gap - 64, 64, "[0 ", 3);
	if (at == NULL)
		abort();
	memcpy(at, range, strlen(range));
}

void
made_sign_stamped(struct made *made, EVP_PKEY *pkey,
    const struct csi_span *chain, size_t count, made_stamp_fn stamp, void *user)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(pkey, NULL);
	struct csi_bytes der = { 0 }, token;
	uint8_t digest[CSI_DIGEST_MOST], value[256];
	size_t len = sizeof(value);
	csi_cms *cms;

	fill_range(made);
	hash(made, EVP_sha256(), digest);
	if (csi_cms_start(chain, count, CSEAL_SCHEME_ECDSA, CSEAL_DIGEST_SHA256,
		digest, &cms, NULL) != CSEAL_OK ||
	    EVP_PKEY_sign_init(ctx) <= 0 ||
	    EVP_PKEY_sign(ctx, value, &len, csi_cms_to_sign(cms), 32) <= 0)
		abort();
	if (stamp != NULL) {
		EVP_Digest(value, len, digest, NULL, EVP_sha256(), NULL);
		token = stamp(user, digest);
		if (csi_cms_stamp(cms, csi_bytes_span(&token), NULL) !=
		    CSEAL_OK)
			abort();
		csi_bytes_free(&token);
	}
	if (csi_cms_finish(cms, value, len, &der, NULL) != CSEAL_OK)
		abort();
	fill_in(made, &der);
	csi_bytes_free(&der);
	csi_cms_free(cms);
	EVP_PKEY_CTX_free(ctx);
}

void
made_sign(struct made *made, EVP_PKEY *pkey, struct csi_span certificate)
{
	made_sign_stamped(made, pkey, &certificate, 1, NULL, NULL);
}

/* Another name of the same length, with blanks behind it. */
void
made_subfilter(struct made *made, const char *to)
{
	static const char from[] = "/ETSI.CAdES.detached";
	char *at = NULL;

	for (uint64_t i = made->gap; at == NULL && i-- > 0;) {
		if (memcmp(made->out.at + i, from, strlen(from)) == 0)
			at = (char *)made->out.at + i;
	}
	if (at == NULL || strlen(to) > strlen(from))
		abort();
	memset(at, ' ', strlen(from));
	memcpy(at, to, strlen(to));
}

void
made_stamp(struct made *made, made_stamp_fn stamp, void *user)
{
	uint8_t digest[CSI_DIGEST_MOST];
	struct csi_bytes token;

	made_subfilter(made, "/ETSI.RFC3161");
	fill_range(made);
	hash(made, EVP_sha256(), digest);
	token = stamp(user, digest);
	fill_in(made, &token);
	csi_bytes_free(&token);
}

void
made_fill(struct made *made, struct csi_span contents)
{
	struct csi_bytes der = { 0 };

	csi_bytes_add_span(&der, contents);
	fill_range(made);
	fill_in(made, &der);
	csi_bytes_free(&der);
}

void
made_stream(struct made *made, uint32_t number, struct csi_span data)
{
	start_row(made, number, made->out.len);
	csi_bytes_print(&made->out, "%u 0 obj\n<</Length %zu>>\nstream\n",
	    number, data.len);
	csi_bytes_add_span(&made->out, data);
	csi_bytes_add_text(&made->out, "\nendstream\nendobj\n");
}

void
made_sign_sha1(struct made *made, EVP_PKEY *pkey, struct csi_span certificate)
{
	const uint8_t *der = certificate.at;
	X509 *x509 = d2i_X509(NULL, &der, (long)certificate.len);
	struct csi_bytes bytes = { 0 };
	CMS_ContentInfo *cms;
	uint8_t digest[20], *out = NULL;
	BIO *in;
	int len;

	made_subfilter(made, "/adbe.pkcs7.sha1");
	fill_range(made);
	hash(made, EVP_sha1(), digest);
	in = BIO_new_mem_buf(digest, sizeof(digest));
	cms = CMS_sign(x509, pkey, NULL, in, CMS_BINARY);
	len = i2d_CMS_ContentInfo(cms, &out);
	if (len <= 0)
		abort();
	csi_bytes_add(&bytes, out, (size_t)len);
	fill_in(made, &bytes);
	csi_bytes_free(&bytes);
	OPENSSL_free(out);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	X509_free(x509);
}

void
made_sign_pkcs1(struct made *made, EVP_PKEY *pkey, const EVP_MD *digest)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(pkey, NULL);
	uint8_t md[EVP_MAX_MD_SIZE], value[1024];
	size_t len = sizeof(value);
	struct csi_bytes der = { 0 };

	made_subfilter(made, "/adbe.x509.rsa_sha1");
	fill_range(made);
	hash(made, digest, md);
	if (EVP_PKEY_sign_init(ctx) <= 0 ||
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) <= 0 ||
	    EVP_PKEY_CTX_set_signature_md(ctx, digest) <= 0 ||
	    EVP_PKEY_sign(
		ctx, value, &len, md, (size_t)EVP_MD_get_size(digest)) <= 0)
		abort();
	csi_der_add(&der, CSI_DER_OCTET_STRING, value, len);
	fill_in(made, &der);
	csi_bytes_free(&der);
	EVP_PKEY_CTX_free(ctx);
}

void
made_sign_with(
    struct made *made, EVP_PKEY *pkey, X509 *certificate, const EVP_MD *digest)
{
	int flags = CMS_BINARY | CMS_DETACHED | CMS_NOSMIMECAP;
	struct csi_bytes bytes = { 0 };
	CMS_ContentInfo *cms;
	uint8_t *out = NULL;
	BIO *in = BIO_new(BIO_s_mem());
	int len;

	made_subfilter(made, "/adbe.pkcs7.detached");
	fill_range(made);
	BIO_write(in, made->out.at, (int)made->gap);
	BIO_write(
	    in, made->out.at + made->after, (int)(made->out.len - made->after));
	cms = CMS_sign(NULL, NULL, NULL, NULL, flags | CMS_PARTIAL);
	if (CMS_add1_signer(cms, certificate, pkey, digest, flags) == NULL ||
	    CMS_final(cms, in, NULL, flags) != 1)
		abort();
	len = i2d_CMS_ContentInfo(cms, &out);
	if (len <= 0)
		abort();
	csi_bytes_add(&bytes, out, (size_t)len);
	fill_in(made, &bytes);
	csi_bytes_free(&bytes);
	OPENSSL_free(out);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
}

EVP_PKEY *
made_key(struct csi_bytes *certificate, const char *pem_path)
{
	EVP_PKEY *pkey = EVP_EC_gen("P-256");
	X509 *x509 = X509_new();
	X509_NAME *name = X509_get_subject_name(x509);
	X509_EXTENSION *usage = X509V3_EXT_conf_nid(
	    NULL, NULL, NID_key_usage, "critical,digitalSignature");
	FILE *file = fopen(pem_path, "w");
	uint8_t *der = NULL;
	int len;

	X509_set_version(x509, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x509), 7);
	X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
	X509_gmtime_adj(X509_getm_notAfter(x509), 86400);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
	    (const unsigned char *)"Test signer", -1, -1, 0);
	X509_set_issuer_name(x509, name);
	X509_set_pubkey(x509, pkey);
	X509_add_ext(x509, usage, -1);
	if (!X509_sign(x509, pkey, EVP_sha256()) || file == NULL ||
	    !PEM_write_X509(file, x509))
		abort();
	fclose(file);
	len = i2d_X509(x509, &der);
	csi_bytes_add(certificate, der, (size_t)len);
	OPENSSL_free(der);
	X509_EXTENSION_free(usage);
	X509_free(x509);
	return pkey;
}
