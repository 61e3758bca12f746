/* SPDX-License-Identifier: Apache-2.0 */
/* anchors.h -- certificates from the files and folders that were given. */
#ifndef CSI_ANCHORS_H
#define CSI_ANCHORS_H

#include <counterseal/error.h>
#include <openssl/x509.h>

#define CSI_ANCHORS_MOST      4096        /* certificates in all */
#define CSI_ANCHOR_FILE_MOST  (16u << 20) /* bytes of one file */
#define CSI_ANCHOR_FILES_MOST 4096        /* files of one folder */

/* Adds the certificates of a file (PEM, or one in DER) or of the files of a
 * folder.  In a folder, files without a certificate are left out; a file that
 * is named, or a folder, without any is an error.  Status: SETUP_TRUST. */
cseal_status csi_anchors_add(
    STACK_OF(X509) * anchors, const char *path, cseal_error **ret_error);

#endif
