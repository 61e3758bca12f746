/* SPDX-License-Identifier: Apache-2.0 */
/* test-raster.c -- proves lib/raster.c: text as a picture, whatever a module
 * hands over. */
#include "context.h"
#include "tap.h"
#include "wait.h"

#include <string.h>

static cseal_context *context;
static uint8_t grey[16];

/* A picture of 4 by 2 pixels, as some module asks for it. */
static struct cseal_raster_request
a_request(const char *text)
{
	return (struct cseal_raster_request){
		.size = sizeof(struct cseal_raster_request),
		.text = text,
		.text_px = 2,
		.text_least_px = 1,
		.width_px = 4,
		.height_px = 2,
	};
}

static cseal_status
draw(const struct cseal_raster_request *request)
{
	struct cseal_host host;
	cseal_error *error = NULL;
	cseal_wait wait;
	cseal_status st;

	memset(grey, 0xee, sizeof(grey));
	csi_host_init(&host, context, "any-pad");
	csi_wait_init(&wait, CSEAL_NO_TIMEOUT, NULL);
	st = cseal_host_raster(&host, request, &wait, grey, &error);
	if (st != cseal_error_status(error))
		st = CSEAL_FAULT_INTERNAL;
	cseal_error_free(error);
	csi_host_end(&host);
	return st;
}

static void
a_picture_is_handed_over_whole(void)
{
	const struct cseal_raster_request request = a_request("abcdefgh");

	OK(draw(&request) == CSEAL_OK);
	OK(memcmp(grey, "abcdefgh", 8) == 0 && grey[8] == 0xee);
}

static void
a_part_of_a_picture_is_the_modules_fault(void)
{
	const struct cseal_raster_request request = a_request("abcdefg");

	OK(draw(&request) == CSEAL_FAULT_MODULE);
	OK(grey[0] == 0xee);
}

static void
more_than_a_picture_is_not_taken(void)
{
	const struct cseal_raster_request request = a_request("abcdefghi");

	OK(draw(&request) == CSEAL_REFUSED_LIMIT);
	OK(grey[0] == 0xee);
}

static void
a_request_that_is_none_is_the_modules_fault(void)
{
	struct cseal_raster_request request = a_request("abcdefgh");

	OK(draw(NULL) == CSEAL_FAULT_MODULE);
	request.size--;
	OK(draw(&request) == CSEAL_FAULT_MODULE);
	request = a_request(NULL);
	OK(draw(&request) == CSEAL_FAULT_MODULE);
	request = a_request("abcdefgh");
	request.width_px = 0;
	OK(draw(&request) == CSEAL_FAULT_MODULE);
	request.width_px = CSEAL_RASTER_SIDE_MOST + 1;
	OK(draw(&request) == CSEAL_FAULT_MODULE);
	request = a_request("abcdefgh");
	request.height_px = CSEAL_RASTER_SIDE_MOST + 1;
	OK(draw(&request) == CSEAL_FAULT_MODULE);
	request = a_request("abcdefgh");
	request.text_least_px = 3;
	OK(draw(&request) == CSEAL_FAULT_MODULE);
	request.text_least_px = 0;
	OK(draw(&request) == CSEAL_FAULT_MODULE);
}

/* Without modules: a folder that is not there. */
static cseal_context *
a_context(void)
{
	const struct cseal_context_options options = { .size = sizeof(options),
		.system_config = "/nonexistent/counterseal.conf",
		.module_dir = "/nonexistent" };
	cseal_context *made = NULL;

	if (cseal_context_new(&options, &made, NULL) != CSEAL_OK)
		printf("Bail out! no context\n");
	return made;
}

static void
without_a_typesetter_there_is_no_picture(void)
{
	const struct cseal_raster_request request = a_request("abcdefgh");
	cseal_context *other = context;

	context = a_context();
	OK(draw(&request) == CSEAL_SETUP_NO_MODULE);
	cseal_context_unref(context);
	context = other;
}

int
main(void)
{
	context = a_context();
	if (cseal_context_load_module(
		context, TEST_MOCKS "/mock-typeset.so", NULL) != CSEAL_OK)
		return 1;
	RUN(a_picture_is_handed_over_whole);
	RUN(a_part_of_a_picture_is_the_modules_fault);
	RUN(more_than_a_picture_is_not_taken);
	RUN(a_request_that_is_none_is_the_modules_fault);
	RUN(without_a_typesetter_there_is_no_picture);
	cseal_context_unref(context);
	return tap_done();
}
