/* SPDX-License-Identifier: Apache-2.0 */
/* failure.h -- a status and its notes as an exception.
 *
 * The only one that is thrown for what the library says; each language makes
 * its own of it. */
#ifndef SHIM_FAILURE_H
#define SHIM_FAILURE_H

#include <counterseal/error.h>
#include <string>
#include <vector>

namespace shim
{

class Failure
{
public:
	Failure(cseal_status status, const std::string &note)
	    : status_(status), notes_(1, note)
	{
	}
	/* With the notes of the error, which is freed. */
	Failure(cseal_status status, cseal_error *take_error);

	cseal_status status() const { return status_; }
	/* Outermost first. */
	const std::vector<std::string> &notes() const { return notes_; }

private:
	cseal_status status_;
	std::vector<std::string> notes_;
};

/* The application uses an object that was closed, or that its own call or view
 * still uses. */
class Misuse : public Failure
{
public:
	explicit Misuse(const std::string &note)
	    : Failure(CSEAL_FAULT_APPLICATION, note)
	{
	}
};

} /* namespace shim */

#endif
