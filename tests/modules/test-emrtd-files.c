/* SPDX-License-Identifier: Apache-2.0 */
/* test-emrtd-files.c -- proves contents.c and capacity.c of modules/emrtd-reader:
 * what cards and readers say of themselves. */
#include "capacity.h"
#include "contents.h"
#include "hex.h"
#include "tap.h"

static uint8_t bytes[512];

static uint32_t
by_com(const char *text)
{
	return emrtd_groups_of_com(bytes, hex_read(text, bytes, sizeof(bytes)));
}

static uint32_t
by_sod(const char *text)
{
	return emrtd_groups_of_sod(bytes, hex_read(text, bytes, sizeof(bytes)));
}

static void
a_chip_lists_its_data_groups(void)
{
	OK(by_com("60165F0104303130375F36063034303030305C04617567"
		  "6E") == (1u << 1 | 1u << 2 | 1u << 7 | 1u << 14));
	OK(by_com("60045C026370") == (1u << 3 | 1u << 16));
	OKF(by_com("") == 0 && by_com("60") == 0 && by_com("6000") == 0,
	    "nothing");
	OKF(by_com("60025C05") == 0 && by_com("60025F01") == 0, "cut");
	OKF(by_com("61045C026170") == 0, "another file");
	OKF(by_com("60045C02FF00") == 0, "tags of nothing");
}

#define OID "06092A864886F70D010702"
#define LDS              \
	"06066781080101" \
	"01"

static void
the_state_lists_them_too(void)
{
	OK(by_sod("773A3038" OID "A02B302902010331003022" LDS
		  "A018041630140201003000300D30050201010400300402010E0500") ==
	    (1u << 1 | 1u << 14));
	OKF(by_sod("773C303A" OID "A02D302B02010331003024" LDS
		   "A01A2418041630140201003000300D30050201010400300402010E"
		   "0500") == (1u << 1 | 1u << 14),
	    "in pieces");
	OKF(by_sod("7700") == 0 && by_sod("") == 0, "nothing");
	OKF(by_sod(
		"773A3038" OID "A02B302902010331003022" LDS
		"A018041630140201003000300D30050201110400300402017F0500") == 0,
	    "numbers that none has");
}

static bool
denies(const char *text)
{
	return emrtd_atr_denies_extended(
	    bytes, hex_read(text, bytes, sizeof(bytes)));
}

static void
a_card_may_deny_extended_lengths(void)
{
	OKF(!denies("3B80800101"), "no historical bytes");
	OKF(denies("3B85800180738421006D"), "without the bit");
	OKF(!denies("3B85800180738421406D"), "with it");
	OKF(denies("3B8780018031127384210000"), "behind others");
	OKF(!denies("3B8680018031"), "cut");
	OKF(!denies("3B"), "more cut");
	OKF(!denies("3BFF"), "most cut");
	OKF(!denies("3B8580014173842100"), "another category");
	OKF(denies("3B6700000080738421000000"), "with interface bytes");
}

static void
a_reader_may_pass_on_short_commands_only(void)
{
	size_t len = hex_read("0604420001331204420000B2", bytes, 512);

	OK(emrtd_properties_code(bytes, len) == 0x420000b2);
	OK(emrtd_properties_code(bytes, len - 1) == 0);
	OK(emrtd_properties_code(bytes, 0) == 0);
	len = hex_read("0102FFFF0A0400000000", bytes, 512);
	OK(!emrtd_properties_allow_extended(bytes, len));
	len = hex_read("0A0400000100", bytes, 512);
	OK(emrtd_properties_allow_extended(bytes, len));
	len = hex_read("0A0405010000", bytes, 512);
	OKF(!emrtd_properties_allow_extended(bytes, len), "261 bytes");
	OKF(emrtd_properties_allow_extended(bytes, 0), "nothing is said");
}

int
main(void)
{
	RUN(a_chip_lists_its_data_groups);
	RUN(the_state_lists_them_too);
	RUN(a_card_may_deny_extended_lengths);
	RUN(a_reader_may_pass_on_short_commands_only);
	return tap_done();
}
