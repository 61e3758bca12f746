/* SPDX-License-Identifier: Apache-2.0 */
/* counterseal.h -- the headers for applications, and nothing else. */
#ifndef COUNTERSEAL_H
#define COUNTERSEAL_H

#include <counterseal/attachment.h>
#include <counterseal/cancel.h>
#include <counterseal/context.h>
#include <counterseal/device.h>
#include <counterseal/document.h>
#include <counterseal/error.h>
#include <counterseal/escrow.h>
#include <counterseal/identity.h>
#include <counterseal/ink.h>
#include <counterseal/level.h>
#include <counterseal/mark.h>
#include <counterseal/pending.h>
#include <counterseal/photo.h>
#include <counterseal/preview.h>
#include <counterseal/report.h>
#include <counterseal/seal.h>
#include <counterseal/signer.h>
#include <counterseal/status.h>
#include <counterseal/types.h>
#include <counterseal/version.h>

#endif
