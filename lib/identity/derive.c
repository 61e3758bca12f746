/* SPDX-License-Identifier: Apache-2.0 */
/* derive.c -- from the raw files to what an identity says. */
#include "emrtd.h"
#include "error.h"
#include "identity.h"
#include "token.h"

#include <string.h>

struct file {
	const char *name;
	size_t least, most;
};

/* PNG, 5.2. */
static const uint8_t png_begin[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a,
	'\n' };

static const struct file files[] = {
	{ CSEAL_FILE_SDT_TEXT, CSI_RECORD_LEN, CSI_RECORD_LEN },
	{ CSEAL_FILE_SDT_PHOTO, 0, 4096 },
	{ CSEAL_FILE_SDT_PORTRAIT, sizeof(png_begin), 65536 },
	{ CSEAL_FILE_SDT_FINGERPRINT, 0, 4096 },
	{ CSEAL_FILE_SDT_ADDRESS, 0, CSI_ADDRESSES_MOST *CSI_ADDRESS_LEN },
	{ CSEAL_FILE_SDT_SAM, CSI_SAM_LEN, CSI_SAM_LEN },
};

static const char *const media_types[] = {
	"application/x-wlt",
	"image/jpeg",
	"image/jp2",
	"image/j2c",
	"image/png",
};

const char *
csi_identity_media_type(const char *media_type)
{
	for (size_t i = 0; i < sizeof(media_types) / sizeof(media_types[0]);
	     i++) {
		if (strcmp(media_types[i], media_type) == 0)
			return media_types[i];
	}
	return NULL;
}

static void
measure_png(struct csi_image *picture)
{
	struct csi_reader in =
	    csi_reader_of(picture->bytes.at, picture->bytes.len);
	struct csi_span begin = csi_read_span(&in, sizeof(png_begin));

	/* 11.2.2: IHDR is the first chunk. */
	csi_read_span(&in, 8);
	if (in.bad || memcmp(begin.at, png_begin, sizeof(png_begin)) != 0)
		return;
	picture->width = csi_read_be32(&in);
	picture->height = csi_read_be32(&in);
	if (in.bad)
		picture->width = picture->height = 0;
}

void
csi_identity_measure(struct csi_image *picture)
{
	struct csi_image image;

	picture->width = picture->height = 0;
	if (csi_image_read(picture->bytes, &image, NULL) == CSEAL_OK) {
		picture->width = image.width;
		picture->height = image.height;
	} else {
		measure_png(picture);
	}
}

static const struct file *
file_of(const char *name)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (strcmp(files[i].name, name) == 0)
			return &files[i];
	}
	return NULL;
}

bool
csi_identity_is_file(const char *name)
{
	return file_of(name) != NULL || csi_emrtd_is_file(name) ||
	       csi_token_is_file(name);
}

static cseal_status
check_files(const cseal_evidence *evidence, cseal_error **ret_error)
{
	for (size_t i = 0; i < csi_evidence_count(evidence); i++) {
		const char *name = csi_evidence_name(evidence, i);
		const struct file *file = file_of(name);
		struct csi_span span = { 0 };

		if (csi_emrtd_is_file(name))
			continue;
		if (file == NULL)
			return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
			    "the file %s is not known here", name);
		csi_evidence_find(evidence, name, &span);
		if (span.len < file->least || span.len > file->most)
			return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
			    "the file %s had %zu bytes", name, span.len);
	}
	return CSEAL_OK;
}

/* The picture that a vendor's decoder made of the photo is the portrait, where
 * there is one. */
static cseal_status
derive_portrait(cseal_identity *identity, cseal_error **ret_error)
{
	struct csi_span file = { 0 };

	if (csi_evidence_find(
		identity->files, CSEAL_FILE_SDT_PORTRAIT, &file)) {
		if (memcmp(file.at, png_begin, sizeof(png_begin)) != 0)
			return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
			    "the file %s was no PNG", CSEAL_FILE_SDT_PORTRAIT);
		identity->portrait.bytes = file;
		identity->portrait.media_type =
		    csi_identity_media_type("image/png");
		csi_identity_measure(&identity->portrait);
	} else if (csi_evidence_find(
		       identity->files, CSEAL_FILE_SDT_PHOTO, &file) &&
		   file.len > 0) {
		identity->portrait.bytes = file;
		identity->portrait.media_type =
		    csi_identity_media_type("application/x-wlt");
	}
	return CSEAL_OK;
}

static cseal_status
derive_sdt(cseal_identity *identity, const char *today, cseal_error **ret_error)
{
	struct csi_record *record = &identity->record;
	const cseal_evidence *evidence = identity->files;
	struct csi_span file = { 0 };
	cseal_status st;

	if (!csi_evidence_find(evidence, CSEAL_FILE_SDT_TEXT, &file))
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "there was no file %s", CSEAL_FILE_SDT_TEXT);
	st = csi_record_parse(file.at, file.len, record, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (csi_evidence_find(evidence, CSEAL_FILE_SDT_ADDRESS, &file))
		csi_record_add_address(record, file.at, file.len);
	else
		csi_record_reason(record,
		    "The reader did not tell whether the chip holds an added "
		    "address: the added address is not known.");
	if (csi_evidence_find(evidence, CSEAL_FILE_SDT_SAM, &file))
		csi_record_add_sam(record, file.at);
	st = derive_portrait(identity, ret_error);
	if (st != CSEAL_OK)
		return st;
	csi_record_check(record, today);
	csi_record_explain_verdicts(record);
	return CSEAL_OK;
}

cseal_status
csi_identity_derive(cseal_identity *identity, const char *today,
    const struct csi_identity_trust *trust, cseal_error **ret_error)
{
	struct csi_span file;
	cseal_status st;

	if (csi_token_is(identity->files))
		return csi_token_derive(identity, today, trust, ret_error);
	st = check_files(identity->files, ret_error);
	if (st != CSEAL_OK)
		return st;
	if (!csi_emrtd_is(identity->files))
		return derive_sdt(identity, today, ret_error);
	/* Two documents in one would be judged by one of them. */
	if (csi_evidence_find(identity->files, CSEAL_FILE_SDT_TEXT, &file))
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "there were files of two documents");
	return csi_emrtd_derive(identity, today, trust, ret_error);
}
