/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.h -- why a camera is not there. */
#ifndef CAMERA_DOCTOR_H
#define CAMERA_DOCTOR_H

#include <counterseal/module.h>

void camera_doctor(cseal_host *host, cseal_finding_fn report, void *user);

#endif
