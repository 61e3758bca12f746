/* SPDX-License-Identifier: Apache-2.0 */
/* log.h -- the log of one context.
 *
 * Severity says whom to call.  Never a PIN, personal data or captured bytes:
 * lengths only. */
#ifndef CSI_LOG_H
#define CSI_LOG_H

#include <counterseal/context.h>

#include <stdarg.h>

#define CSI_LOG_TEXT_MOST 1024 /* bytes of one line */

/* Of the core.  Costs nothing where nobody listens at that level. */
void csi_log(cseal_context *context, cseal_log_level level, const char *format,
    ...) CSEAL_PRINTF(3, 4);
/* The same for anybody: origin is "core" or "module:ID". */
void csi_log_va(cseal_context *context, cseal_log_level level,
    const char *origin, const char *format, va_list args) CSEAL_PRINTF(4, 0);

#endif
