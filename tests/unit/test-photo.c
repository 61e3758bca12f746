/* SPDX-License-Identifier: Apache-2.0 */
#include "jpeg.h"
#include "sample-jpeg.h"
#include "scripted.h"
#include "tap.h"

static cseal_context *context;
static struct csi_bytes jpeg;
static char note[1024]; /* of the last failure */

static cseal_status
take(const char *uri)
{
	cseal_photo *photo = NULL;
	cseal_error *error = NULL;
	cseal_status st;

	st = cseal_photo_take(context, uri, NULL, 50, NULL, &photo, &error);
	snprintf(note, sizeof(note), "%s", cseal_error_text(error));
	if (st == CSEAL_OK || photo != NULL || st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static void
bytes_are_checked_and_copied(void)
{
	cseal_photo *photo = NULL;
	const void *bytes;
	size_t len = 0;

	OK(cseal_photo_new_mem(jpeg.at, jpeg.len, &photo, NULL) == CSEAL_OK);
	bytes = cseal_photo_bytes(photo, &len);
	OK(bytes != jpeg.at && len == jpeg.len);
	OK(memcmp(bytes, jpeg.at, len) == 0);
	OK(cseal_photo_width(photo) == 320 && cseal_photo_height(photo) == 240);
	cseal_photo_free(photo);
}

static void
a_photo_is_not_virtual_until_somebody_says_so(void)
{
	cseal_photo *photo = NULL;

	OK(cseal_photo_new_mem(jpeg.at, jpeg.len, &photo, NULL) == CSEAL_OK);
	OK(!cseal_photo_is_virtual(photo));
	cseal_photo_mark_virtual(photo);
	OK(cseal_photo_is_virtual(photo));
	cseal_photo_free(photo);
}

static void
the_mark_in_a_file_is_seen(void)
{
	struct csi_jpeg_info info;
	struct csi_bytes marked = { 0 };
	cseal_photo *photo = NULL;

	OK(csi_jpeg_read(csi_bytes_span(&jpeg), &info, NULL) == CSEAL_OK);
	csi_jpeg_mark_virtual(csi_bytes_span(&jpeg), &info, &marked);
	OK(cseal_photo_new_mem(marked.at, marked.len, &photo, NULL) ==
	    CSEAL_OK);
	OK(cseal_photo_is_virtual(photo));
	cseal_photo_free(photo);
	csi_bytes_free(&marked);
}

static void
what_is_no_jpeg_makes_no_photo(void)
{
	cseal_photo *photo = NULL;
	cseal_error *error = NULL;

	OK(cseal_photo_new_mem("GIF89a", 6, &photo, &error) ==
	    CSEAL_REFUSED_INPUT);
	OK(photo == NULL && error != NULL);
	cseal_error_free(error);
	OK(cseal_photo_new_mem(NULL, 0, &photo, NULL) == CSEAL_REFUSED_INPUT);
	OK(cseal_photo_new_mem(jpeg.at, jpeg.len - 1, &photo, NULL) ==
	    CSEAL_REFUSED_INPUT);
	OK(cseal_photo_new_mem(jpeg.at, (64 << 20) + 1, &photo, NULL) ==
	    CSEAL_REFUSED_LIMIT);
	OK(photo == NULL);
	cseal_photo_free(NULL);
}

static void
a_camera_that_breaks_its_contract_is_told(void)
{
	OK(take("liar:nothing") == CSEAL_AGAIN_PHOTO_UNUSABLE);
	OK(take("liar:nowhere") == CSEAL_FAULT_MODULE);
	OK(take("liar:status") == CSEAL_FAULT_MODULE);
	OK(strstr(note, "liar-camera") != NULL);
	OK(take("liar:both") == CSEAL_COUNTER_DEVICE_FAILED);
	OK(strcmp(note, "no light") == 0);
}

static void
a_camera_without_an_end_is_cut_off(void)
{
	OK(take("liar:endless") == CSEAL_AGAIN_PHOTO_UNUSABLE);
}

static void
options_are_checked(void)
{
	struct cseal_photo_options options = { .size = 3 };
	cseal_photo *photo = NULL;

	OK(cseal_photo_take(context, "liar:nothing", &options, 50, NULL, &photo,
	       NULL) == CSEAL_FAULT_APPLICATION);
	options.size = sizeof(options);
	options.width = 65536;
	OK(cseal_photo_take(context, "liar:nothing", &options, 50, NULL, &photo,
	       NULL) == CSEAL_FAULT_APPLICATION);
	options.width = 0;
	options.height = UINT32_MAX;
	OK(cseal_photo_take(context, "liar:nothing", &options, 50, NULL, &photo,
	       NULL) == CSEAL_FAULT_APPLICATION);
	OK(take("nobody:there") == CSEAL_SETUP_NO_MODULE);
}

int
main(void)
{
	sample_jpeg(&jpeg, 320, 240, 3);
	context = scripted_context(NULL);
	OK(cseal_context_load_module(
	       context, TEST_LIAR_DIR "/liar-camera.so", NULL) == CSEAL_OK);
	RUN(bytes_are_checked_and_copied);
	RUN(a_photo_is_not_virtual_until_somebody_says_so);
	RUN(the_mark_in_a_file_is_seen);
	RUN(what_is_no_jpeg_makes_no_photo);
	RUN(a_camera_that_breaks_its_contract_is_told);
	RUN(a_camera_without_an_end_is_cut_off);
	RUN(options_are_checked);
	cseal_context_unref(context);
	csi_bytes_free(&jpeg);
	return tap_done();
}
