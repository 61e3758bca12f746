/* SPDX-License-Identifier: Apache-2.0 */
/* test-stu-faults.c -- what can go wrong with a pad, and what must come of
 * it. */
#include "stu-harness.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

#define SILENT_MS 300

#define LONG "stroke 1000 20000 20000 40000 30000\npress ok\n"

enum way { PLAIN, V2, WEAK };

struct fault {
	const char
	    *arguments; /* of the simulator; a fault where it has no -- */
	enum way way;
	cseal_status st;
	const char *part; /* of the error */
};

static const struct fault faults[] = {
	/* Whatever the line does to the bytes, the signature is captured. */
	{ "split", PLAIN, CSEAL_OK, NULL },
	{ "garbage", PLAIN, CSEAL_OK, NULL },
	{ "--fault split --fault garbage", V2, CSEAL_OK, NULL },
	{ "no-crc", PLAIN, CSEAL_OK, NULL },
	{ "long=08:40", PLAIN, CSEAL_OK, NULL },
	{ "long=03:20", PLAIN, CSEAL_OK, NULL },

	/* Frames that are none. */
	{ "bad-crc", PLAIN, CSEAL_COUNTER_NO_DEVICE, "no pad answered" },
	{ "cut=1", PLAIN, CSEAL_COUNTER_NO_DEVICE, "no pad answered" },
	{ "noise", PLAIN, CSEAL_FAULT_DEVICE, "are of no pad" },

	/* No answer: nobody there, or nobody there any more. */
	{ "deaf", PLAIN, CSEAL_COUNTER_NO_DEVICE, "no pad answered" },
	{ "silent=ff", PLAIN, CSEAL_COUNTER_NO_DEVICE, "no pad answered" },
	{ "silent=ff:1", PLAIN, CSEAL_OK, NULL },
	{ "silent=08", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "report 08" },
	{ "silent=09", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "report 09" },
	{ "silent=03", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "report 03" },
	{ "silent=21", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "report 21" },
	{ "silent=22", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "report 22" },
	{ "silent=24", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "report 24" },
	{ "silent=26", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "report 26" },
	{ "silent=27", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "report 27" },
	{ "silent=32", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "told to count" },
	{ "silent=40", V2, CSEAL_COUNTER_DEVICE_GONE, "report 40" },
	{ "silent=50", V2, CSEAL_COUNTER_DEVICE_GONE, "report 50" },
	{ "silent=15", V2, CSEAL_COUNTER_DEVICE_GONE, "report 15" },
	{ "--model 500 --fault silent=13", WEAK, CSEAL_COUNTER_DEVICE_GONE,
	    "report 13" },
	{ "--model 500 --fault silent=14", WEAK, CSEAL_COUNTER_DEVICE_GONE,
	    "report 14" },
	{ "--model 500 --fault silent=1a", WEAK, CSEAL_COUNTER_DEVICE_GONE,
	    "report 1A" },

	/* Refusals. */
	{ "refuse=ff:01", PLAIN, CSEAL_FAULT_DEVICE, "which reports" },
	{ "refuse=08:01", PLAIN, CSEAL_FAULT_DEVICE, "refused to give" },
	{ "refuse=09:01", PLAIN, CSEAL_FAULT_DEVICE, "refused to give" },
	{ "refuse=03:01", PLAIN, CSEAL_FAULT_DEVICE, "refused to give" },
	{ "refuse=21:02", PLAIN, CSEAL_COUNTER_DEVICE_FAILED, "wrong state" },
	{ "refuse=22:04", PLAIN, CSEAL_FAULT_DEVICE, "refused to give" },
	{ "refuse=24:10", PLAIN, CSEAL_COUNTER_DEVICE_FAILED, "encoding" },
	{ "refuse=24:15", PLAIN, CSEAL_COUNTER_DEVICE_FAILED,
	    "not on the screen" },
	{ "refuse=26:11", PLAIN, CSEAL_COUNTER_DEVICE_FAILED, "too long" },
	{ "refuse=27:03", PLAIN, CSEAL_COUNTER_DEVICE_FAILED, "damaged" },
	{ "refuse=24:77", PLAIN, CSEAL_COUNTER_DEVICE_FAILED,
	    "result was unknown" },
	{ "stall=24", PLAIN, CSEAL_COUNTER_DEVICE_FAILED,
	    "report was unknown" },
	{ "--model 530 --fault refuse=2a:04", PLAIN,
	    CSEAL_COUNTER_DEVICE_FAILED, "parameter" },
	{ "refuse=32:04", PLAIN, CSEAL_OK, NULL },
	{ "refuse=40:02", V2, CSEAL_COUNTER_DEVICE_FAILED, "wrong state" },
	{ "refuse=15:02", V2, CSEAL_COUNTER_DEVICE_FAILED, "wrong state" },
	{ "refuse=50:01", V2, CSEAL_FAULT_DEVICE, "refused to give" },
	{ "--model 500 --fault refuse=13:04", WEAK, CSEAL_COUNTER_DEVICE_FAILED,
	    "parameter" },
	{ "no-zlib", PLAIN, CSEAL_OK, NULL },

	/* Answers that cannot be. */
	{ "short=08:4", PLAIN, CSEAL_FAULT_DEVICE, "what it is" },
	{ "short=09:9", PLAIN, CSEAL_FAULT_DEVICE, "how large" },
	{ "short=03:1", PLAIN, CSEAL_FAULT_DEVICE, "only a part" },
	{ "short=22:3", PLAIN, CSEAL_FAULT_DEVICE, "only a part" },
	{ "short=ff:9", PLAIN, CSEAL_FAULT_DEVICE, "which reports" },
	{ "short=ff:17", PLAIN, CSEAL_FAULT_DEVICE, "no report 09" },
	{ "short=40:2", V2, CSEAL_FAULT_DEVICE, "only a part" },
	{ "short=40:9", V2, CSEAL_FAULT_DEVICE, "cannot be one" },
	{ "short=50:4", V2, CSEAL_FAULT_DEVICE, "only a part" },
	{ "--model 500 --fault short=1b:1", WEAK, CSEAL_FAULT_DEVICE,
	    "only a part" },
	{ "--model 500 --fault short=14:15", WEAK, CSEAL_FAULT_DEVICE,
	    "only a part" },
	{ "wrong=08", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "report 08" },
	{ "information=00000000000000000000000000000000", PLAIN,
	    CSEAL_FAULT_DEVICE, "what it is" },
	{ "capability=00000000000000000000000000000000", PLAIN,
	    CSEAL_FAULT_DEVICE, "how large" },
	{ "capability=ffffffffffffffffffffffffffffffff", PLAIN,
	    CSEAL_FAULT_DEVICE, "how large" },

	/* States. */
	{ "stick=0", PLAIN, CSEAL_COUNTER_DEVICE_FAILED, "stayed ready" },
	{ "--state 4 --fault stick=4", PLAIN, CSEAL_COUNTER_DEVICE_FAILED,
	    "stayed showing" },
	{ "--state 2 --fault refuse=16:02:1", PLAIN, CSEAL_OK, NULL },
	{ "--state 1 --fault refuse=27:02:1", PLAIN, CSEAL_OK, NULL },

	/* Samples. */
	{ "lose=10", PLAIN, CSEAL_COUNTER_DEVICE_FAILED, "1 of the pen's" },
	{ "lose=10", V2, CSEAL_COUNTER_DEVICE_FAILED, "1 of the pen's" },
	{ "--model 520 --fault lose=10", PLAIN, CSEAL_COUNTER_DEVICE_FAILED,
	    "1 of the pen's" },
	{ "--model 520 --fault lose=10", WEAK, CSEAL_COUNTER_DEVICE_FAILED,
	    "1 of the pen's" },
	{ "--model 520 --fault refuse=32:04:1 --fault lose=10", PLAIN,
	    CSEAL_COUNTER_DEVICE_FAILED, "1 of the pen's" },
	{ "--model 520 --fault refuse=32:04:1", PLAIN, CSEAL_OK, NULL },
	{ "--model 500 --fault lose=10", PLAIN, CSEAL_OK, NULL },
	{ "repeat=10", PLAIN, CSEAL_OK, NULL },
	{ "back=10", PLAIN, CSEAL_COUNTER_DEVICE_FAILED, "1 of the pen's" },
	{ "stuck-count", PLAIN, CSEAL_STOPPED_TIMEOUT, NULL },
	{ "reset=10", PLAIN, CSEAL_COUNTER_DEVICE_FAILED, "middle of" },
	{ "reset=10", V2, CSEAL_COUNTER_DEVICE_FAILED, "middle of" },

	/* Sessions. */
	{ "plain", V2, CSEAL_FAULT_DEVICE, "not of this session" },
	{ "session", V2, CSEAL_FAULT_DEVICE, "not of this session" },
	{ "--model 500 --fault session", WEAK, CSEAL_FAULT_DEVICE,
	    "not of this session" },
	{ "bad-key", V2, CSEAL_FAULT_DEVICE, "could not be decrypted" },
	{ "no-key=fd", V2, CSEAL_COUNTER_DEVICE_FAILED, "made no key (FD)" },
	{ "slow-key=300", V2, CSEAL_OK, NULL },
	{ "--model 500 --fault slow-key=300", WEAK, CSEAL_OK, NULL },
	{ "--model 500 --fault zero-key", WEAK, CSEAL_FAULT_DEVICE,
	    "no honest pad" },
	{ "--model 500 --fault prime-off", WEAK, CSEAL_REFUSED_UNSUPPORTED,
	    "switched off" },

	/* The pad goes. */
	{ "unplug-ink=0", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "the pad" },
	{ "unplug-ink=20", PLAIN, CSEAL_COUNTER_DEVICE_GONE, "the pad" },
	{ "unplug=14", V2, CSEAL_COUNTER_DEVICE_GONE, "the pad" },
	{ "unplug=20", V2, CSEAL_COUNTER_DEVICE_GONE, "the pad" },
	{ "unplug=25", V2, CSEAL_COUNTER_DEVICE_GONE, "the pad" },
	{ "unplug=30", V2, CSEAL_COUNTER_DEVICE_GONE, "the pad" },
	{ "unplug-ink=5", V2, CSEAL_COUNTER_DEVICE_GONE, "the pad" },
};

/* Where nothing is to be answered, not for long. */
static bool
is_silent(const struct fault *fault)
{
	static const char *const silent[] = { "silent", "deaf", "cut",
		"bad-crc", "no-crc", "wrong" };

	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++) {
		if (strstr(fault->arguments, silent[i]) != NULL)
			return true;
	}
	return false;
}

static struct capture
suffer(const struct fault *fault, const char *arguments, int response_ms)
{
	static const char *const ways[] = { "none", "v2", "weak" };
	bool is_long = strstr(fault->arguments, "session") != NULL ||
		       strcmp(fault->arguments, "plain") == 0;
	bool stops = fault->st == CSEAL_STOPPED_TIMEOUT;
	cseal_context *context;
	struct capture result;
	char lines[128];

	snprintf(lines, sizeof(lines), "encryption = %s\nresponse_ms = %d",
	    ways[fault->way], response_ms);
	stu_configure(lines);
	context = stu_context();
	result = stu_capture(context,
	    stu_plug_in(arguments, is_long ? LONG : STU_SIGNED), NULL,
	    stops ? 1500 : STU_CAPTURE_MS, NULL);
	cseal_context_unref(context);
	return result;
}

static void
check_fault(const struct fault *fault)
{
	struct capture result;
	char arguments[192];

	snprintf(arguments, sizeof(arguments), "%s%s",
	    strncmp(fault->arguments, "--", 2) == 0 ? "" : "--fault ",
	    fault->arguments);
	result = suffer(
	    fault, arguments, is_silent(fault) ? SILENT_MS : STU_RESPONSE_MS);
	/* On a machine that does much else, other answers may be late, too. */
	if (is_silent(fault) && !stu_ended(&result, fault->st, fault->part)) {
		cseal_ink_free(result.ink);
		result = suffer(fault, arguments, 10 * SILENT_MS);
	}
	OKF(stu_ended(&result, fault->st, fault->part), "%s: %d: %s", arguments,
	    result.st, result.text);
	cseal_ink_free(result.ink);
}

static void
each_fault_ends_as_it_must(void)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		check_fault(&faults[i]);
}

/* A pad that goes at any of the reports that it gets. */
static void
unplugged_at_any_report_it_is_gone(void)
{
	size_t wrong = 0, captured = 0;

	stu_configure("encryption = none\nresponse_ms = 5000");
	for (int n = 0; n < 100 && captured == 0; n++) {
		struct capture result;
		char fault[32];

		snprintf(fault, sizeof(fault), "unplug=%d", n);
		result = stu_suffer(fault, STU_SIGNED);
		if (result.st == CSEAL_OK) {
			captured++;
		} else if (result.st != CSEAL_COUNTER_DEVICE_GONE ||
			   result.left_open) {
			wrong++;
			printf("# after %d: %s\n", n, result.text);
		}
		cseal_ink_free(result.ink);
	}
	OKF(wrong == 0, "%zu times not", wrong);
	OK(captured == 1);
}

int
main(void)
{
	stu_begin();
	RUN(each_fault_ends_as_it_must);
	RUN(unplugged_at_any_report_it_is_gone);
	stu_end();
	return tap_done();
}
