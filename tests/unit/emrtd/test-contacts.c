/* SPDX-License-Identifier: Apache-2.0 */
/* test-contacts.c -- proves lib/emrtd/contacts.c. */
#include "build.h"
#include "emrtd/contacts.h"
#include "tap.h"

static struct csi_contacts contacts;

static bool
is(size_t i, cseal_identity_contact_part part, const char *text)
{
	if (strcmp(contacts.at[i][part], text) == 0)
		return true;
	printf("# \"%s\" instead of \"%s\"\n", contacts.at[i][part], text);
	return false;
}

static void
add_person(struct csi_bytes *file, unsigned number, const char *name)
{
	struct csi_bytes person = { 0 };

	build_text(&person, 0x5f50, "20251101");
	build_text(&person, 0x5f51, name);
	build_text(&person, 0x5f52, "+31 30 1234567");
	build_text(&person, 0x5f53, "MAINSTREET 1<UTRECHT<<NLD");
	build_object(file, 0xa0 + number, csi_bytes_span(&person));
	csi_bytes_free(&person);
}

static bool
reads(struct csi_bytes *file)
{
	return csi_contacts_read(csi_bytes_span(file), &contacts);
}

static void
every_person_is_read_item_by_item(void)
{
	struct csi_bytes file = { 0 };

	build_text(&file, 0x02, "\2");
	add_person(&file, 1,
	    "SM\xc3\x98RREBR\xc3\x98"
	    "D<<CHARLES R");
	add_person(&file, 2, "ERIKSSON<<LARS");
	build_around(&file, 0x70);
	OK(reads(&file) && contacts.count == 2);
	OK(is(0, CSEAL_CONTACT_NAME,
	    "SM\xc3\x98RREBR\xc3\x98"
	    "D, CHARLES R"));
	OK(is(1, CSEAL_CONTACT_NAME, "ERIKSSON, LARS"));
	OK(is(0, CSEAL_CONTACT_PHONE, "+31 30 1234567"));
	OK(is(0, CSEAL_CONTACT_ADDRESS, "MAINSTREET 1 UTRECHT, NLD"));
	OK(is(1, CSEAL_CONTACT_RECORDED, "2025-11-01"));
	OK(!contacts.was_replaced && !contacts.has_more);
	csi_bytes_free(&file);
}

static void
what_is_not_said_is_missing(void)
{
	struct csi_bytes file = { 0 }, person = { 0 };

	build_text(&person, 0x5f52, "112");
	build_object(&file, 0xa1, (struct csi_span){ NULL, 0 });
	build_object(&file, 0xa3, csi_bytes_span(&person));
	build_around(&file, 0x70);
	OK(reads(&file));
	OKF(contacts.count == 1, "who has nothing is none");
	OK(is(0, CSEAL_CONTACT_PHONE, "112") && is(0, CSEAL_CONTACT_NAME, ""));
	OK(is(0, CSEAL_CONTACT_RECORDED, ""));
	csi_bytes_free(&person);
	csi_bytes_free(&file);
}

static void
what_a_terminal_would_obey_is_replaced(void)
{
	struct csi_bytes file = { 0 };

	add_person(&file, 1, "A\x1b[2J");
	build_around(&file, 0x70);
	OK(reads(&file) && contacts.was_replaced);
	OK(is(0, CSEAL_CONTACT_NAME, "A\xef\xbf\xbd[2J"));
	csi_bytes_free(&file);
}

static void
no_more_are_kept_than_there_is_room_for(void)
{
	struct csi_bytes file = { 0 };
	char name[2] = "A";

	for (unsigned i = 1; i <= 15; i++) {
		name[0] = (char)('A' + i - 1);
		add_person(&file, i, name);
	}
	build_around(&file, 0x70);
	OK(reads(&file) && contacts.count == CSI_CONTACTS_MOST);
	OK(contacts.has_more);
	OK(is(CSI_CONTACTS_MOST - 1, CSEAL_CONTACT_NAME, "H"));
	csi_bytes_free(&file);
}

static void
a_file_cut_anywhere_is_refused(void)
{
	struct csi_bytes file = { 0 };
	size_t whole, refused = 0;

	add_person(&file, 1, "ERIKSSON<<LARS");
	build_around(&file, 0x70);
	whole = file.len;
	for (file.len = 0; file.len < whole; file.len++)
		refused += !reads(&file);
	OKF(refused == whole, "%zu of %zu", refused, whole);
	file.at[0] = 0x6b;
	OKF(!reads(&file), "another file");
	file.at[0] = 0x70;
	OK(reads(&file));
	file.at[3]++; /* the person is longer than the file */
	OK(!reads(&file) && contacts.count == 0);
	csi_bytes_free(&file);
}

int
main(void)
{
	RUN(every_person_is_read_item_by_item);
	RUN(what_is_not_said_is_missing);
	RUN(what_a_terminal_would_obey_is_replaced);
	RUN(no_more_are_kept_than_there_is_room_for);
	RUN(a_file_cut_anywhere_is_refused);
	return tap_done();
}
