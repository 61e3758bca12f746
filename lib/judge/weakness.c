/* SPDX-License-Identifier: Apache-2.0 */
/* weakness.c -- was a signature made with what was safe at the time at
 * which it is known to have been there (ETSI EN 319 102-1, 5.2.8)?
 *
 * What is too weak now may have been made by anybody.  That says nothing
 * against it, and nothing for it. */
#include "judge/form.h"
#include "judge/inside.h"

#include "cms/algorithm-limits.h"
#include "cms/certificate.h"
#include "error.h"

#include <stdlib.h>
#include <string.h>

static cseal_status
say(struct csi_judge *judge, const struct csi_weakness *weakness,
    struct csi_reasons *reasons)
{
	char *since = csi_time_text(weakness->since);

	if (since == NULL)
		return csi_fail_memory(judge->ret_error);
	csi_reasons_add(reasons,
	    "%s was used, which is not safe since %.10s, and nothing proves "
	    "that it was made before.",
	    weakness->what, since);
	free(since);
	return CSEAL_OK;
}

static bool
find_weakness(const csi_cms_read *cms, const char *subfilter, int64_t time,
    struct csi_weakness *ret_weakness)
{
	const char *digest = csi_cms_digest_name(cms);
	const struct csi_span *certificates;
	X509 *x509;
	bool is_weak;

	if (csi_form_of(subfilter)->kind == CSI_FORM_CMS_SHA1 &&
	    csi_digest_is_weak("SHA1", time, ret_weakness))
		return true;
	if (digest != NULL && csi_digest_is_weak(digest, time, ret_weakness))
		return true;
	csi_cms_certificates(cms, &certificates);
	x509 = certificates[0].len == 0 ? NULL
					: csi_certificate_x509(certificates[0]);
	is_weak = x509 != NULL && csi_key_is_weak(x509, time, ret_weakness);
	X509_free(x509);
	return is_weak;
}

cseal_status
csi_judge_weakness(struct csi_judge *judge, const csi_cms_read *cms,
    const char *subfilter, int64_t time, struct csi_reasons *reasons,
    bool *ret_is_weak)
{
	struct csi_weakness weakness = { .since = 0 };

	*ret_is_weak = find_weakness(cms, subfilter, time, &weakness);
	return *ret_is_weak ? say(judge, &weakness, reasons) : CSEAL_OK;
}
