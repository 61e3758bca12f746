/* SPDX-License-Identifier: Apache-2.0 */
/* group.h -- the groups in which PACE agrees on a secret (ICAO 9303-11, 9.5.1):
 * curves, and residues of RFC 5114, by OpenSSL.
 *
 * Elements are as on the wire (9.4): an uncompressed point, or a number as long
 * as the modulus.  False where what came from the card is no element that may
 * be used, and where OpenSSL failed: emrtd_group_failed() tells which. */
#ifndef EMRTD_GROUP_H
#define EMRTD_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EMRTD_ELEMENT_MOST 256 /* bytes */
#define EMRTD_SCALAR_MOST  66

typedef struct emrtd_group emrtd_group;

struct emrtd_element {
	uint8_t at[EMRTD_ELEMENT_MOST];
	size_t len;
};

/* Fills len bytes at random; false: it could not. */
typedef bool (*emrtd_random_fn)(void *user, uint8_t *out, size_t len);

/* By the number of standardized domain parameters; NULL: there is none with
 * that number, or no memory. */
emrtd_group *emrtd_group_new(unsigned parameter);
bool emrtd_group_is_known(unsigned parameter);
bool emrtd_group_is_residues(unsigned parameter);
/* The number for a curve by OpenSSL's. */
bool emrtd_group_of_curve(int curve, unsigned *ret_parameter);

bool emrtd_group_failed(const emrtd_group *group);
/* The length of an element, and that of what is agreed on. */
size_t emrtd_group_len(const emrtd_group *group);

/* Draws a scalar, which stays in the group, and gives its public element for
 * the generator as it is now. */
bool emrtd_group_draw(emrtd_group *group, emrtd_random_fn draw, void *user,
    struct emrtd_element *ret_public);

/* With the scalar that was drawn last and the element of the other: the whole
 * element; what PACE takes of it is emrtd_group_secret(). */
bool emrtd_group_agree(emrtd_group *group, const uint8_t *other, size_t len,
    struct emrtd_element *ret_shared);
/* The x coordinate, or the number (9.6). */
const uint8_t *emrtd_group_secret(const emrtd_group *group,
    const struct emrtd_element *shared, size_t *ret_len);

/* Generic mapping (4.4.3.3.1): a new generator from the nonce and the element
 * that was agreed on. */
bool emrtd_group_map(emrtd_group *group, const uint8_t *nonce, size_t len,
    const struct emrtd_element *shared);
/* Integrated mapping (4.4.3.3.2): from a number that both made of two
 * nonces; it is taken modulo the field's prime. */
bool emrtd_group_map_number(
    emrtd_group *group, const uint8_t *number, size_t len);
/* How many bits the prime has. */
size_t emrtd_group_bits(const emrtd_group *group);

/* The scalar that was drawn last.  False: no room. */
bool emrtd_group_number(
    const emrtd_group *group, uint8_t *out, size_t room, size_t *ret_len);

/* The generator, for proofs. */
bool emrtd_group_generator(
    emrtd_group *group, struct emrtd_element *ret_generator);

/* Wipes, then frees. */
void emrtd_group_free(emrtd_group *group);

#endif
