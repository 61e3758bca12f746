/* SPDX-License-Identifier: Apache-2.0 */
/* apart.h -- work that cannot be stopped, done by a thread of its own: a call
 * of PKCS #11 blocks as long as its card likes.
 *
 * Who waits for it can go away at any time, and leaves it behind. */
#ifndef TOKEN_APART_H
#define TOKEN_APART_H

#include <counterseal/module.h>
#include <stdatomic.h>

struct token_apart;

/* Works on the state, which nobody else has meanwhile; may end early when
 * is_left becomes true: nobody waits any more. */
typedef void (*token_work_fn)(void *state, const atomic_bool *is_left);

/* free_state is called once, when nobody needs the state any more, by whoever
 * is the last; and on failure by the caller's.  Status: FAULT_MEMORY. */
cseal_status token_apart_new(void *state, void (*free_state)(void *state),
    struct token_apart **ret_apart, cseal_error **ret_error);

/* Has it done.  wait NULL: for some seconds.  After a failure nothing more can
 * be done, and the state is not to be touched.  Status: STOPPED_*. */
cseal_status token_apart_do(struct token_apart *apart, token_work_fn work,
    cseal_wait *wait, cseal_error **ret_error);

/* The wait ended while nothing was done: it will be freed without waiting. */
void token_apart_leave(struct token_apart *apart);

/* Takes NULL. */
void token_apart_free(struct token_apart *apart);

#endif
