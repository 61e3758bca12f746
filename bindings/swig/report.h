/* SPDX-License-Identifier: Apache-2.0 */
/* report.h -- the verdict on a document. */
#ifndef SHIM_REPORT_H
#define SHIM_REPORT_H

#include "document.h"
#include "identity.h"

#include <counterseal/report.h>

namespace shim
{

class ReportOptions
{
public:
	void add_trust(const char *path) { trust_.add(path); }
	void time(int64_t seconds) { time_ = seconds; }
	void add_revocation(const char *path) { revocation_.add(path); }
	void require_revocation(bool is_so) { require_revocation_ = is_so; }
	/* For trusted lists. */
	void context(const Context &context) { context_ = context.state(); }
	void add_trusted_list(const char *path) { lists_.add(path); }
	void add_trusted_list_signer(const char *path) { signers_.add(path); }

private:
	friend class Report;

	Texts trust_, revocation_, lists_, signers_;
	int64_t time_ = 0;
	bool require_revocation_ = false;
	std::shared_ptr<Context::State> context_;
};

/* As struct cseal_report_signature has them. */
struct Signature {
	std::string field, kind;
	Text subfilter;
	std::string level;
	uint32_t revision, revisions;
	bool covers_file;
	std::string integrity, trust, changes;
	Text subject, issuer, serial, not_before, not_after, time, time_source;
	bool is_virtual;
	std::string verdict;
	List<std::string> reasons;
};

struct ReportFinding {
	unsigned depth;
	std::string check, outcome, sentence;
};

class Report
{
public:
	using State = Owned<cseal_report, cseal_report_free>;

	/* Judges it. */
	Report(const Document &document, const ReportOptions &options);
	Text verdict() const;
	List<Signature> signatures() const;
	List<std::string> problems() const;
	List<ReportFinding> findings() const;
	Text json(const char *file);
	void close() { state_->close(); }

private:
	std::shared_ptr<State> state_;
};

} /* namespace shim */

#endif
