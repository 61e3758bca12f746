/* SPDX-License-Identifier: Apache-2.0 */
/* country.h -- which country signs for which state. */
#ifndef CSI_EMRTD_COUNTRY_H
#define CSI_EMRTD_COUNTRY_H

#include <counterseal/types.h>

/* The countryName, in capitals, of the certificates that sign documents of a
 * state (ICAO 9303-12, table 5), which is named as in the machine-readable
 * zone (9303-3, section 5) without its fillers: "DE" for "D".  False: the state
 * is not known. */
bool csi_country_of_state(const char *state, char ret_country[3]);

/* The other way: three letters of ISO 3166-1 for two capitals. */
bool csi_state_of_country(const char *country, char ret_state[4]);

#endif
