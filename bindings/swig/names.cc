/* SPDX-License-Identifier: Apache-2.0 */
/* names.cc -- the library's words for its values. */
#include "names.h"

#include <counterseal/counterseal.h>

namespace shim
{

const char *
version()
{
	return cseal_version();
}

int
class_of(int status)
{
	return cseal_status_class_of(static_cast<cseal_status>(status));
}

const char *
status_name(int status)
{
	return cseal_status_name(static_cast<cseal_status>(status));
}

const char *
status_text(int status)
{
	return cseal_status_text(static_cast<cseal_status>(status));
}

const char *
who_of(int status)
{
	return cseal_status_who(static_cast<cseal_status>(status));
}

const char *
kind_name(int kind)
{
	return cseal_kind_name(static_cast<cseal_kind>(kind));
}

const char *
device_state_name(int state)
{
	return cseal_device_state_name(static_cast<cseal_device_state>(state));
}

const char *
identity_field_name(int field)
{
	return cseal_identity_field_name(
	    static_cast<cseal_identity_field>(field));
}

const char *
identity_contact_part_name(int part)
{
	return cseal_identity_contact_part_name(
	    static_cast<cseal_identity_contact_part>(part));
}

const char *
verdict_name(int verdict)
{
	return cseal_verdict_name(static_cast<cseal_verdict>(verdict));
}

const char *
photo_flaw_name(int flaw)
{
	return cseal_photo_flaw_name(static_cast<cseal_photo_flaw>(flaw));
}

const char *
photo_flaw_text(int flaw)
{
	return cseal_photo_flaw_text(static_cast<cseal_photo_flaw>(flaw));
}

const char *
ink_link_name(int link)
{
	return cseal_ink_link_name(static_cast<cseal_ink_link>(link));
}

const char *
ink_tally_name(int tally)
{
	return cseal_ink_tally_name(static_cast<cseal_ink_tally>(tally));
}

const char *
level_name(int level)
{
	return cseal_level_name(static_cast<cseal_level>(level));
}

} /* namespace shim */
