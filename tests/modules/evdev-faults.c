/* SPDX-License-Identifier: Apache-2.0 */
/* evdev-faults.c -- what can be wrong with a tablet, and what must come of it:
 * below tests/hall/tablet-on-evdev. */
#include "evdev-harness.h"
#include "findings.h"
#include "tap.h"

#include <string.h>

#define AWAY "away\n"

struct fault {
	const char *tablet, *config, *pen;
	cseal_status st;
	const char *part; /* of the error */
};

static const struct fault faults[] = {
	/* The kernel refuses a question. */
	{ "fail=EVIOCGVERSION:EIO", "", "", CSEAL_COUNTER_DEVICE_FAILED,
	    "could not be asked" },
	{ "fail=EVIOCGID:EIO", "", "", CSEAL_COUNTER_DEVICE_FAILED, NULL },
	{ "fail=EVIOCGNAME:EIO", "", "", CSEAL_COUNTER_DEVICE_FAILED, NULL },
	{ "fail=EVIOCGPROP:EIO", "", "", CSEAL_COUNTER_DEVICE_FAILED, NULL },
	{ "fail=EVIOCGBIT:EIO", "", "", CSEAL_COUNTER_DEVICE_FAILED, NULL },
	{ "fail=EVIOCGBIT_KEY:EIO", "", "", CSEAL_COUNTER_DEVICE_FAILED, NULL },
	{ "fail=EVIOCGBIT_ABS:EIO", "", "", CSEAL_COUNTER_DEVICE_FAILED, NULL },
	{ "fail=EVIOCGABS:EIO", "", "", CSEAL_COUNTER_DEVICE_FAILED, NULL },
	{ "fail=EVIOCGKEY:EIO", "", "", CSEAL_COUNTER_DEVICE_FAILED, NULL },
	{ "fail=EVIOCGRAB:EIO", "", "", CSEAL_COUNTER_DEVICE_FAILED,
	    "could not be held" },
	{ "fail=EVIOCGRAB:EBUSY", "", "", CSEAL_COUNTER_DEVICE_BUSY,
	    "another program" },
	/* It left in the middle of it. */
	{ "fail=EVIOCGVERSION:ENODEV", "", "", CSEAL_COUNTER_DEVICE_GONE,
	    "unplugged" },
	{ "fail=EVIOCGBIT:ENODEV", "", "", CSEAL_COUNTER_DEVICE_GONE, NULL },
	{ "fail=EVIOCGABS:ENODEV", "", "", CSEAL_COUNTER_DEVICE_GONE, NULL },
	{ "fail=EVIOCGKEY:ENODEV", "", "", CSEAL_COUNTER_DEVICE_GONE, NULL },
	{ "fail=EVIOCGRAB:ENODEV", "", "", CSEAL_COUNTER_DEVICE_GONE, NULL },
	/* Something else, or nothing. */
	{ "fail=EVIOCGVERSION:ENOTTY", "", "", CSEAL_COUNTER_NO_DEVICE,
	    "no input device" },
	{ "fail=EVIOCGVERSION:ENOMEM", "", "", CSEAL_FAULT_MEMORY, NULL },
	/* Without that clock it goes by the other. */
	{ "fail=EVIOCSCLOCKID:EINVAL", "", TABLET_SIGNED, CSEAL_OK, NULL },

	/* No pen. */
	{ "contacts", "", "", CSEAL_REFUSED_UNSUPPORTED, "is for fingers" },
	{ "contacts keys=145,14a", "", "", CSEAL_REFUSED_UNSUPPORTED,
	    "is for fingers" },
	{ "keys=14a", "", "", CSEAL_COUNTER_NO_DEVICE, "is no pen tablet" },
	{ "keys=110,111", "", "", CSEAL_COUNTER_NO_DEVICE, "is no pen tablet" },
	{ "x=none", "", "", CSEAL_COUNTER_NO_DEVICE, "is no pen tablet" },
	{ "y=none", "", "", CSEAL_COUNTER_NO_DEVICE, "is no pen tablet" },

	/* Sizes that are none. */
	{ "x=0,21599,0", "", "", CSEAL_SETUP_CONFIG, "set size in" },
	{ "y=0,13499,0", "", "", CSEAL_SETUP_CONFIG, "set size in" },
	{ "x=0,21599,1", "", "", CSEAL_SETUP_CONFIG, "set size in" },
	{ "x=0,21599,-100", "", "", CSEAL_SETUP_CONFIG, "set size in" },
	{ "y=0,13499,2147483647", "", "", CSEAL_SETUP_CONFIG, "set size in" },
	{ "x=0,0,100", "", "", CSEAL_FAULT_DEVICE, "without any length" },
	{ "x=100,0,100", "", "", CSEAL_FAULT_DEVICE, "without any length" },
	{ "y=2147483647,-2147483648,100", "", "", CSEAL_FAULT_DEVICE,
	    "without any length" },
	{ "x=0,21599,0 y=0,13499,0",
	    "switch1 = ok\nsize = 216,135\nrotation = 0", TABLET_SIGNED,
	    CSEAL_OK, NULL },
	{ "x=-2147483648,2147483647,0 y=-2147483648,2147483647,0",
	    "switch1 = ok\nsize = 216,135",
	    "near\n-2000000000 0 300\n2000000000 0 300\n" TABLET_OK
	    "0 0 0\n" TABLET_OK,
	    CSEAL_OK, NULL },
	{ "pressure=none", "", TABLET_SIGNED, CSEAL_OK, NULL },
	{ "pressure=5,5,0", "", TABLET_SIGNED, CSEAL_OK, NULL },
	{ "pressure=1023,0,0", "", TABLET_SIGNED, CSEAL_OK, NULL },

	/* What is read. */
	{ "", "", "near\nfail EIO\n", CSEAL_COUNTER_DEVICE_FAILED,
	    "could not be read" },
	{ "", "", "near\n1000 2000 300\nfail ENODEV\n",
	    CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "", "", "fail 0\n", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "", "", "fail EINTR\nfail EAGAIN\n" TABLET_SIGNED, CSEAL_OK, NULL },
	{ "", "", "bytes 00\n", CSEAL_FAULT_DEVICE, "no events" },
	{ "", "", "bytes 000102030405060708090a0b0c0d0e0f10111213141516\n",
	    CSEAL_FAULT_DEVICE, "23 bytes" },
	{ "", "",
	    "bytes ffffffffffffffffffffffffffffffffffffffffffffffff\n"
	    "event 65535 65535 -1\nevent 3 65535 9\nevent 1 65535 1\n"
	    "event 0 65535 1\n" TABLET_SIGNED,
	    CSEAL_OK, NULL },

	/* Time. */
	{ "", "",
	    "near\n1000 2000 300\nclock -900000000\n1200 2000 300\n"
	    "clock 1800000000\n1600 2000 300\n1600 2000 0\n" TABLET_OK,
	    CSEAL_OK, NULL },

	/* Loss, wherever it is. */
	{ "", "", "drop\nsleep 50\n" TABLET_SIGNED, CSEAL_OK, NULL },
	{ "", "", "near\ndrop\nsleep 50\n" TABLET_SIGNED, CSEAL_OK, NULL },
	{ "", "", "near\n1000 2000 300\ndrop\n", CSEAL_COUNTER_DEVICE_FAILED,
	    "was lost" },
	{ "", "", TABLET_STROKES "sleep 100\ndrop\n",
	    CSEAL_COUNTER_DEVICE_FAILED, "was lost" },
	{ "", "", TABLET_STROKES AWAY "sleep 100\ndrop\n",
	    CSEAL_COUNTER_DEVICE_FAILED, "was lost" },
	{ "", "", "near\n1000 2000 300\ndrop\ngo\n",
	    CSEAL_COUNTER_DEVICE_FAILED, "was lost" },

	/* Unplugged, wherever it is. */
	{ "", "", "unplug\n", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "", "", "near\nunplug\n", CSEAL_COUNTER_DEVICE_GONE, "unplugged" },
	{ "", "", "near\n1000 2000 300\nunplug\n", CSEAL_COUNTER_DEVICE_GONE,
	    "unplugged" },
	{ "", "", TABLET_STROKES "unplug\n", CSEAL_COUNTER_DEVICE_GONE,
	    "unplugged" },
	{ "", "", TABLET_STROKES AWAY "unplug\n", CSEAL_COUNTER_DEVICE_GONE,
	    "unplugged" },

	/* What the configuration cannot mean. */
	{ "", "size = 216", "", CSEAL_SETUP_CONFIG, "size was not" },
	{ "", "size = 216,135,1", "", CSEAL_SETUP_CONFIG, "size was not" },
	{ "", "size = 216.5.5,135", "", CSEAL_SETUP_CONFIG, "size was not" },
	{ "", "size = 216.1234,135", "", CSEAL_SETUP_CONFIG, "size was not" },
	{ "", "size = 9999999,135", "", CSEAL_SETUP_CONFIG, "size was not" },
	{ "", "size = 216,5", "", CSEAL_SETUP_CONFIG, "size was not" },
	{ "", "size = -216,135", "", CSEAL_SETUP_CONFIG, "size was not" },
	{ "", "area = 0,0,0,0", "", CSEAL_SETUP_CONFIG, "area was not" },
	{ "", "area = 0,0,100", "", CSEAL_SETUP_CONFIG, "area was not" },
	{ "", "area = 200,0,100,50", "", CSEAL_SETUP_CONFIG, "was not all on" },
	{ "", "rotation = 45", "", CSEAL_SETUP_CONFIG, "rotation was not" },
	{ "", "switch2 = maybe", "", CSEAL_SETUP_CONFIG, "switch2 was not" },
	{ "", "rest_ms = soon", "", CSEAL_SETUP_CONFIG, "rest_ms was not" },
	{ "", "rest_ms = 299", "", CSEAL_SETUP_CONFIG, "rest_ms was not" },
	{ "", "rest_ms = 9999999", "", CSEAL_SETUP_CONFIG, "rest_ms was not" },
	{ "", "rest_ms = 0", "", CSEAL_SETUP_CONFIG, "nothing would end" },
};

static void
each_fault_ends_as_it_must(void)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		const struct fault *fault = &faults[i];
		struct capture result;

		tablet_configure(fault->config);
		tablet_new(fault->tablet);
		result = tablet_sign(fault->pen);
		OKF(capture_ended(&result, fault->st, fault->part),
		    "%zu %s: %s: %s", i, fault->tablet,
		    cseal_status_name(result.st), result.text);
		OKF((result.ink != NULL) == (fault->st == CSEAL_OK), "%zu", i);
		if (strstr(fault->tablet, "GRAB") == NULL)
			OKF(!tablet_is_held(), "%zu", i);
		cseal_ink_free(result.ink);
	}
	tablet_configure("");
	printf("# %zu faults\n", sizeof(faults) / sizeof(faults[0]));
}

/* ---- what is no ink ------------------------------------------------------- */

static void
an_eraser_and_what_is_beside_the_area_are_no_ink(void)
{
	struct capture result;

	/* Keys 321 and 330: the eraser, a touch. */
	tablet_new("");
	result = tablet_sign("event 1 321 1\n500 500 300\n600 500 300\n"
			     "600 500 0\nevent 1 321 0\n" TABLET_SIGNED);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(capture_touching(result.ink) == 5);
	cseal_ink_free(result.ink);
	tablet_configure("switch1 = ok\narea = 0,0,150,134");
	result = tablet_sign(TABLET_SIGNED);
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(capture_touching(result.ink) == 5);
	cseal_ink_free(result.ink);
	tablet_configure("switch1 = ok\narea = 15.5,0,0.6,134");
	result = tablet_sign(TABLET_SIGNED);
	OKF(result.st == CSEAL_AGAIN_INK_TOO_SHORT ||
		capture_touching(result.ink) == 2,
	    "%s", result.text);
	cseal_ink_free(result.ink);
	tablet_configure("");
}

static void
a_tablet_that_was_turned_gives_ink_that_is_upright(void)
{
	struct capture result;

	tablet_configure("switch1 = ok\nrotation = 180");
	result = tablet_sign(TABLET_SIGNED);
	if (OKF(result.st == CSEAL_OK, "%s", result.text))
		OK(cseal_ink_samples(result.ink)[0].x_um == 205990 &&
		    cseal_ink_samples(result.ink)[0].y_um == 114990);
	cseal_ink_free(result.ink);
	tablet_configure("");
}

static void
a_pen_that_hovers_on_rests_all_the_same(void)
{
	struct capture result;

	tablet_configure("rest_ms = 300");
	result = tablet_sign(TABLET_STROKES
	    "sleep 150\n1700 2000 0\nsleep 100\n1800 2000 0\nsleep 100\n"
	    "1900 2000 0\n");
	OKF(result.st == CSEAL_OK, "%s", result.text);
	OK(capture_touching(result.ink) == 5);
	cseal_ink_free(result.ink);
	tablet_configure("");
}

/* ---- lists and the doctor --------------------------------------------------- */

static size_t
count_pads(cseal_context *context, char title[128])
{
	cseal_device_list *list;
	size_t count;

	title[0] = '\0';
	if (cseal_device_list_new(context, CSEAL_KIND_BIT(CSEAL_KIND_PAD), 5000,
		NULL, &list, NULL) != CSEAL_OK)
		return 0;
	count = cseal_device_list_count(list);
	if (count > 0)
		snprintf(
		    title, 128, "%s", cseal_device_list_at(list, 0)->title);
	cseal_device_list_free(list);
	return count;
}

static void
only_pens_are_listed(void)
{
	static const struct {
		const char *words, *title; /* NULL: it is not listed */
	} rows[] = {
		{ "", "Counterseal pen" },
		{ "display name=DTU_1031", "DTU 1031 (pen display)" },
		{ "part", "Counterseal pen" },
		{ "contacts", NULL },
		{ "keys=110", NULL },
		{ "x=none", NULL },
		{ "id=056a:00a5", NULL },
		{ "id=056a:0357", "Counterseal pen" },
		{ "fail=EVIOCGBIT:EIO", NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_context *context;
		char title[128];
		size_t count;

		tablet_new(rows[i].words);
		context = tablet_context();
		count = count_pads(context, title);
		OKF(count == (rows[i].title != NULL) &&
			(count == 0 || strcmp(title, rows[i].title) == 0),
		    "%s: %zu, %s", rows[i].words, count, title);
		cseal_context_unref(context);
	}
	tablet_tell("unplug");
}

static void
the_doctor_says_what_is_wrong(void)
{
	static const struct {
		const char *words, *config, *finding;
	} rows[] = {
		{ "x=0,21599,0", "",
		    "does not say how large it is: measure it, and set size "
		    "in [module evdev-pad]. | Correct [module evdev-pad]." },
		{ "contacts name=Screen", "",
		    "Screen is for fingers: a signature is written with a "
		    "pen." },
		{ "id=056a:00a5", "", "it is a pad for stu-pad." },
		{ "", "rotation = 1",
		    "! [module evdev-pad] rotation was not 0, 90, 180 or 270. "
		    "| Correct the configuration." },
		{ "", "[devices]\npad = evdev:x",
		    "! The configured pad cannot be used: evdev:x was not "
		    "evdev:/PATH." },
		{ "", "[devices]\npad = evdev:/dev/input/event999",
		    "! The configured pad evdev:/dev/input/event999 is not "
		    "there. | Connect the pad, or correct [devices] pad." },
		{ "", "[devices]\npad = evdev:/dev/null",
		    "! The configured pad evdev:/dev/null is no pen tablet." },
		{ "fail=EVIOCGRAB:EBUSY", "",
		    "! Another program holds the tablet " },
		{ "fail=EVIOCGBIT:EIO", "",
		    "cannot be used: the tablet could "
		    "not be asked: Input/output "
		    "error." },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cseal_context *context;

		tablet_new(rows[i].words);
		tablet_configure(rows[i].config);
		context = tablet_context();
		OKF(findings_have(
			findings_of(context, "evdev-pad"), rows[i].finding),
		    "%zu", i);
		cseal_context_unref(context);
	}
	tablet_configure("");
}

static void
a_name_that_is_no_tablet_is_refused(void)
{
	static const struct {
		const char *uri;
		cseal_status st;
	} rows[] = {
		{ "evdev:", CSEAL_SETUP_CONFIG },
		{ "evdev:event5", CSEAL_SETUP_CONFIG },
		{ "evdev:/dev/input/event999", CSEAL_COUNTER_NO_DEVICE },
		{ "evdev:/dev", CSEAL_COUNTER_NO_DEVICE },
		{ "evdev:/etc/passwd", CSEAL_COUNTER_NO_DEVICE },
	};
	cseal_context *context = tablet_context();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct capture result =
		    tablet_capture(context, rows[i].uri, NULL, 1000);

		OKF(capture_ended(&result, rows[i].st, NULL), "%s: %s: %s",
		    rows[i].uri, cseal_status_name(result.st), result.text);
	}
	cseal_context_unref(context);
}

int
main(void)
{
	tablet_begin(NULL, NULL);
	RUN(each_fault_ends_as_it_must);
	RUN(an_eraser_and_what_is_beside_the_area_are_no_ink);
	RUN(a_tablet_that_was_turned_gives_ink_that_is_upright);
	RUN(a_pen_that_hovers_on_rests_all_the_same);
	RUN(only_pens_are_listed);
	RUN(the_doctor_says_what_is_wrong);
	RUN(a_name_that_is_no_tablet_is_refused);
	tablet_end();
	return tap_done();
}
