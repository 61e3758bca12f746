/* SPDX-License-Identifier: Apache-2.0 */
/* cancel.h -- what ends calls, from any thread. */
#ifndef SHIM_CANCEL_H
#define SHIM_CANCEL_H

#include <memory>
#include <vector>

namespace shim
{

class Operation;

/* Ends any number of calls, now and for good. */
class Cancel
{
public:
	Cancel();
	void request();
	bool requested() const;

private:
	friend class Operation;

	struct State {
		bool is_requested = false;
		std::vector<Operation *> running;
	};
	std::shared_ptr<State> state_;
};

} /* namespace shim */

#endif
