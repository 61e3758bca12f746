/* SPDX-License-Identifier: Apache-2.0 */
/* session.h -- agreeing on the key of an encrypted session. */
#ifndef STU_SESSION_H
#define STU_SESSION_H

#include "cipher.h"
#include "command.h"

struct stu_session; /* of one opened pad */

enum stu_version { STU_PLAIN, STU_V1, STU_V2 };

/* Which versions the pad has, from its reports. */
bool stu_has_v1(const struct stu_link *link);
bool stu_has_v2(const struct stu_link *link);

/* STU_V1 or STU_V2.  Version 2 makes a key pair, which takes a while.  Status:
 * FAULT_MEMORY, FAULT_CRYPTO, STOPPED_*. */
cseal_status stu_session_new(enum stu_version version, cseal_wait *wait,
    struct stu_session **ret_session, cseal_error **ret_error);
void stu_session_free(struct stu_session *session);

/* Says what it is worth; NULL: the session is plain. */
void stu_session_account(
    const struct stu_session *session, struct cseal_ink_account *account);

/* Agrees on a key and starts to capture with it.  Again after each end of a
 * capture.  Status: COUNTER_DEVICE_FAILED, FAULT_DEVICE, FAULT_CRYPTO,
 * REFUSED_UNSUPPORTED (the pad's encryption is switched off). */
cseal_status stu_session_start(struct stu_session *session,
    struct stu_link *link, cseal_wait *wait, cseal_error **ret_error);

/* Deciphers the block of a pen's report and checks that it is of this
 * session.  False: it is not, or the report is too short. */
bool stu_session_open(struct stu_session *session, uint8_t id, uint8_t *payload,
    size_t len, struct stu_pens *ret_pens);

#endif
