/* SPDX-License-Identifier: Apache-2.0 */
/* sink.h -- what C calls and a language implements, and which of them goes
 * first.
 *
 * C keeps a pointer to the port, which lives as long as the C object.  The sink
 * belongs to the language, whose collector may take it at any time, and in any
 * order: then the port is empty. */
#ifndef SHIM_SINK_H
#define SHIM_SINK_H

#include <memory>
#include <mutex>

namespace shim
{

/* What a callback of a language throws, beside Failure. */
class Thrown
{
public:
	virtual ~Thrown() = default;
	/* Tells it where the language tells what nobody caught. */
	virtual void report() noexcept = 0;
};

template <typename S> class Sink
{
public:
	class Port
	{
	public:
		/* Calls the sink; false if there is none.  Nested calls are
		 * allowed. */
		template <typename Call> bool call(Call with)
		{
			std::lock_guard<std::recursive_mutex> guard(lock_);

			if (sink_ == nullptr)
				return false;
			with(*sink_);
			return true;
		}

	private:
		friend class Sink;

		std::recursive_mutex lock_;
		S *sink_ = nullptr;
	};

	void join(std::shared_ptr<Port> port)
	{
		port_ = std::move(port);
		port_->sink_ = static_cast<S *>(this);
	}

protected:
	/* Before what the sink is made of goes. */
	void leave()
	{
		if (port_ == nullptr)
			return;
		std::lock_guard<std::recursive_mutex> guard(port_->lock_);

		port_->sink_ = nullptr;
	}

private:
	std::shared_ptr<Port> port_;
};

} /* namespace shim */

#endif
