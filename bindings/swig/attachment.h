/* SPDX-License-Identifier: Apache-2.0 */
/* attachment.h -- files inside a document. */
#ifndef SHIM_ATTACHMENT_H
#define SHIM_ATTACHMENT_H

#include "bytes.h"

#include <counterseal/attachment.h>

namespace shim
{

/* One to be attached. */
class Attachment
{
public:
	Attachment(const char *name, const Bytes &data)
	    : name_(name), data_(data)
	{
	}
	void description(const char *text) { description_ = Text(text); }
	void type(const char *mime) { type_ = Text(mime); }
	void relation(int relation) { relation_ = relation; }
	void time(int64_t seconds) { time_ = seconds; }
	/* What it points to lives as long as this. */
	struct cseal_attachment to_c() const;

private:
	Text name_, description_, type_;
	Bytes data_;
	int relation_ = CSEAL_RELATION_UNSPECIFIED;
	int64_t time_ = 0;
};

class Attachments
{
public:
	void add(const Attachment &attachment) { items_.push_back(attachment); }

private:
	friend class Document;

	std::vector<Attachment> items_;
};

/* One that is there, as the document says it. */
struct Attached {
	Text name, description, type;
	int relation;
};

} /* namespace shim */

#endif
