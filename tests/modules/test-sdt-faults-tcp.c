/* SPDX-License-Identifier: Apache-2.0 */
/* test-sdt-faults-tcp.c -- proves modules/sdt-reader when things go wrong over
 * TCP. */
#include "sdt-harness.h"

int
main(void)
{
	int failed;

	sdt_begin();
	failed = sdt_faults_run(true);
	sdt_end();
	return failed;
}
