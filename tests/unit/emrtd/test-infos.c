/* SPDX-License-Identifier: Apache-2.0 */
/* test-infos.c -- proves lib/emrtd/infos.c. */
#include "build.h"
#include "emrtd/infos.h"
#include "tap.h"

#define PACE "\x06\x0a\x04\x00\x7f\x00\x07\x02\x02\x04"

/* The example of ICAO 9303-11, appendix G.1: ECDH-GM, AES-128, brainpoolP256r1 */
#define GM_AES128  "\x30\x12" PACE "\x02\x02\x02\x01\x02\x02\x01\x0d"
#define CAM_AES256 "\x30\x12" PACE "\x06\x04\x02\x01\x02\x02\x01\x10"
#define CHIP \
	"\x30\x0f\x06\x0a\x04\x00\x7f\x00\x07\x02\x02\x03\x02\x02\x02\x01\x01"
#define TERMINAL "\x30\x0d\x06\x08\x04\x00\x7f\x00\x07\x02\x02\x02\x02\x01\x01"
#define OTHER    "\x30\x06\x06\x01\x2a\x02\x01\x07"

static struct csi_infos infos;

static bool
read_set(const char *set, size_t len)
{
	return csi_infos_read(
	    (struct csi_span){ (const uint8_t *)set, len }, &infos);
}

#define READ(set) read_set(set, sizeof(set) - 1)

static void
what_the_chip_can_do_is_told(void)
{
	OK(READ("\x31\x34" GM_AES128 CHIP TERMINAL));
	OK(infos.count == 3);
	OK(infos.at[0].kind == CSI_INFO_PACE);
	OK(infos.at[0].variant[0] == 2 && infos.at[0].variant[1] == 2);
	OK(csi_der_small(infos.at[0].required) == 2);
	OK(csi_der_small(infos.at[0].optional) == 13);
	OK(infos.at[1].kind == CSI_INFO_CHIP && infos.at[1].variant[1] == 2);
	OK(infos.at[1].optional.tag == 0);
	OK(infos.at[2].kind == CSI_INFO_TERMINAL);
	OK(csi_infos_have(&infos, CSI_INFO_CHIP));
	OK(!csi_infos_have(&infos, CSI_INFO_CHIP_KEY));
	OK(!csi_infos_have_cam(&infos));
	OK(READ("\x31\x14" CAM_AES256) && csi_infos_have_cam(&infos));
}

static void
what_is_not_known_is_passed_over(void)
{
	OK(READ("\x31\x08" OTHER) && infos.count == 0 && !infos.has_more);
	OKF(READ("\x31\x15\x30\x13\x06\x0b\x04\x00\x7f\x00\x07\x02\x02\x04\x02"
		 "\x02\x01\x02\x01\x02\x02\x01\x0d") &&
		infos.count == 0 && !infos.has_more,
	    "an identifier that goes on");
	OKF(READ("\x31\x13\x30\x03\x06\x01\x2a\x30\x0c\x06\x01\x2a\x02\x01"
		 "\x01\x02\x01\x01\x02\x02\x01") &&
		infos.count == 0 && !infos.has_more,
	    "whatever it has, or has not");
	OK(READ("\x31\x00") && infos.count == 0);
}

static void
what_stands_behind_is_passed_over(void)
{
	OK(READ("\x31\x17\x30\x15" PACE "\x02\x02\x02\x01\x02\x02\x01\x0d"
		"\x02\x01\x07") &&
	    infos.count == 1 && !infos.has_more);
	OK(infos.at[0].kind == CSI_INFO_PACE &&
	    csi_der_small(infos.at[0].optional) == 13);
}

static void
what_cannot_be_read_is_told_and_the_others_are_read(void)
{
	OKF(READ("\x31\x22\x30\x0c" PACE "\x02\x02" GM_AES128) &&
		infos.count == 1 && infos.has_more,
	    "no value");
	OKF(READ("\x31\x23\x30\x0d" PACE "\x02\x02\x02" GM_AES128) &&
		infos.count == 1 && infos.has_more,
	    "a value that is none");
	OKF(READ("\x31\x17\x02\x01\x01" GM_AES128) && infos.count == 1 &&
		infos.has_more,
	    "no info");
	OKF(READ("\x31\x19\x30\x03\x02\x01\x01" GM_AES128) &&
		infos.count == 1 && infos.has_more,
	    "no identifier");
	OK(READ("\x31\x14" GM_AES128) && !infos.has_more);
}

static void
what_is_not_well_formed_is_refused(void)
{
	static const char whole[] = "\x31\x14" GM_AES128;
	size_t refused = 0;

	OK(READ("\x31\x14" GM_AES128));
	for (size_t len = 0; len < sizeof(whole) - 1; len++)
		refused += !read_set(whole, len);
	OK(refused == sizeof(whole) - 1);
	OKF(!READ("\x31\x14" GM_AES128 "\0"), "something behind it");
	OKF(!READ("\x30\x14" GM_AES128), "no set");
	OKF(!READ("\x31\x17" GM_AES128 "\x30\x02\x06"), "the last is cut");
}

static void
more_infos_than_there_is_room_for_are_told(void)
{
	struct csi_bytes set = { 0 };

	for (int i = 0; i < CSI_INFOS_MOST + 1; i++)
		csi_bytes_add(&set, OTHER, 8);
	for (int i = 0; i < CSI_INFOS_MOST; i++)
		csi_bytes_add(&set, CHIP, 17);
	build_around(&set, 0x31);
	OK(csi_infos_read(csi_bytes_span(&set), &infos));
	OKF(infos.count == CSI_INFOS_MOST && !infos.has_more,
	    "those that are not known do not count");
	csi_bytes_free(&set);
	for (int i = 0; i < CSI_INFOS_MOST + 1; i++)
		csi_bytes_add(&set, CHIP, 17);
	build_around(&set, 0x31);
	OK(csi_infos_read(csi_bytes_span(&set), &infos));
	OK(infos.count == CSI_INFOS_MOST && infos.has_more);
	csi_bytes_free(&set);
}

static void
card_access_must_be_in_what_is_signed(void)
{
	struct csi_infos whole;

	OK(READ("\x31\x25" GM_AES128 CHIP));
	whole = infos;
	OK(READ("\x31\x14" GM_AES128) && csi_infos_hold(&whole, &infos));
	OK(READ("\x31\x14" CAM_AES256) && !csi_infos_hold(&whole, &infos));
	OK(READ("\x31\x0f" TERMINAL) && csi_infos_hold(&whole, &infos));
}

static void
data_groups_14_and_15_have_their_tags(void)
{
	static const char dg14[] = "\x6e\x16\x31\x14" GM_AES128;
	static const char dg15[] =
	    "\x6f\x09\x30\x07\x30\x02\x06\x00\x03\x01\x00";
	struct csi_span span = { (const uint8_t *)dg14, sizeof(dg14) - 1 };
	struct csi_der key;

	OK(csi_dg14_read(span, &infos) && infos.count == 1);
	OK(!csi_dg15_read(span, &key));
	span.at = (const uint8_t *)dg15;
	span.len = sizeof(dg15) - 1;
	OK(csi_dg15_read(span, &key) && key.whole.len == 9);
	OK(!csi_dg14_read(span, &infos));
	span.len--;
	OK(!csi_dg15_read(span, &key));
}

int
main(void)
{
	RUN(what_the_chip_can_do_is_told);
	RUN(what_is_not_known_is_passed_over);
	RUN(what_stands_behind_is_passed_over);
	RUN(what_cannot_be_read_is_told_and_the_others_are_read);
	RUN(what_is_not_well_formed_is_refused);
	RUN(more_infos_than_there_is_room_for_are_told);
	RUN(card_access_must_be_in_what_is_signed);
	RUN(data_groups_14_and_15_have_their_tags);
	return tap_done();
}
