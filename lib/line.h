/* SPDX-License-Identifier: Apache-2.0 */
/* line.h -- one line of text for people: UTF-8 without control characters. */
#ifndef CSI_LINE_H
#define CSI_LINE_H

#include <counterseal/types.h>

/* Length of the UTF-8 character that starts at `at` (Unicode 15, table 3-7);
 * 0 if none does.  ret_code may be NULL. */
size_t csi_utf8_char(const uint8_t *at, size_t len, uint32_t *ret_code);

/* Tabs are control characters, too. */
bool csi_line_is_clean(const char *text, size_t len);

/* Makes it so in place: what is not UTF-8 becomes '?', control characters
 * become spaces.  What a device or a file says reaches a log and a terminal
 * through this. */
void csi_line_clean(char *text);

#endif
