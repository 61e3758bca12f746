/* SPDX-License-Identifier: Apache-2.0 */
/* names.h -- the library's words for its values; NULL for unknown ones. */
#ifndef SHIM_NAMES_H
#define SHIM_NAMES_H

namespace shim
{

const char *version();

/* Of any status: never NULL. */
int class_of(int status);
const char *status_name(int status);
const char *status_text(int status);
/* Who can make the next attempt succeed: "customer", "caller", "clerk",
 * "administrator", "nobody" or "developer"; "" for success. */
const char *who_of(int status);

const char *kind_name(int kind);
const char *device_state_name(int state);
const char *identity_field_name(int field);
const char *identity_contact_part_name(int part);
const char *verdict_name(int verdict);
const char *photo_flaw_name(int flaw);
const char *photo_flaw_text(int flaw);
const char *ink_link_name(int link);
const char *ink_tally_name(int tally);
const char *level_name(int level);

} /* namespace shim */

#endif
