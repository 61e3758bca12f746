/* SPDX-License-Identifier: Apache-2.0 */
/* ink.h -- one handwritten signature. */
#ifndef SHIM_INK_H
#define SHIM_INK_H

#include "escrow.h"
#include "signer.h"

#include <counterseal/ink.h>

namespace shim
{

/* As struct cseal_ink_account has it. */
struct InkAccount {
	std::string device, cipher;
	int link, tally;
	uint64_t counted, received, lost, gaps, pad_us, host_us;
	std::string module;
	int64_t began_ms, ended_ms;
};

/* The key of an escrow, and who is asked for its pass phrase. */
class InkKey
{
public:
	InkKey() : port_(std::make_shared<PinSource::Port>()) {}
	void bytes(const Bytes &key) { bytes_ = key; }
	void title(const char *title) { title_ = Text(title); }
	void pin(PinSource *source)
	{
		source->join(port_);
		has_pin_ = true;
	}

private:
	friend class Ink;

	Bytes bytes_;
	Text title_;
	std::shared_ptr<PinSource::Port> port_;
	bool has_pin_ = false;
};

class Ink
{
public:
	using State = Owned<cseal_ink, cseal_ink_free>;

	static Ink *capture(const Context &context, const char *uri,
	    const char *prompt, uint32_t least_um, int timeout_ms,
	    const Cancel *cancel);
	static Ink *from_iso19794_7(const Bytes &record);
	static Ink *open(const Bytes &sealed, const InkKey &key);
	Held iso19794_7();
	Held inkml();
	Held draw(const char *format);
	/* struct cseal_ink_sample, one after another. */
	Held samples() const;
	/* One, or none of ink that was read from a record. */
	List<InkAccount> account() const;
	Text json();
	void bind(const Bytes &document);
	void check_document(const Bytes &document) const;
	Held seal(const Escrow &escrow);
	size_t count() const;
	uint32_t duration_us() const;
	size_t stroke_count() const;
	bool is_locked() const;
	bool is_virtual() const;
	void mark_virtual();
	void close() { state_->close(); }

	const std::shared_ptr<State> &state() const { return state_; }

private:
	friend class InkPreview;

	explicit Ink(cseal_ink *take_ink)
	    : state_(std::make_shared<State>("ink", take_ink))
	{
	}

	std::shared_ptr<State> state_;
};

} /* namespace shim */

#endif
