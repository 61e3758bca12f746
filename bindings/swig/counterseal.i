/* SPDX-License-Identifier: Apache-2.0 */
/* counterseal.i -- what every language wraps.
 *
 * Not the C API itself, but the classes of this folder, which are its thin
 * image: objects that any thread may use and close, exceptions, and callbacks
 * through which nothing is thrown.  Constants come from the C headers.
 *
 * A language's own file sets the module's name, says with %exception what
 * becomes of shim::Failure and shim::Thrown, has typemaps for
 *
 *	const shim::Bytes &	bytes that come in, where they are
 *	shim::Held		bytes to copy; NULL data: there are none
 *	shim::View *		bytes to look at
 *	shim::Text, shim::Text *
 *				a text that may not be there
 *	const char *		a text, or nothing
 *	const char *path	the name of a file, or nothing
 *
 * and then includes this one. */

%{
#include "names.h"
#include "preview.h"
#include "report.h"
%}

%include <stdint.i>
%include <std_string.i>

/* ---- constants ------------------------------------------------------------ */

/* Of the C headers, nothing else is wrapped. */
%rename("$ignore", regextarget=1, %$isfunction) "^cseal_";
%rename("$ignore", regextarget=1, %$isclass) "^cseal_";
%rename("%(strip:[CSEAL_])s", regextarget=1, %$isenumitem) "^CSEAL_";
%rename("%(strip:[CSEAL_])s", regextarget=1, %$isconstant) "^CSEAL_";
%ignore CSEAL_API;
%ignore CSEAL_API_DATA;
%ignore CSEAL_PAGE_LAST;
%ignore CSEAL_PRINTF;

%include <counterseal/types.h>
%include <counterseal/status.h>
%include <counterseal/context.h>
%include <counterseal/device.h>
%include <counterseal/identity.h>
%include <counterseal/ink.h>
%include <counterseal/photo.h>
%include <counterseal/preview.h>
%include <counterseal/signer.h>
%include <counterseal/document.h>
%include <counterseal/level.h>
%include <counterseal/mark.h>
%include <counterseal/seal.h>
%include <counterseal/pending.h>
%include <counterseal/report.h>
%include <counterseal/attachment.h>

/* ---- classes -------------------------------------------------------------- */

/* Of the typemaps. */
namespace shim
{
struct Bytes;
struct Held;
struct Text;
class View;
} /* namespace shim */

%ignore *::state() const;
%ignore *::get;
%ignore *::port;
%ignore *::use_in;
%ignore *::to_c;
%ignore shim::to_c;
%ignore shim::from_c;
%ignore shim::ask_pin;
%ignore shim::Pending::Pending;
%ignore shim::Scratch;
%ignore shim::Stamp;
%ignore shim::Goal;
%ignore shim::Secret::Secret;
%ignore shim::List::add;
%ignore shim::Reached::Reached;

/* What was copied out of C is only read. */
%immutable;

%feature("director") shim::LogSink;
%feature("director") shim::PinSource;

%newobject shim::Identity::read;
%newobject shim::Identity::from_json;
%newobject shim::Photo::take;
%newobject shim::Photo::from_bytes;
%newobject shim::Ink::capture;
%newobject shim::Ink::from_iso19794_7;
%newobject shim::Ink::open;
%newobject shim::InkPreview::take;
%newobject shim::PhotoPreview::take;
%newobject shim::Signer::open;
%newobject shim::Document::open_file;
%newobject shim::Document::open_mem;
%newobject shim::Document::prepare;
%newobject shim::Pending::from_state;

%include "list.h"
%template(StringList) shim::List<std::string>;
%include "names.h"
%include "cancel.h"
%include "context.h"
%template(DeviceList) shim::List<shim::Device>;
%template(FindingList) shim::List<shim::Finding>;
%include "identity.h"
%include "photo.h"
%include "signer.h"
%include "escrow.h"
%include "ink.h"
%template(InkAccountList) shim::List<shim::InkAccount>;
%include "preview.h"
%include "look.h"
/* Wishes are only written down: for that no other thread need run.  (Of
 * Python; elsewhere it means nothing.) */
%feature("nothread");
%include "seal.h"
%feature("nothread", "0");
%template(ReachedList) shim::List<shim::Reached>;
%include "pending.h"
%include "attachment.h"
%template(AttachedList) shim::List<shim::Attached>;
%include "document.h"
%include "report.h"
%template(SignatureList) shim::List<shim::Signature>;
%template(ReportFindingList) shim::List<shim::ReportFinding>;
