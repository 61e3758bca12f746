/* SPDX-License-Identifier: Apache-2.0 */
/* photo-quality.c -- is a photo any good, and what to do if not.
 *
 * A module measures; what follows is decided here, by limits that a usable
 * photo does not come near: this is to catch a covered lens, not to judge. */
#include <counterseal/photo.h>

#include "error.h"
#include "loader.h"
#include "wait.h"

#include <string.h>

#define SIDE_LEAST      480 /* pixels: 300 dpi of a portrait of 40 mm */
#define LIGHT_LEAST     45
#define DARK_MOST       600 /* thousandths that are black */
#define LIGHT_MOST      238
#define BRIGHT_MOST     500 /* thousandths that are burnt out */
#define CONTRAST_LEAST  24
#define SHARPNESS_LEAST 100

/* By the number of the flaw. */
static const struct {
	const char *name, *text;
} flaws[CSEAL_PHOTO_FLAWS] = {
	[CSEAL_PHOTO_TOO_SMALL] = { "too-small",
	    "The picture is too small; choose a larger size, or another "
	    "camera." },
	[CSEAL_PHOTO_TOO_DARK] = { "too-dark",
	    "The picture is too dark; switch on a light." },
	[CSEAL_PHOTO_TOO_BRIGHT] = { "too-bright",
	    "The picture is too bright; turn away from the window or the "
	    "lamp." },
	[CSEAL_PHOTO_FLAT] = { "flat",
	    "Hardly anything can be seen; uncover or clean the lens." },
	[CSEAL_PHOTO_BLURRED] = { "blurred",
	    "The picture is blurred; hold still, and mind the distance." },
};

static bool
is_flaw(cseal_photo_flaw flaw)
{
	return (unsigned)flaw < CSEAL_PHOTO_FLAWS;
}

const char *
cseal_photo_flaw_name(cseal_photo_flaw flaw)
{
	return is_flaw(flaw) ? flaws[flaw].name : NULL;
}

const char *
cseal_photo_flaw_text(cseal_photo_flaw flaw)
{
	return is_flaw(flaw) ? flaws[flaw].text : NULL;
}

/* Of a picture on which nothing is seen, sharpness says nothing. */
static unsigned
find_flaws(const cseal_photo *photo, const struct cseal_gauge_reading *reading)
{
	const bool flaw[CSEAL_PHOTO_FLAWS] = {
		[CSEAL_PHOTO_TOO_SMALL] =
		    cseal_photo_width(photo) < SIDE_LEAST ||
		    cseal_photo_height(photo) < SIDE_LEAST,
		[CSEAL_PHOTO_TOO_DARK] = reading->light < LIGHT_LEAST ||
					 reading->dark_permille > DARK_MOST,
		[CSEAL_PHOTO_TOO_BRIGHT] =
		    reading->light > LIGHT_MOST ||
		    reading->bright_permille > BRIGHT_MOST,
		[CSEAL_PHOTO_FLAT] = reading->contrast < CONTRAST_LEAST,
		[CSEAL_PHOTO_BLURRED] = reading->contrast >= CONTRAST_LEAST &&
					reading->sharpness < SHARPNESS_LEAST,
	};
	unsigned bits = 0;

	for (unsigned i = 0; i < CSEAL_PHOTO_FLAWS; i++)
		bits |= flaw[i] ? 1u << i : 0;
	return bits;
}

static cseal_status
check_reading(const struct csi_module *module,
    const struct cseal_gauge_reading *reading, cseal_error **ret_error)
{
	if (reading->light > 255 || reading->contrast > 255 ||
	    reading->dark_permille > 1000 || reading->bright_permille > 1000)
		return cseal_fail(ret_error, CSEAL_FAULT_MODULE,
		    "the module %s measured what cannot be", module->table->id);
	return CSEAL_OK;
}

static cseal_status
measure(cseal_context *context, const cseal_photo *photo, cseal_wait *wait,
    struct cseal_gauge_reading *reading, cseal_error **ret_error)
{
	struct csi_module *module;
	const void *bytes;
	cseal_status st;
	size_t len;

	st = csi_loader_only(context, CSEAL_KIND_GAUGE, &module, ret_error);
	if (st != CSEAL_OK)
		return st;
	bytes = cseal_photo_bytes(photo, &len);
	st = module->driver->ops.gauge->measure(
	    &module->host, bytes, len, wait, reading, ret_error);
	st = csi_module_said(module, "measured the photo", st, ret_error);
	return st != CSEAL_OK ? st : check_reading(module, reading, ret_error);
}

cseal_status
cseal_photo_examine(cseal_context *context, const cseal_photo *photo,
    int timeout_ms, cseal_cancel *cancel,
    struct cseal_photo_quality *ret_quality, cseal_error **ret_error)
{
	struct cseal_gauge_reading reading = { .size = sizeof(reading) };
	struct cseal_wait wait;
	cseal_status st;

	if (context == NULL || photo == NULL || ret_quality == NULL ||
	    ret_quality->size < sizeof(*ret_quality))
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "a photo was examined without one or a place");
	csi_wait_init(&wait, timeout_ms, cancel);
	st = measure(context, photo, &wait, &reading, ret_error);
	if (st != CSEAL_OK)
		return st;
	ret_quality->light = reading.light;
	ret_quality->contrast = reading.contrast;
	ret_quality->sharpness = reading.sharpness;
	ret_quality->dark_permille = reading.dark_permille;
	ret_quality->bright_permille = reading.bright_permille;
	ret_quality->flaws = find_flaws(photo, &reading);
	return CSEAL_OK;
}
