/* SPDX-License-Identifier: Apache-2.0 */
/* test-stu-screen.c -- proves modules/stu-pad/screen.c and uri.c. */
#include "screen.h"
#include "tap.h"
#include "uri.h"

#include <string.h>

static struct stu_screen screen;

static bool
is_black(int x, int y)
{
	return (screen.bits[(size_t)y * screen.stride + (size_t)x / 8] &
		   0x80 >> x % 8) == 0;
}

static size_t
count_black(void)
{
	size_t count = 0;

	for (int y = 0; y < screen.height; y++) {
		for (int x = 0; x < screen.width; x++)
			count += is_black(x, y);
	}
	return count;
}

static void
begin(uint16_t width, uint16_t height)
{
	stu_screen_free(&screen);
	if (!stu_screen_init(&screen, width, height))
		printf("Bail out! no memory\n");
}

static void
a_new_screen_is_white(void)
{
	begin(396, 100);
	OK(screen.stride == 50 && count_black() == 0);
	OK(screen.bits[0] == 0xff && screen.bits[50 * 100 - 1] == 0xff);
}

static void
the_highest_bit_is_to_the_left_and_1_is_white(void)
{
	begin(16, 8);
	stu_screen_line(&screen, 0, 0, 0, 0, 1);
	OK(screen.bits[0] == 0x7f);
	stu_screen_line(&screen, 15, 0, 15, 0, 1);
	OK(screen.bits[1] == 0xfe);
}

static void
lines_go_from_end_to_end(void)
{
	begin(32, 32);
	stu_screen_line(&screen, 2, 3, 20, 3, 1);
	OK(count_black() == 19 && is_black(2, 3) && is_black(20, 3));
	begin(32, 32);
	stu_screen_line(&screen, 20, 30, 5, 10, 1);
	OK(is_black(20, 30) && is_black(5, 10) && count_black() == 21);
	begin(32, 32);
	stu_screen_line(&screen, 4, 4, 4, 4, 3);
	OK(count_black() == 9);
}

static void
what_is_beside_the_screen_is_not_drawn(void)
{
	const struct stu_area area = { 10, 10, 60, 60 };

	begin(16, 16);
	stu_screen_line(&screen, -20, -20, 40, 40, 2);
	OK(is_black(0, 0) && is_black(15, 15));
	begin(16, 16);
	stu_screen_frame(&screen, &area, 2);
	OK(is_black(10, 10) && is_black(15, 10) && !is_black(15, 15));
}

static void
a_frame_is_as_thick_as_it_should_be(void)
{
	const struct stu_area area = { 4, 4, 13, 11 };

	begin(24, 16);
	stu_screen_frame(&screen, &area, 2);
	OK(count_black() == 10 * 8 - 6 * 4);
	OK(is_black(4, 4) && is_black(13, 11) && is_black(5, 5) &&
	    !is_black(6, 6) && !is_black(3, 3) && !is_black(14, 11));
}

static void
every_button_has_a_sign_of_its_own(void)
{
	const struct stu_area area = { 8, 8, 55, 39 };
	static const cseal_pad_button buttons[] = { CSEAL_PAD_OK,
		CSEAL_PAD_CLEAR, CSEAL_PAD_CANCEL };
	uint8_t drawn[3][64 * 48 / 8];

	for (size_t i = 0; i < 3; i++) {
		begin(64, 48);
		stu_screen_sign(&screen, &area, buttons[i]);
		OK(count_black() > 60 && count_black() < 600);
		OK(!is_black(2, 2) && !is_black(60, 44));
		memcpy(drawn[i], screen.bits, sizeof(drawn[i]));
	}
	OK(memcmp(drawn[0], drawn[1], sizeof(drawn[0])) != 0);
	OK(memcmp(drawn[0], drawn[2], sizeof(drawn[0])) != 0);
	OK(memcmp(drawn[1], drawn[2], sizeof(drawn[0])) != 0);
}

static void
text_is_ink_from_half_of_it_on(void)
{
	const struct stu_area area = { 1, 1, 2, 2 };
	const uint8_t grey[] = { 0x7f, 0x80, 0xff, 0x00 };

	begin(8, 8);
	stu_screen_text(&screen, &area, grey);
	OK(count_black() == 2 && is_black(2, 1) && is_black(1, 2));
}

static void
what_is_blanked_is_white(void)
{
	const struct stu_area area = { 3, 1, 12, 2 };

	begin(16, 4);
	memset(screen.bits, 0, 8);
	stu_screen_blank(&screen, &area);
	OK(count_black() == 64 - 20);
	OK(is_black(2, 1) && !is_black(3, 1) && !is_black(12, 2) &&
	    is_black(13, 2) && is_black(3, 0) && is_black(3, 3));
}

static bool
take(const char *header, const char *pixels, size_t len)
{
	uint8_t file[256];
	size_t at = strlen(header);

	memcpy(file, header, at);
	memcpy(file + at, pixels, len);
	return stu_screen_take_pbm(&screen, file, at + len);
}

static void
a_pbm_of_the_screens_size_is_taken(void)
{
	begin(10, 2);
	OK(take("P4\n10 2\n", "\x80\x00\x00\x40", 4));
	OK(is_black(0, 0) && is_black(9, 1) && count_black() == 2);
	OK(take("P4 # a comment\n# 11 3\n10\t2\r", "\xff\xff\0\0", 4));
	OK(count_black() == 10);
}

static void
other_files_are_not_taken(void)
{
	static const struct {
		const char *header;
		size_t len;
	} rows[] = { { "P4\n10 2\n", 3 }, { "P4\n10 2\n", 5 },
		{ "P5\n10 2\n", 4 }, { "P4\n11 2\n", 4 }, { "P4\n10 3\n", 4 },
		{ "P4\n10\n", 4 }, { "P4\n-10 2\n", 4 }, { "P4", 0 },
		{ "P", 0 }, { "", 0 }, { "P4\n#", 0 }, { "P4\n10 2", 0 },
		{ "P4\n99999999999999999999 2\n", 4 } };

	begin(10, 2);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		OKF(!take(rows[i].header, "\xff\xff\xff\xff\xff", rows[i].len),
		    "row %zu", i);
	OK(count_black() == 0);
}

static void
areas_are_made_whole_bytes(void)
{
	const struct stu_area area = { 9, 3, 17, 5 };
	const struct stu_area beyond = { 395, 90, 500, 500 };
	struct stu_area aligned;

	begin(396, 100);
	aligned = stu_screen_align(&screen, &area);
	OK(aligned.left == 8 && aligned.right == 23 && aligned.top == 3 &&
	    aligned.bottom == 5);
	OK(stu_screen_area_len(&aligned) == 6);
	aligned = stu_screen_align(&screen, &beyond);
	OK(aligned.left == 392 && aligned.right == 395 && aligned.bottom == 99);
	OK(stu_screen_area_len(&aligned) == 10);
}

static void
an_area_is_cut_out_row_by_row(void)
{
	const struct stu_area area = { 8, 1, 23, 2 };
	uint8_t bytes[4];

	begin(32, 4);
	stu_screen_line(&screen, 8, 1, 8, 1, 1);
	stu_screen_line(&screen, 23, 2, 23, 2, 1);
	stu_screen_line(&screen, 24, 2, 24, 2, 1);
	stu_screen_cut(&screen, &area, bytes);
	OK(bytes[0] == 0x7f && bytes[1] == 0xff && bytes[2] == 0xff &&
	    bytes[3] == 0xfe);
}

/* ---- where things are ------------------------------------------------------ */

static bool
is_apart(const struct stu_area *a, const struct stu_area *b)
{
	return a->right < b->left || b->right < a->left || a->bottom < b->top ||
	       b->bottom < a->top;
}

/* Every screen that a capability may have. */
static bool
is_sound(uint16_t width, uint16_t height)
{
	struct stu_layout layout;

	stu_layout_make(width, height, &layout);
	for (int i = 0; i < STU_BUTTONS; i++) {
		const struct stu_area *area = &layout.buttons[i].area;

		if (area->left > area->right || area->top > area->bottom ||
		    area->right >= width || area->bottom >= height ||
		    !is_apart(area, &layout.ink) ||
		    !is_apart(area, &layout.prompt))
			return false;
		for (int k = 0; k < i; k++) {
			if (!is_apart(area, &layout.buttons[k].area))
				return false;
		}
	}
	return layout.ink.top <= layout.ink.bottom &&
	       layout.ink.right < width &&
	       layout.prompt.left <= layout.prompt.right &&
	       layout.prompt.top <= layout.prompt.bottom &&
	       layout.line_y >= layout.ink.top &&
	       layout.line_y <= layout.ink.bottom;
}

static void
things_are_apart_on_every_screen(void)
{
	static const uint16_t sides[] = { STU_SCREEN_LEAST, 65, 72, 99, 100,
		127, 200, 320, 396, 480, 640, 800, 1080, STU_SCREEN_MOST };
	const size_t count = sizeof(sides) / sizeof(sides[0]);
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < count; k++) {
			if (is_sound(sides[i], sides[k]))
				continue;
			wrong++;
			printf("# %u x %u\n", sides[i], sides[k]);
		}
	}
	OK(wrong == 0);
}

static void
the_buttons_are_clear_cancel_and_ok(void)
{
	struct stu_layout layout;

	stu_layout_make(800, 480, &layout);
	OK(layout.buttons[0].means == CSEAL_PAD_CLEAR);
	OK(layout.buttons[1].means == CSEAL_PAD_CANCEL);
	OK(layout.buttons[2].means == CSEAL_PAD_OK);
	OK(layout.buttons[0].area.bottom - layout.buttons[0].area.top > 60);
}

static void
the_inside_of_what_is_too_small_is_itself(void)
{
	const struct stu_area area = { 10, 10, 20, 14 };
	struct stu_area inside = stu_area_inside(&area, 2);

	OK(inside.left == 10 && inside.right == 20);
	inside = stu_area_inside(&area, 1);
	OK(inside.left == 11 && inside.right == 19 && inside.top == 11 &&
	    inside.bottom == 13);
}

/* ---- names ----------------------------------------------------------------- */

static void
names_on_usb_are_those_of_the_kernel(void)
{
	char name[STU_USB_NAME_ROOM];
	struct stu_uri uri;

	OK(stu_uri_parse("stu:usb:3-1.12.255", &uri, NULL) == CSEAL_OK);
	OK(!uri.is_tty && uri.bus == 3 && uri.port_count == 3 &&
	    uri.ports[0] == 1 && uri.ports[1] == 12 && uri.ports[2] == 255);
	stu_uri_usb_name(uri.bus, uri.ports, uri.port_count, name);
	OK(strcmp(name, "3-1.12.255") == 0);
	OK(stu_uri_parse("stu:usb:255-1.2.3.4.5.6.7", &uri, NULL) == CSEAL_OK);
	stu_uri_usb_name(uri.bus, uri.ports, uri.port_count, name);
	OK(strcmp(name, "255-1.2.3.4.5.6.7") == 0);
}

static void
a_line_has_a_speed(void)
{
	struct stu_uri uri;

	OK(stu_uri_parse("stu:tty:/dev/ttyUSB0", &uri, NULL) == CSEAL_OK);
	OK(uri.is_tty && uri.baud == 128000 &&
	    strcmp(uri.path, "/dev/ttyUSB0") == 0);
	OK(stu_uri_parse("stu:tty:/dev/ttyS1?baud=115200", &uri, NULL) ==
	    CSEAL_OK);
	OK(uri.baud == 115200 && strcmp(uri.path, "/dev/ttyS1") == 0);
}

static void
a_name_that_is_too_long_is_refused(void)
{
	char uri[600] = "stu:tty:/";
	struct stu_uri parsed;

	memset(uri + 9, 'x', 500);
	OK(stu_uri_parse(uri, &parsed, NULL) == CSEAL_SETUP_CONFIG);
}

int
main(void)
{
	RUN(a_new_screen_is_white);
	RUN(the_highest_bit_is_to_the_left_and_1_is_white);
	RUN(lines_go_from_end_to_end);
	RUN(what_is_beside_the_screen_is_not_drawn);
	RUN(a_frame_is_as_thick_as_it_should_be);
	RUN(every_button_has_a_sign_of_its_own);
	RUN(text_is_ink_from_half_of_it_on);
	RUN(what_is_blanked_is_white);
	RUN(a_pbm_of_the_screens_size_is_taken);
	RUN(other_files_are_not_taken);
	RUN(areas_are_made_whole_bytes);
	RUN(an_area_is_cut_out_row_by_row);
	RUN(things_are_apart_on_every_screen);
	RUN(the_buttons_are_clear_cancel_and_ok);
	RUN(the_inside_of_what_is_too_small_is_itself);
	RUN(names_on_usb_are_those_of_the_kernel);
	RUN(a_line_has_a_speed);
	RUN(a_name_that_is_too_long_is_refused);
	stu_screen_free(&screen);
	return tap_done();
}
