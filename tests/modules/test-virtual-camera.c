/* SPDX-License-Identifier: Apache-2.0 */
#include "sample-jpeg.h"
#include "scripted.h"
#include "tap.h"

#include <time.h>

static cseal_context *context;
static cseal_photo *photo;
static struct csi_bytes frame; /* 64 x 48, as written to frame.jpg */
static char note[1024];        /* of the last failure */

static cseal_status
take_uri(const char *uri, int timeout_ms, cseal_cancel *cancel)
{
	struct cseal_photo_options options = {
		.size = sizeof(options), .width = 640, .height = 480
	};
	cseal_error *error = NULL;
	cseal_status st;

	cseal_photo_free(photo);
	photo = NULL;
	st = cseal_photo_take(
	    context, uri, &options, timeout_ms, cancel, &photo, &error);
	snprintf(note, sizeof(note), "%s", cseal_error_text(error));
	if (st != cseal_error_status(error) ||
	    (st == CSEAL_OK) != (photo != NULL))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	return st;
}

static cseal_status
play(const char *script)
{
	return take_uri(scripted_uri(script), 20000, NULL);
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void
a_frame_becomes_a_photo(void)
{
	OK(play("# a comment\n\n  frame  frame.jpg  \r\n") == CSEAL_OK);
	OK(cseal_photo_width(photo) == 64);
	OK(cseal_photo_height(photo) == 48);
}

static void
what_it_took_is_virtual_and_says_so_in_the_file(void)
{
	const uint8_t *bytes;
	cseal_photo *again = NULL;
	size_t len = 0;

	OK(play("frame frame.jpg\n") == CSEAL_OK);
	OK(cseal_photo_is_virtual(photo));
	bytes = cseal_photo_bytes(photo, &len);
	OK(len > frame.len && len < frame.len + 100);
	OK(memcmp(bytes, frame.at, 20) == 0);
	OK(memcmp(bytes + 20 + len - frame.len, frame.at + 20,
	       frame.len - 20) == 0);
	OK(cseal_photo_new_mem(bytes, len, &again, NULL) == CSEAL_OK);
	OK(cseal_photo_is_virtual(again));
	cseal_photo_free(again);
}

static void
a_marked_frame_is_not_marked_twice(void)
{
	const uint8_t *bytes;
	size_t len = 0, again = 0;

	OK(play("frame frame.jpg\n") == CSEAL_OK);
	bytes = cseal_photo_bytes(photo, &len);
	scratch_write_bytes("marked.jpg", bytes, len);
	OK(play("frame marked.jpg\n") == CSEAL_OK);
	cseal_photo_bytes(photo, &again);
	OK(again == len && cseal_photo_is_virtual(photo));
}

/* Motion JPEG: the same file without its DHT segments. */
static void
a_frame_without_huffman_tables_gets_them(void)
{
	struct csi_bytes bare = { 0 };
	const uint8_t *bytes;
	size_t len = 0;

	csi_bytes_add_be16(&bare, 0xffd8);
	sample_jpeg_tables(&bare, false);
	sample_jpeg_frame(&bare, 0xc0, 64, 48, 3);
	sample_jpeg_scan(&bare, 64, 48, 3);
	csi_bytes_add_be16(&bare, 0xffd9);
	scratch_write_bytes("bare.jpg", bare.at, bare.len);
	if (OK(play("frame bare.jpg\n") == CSEAL_OK)) {
		bytes = cseal_photo_bytes(photo, &len);
		OK(memmem(bytes, len, "\xff\xc4\x01\xa2", 4) != NULL);
		OK(memcmp(bytes + len - 20, bare.at + bare.len - 20, 20) == 0);
		OK(cseal_photo_width(photo) == 64);
		OK(cseal_photo_is_virtual(photo));
	}
	csi_bytes_free(&bare);
}

static void
a_path_may_be_absolute_and_have_blanks(void)
{
	char script[700];

	scratch_write_bytes("my frame.jpg", frame.at, frame.len);
	OK(play("frame my frame.jpg\n") == CSEAL_OK);
	snprintf(
	    script, sizeof(script), "frame %s\n", scratch_path("frame.jpg"));
	OK(play(script) == CSEAL_OK);
}

static void
every_photo_begins_at_the_start_of_the_script(void)
{
	const char *uri = scripted_uri("sleep 1\nframe frame.jpg\nunplug\n");

	OK(take_uri(uri, -1, NULL) == CSEAL_OK);
	OK(take_uri(uri, -1, NULL) == CSEAL_OK);
}

static void
what_is_no_picture_is_to_be_taken_again(void)
{
	OK(play("garbage\n") == CSEAL_AGAIN_PHOTO_UNUSABLE);
	OK(strstr(note, "not a JPEG") != NULL);
	OK(play("short frame.jpg\n") == CSEAL_AGAIN_PHOTO_UNUSABLE);
	scratch_write_bytes("empty.jpg", "", 0);
	OK(play("frame empty.jpg\n") == CSEAL_AGAIN_PHOTO_UNUSABLE);
	OK(play("frame script\n") == CSEAL_AGAIN_PHOTO_UNUSABLE);
}

static void
a_camera_that_goes_away_says_so(void)
{
	OK(play("unplug\n") == CSEAL_COUNTER_DEVICE_GONE);
	OK(play("fail\n") == CSEAL_COUNTER_DEVICE_FAILED);
	OK(play("busy\nframe frame.jpg\n") == CSEAL_COUNTER_DEVICE_BUSY);
	OK(play("sleep 1\nbusy\n") == CSEAL_COUNTER_DEVICE_BUSY);
}

static void
a_picture_that_does_not_come_ends_at_the_deadline(void)
{
	int64_t start = now_ms();

	OK(take_uri(scripted_uri("sleep 60000\nframe frame.jpg\n"), 60, NULL) ==
	    CSEAL_STOPPED_TIMEOUT);
	OK(take_uri(scripted_uri(""), 60, NULL) == CSEAL_STOPPED_TIMEOUT);
	OK(now_ms() - start < 5000);
}

static void
a_cancel_ends_it(void)
{
	cseal_cancel *cancel = NULL;

	OK(cseal_cancel_new(&cancel, NULL) == CSEAL_OK);
	cseal_cancel_request(cancel);
	OK(take_uri(scripted_uri("sleep 60000\n"), -1, cancel) ==
	    CSEAL_STOPPED_CANCELLED);
	cseal_cancel_free(cancel);
}

static void
a_sleep_takes_its_time(void)
{
	int64_t start = now_ms();

	OK(play("sleep 100\nframe frame.jpg\n") == CSEAL_OK);
	OK(now_ms() - start >= 100);
}

/* The hole in the file costs no disk. */
static void
a_picture_over_the_limit_is_refused(void)
{
	scratch_write_bytes("huge.jpg", frame.at, frame.len);
	OK(truncate(scratch_path("huge.jpg"), (64 << 20) + 1) == 0);
	OK(play("frame huge.jpg\n") == CSEAL_REFUSED_LIMIT);
	OK(truncate(scratch_path("huge.jpg"), INT64_C(1) << 40) == 0);
	OK(play("frame huge.jpg\n") == CSEAL_SETUP_FILE);
}

static void
errors_name_the_file_and_the_line(void)
{
	static const struct {
		const char *script;
		unsigned line;
	} wrong[] = {
		{ "fly\n", 1 },
		{ "garbage\n\nframes a\n", 3 },
		{ "frame\n", 1 },
		{ "short \n", 1 },
		{ "garbage now\n", 1 },
		{ "sleep\n", 1 },
		{ "sleep -1\n", 1 },
		{ "sleep 1.5\n", 1 },
		{ "sleep 1 2\n", 1 },
		{ "sleep 3600001\n", 1 },
		{ "sleep 99999999999999999999\n", 1 },
		{ "busy a\n", 1 },
	};
	char where[700];

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		cseal_status st = play(wrong[i].script);

		snprintf(where, sizeof(where),
		    "%s:%u: ", scratch_path("script"), wrong[i].line);
		OKF(st == CSEAL_SETUP_CONFIG && strstr(note, where) != NULL,
		    "%s", note);
	}
}

static void
a_script_has_its_limits(void)
{
	static char text[1025 * 8 + 1];
	char *line = malloc(5000);

	for (int i = 0; i < 1025; i++)
		memcpy(text + (ptrdiff_t)i * 8, "sleep 0\n", 8);
	OK(play(text) == CSEAL_SETUP_CONFIG);
	memset(line, 'a', 4999);
	line[4999] = '\0';
	OK(play(line) == CSEAL_SETUP_CONFIG);
	free(line);
}

static void
files_that_are_not_there_are_named(void)
{
	OK(take_uri("virtual:/nonexistent/script", -1, NULL) ==
	    CSEAL_COUNTER_NO_DEVICE);
	OK(take_uri("virtual:/dev/zero", -1, NULL) == CSEAL_SETUP_FILE);
	OK(play("frame nonexistent.jpg\n") == CSEAL_SETUP_FILE);
	OK(strstr(note, "nonexistent.jpg") != NULL);
	OK(play("frame /dev/zero\n") == CSEAL_SETUP_FILE);
}

static void
the_only_camera_needs_no_uri(void)
{
	char config[700];
	cseal_context *other;
	cseal_photo *taken = NULL;

	snprintf(config, sizeof(config), "[devices]\ncamera = %s\n",
	    scripted_uri("frame frame.jpg\n"));
	scratch_write("conf", config);
	other = scripted_context(scratch_path("conf"));
	OK(cseal_photo_take(other, NULL, NULL, 1000, NULL, &taken, NULL) ==
	    CSEAL_OK);
	cseal_photo_free(taken);
	cseal_context_unref(other);
	OK(take_uri(NULL, 1000, NULL) == CSEAL_COUNTER_NO_DEVICE);
}

static void
a_camera_that_the_configuration_names_is_listed(void)
{
	cseal_device_list *list = NULL;
	const struct cseal_device *device;
	char config[700];
	cseal_context *other;

	snprintf(config, sizeof(config), "[devices]\ncamera = %s\n",
	    scripted_uri("frame frame.jpg\n"));
	scratch_write("conf", config);
	other = scripted_context(scratch_path("conf"));
	OK(cseal_device_list_new(other, CSEAL_KIND_BIT(CSEAL_KIND_CAMERA), -1,
	       NULL, &list, NULL) == CSEAL_OK);
	OK(cseal_device_list_count(list) == 1);
	device = cseal_device_list_at(list, 0);
	OK(device != NULL && device->is_virtual);
	OK(device != NULL && device->state == CSEAL_DEVICE_READY);
	cseal_device_list_free(list);
	cseal_context_unref(other);
}

int
main(void)
{
	scratch_make();
	context = scripted_context(NULL);
	sample_jpeg(&frame, 64, 48, 3);
	scratch_write_bytes("frame.jpg", frame.at, frame.len);
	RUN(a_frame_becomes_a_photo);
	RUN(what_it_took_is_virtual_and_says_so_in_the_file);
	RUN(a_marked_frame_is_not_marked_twice);
	RUN(a_frame_without_huffman_tables_gets_them);
	RUN(a_path_may_be_absolute_and_have_blanks);
	RUN(every_photo_begins_at_the_start_of_the_script);
	RUN(what_is_no_picture_is_to_be_taken_again);
	RUN(a_camera_that_goes_away_says_so);
	RUN(a_picture_that_does_not_come_ends_at_the_deadline);
	RUN(a_cancel_ends_it);
	RUN(a_sleep_takes_its_time);
	RUN(a_picture_over_the_limit_is_refused);
	RUN(errors_name_the_file_and_the_line);
	RUN(a_script_has_its_limits);
	RUN(files_that_are_not_there_are_named);
	RUN(the_only_camera_needs_no_uri);
	RUN(a_camera_that_the_configuration_names_is_listed);
	cseal_photo_free(photo);
	cseal_context_unref(context);
	csi_bytes_free(&frame);
	return tap_done();
}
