/* SPDX-License-Identifier: Apache-2.0 */
/* failure.cc -- a status and its notes as an exception. */
#include "failure.h"

namespace shim
{

Failure::Failure(cseal_status status, cseal_error *take_error) : status_(status)
{
	for (size_t i = 0; i < cseal_error_count(take_error); i++)
		notes_.push_back(cseal_error_note(take_error, i));
	cseal_error_free(take_error);
}

} /* namespace shim */
