/* SPDX-License-Identifier: Apache-2.0 */
/* service.h -- a trust service of a trusted list (ETSI TS 119 612, 5.5): an
 * anchor for some purpose, at some times. */
#ifndef CSI_SERVICE_H
#define CSI_SERVICE_H

#include <counterseal/module.h>
#include <openssl/x509.h>

struct csi_service_period {
	int64_t since, until; /* until: INT64_MAX if its status does not end */
	bool for_signatures, for_stamps; /* by its type */
	bool is_granted;
};

struct csi_service {
	char *territory, *provider, *name;
	bool is_old; /* its list should have been replaced */
	STACK_OF(X509) * certificates;
	struct csi_service_period *periods;
	size_t period_count;
};

/* Copies it, without territory.  Certificates that cannot be read are left
 * out.  Texts and pointers are checked by the caller. */
cseal_status csi_service_new(const struct cseal_trustlist_service *said,
    struct csi_service **ret_service, cseal_error **ret_error);
void csi_service_free(struct csi_service *service);

/* Is it ever an anchor? */
bool csi_service_is_of_use(const struct csi_service *service);
bool csi_service_has(const struct csi_service *service, const X509 *anchor);

/* May it be an anchor?  The better ones have higher numbers. */
enum csi_service_answer {
	CSI_SERVICE_OTHER, /* it is listed for something else */
	CSI_SERVICE_NOT_YET,
	CSI_SERVICE_WITHDRAWN,
	CSI_SERVICE_OLD,
	CSI_SERVICE_GOOD
};

enum csi_service_answer csi_service_ask(
    const struct csi_service *service, int64_t time, bool for_stamps);

/* A sentence on that answer, to be freed; NULL: out of memory. */
char *csi_service_say(const struct csi_service *service,
    enum csi_service_answer answer, int64_t time);

#endif
