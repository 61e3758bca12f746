/* SPDX-License-Identifier: Apache-2.0 */
/* text.h -- what a chip says as text: UTF-16LE or UTF-8, made fit to show. */
#ifndef CSI_IDENTITY_TEXT_H
#define CSI_IDENTITY_TEXT_H

#include <counterseal/types.h>

/* What was met in a text. */
#define CSI_TEXT_REPLACED 1u /* something that is no text, now U+FFFD */
#define CSI_TEXT_PRIVATE  2u /* private use: rare characters of a vendor */

/* Bytes of UTF-8, with the NUL, that a field of len bytes needs at most: a
 * unit gives three, a pair of surrogates four. */
#define CSI_TEXT_ROOM(len) ((len) / 2 * 3 + 1)

/*
 * Writes the text of len bytes (an odd one at the end is left out) without
 * the spaces that end it, as UTF-8 with a NUL.  An unpaired surrogate, a
 * control or format character and a noncharacter become U+FFFD, so that what
 * a card says can go to a terminal, a log or a form.  What does not fit into
 * room is left out as whole characters.  Returns CSI_TEXT_ bits.
 */
unsigned csi_text_from_utf16le(
    const uint8_t *bytes, size_t len, char *ret_text, size_t room);

/* The same of bytes that should be UTF-8: each that is not part of a character
 * becomes U+FFFD. */
unsigned csi_text_from_utf8(
    const uint8_t *bytes, size_t len, char *ret_text, size_t room);

/* The same of bytes of which each is a character of ISO 8859-1. */
unsigned csi_text_from_latin1(
    const uint8_t *bytes, size_t len, char *ret_text, size_t room);

/* The same of bytes that are UTF-8 or, where they cannot be, ISO 8859-1: old
 * cards do not say which. */
unsigned csi_text_from_bytes(
    const uint8_t *bytes, size_t len, char *ret_text, size_t room);

/* Whether UTF-8, well formed or not, holds only characters that the functions
 * above would have written. */
bool csi_text_is_plain(const char *text);

#endif
