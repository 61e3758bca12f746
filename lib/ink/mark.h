/* SPDX-License-Identifier: Apache-2.0 */
/* mark.h -- what says of a file that its ink came from a virtual pad. */
#ifndef CSI_INK_MARK_H
#define CSI_INK_MARK_H

#define CSI_INK_VIRTUAL_MARK "counterseal: from a virtual pad"

#endif
