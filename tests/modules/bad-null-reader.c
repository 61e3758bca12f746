/* SPDX-License-Identifier: Apache-2.0 */
/* bad-null-reader.c -- gives no table. */
#include <counterseal/module.h>

const struct cseal_module *
cseal_module_v1(void)
{
	return NULL;
}
