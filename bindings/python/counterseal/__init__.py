# SPDX-License-Identifier: Apache-2.0
"""Counterseal: paperless signing at the counter of a business hall.

    import counterseal

    with counterseal.Context() as context, \\
            counterseal.Document.open("order.pdf") as document, \\
            counterseal.Signer.open(context, "file:/path/hall.pem") as signer:
        document.seal(signer, counterseal.Seal(reason="Contract"))
        document.save("sealed.pdf")

One class for each noun of the C library, whose headers are the reference.
Timeouts are seconds, None is no limit; lengths are micrometres, as names say.
Calls that block let other threads run, and Ctrl-C ends them.  Any thread may
use, cancel or close an object.  What fails raises Error: one class for each
class of status, which says who can make the next attempt succeed.
"""

import atexit as _atexit

from . import shim as _native
from ._asyncio import run
from ._attachment import Attached, Attachment
from ._context import Context, Device, DeviceEvent, DeviceWatch, Finding
from ._document import Document, PageSize
from ._errors import Again, Counter, Error, Fault, Refused, Setup, Stopped
from ._escrow import Escrow
from ._handle import Cancel
from ._identity import Identity, Picture
from ._ink import Ink, InkAccount, InkSample
from ._look import LAST_PAGE, Look, Place, Stamp
from ._pending import Pending
from ._photo import Photo, PhotoLikeness, PhotoQuality
from ._preview import InkEvent, InkPreview, PhotoEvent, PhotoPreview
from ._report import Report, ReportFinding, Signature
from ._seal import Mark, Reached, Seal, Straddle
from ._signer import PinRequest, Signer
from ._values import (
    Allow,
    ContactPart,
    DeviceChange,
    DeviceState,
    Digest,
    Edge,
    Form,
    IdentityField,
    IdentityQuestion,
    InkLink,
    InkNews,
    InkTally,
    Kind,
    Level,
    Lock,
    LogLevel,
    PhotoFlaw,
    PhotoNews,
    PictureForm,
    Relation,
    Scheme,
    Sides,
    Status,
    Verdict,
)


# What others still do when the program ends is ended, and waited for.
_END_MS = 5000
_atexit.register(_native.end_program, _END_MS)


def version() -> str:
    """The version of the library that is running, such as "0.1.0"."""
    text: str = _native.version()
    return text


__version__: str = version()

__all__ = [
    "Again",
    "Allow",
    "Attached",
    "Attachment",
    "Cancel",
    "ContactPart",
    "Context",
    "Counter",
    "Device",
    "DeviceChange",
    "DeviceEvent",
    "DeviceState",
    "DeviceWatch",
    "Digest",
    "Document",
    "Edge",
    "Error",
    "Escrow",
    "Fault",
    "Finding",
    "Form",
    "Identity",
    "IdentityField",
    "IdentityQuestion",
    "Ink",
    "InkAccount",
    "InkEvent",
    "InkLink",
    "InkNews",
    "InkPreview",
    "InkSample",
    "InkTally",
    "Kind",
    "LAST_PAGE",
    "Level",
    "Lock",
    "LogLevel",
    "Look",
    "Mark",
    "PageSize",
    "Pending",
    "Photo",
    "PhotoEvent",
    "PhotoFlaw",
    "PhotoLikeness",
    "PhotoNews",
    "PhotoPreview",
    "PhotoQuality",
    "Picture",
    "PictureForm",
    "PinRequest",
    "Place",
    "Reached",
    "Refused",
    "Relation",
    "Report",
    "ReportFinding",
    "Scheme",
    "Seal",
    "Setup",
    "Sides",
    "Signature",
    "Signer",
    "Stamp",
    "Status",
    "Stopped",
    "Straddle",
    "Verdict",
    "run",
    "version",
]

# Where they are found, for messages and for pickle.
for _name in __all__:
    if hasattr(globals()[_name], "__module__"):
        globals()[_name].__module__ = __name__
del _name
