/* SPDX-License-Identifier: Apache-2.0 */
/* escrow.h -- who may open what is sealed. */
#ifndef CSI_ESCROW_H
#define CSI_ESCROW_H

#include <counterseal/escrow.h>
#include <openssl/x509.h>

struct cseal_escrow {
	X509 *certificates[CSEAL_ESCROW_MOST];
	char *subjects[CSEAL_ESCROW_MOST];
	size_t count;
};

#endif
