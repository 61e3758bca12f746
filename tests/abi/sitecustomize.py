# SPDX-License-Identifier: Apache-2.0
"""Lets a sample find modules that are not installed, as sample-context.c does
for those in C: Python reads this before the sample."""
import functools
import os

import counterseal

counterseal.Context = functools.partial(
    counterseal.Context, module_dir=os.environ["TEST_MODULE_DIR"]
)
