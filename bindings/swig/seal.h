/* SPDX-License-Identifier: Apache-2.0 */
/* seal.h -- what is put on a document, and what came of it. */
#ifndef SHIM_SEAL_H
#define SHIM_SEAL_H

#include "look.h"
#include "signer.h"

#include <counterseal/seal.h>

namespace shim
{

class Mark
{
public:
	void place(const Place &place) { place_ = place; }
	void last_page(uint32_t page) { last_page_ = page; }
	void sides(int sides) { sides_ = sides; }
	void look(const Look &look) { look_ = std::make_shared<Look>(look); }

private:
	friend class Seal;

	Place place_ = { 1, 0, 0, 0, 0 };
	uint32_t last_page_ = 0;
	int sides_ = CSEAL_SIDES_ALL;
	std::shared_ptr<Look> look_;
};

class Straddle
{
public:
	void edge(int edge) { edge_ = edge; }
	void width_um(uint32_t um) { width_um_ = um; }
	void height_um(uint32_t um) { height_um_ = um; }
	void along_um(uint32_t um) { along_um_ = um; }
	void pages_most(uint32_t count) { pages_most_ = count; }
	void share_percent(uint32_t percent) { share_percent_ = percent; }
	void sides(int sides) { sides_ = sides; }
	void skip_first(uint32_t count) { skip_first_ = count; }
	void skip_last(uint32_t count) { skip_last_ = count; }
	void look(const Look &look) { look_ = std::make_shared<Look>(look); }

private:
	friend class Seal;

	int edge_ = CSEAL_EDGE_RIGHT, sides_ = CSEAL_SIDES_ALL;
	uint32_t width_um_ = 0, height_um_ = 0, along_um_ = 0, pages_most_ = 0;
	uint32_t share_percent_ = 0, skip_first_ = 0, skip_last_ = 0;
	std::shared_ptr<Look> look_;
};

/* The level to reach, and by whom. */
struct Goal {
	int level = CSEAL_LEVEL_B;
	Text tsa;
	bool lower_level_ok = false;
};

/* The level that was reached, and why it is a lower one. */
class Reached
{
public:
	Reached(cseal_level level, cseal_error *take_lowered);
	int level() const { return level_; }
	bool is_lowered() const { return lowered_ != nullptr; }
	/* Of the reason; else 0 and nothing. */
	int status() const;
	List<std::string> notes() const;

private:
	cseal_level level_;
	std::shared_ptr<Failure> lowered_;
};

class Seal
{
public:
	void field(const char *name) { field_ = Text(name); }
	/* And makes it visible. */
	void place(const Place &place);
	void visible(bool is_visible) { visible_ = is_visible; }
	void look(const Look &look) { look_ = look; }
	void reason(const char *text) { reason_ = Text(text); }
	void location(const char *text) { location_ = Text(text); }
	void contact(const char *text) { contact_ = Text(text); }
	void name(const char *text) { name_ = Text(text); }
	void digest(int digest) { digest_ = digest; }
	void scheme(int scheme) { scheme_ = scheme; }
	void time(int64_t seconds) { time_ = seconds; }
	void insecure_any_certificate(bool is_so) { any_certificate_ = is_so; }
	void certify(int allow) { certify_ = allow; }
	void legal_attestation(const char *text) { attestation_ = Text(text); }
	void lock(int lock) { lock_ = lock; }
	void add_lock_field(const char *name) { lock_fields_.add(name); }
	void lock_document(int allow) { lock_document_ = allow; }
	void level(int level) { goal_.level = level; }
	void tsa(const char *url) { goal_.tsa = Text(url); }
	void lower_level_ok(bool is_ok) { goal_.lower_level_ok = is_ok; }
	void add_mark(const Mark &mark) { marks_.push_back(mark); }
	void straddle(const Straddle &straddle);
	void form(int form) { form_ = form; }
	void filter(const char *name) { filter_ = Text(name); }
	void subfilter(const char *name) { subfilter_ = Text(name); }

	/* As in class Look; what C points to beside this is in the scratch. */
	void use_in(Operation *call) const;
	struct cseal_seal to_c(Scratch *scratch) const;

private:
	void marks_to_c(struct cseal_seal *seal, Scratch *scratch) const;
	void straddle_to_c(struct cseal_seal *seal, Scratch *scratch) const;

	Text field_, reason_, location_, contact_, name_, attestation_, filter_,
	    subfilter_;
	bool visible_ = false, any_certificate_ = false;
	Place place_ = { 1, 0, 0, 0, 0 };
	Look look_;
	int digest_ = CSEAL_DIGEST_DEFAULT, scheme_ = CSEAL_SCHEME_DEFAULT;
	int64_t time_ = 0;
	int certify_ = CSEAL_ALLOW_UNSAID, lock_ = CSEAL_LOCK_NONE;
	int lock_document_ = CSEAL_ALLOW_UNSAID, form_ = CSEAL_FORM_PADES;
	Texts lock_fields_;
	Goal goal_;
	std::vector<Mark> marks_;
	std::shared_ptr<Straddle> straddle_;
};

/* Seals, and who signs each. */
class Seals
{
public:
	void add(const Signer &signer, const Seal &seal)
	{
		items_.push_back({ signer.state(), seal });
	}

private:
	friend class Document;

	struct Item {
		std::shared_ptr<Signer::State> signer;
		Seal seal;
	};
	std::vector<Item> items_;
};

} /* namespace shim */

#endif
