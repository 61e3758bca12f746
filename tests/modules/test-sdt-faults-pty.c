/* SPDX-License-Identifier: Apache-2.0 */
/* test-sdt-faults-pty.c -- proves modules/sdt-reader when things go wrong over
 * a pty. */
#include "sdt-harness.h"

int
main(void)
{
	int failed;

	sdt_begin();
	failed = sdt_faults_run(false);
	sdt_end();
	return failed;
}
