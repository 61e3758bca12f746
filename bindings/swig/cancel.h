/* SPDX-License-Identifier: Apache-2.0 */
/* cancel.h -- what ends calls, from any thread. */
#ifndef SHIM_CANCEL_H
#define SHIM_CANCEL_H

#include <counterseal/cancel.h>
#include <memory>
#include <vector>

namespace shim
{

/* Ends any number of calls, now and for good. */
class Cancel
{
public:
	Cancel();
	void request();
	bool requested() const;

private:
	friend class Operation;
	friend class Ongoing;

	struct State {
		bool is_requested = false;
		std::vector<cseal_cancel *> running;
	};
	std::shared_ptr<State> state_;
};

} /* namespace shim */

#endif
