/* SPDX-License-Identifier: Apache-2.0 */
/* report.cc -- the verdict on a document. */
#include "report.h"

namespace shim
{

namespace
{

Signature
copy(const struct cseal_report_signature &from)
{
	Signature to;

	to.field = or_empty(from.field);
	to.kind = or_empty(from.kind);
	to.subfilter = Text(from.subfilter);
	to.level = or_empty(from.level);
	to.revision = from.revision;
	to.revisions = from.revisions;
	to.covers_file = from.covers_file;
	to.integrity = or_empty(from.integrity);
	to.trust = or_empty(from.trust);
	to.changes = or_empty(from.changes);
	to.subject = Text(from.subject);
	to.issuer = Text(from.issuer);
	to.serial = Text(from.serial);
	to.not_before = Text(from.not_before);
	to.not_after = Text(from.not_after);
	to.time = Text(from.time);
	to.time_source = Text(from.time_source);
	to.is_virtual = from.is_virtual;
	to.verdict = or_empty(from.verdict);
	for (size_t i = 0; i < from.reason_count; i++)
		to.reasons.add(or_empty(from.reasons[i]));
	return to;
}

} /* namespace */

Report::Report(const Document &document, const ReportOptions &options)
{
	struct cseal_report_options given = {};
	cseal_report *report = nullptr;
	Operation call;

	given.size = sizeof(given);
	given.trust = options.trust_.data();
	given.trust_count = options.trust_.count();
	given.time = options.time_;
	given.revocation = options.revocation_.data();
	given.revocation_count = options.revocation_.count();
	given.require_revocation = options.require_revocation_;
	given.trusted_lists = options.lists_.data();
	given.trusted_list_count = options.lists_.count();
	given.trusted_list_signers = options.signers_.data();
	given.trusted_list_signer_count = options.signers_.count();
	call.use(document.state());
	call.use(options.context_);
	call.begin();
	given.context =
	    options.context_ != nullptr ? options.context_->get() : nullptr;
	call.end(cseal_report_new(
	    document.state()->get(), &given, &report, call.error()));
	state_ = std::make_shared<State>("report", report);
}

Text
Report::verdict() const
{
	Asking call(state_);

	return Text(cseal_report_verdict(state_->get()));
}

List<Signature>
Report::signatures() const
{
	Asking call(state_);
	List<Signature> list;

	for (size_t i = 0; i < cseal_report_count(state_->get()); i++)
		list.add(copy(*cseal_report_at(state_->get(), i)));
	return list;
}

List<std::string>
Report::problems() const
{
	Asking call(state_);
	List<std::string> list;

	for (size_t i = 0; i < cseal_report_problem_count(state_->get()); i++)
		list.add(cseal_report_problem(state_->get(), i));
	return list;
}

List<ReportFinding>
Report::findings() const
{
	Asking call(state_);
	List<ReportFinding> list;

	for (size_t i = 0; i < cseal_report_finding_count(state_->get()); i++) {
		const struct cseal_report_finding *finding =
		    cseal_report_finding_at(state_->get(), i);

		list.add({ finding->depth, or_empty(finding->check),
		    or_empty(finding->outcome), or_empty(finding->sentence) });
	}
	return list;
}

Text
Report::json(const char *file)
{
	Asking call(state_);
	const char *json = cseal_report_json(state_->get(), file);

	if (json == nullptr)
		throw std::bad_alloc();
	return Text(json);
}

} /* namespace shim */
