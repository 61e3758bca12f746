/* SPDX-License-Identifier: Apache-2.0 */
/* oom-ink.c -- signatures and photos without memory. */
#include "credentials.h"
#include "refuse.h"
#include "remains.h"
#include "sample-jpeg.h"
#include "scratch.h"
#include "tap.h"

#include <counterseal/counterseal.h>
#include <counterseal/module.h>
#include <openssl/pem.h>
#include <poll.h>

/* What the operations share; made before they run. */
struct stage {
	char *pad_module, *camera_module;
	char pad[600], camera[600]; /* URIs */
	struct csi_bytes jpeg, record, sealed;
	cseal_escrow *escrow;
	uint8_t *certificate;
	size_t certificate_len;
	char *key; /* PEM */
	/* A sample of what the pad writes, and how often one was left. */
	struct remains sample;
	size_t left;
};

static cseal_status
make_context(
    const char *module, cseal_context **ret_context, cseal_error **ret_error)
{
	struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent" };
	cseal_context *context;
	cseal_status st;

	st = cseal_context_new(&options, &context, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_context_load_module(context, module, ret_error);
	if (st != CSEAL_OK) {
		cseal_context_unref(context);
		return st;
	}
	*ret_context = context;
	return CSEAL_OK;
}

static cseal_status
capture(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_context *context;
	cseal_ink *ink;
	cseal_status st;

	refuse_pause();
	st = make_context(stage->pad_module, &context, ret_error);
	refuse_resume();
	if (st != CSEAL_OK)
		return st;
	st = cseal_ink_capture(
	    context, stage->pad, NULL, -1, NULL, &ink, ret_error);
	if (st == CSEAL_OK)
		cseal_ink_free(ink);
	refuse_pause();
	stage->left += remains_count(&stage->sample) > 0;
	cseal_context_unref(context);
	refuse_resume();
	return st;
}

/* Until it is over. */
static void
watch(cseal_ink_preview *preview)
{
	const struct cseal_ink_sample *at;
	struct pollfd fd = { .fd = cseal_ink_preview_fd(preview),
		.events = POLLIN };
	cseal_ink_news news = CSEAL_INK_NEWS_CLEARED;
	size_t count;

	while (news != CSEAL_INK_NEWS_OVER && poll(&fd, 1, -1) == 1) {
		cseal_ink_preview_dispatch(preview);
		while (cseal_ink_preview_next(preview, &news, &at, &count))
			;
	}
}

static cseal_status
preview(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_ink_preview *preview;
	cseal_context *context;
	cseal_ink *ink;
	cseal_status st;

	refuse_pause();
	st = make_context(stage->pad_module, &context, ret_error);
	refuse_resume();
	if (st != CSEAL_OK)
		return st;
	st = cseal_ink_preview_new(
	    context, stage->pad, NULL, -1, NULL, &preview, ret_error);
	if (st == CSEAL_OK) {
		watch(preview);
		st = cseal_ink_preview_take(preview, &ink, ret_error);
		if (st == CSEAL_OK)
			cseal_ink_free(ink);
		cseal_ink_preview_free(preview);
	}
	refuse_pause();
	stage->left += remains_count(&stage->sample) > 0;
	cseal_context_unref(context);
	refuse_resume();
	return st;
}

static cseal_status
take(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_context *context;
	cseal_photo *photo;
	cseal_status st;

	refuse_pause();
	st = make_context(stage->camera_module, &context, ret_error);
	refuse_resume();
	if (st != CSEAL_OK)
		return st;
	st = cseal_photo_take(
	    context, stage->camera, NULL, -1, NULL, &photo, ret_error);
	if (st == CSEAL_OK)
		cseal_photo_free(photo);
	refuse_pause();
	cseal_context_unref(context);
	refuse_resume();
	return st;
}

static cseal_status
read_photo(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_photo *photo;
	cseal_status st;

	st = cseal_photo_new_mem(
	    stage->jpeg.at, stage->jpeg.len, &photo, ret_error);
	if (st == CSEAL_OK)
		cseal_photo_free(photo);
	return st;
}

static cseal_status
read_nonsense(void *user, cseal_error **ret_error)
{
	cseal_photo *photo;

	return cseal_photo_new_mem("GIF89a", 6, &photo, ret_error);
}

static cseal_status
read_record(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_ink *ink;
	cseal_status st;

	st = cseal_ink_new_iso19794_7(
	    stage->record.at, stage->record.len, &ink, ret_error);
	if (st == CSEAL_OK)
		cseal_ink_free(ink);
	return st;
}

/* The ink is there whatever is refused: only what is done with it counts. */
static cseal_status
with_ink(struct stage *stage, const char *format, cseal_error **ret_error)
{
	const void *bytes;
	cseal_ink *ink = NULL;
	size_t len;
	cseal_status st;

	refuse_pause();
	st = cseal_ink_new_iso19794_7(
	    stage->record.at, stage->record.len, &ink, ret_error);
	refuse_resume();
	if (st != CSEAL_OK)
		return st;
	if (format == NULL)
		st = cseal_ink_iso19794_7(ink, &bytes, &len, ret_error);
	else if (strcmp(format, "inkml") == 0)
		st = cseal_ink_inkml(ink, &bytes, &len, ret_error);
	else if (strcmp(format, "sealed") == 0)
		st =
		    cseal_ink_seal(ink, stage->escrow, &bytes, &len, ret_error);
	else if (strcmp(format, "json") == 0)
		st = cseal_ink_json(ink) != NULL
			 ? CSEAL_OK
			 : cseal_fail(ret_error, CSEAL_FAULT_MEMORY, "no JSON");
	else
		st = cseal_ink_draw(ink, format, &bytes, &len, ret_error);
	cseal_ink_free(ink);
	return st;
}

static cseal_status
write_record(void *user, cseal_error **ret_error)
{
	return with_ink(user, NULL, ret_error);
}

static cseal_status
draw_svg(void *user, cseal_error **ret_error)
{
	return with_ink(user, "svg", ret_error);
}

static cseal_status
draw_pdf(void *user, cseal_error **ret_error)
{
	return with_ink(user, "pdf", ret_error);
}

static cseal_status
write_inkml(void *user, cseal_error **ret_error)
{
	return with_ink(user, "inkml", ret_error);
}

static cseal_status
seal(void *user, cseal_error **ret_error)
{
	return with_ink(user, "sealed", ret_error);
}

static cseal_status
open_sealed(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	const struct cseal_ink_key key = { .size = sizeof(key),
		.bytes = stage->key,
		.len = strlen(stage->key) };
	cseal_ink *ink;
	cseal_status st;

	st = cseal_ink_open(
	    stage->sealed.at, stage->sealed.len, &key, &ink, ret_error);
	if (st == CSEAL_OK)
		cseal_ink_free(ink);
	return st;
}

static cseal_status
make_escrow(void *user, cseal_error **ret_error)
{
	struct stage *stage = user;
	cseal_escrow *escrow;
	cseal_status st;

	st = cseal_escrow_new(&escrow, ret_error);
	if (st != CSEAL_OK)
		return st;
	st = cseal_escrow_add(
	    escrow, stage->certificate, stage->certificate_len, ret_error);
	cseal_escrow_free(escrow);
	return st;
}

static cseal_status
describe(void *user, cseal_error **ret_error)
{
	return with_ink(user, "json", ret_error);
}

static struct stage stage;

static void
captures_survive_every_refused_allocation(void)
{
	OK(refuse_each("capture", capture, &stage, CSEAL_OK));
	OK(refuse_each("preview", preview, &stage, CSEAL_OK));
	OK(stage.left == 0);
	OK(refuse_each("photo", take, &stage, CSEAL_OK));
	snprintf(stage.pad, sizeof(stage.pad), "virtual:%s",
	    scratch_write("wrong", "stroke 50 0 0 9000 0\nfly\n"));
	OK(refuse_each("wrong script", capture, &stage, CSEAL_SETUP_CONFIG));
	snprintf(stage.camera, sizeof(stage.camera), "virtual:%s",
	    scratch_write("garbage", "garbage\n"));
	OK(refuse_each("garbage", take, &stage, CSEAL_AGAIN_PHOTO_UNUSABLE));
}

static void
files_survive_every_refused_allocation(void)
{
	OK(refuse_each("photo from memory", read_photo, &stage, CSEAL_OK));
	OK(refuse_each("no photo", read_nonsense, &stage, CSEAL_REFUSED_INPUT));
	OK(refuse_each("record in", read_record, &stage, CSEAL_OK));
	OK(refuse_each("record out", write_record, &stage, CSEAL_OK));
	OK(refuse_each("svg", draw_svg, &stage, CSEAL_OK));
	OK(refuse_each("pdf", draw_pdf, &stage, CSEAL_OK));
	OK(refuse_each("inkml", write_inkml, &stage, CSEAL_OK));
	OK(refuse_each("json", describe, &stage, CSEAL_OK));
	OK(refuse_each("escrow", make_escrow, &stage, CSEAL_OK));
	OK(refuse_each("seal", seal, &stage, CSEAL_OK));
	OK(refuse_each("open", open_sealed, &stage, CSEAL_OK));
}

/* As the script below has it. */
static void
set_sample(void)
{
	struct cseal_ink_sample sample = { 0 };

	sample.x_um = sample.y_um = 100;
	sample.pressure = 9;
	sample.time_us = 500000;
	remains_of(&stage.sample, &sample, sizeof(sample));
	explicit_bzero(&sample, sizeof(sample));
}

static bool
set_escrow(cseal_ink *written)
{
	const struct cred_how how = { .common_name = "Escrow" };
	/* Not EC: the KDF of OpenSSL 3.0 writes to memory that it did not
	 * get. */
	EVP_PKEY *key = cred_key("RSA:2048");
	X509 *x509 = cred_certificate(key, &how, NULL, key);
	BIO *out = BIO_new(BIO_s_mem());
	const void *sealed;
	cseal_status st;
	char *at;
	size_t len;

	stage.certificate = cred_der(x509, &stage.certificate_len);
	PEM_write_bio_PrivateKey(out, key, NULL, NULL, 0, NULL, NULL);
	len = (size_t)BIO_get_mem_data(out, &at);
	stage.key = strndup(at, len);
	BIO_free(out);
	X509_free(x509);
	EVP_PKEY_free(key);
	st = cseal_escrow_new(&stage.escrow, NULL);
	if (st == CSEAL_OK)
		st = cseal_escrow_add(stage.escrow, stage.certificate,
		    stage.certificate_len, NULL);
	if (st == CSEAL_OK)
		st = cseal_ink_seal(written, stage.escrow, &sealed, &len, NULL);
	if (st == CSEAL_OK)
		csi_bytes_add(&stage.sealed, sealed, len);
	return st == CSEAL_OK;
}

static bool
set_stage(void)
{
	bool ok;

	cseal_context *context;
	const void *record;
	cseal_ink *ink;
	size_t len;

	stage.pad_module = build_path("tests/oom/.libs/virtual-pad.so");
	stage.camera_module = build_path("tests/oom/.libs/virtual-camera.so");
	snprintf(stage.pad, sizeof(stage.pad), "virtual:%s",
	    scratch_write("pad",
		"stroke 100 0 0 9000 0 9000 9000\n"
		"ink 500 100 100 9\nstroke 100 500 500 8000 9000\nok\n"));
	snprintf(stage.camera, sizeof(stage.camera), "virtual:%s",
	    scratch_write("camera", "sleep 0\nframe frame.jpg\n"));
	sample_jpeg(&stage.jpeg, 64, 48, 3);
	scratch_write_bytes("frame.jpg", stage.jpeg.at, stage.jpeg.len);
	if (make_context(stage.pad_module, &context, NULL) != CSEAL_OK)
		return false;
	if (cseal_ink_capture(context, stage.pad, NULL, -1, NULL, &ink, NULL) !=
		CSEAL_OK ||
	    cseal_ink_iso19794_7(ink, &record, &len, NULL) != CSEAL_OK)
		return false;
	csi_bytes_add(&stage.record, record, len);
	ok = set_escrow(ink);
	cseal_ink_free(ink);
	cseal_context_unref(context);
	return ok;
}

int
main(void)
{
	refuse_init();
	scratch_make();
	if (!set_stage())
		return 99;
	set_sample();
	RUN(captures_survive_every_refused_allocation);
	RUN(files_survive_every_refused_allocation);
	csi_bytes_free(&stage.jpeg);
	csi_bytes_free(&stage.record);
	csi_bytes_free(&stage.sealed);
	cseal_escrow_free(stage.escrow);
	free(stage.certificate);
	free(stage.key);
	free(stage.pad_module);
	free(stage.camera_module);
	return tap_done();
}
