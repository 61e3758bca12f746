/* SPDX-License-Identifier: Apache-2.0 */
/* context.h -- one installation of modules, its log, and its devices. */
#ifndef SHIM_CONTEXT_H
#define SHIM_CONTEXT_H

#include "bytes.h"
#include "list.h"
#include "sink.h"

#include <counterseal/device.h>

namespace shim
{

/* Takes lines of the log, of any thread.  What it throws is told by the
 * language, and hurts nobody. */
class LogSink : public Sink<LogSink>
{
public:
	virtual ~LogSink() { leave(); }
	virtual void log(
	    int level, const std::string &origin, const std::string &text) = 0;
};

class ContextOptions
{
public:
	ContextOptions() : port_(std::make_shared<LogSink::Port>()) {}
	void system_config(const char *path) { system_config_ = Text(path); }
	void user_config(const char *path) { user_config_ = Text(path); }
	void module_dir(const char *path) { module_dir_ = Text(path); }
	/* The sink may go before the context. */
	void log(LogSink *sink, int level)
	{
		sink->join(port_);
		level_ = level;
	}

private:
	friend class Context;

	Text system_config_, user_config_, module_dir_;
	int level_ = CSEAL_LOG_NONE;
	std::shared_ptr<LogSink::Port> port_;
};

struct Finding {
	bool is_problem;
	std::string about, text;
	Text cure;
};

struct Device {
	int kind, state;
	bool is_virtual;
	std::string uri, title, module;
};

class Context
{
public:
	using State = Owned<cseal_context, cseal_context_unref>;

	explicit Context(const ContextOptions &options);
	void load_module(const char *path);
	Text setting(const char *section, const char *key) const;
	List<Device> devices(
	    unsigned kinds, int timeout_ms, const Cancel *cancel) const;
	List<Finding> doctor() const;
	void close() { state_->close(); }

	const std::shared_ptr<State> &state() const { return state_; }
	cseal_context *get() const { return state_->get(); }
	/* What objects that are made from it keep, beside the reference that C
	 * has. */
	std::shared_ptr<void> port() const { return port_; }

private:
	std::shared_ptr<LogSink::Port> port_;
	std::shared_ptr<State> state_;
};

/* Devices that come and go. */
class Watch
{
public:
	using State = Owned<cseal_device_watch, cseal_device_watch_free>;

	Watch(const Context &context, unsigned kinds);
	int fd() const;
	void dispatch();
	/* Then change() and device() say what and which. */
	bool next();
	int change() const { return change_; }
	Device device() const { return device_; }
	void close() { state_->close(); }

private:
	std::shared_ptr<State> state_;
	int change_ = 0;
	Device device_ = { 0, 0, false, "", "", "" };
};

} /* namespace shim */

#endif
