/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz.h -- what a fuzz target is: one function that must come back from any
 * bytes, and may abort() if what must hold does not.
 *
 * With --enable-fuzzer it is linked to libFuzzer; otherwise to main.c, which
 * replays the seeds, and mutations of them that are the same every time. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
