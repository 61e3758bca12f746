/* SPDX-License-Identifier: Apache-2.0 */
/* picture.h -- the picture that a customer signs below, and how it gets to the
 * pad. */
#ifndef STU_PICTURE_H
#define STU_PICTURE_H

#include "command.h"
#include "screen.h"
#include "settings.h"

/* The picture that is set, over it the prompt (NULL: none), a line to sign on
 * and three buttons.  Status: those of cseal_host_raster(), SETUP_FILE,
 * SETUP_CONFIG, FAULT_MEMORY. */
cseal_status stu_picture_draw(cseal_host *host, struct stu_screen *screen,
    const struct stu_layout *layout, const struct stu_settings *settings,
    const char *prompt, cseal_wait *wait, cseal_error **ret_error);

/* Whether the pad takes a part of a picture. */
bool stu_picture_has_areas(const struct stu_link *link);

/* Sends the area, or all where the pad takes no parts; packed, where it says
 * that it can unpack.  *has_zlib is set to false by a pad that cannot after
 * all.  Status: COUNTER_DEVICE_FAILED and those of stu_order(). */
cseal_status stu_picture_send(struct stu_link *link,
    const struct stu_screen *screen, const struct stu_area *area,
    bool *has_zlib, cseal_wait *wait, cseal_error **ret_error);

#endif
