/* SPDX-License-Identifier: Apache-2.0 */
/* bad-silent-reader.c -- exports nothing of ours. */
#include <counterseal/types.h>

CSEAL_API int bad_silent_reader(void);

int
bad_silent_reader(void)
{
	return 1;
}
