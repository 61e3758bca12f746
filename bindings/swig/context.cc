/* SPDX-License-Identifier: Apache-2.0 */
/* context.cc -- one installation of modules, its log, and its devices. */
#include "context.h"

#include <cxxabi.h>

namespace shim
{

namespace
{

/* Nothing that is thrown may reach C. */
void
log_line(
    void *user, cseal_log_level level, const char *origin, const char *text)
{
	auto *port = static_cast<LogSink::Port *>(user);
	Visit visit;

	if (visit.is_refused())
		return;
	try {
		port->call([&](LogSink &sink) {
			sink.log(level, or_empty(origin), or_empty(text));
		});
	} catch (Thrown &thrown) {
		thrown.report();
	} catch (abi::__forced_unwind &) {
		throw; /* the thread is ending */
	} catch (...) {
		/* no memory for the line */
	}
}

Device
copy(const struct cseal_device &device)
{
	return { device.kind, device.state, device.is_virtual,
		or_empty(device.uri), or_empty(device.title),
		or_empty(device.module) };
}

struct Findings {
	List<Finding> list;
	bool is_short = false;
};

void
add_finding(void *user, const struct cseal_finding *finding)
{
	auto *findings = static_cast<Findings *>(user);

	try {
		findings->list.add(
		    { finding->is_problem, or_empty(finding->about),
			or_empty(finding->text), Text(finding->cure) });
	} catch (abi::__forced_unwind &) {
		throw; /* the thread is ending */
	} catch (...) {
		findings->is_short = true;
	}
}

} /* namespace */

Context::Context(const ContextOptions &options) : port_(options.port_)
{
	struct cseal_context_options given = {};
	cseal_context *context = nullptr;
	Operation call;

	given.size = sizeof(given);
	given.system_config = options.system_config_.c_str();
	given.user_config = options.user_config_.c_str();
	given.module_dir = options.module_dir_.c_str();
	given.log_level = static_cast<cseal_log_level>(options.level_);
	if (options.level_ != CSEAL_LOG_NONE) {
		given.log = log_line;
		given.log_user = port_.get();
	}
	call.begin();
	call.end(cseal_context_new(&given, &context, call.error()));
	state_ = std::make_shared<State>("context", context, port_, true);
}

void
Context::load_module(const char *path)
{
	Operation call;

	call.use(state_);
	call.begin();
	call.end(cseal_context_load_module(get(), path, call.error()));
}

Text
Context::setting(const char *section, const char *key) const
{
	Operation call;

	call.use(state_);
	call.begin();
	return Text(cseal_context_setting(get(), section, key));
}

List<Device>
Context::devices(unsigned kinds, int timeout_ms, const Cancel *cancel) const
{
	Operation call(timeout_ms, cancel);
	cseal_device_list *list = nullptr;
	List<Device> devices;

	call.use(state_);
	call.begin_blocking();
	call.end(cseal_device_list_new(
	    get(), kinds, call.left_ms(), call.cancel(), &list, call.error()));
	std::unique_ptr<cseal_device_list, void (*)(cseal_device_list *)> owner(
	    list, cseal_device_list_free);
	for (size_t i = 0; i < cseal_device_list_count(list); i++)
		devices.add(copy(*cseal_device_list_at(list, i)));
	return devices;
}

List<Finding>
Context::doctor() const
{
	Findings findings;
	Operation call;

	call.use(state_);
	call.begin();
	call.end(
	    cseal_device_doctor(get(), add_finding, &findings, call.error()));
	if (findings.is_short)
		throw std::bad_alloc();
	return findings.list;
}

/* ---- watching ------------------------------------------------------------ */

Watch::Watch(const Context &context, unsigned kinds)
{
	cseal_device_watch *watch = nullptr;
	Operation call;

	call.use(context.state());
	call.begin();
	call.end(
	    cseal_device_watch_new(context.get(), kinds, &watch, call.error()));
	state_ = std::make_shared<State>("watch", watch, context.port());
}

int
Watch::fd() const
{
	Operation call;

	call.use(state_);
	call.begin();
	return cseal_device_watch_fd(state_->get());
}

void
Watch::dispatch()
{
	Operation call;

	call.use(state_);
	call.begin();
	call.end(cseal_device_watch_dispatch(state_->get(), call.error()));
}

bool
Watch::next()
{
	const struct cseal_device *device = nullptr;
	cseal_device_change change;
	Operation call;

	call.use(state_);
	call.begin();
	if (!cseal_device_watch_next(state_->get(), &change, &device))
		return false;
	change_ = change;
	device_ = copy(*device);
	return true;
}

} /* namespace shim */
