/* SPDX-License-Identifier: Apache-2.0 */
/* list.h -- a list that was copied out of C. */
#ifndef SHIM_LIST_H
#define SHIM_LIST_H

#include <cstddef>
#include <utility>
#include <vector>

namespace shim
{

template <typename T> class List
{
public:
	size_t count() const { return items_.size(); }
	/* A copy, which may outlive the list; throws past the end. */
	T at(size_t i) const { return items_.at(i); }
	void add(T item) { items_.push_back(std::move(item)); }

private:
	std::vector<T> items_;
};

} /* namespace shim */

#endif
