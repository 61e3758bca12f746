# SPDX-License-Identifier: Apache-2.0
"""Enumerations: the same values as in the C headers."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from . import shim


class Status(IntEnum):
    """What a call came to.  The hundreds are the class.

    A value that is newer than this module is a member, too, with the name
    that the library has for it.
    """

    OK = shim.OK
    AGAIN_INK_TOO_SHORT = shim.AGAIN_INK_TOO_SHORT
    AGAIN_NO_CARD = shim.AGAIN_NO_CARD
    AGAIN_CARD_LIFTED = shim.AGAIN_CARD_LIFTED
    AGAIN_PIN_WRONG = shim.AGAIN_PIN_WRONG
    AGAIN_PHOTO_UNUSABLE = shim.AGAIN_PHOTO_UNUSABLE
    AGAIN_PASSWORD_WRONG = shim.AGAIN_PASSWORD_WRONG
    STOPPED_CANCELLED = shim.STOPPED_CANCELLED
    STOPPED_TIMEOUT = shim.STOPPED_TIMEOUT
    STOPPED_DECLINED = shim.STOPPED_DECLINED
    COUNTER_NO_DEVICE = shim.COUNTER_NO_DEVICE
    COUNTER_DEVICE_BUSY = shim.COUNTER_DEVICE_BUSY
    COUNTER_DEVICE_GONE = shim.COUNTER_DEVICE_GONE
    COUNTER_DEVICE_FAILED = shim.COUNTER_DEVICE_FAILED
    COUNTER_PIN_NEEDED = shim.COUNTER_PIN_NEEDED
    COUNTER_PIN_LOCKED = shim.COUNTER_PIN_LOCKED
    COUNTER_CARD_UNREADABLE = shim.COUNTER_CARD_UNREADABLE
    COUNTER_PASSWORD_NEEDED = shim.COUNTER_PASSWORD_NEEDED
    SETUP_NO_MODULE = shim.SETUP_NO_MODULE
    SETUP_MODULE_UNFIT = shim.SETUP_MODULE_UNFIT
    SETUP_CONFIG = shim.SETUP_CONFIG
    SETUP_PERMISSION = shim.SETUP_PERMISSION
    SETUP_NO_KEY = shim.SETUP_NO_KEY
    SETUP_KEY_UNSUPPORTED = shim.SETUP_KEY_UNSUPPORTED
    SETUP_FILE = shim.SETUP_FILE
    SETUP_DISK_FULL = shim.SETUP_DISK_FULL
    SETUP_NO_FONT = shim.SETUP_NO_FONT
    SETUP_TRUST = shim.SETUP_TRUST
    REFUSED_CERT_EXPIRED = shim.REFUSED_CERT_EXPIRED
    REFUSED_CERT_NOT_YET_VALID = shim.REFUSED_CERT_NOT_YET_VALID
    REFUSED_CERT_USAGE = shim.REFUSED_CERT_USAGE
    REFUSED_KEY_MISMATCH = shim.REFUSED_KEY_MISMATCH
    REFUSED_NOT_A_PDF = shim.REFUSED_NOT_A_PDF
    REFUSED_DAMAGED = shim.REFUSED_DAMAGED
    REFUSED_ENCRYPTED = shim.REFUSED_ENCRYPTED
    REFUSED_FORBIDDEN = shim.REFUSED_FORBIDDEN
    REFUSED_FIELD = shim.REFUSED_FIELD
    REFUSED_PLACE = shim.REFUSED_PLACE
    REFUSED_INPUT = shim.REFUSED_INPUT
    REFUSED_LIMIT = shim.REFUSED_LIMIT
    REFUSED_UNSUPPORTED = shim.REFUSED_UNSUPPORTED
    REFUSED_CERT_REVOKED = shim.REFUSED_CERT_REVOKED
    FAULT_MODULE = shim.FAULT_MODULE
    FAULT_MEMORY = shim.FAULT_MEMORY
    FAULT_APPLICATION = shim.FAULT_APPLICATION
    FAULT_INTERNAL = shim.FAULT_INTERNAL
    FAULT_CRYPTO = shim.FAULT_CRYPTO
    FAULT_DEVICE = shim.FAULT_DEVICE
    FAULT_REMOTE = shim.FAULT_REMOTE

    @classmethod
    def _missing_(cls, value: object) -> Status | None:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = shim.status_name(value)
        member._value_ = value
        return member


class _Worded(IntEnum):
    """Values that the library has words for, in JSON and in its tool."""

    @property
    def word(self) -> str:
        """Such as "reader"; in English, stable, and for programs."""
        return _WORDS[type(self)](self) or self.name.lower()


class LogLevel(IntEnum):
    """How much of the log; the first three say whom to call."""

    NONE = shim.LOG_NONE
    BUG_APP = shim.LOG_BUG_APP
    BUG_MODULE = shim.LOG_BUG_MODULE
    BUG_DEVICE = shim.LOG_BUG_DEVICE
    WARNING = shim.LOG_WARNING
    INFO = shim.LOG_INFO
    DEBUG = shim.LOG_DEBUG


class Kind(_Worded):
    """Kinds of modules; only the first four have devices."""

    READER = shim.KIND_READER
    CAMERA = shim.KIND_CAMERA
    PAD = shim.KIND_PAD
    SIGNER = shim.KIND_SIGNER
    FETCH = shim.KIND_FETCH
    TYPESET = shim.KIND_TYPESET
    REPAIR = shim.KIND_REPAIR
    SYMBOL = shim.KIND_SYMBOL
    TRUSTLIST = shim.KIND_TRUSTLIST
    GAUGE = shim.KIND_GAUGE
    MATCHER = shim.KIND_MATCHER
    PICTURE = shim.KIND_PICTURE


class DeviceState(_Worded):
    """What a device is found in."""

    READY = shim.DEVICE_READY
    BUSY = shim.DEVICE_BUSY
    LOCKED = shim.DEVICE_LOCKED
    DENIED = shim.DEVICE_DENIED
    ABSENT = shim.DEVICE_ABSENT


class DeviceChange(IntEnum):
    """What happened to a device."""

    ARRIVED = shim.DEVICE_ARRIVED
    LEFT = shim.DEVICE_LEFT
    CHANGED = shim.DEVICE_CHANGED


class IdentityField(_Worded):
    """Texts of an identity document; see cseal_identity_field in C."""

    DOCUMENT_TYPE = shim.IDENTITY_DOCUMENT_TYPE
    NAME = shim.IDENTITY_NAME
    NAME_LATIN = shim.IDENTITY_NAME_LATIN
    SEX = shim.IDENTITY_SEX
    NATION = shim.IDENTITY_NATION
    NATIONALITY = shim.IDENTITY_NATIONALITY
    BIRTH_DATE = shim.IDENTITY_BIRTH_DATE
    ADDRESS = shim.IDENTITY_ADDRESS
    ADDRESS_NEW = shim.IDENTITY_ADDRESS_NEW
    NUMBER = shim.IDENTITY_NUMBER
    NUMBER_OLD = shim.IDENTITY_NUMBER_OLD
    AUTHORITY = shim.IDENTITY_AUTHORITY
    VALID_FROM = shim.IDENTITY_VALID_FROM
    VALID_TO = shim.IDENTITY_VALID_TO
    PERMIT_NUMBER = shim.IDENTITY_PERMIT_NUMBER
    ISSUE_COUNT = shim.IDENTITY_ISSUE_COUNT
    READER_ID = shim.IDENTITY_READER_ID
    ISSUING_STATE = shim.IDENTITY_ISSUING_STATE
    PERSONAL_NUMBER = shim.IDENTITY_PERSONAL_NUMBER
    BIRTH_PLACE = shim.IDENTITY_BIRTH_PLACE


class ContactPart(_Worded):
    """Of a person whom the holder wants to be notified."""

    NAME = shim.CONTACT_NAME
    PHONE = shim.CONTACT_PHONE
    ADDRESS = shim.CONTACT_ADDRESS
    RECORDED = shim.CONTACT_RECORDED


class PictureForm(IntEnum):
    """Forms that everything shows."""

    PNG = shim.PICTURE_PNG
    JPEG = shim.PICTURE_JPEG


class Verdict(_Worded):
    """The answer to a question about an identity document."""

    UNKNOWN = shim.VERDICT_UNKNOWN
    YES = shim.VERDICT_YES
    NO = shim.VERDICT_NO


class IdentityQuestion(IntEnum):
    """Three separate questions; none stands for another."""

    DATA_SIGNED = shim.IDENTITY_DATA_SIGNED
    CHIP_GENUINE = shim.IDENTITY_CHIP_GENUINE
    MATCHES_PRINT = shim.IDENTITY_MATCHES_PRINT


class PhotoNews(IntEnum):
    """What a preview of a camera tells."""

    FRAME = shim.PHOTO_NEWS_FRAME
    OVER = shim.PHOTO_NEWS_OVER


class PhotoFlaw(_Worded):
    """What is wrong with a photo that somebody at the counter can put right."""

    TOO_SMALL = shim.PHOTO_TOO_SMALL
    TOO_DARK = shim.PHOTO_TOO_DARK
    TOO_BRIGHT = shim.PHOTO_TOO_BRIGHT
    FLAT = shim.PHOTO_FLAT
    BLURRED = shim.PHOTO_BLURRED

    @property
    def text(self) -> str:
        """A sentence that says what to do."""
        return shim.photo_flaw_text(self) or self.word


class InkLink(_Worded):
    """How what the pen did came from the pad to the computer."""

    UNKNOWN = shim.INK_LINK_UNKNOWN
    CLEAR = shim.INK_LINK_CLEAR
    WEAK = shim.INK_LINK_WEAK
    STRONG = shim.INK_LINK_STRONG


class InkNews(IntEnum):
    """What a preview of ink tells."""

    SAMPLES = shim.INK_NEWS_SAMPLES
    CLEARED = shim.INK_NEWS_CLEARED
    OVER = shim.INK_NEWS_OVER


class InkTally(_Worded):
    """What would have shown that samples were lost on the way."""

    NONE = shim.INK_TALLY_NONE
    QUEUE = shim.INK_TALLY_QUEUE
    CLOCK = shim.INK_TALLY_CLOCK
    COUNT = shim.INK_TALLY_COUNT


class Digest(IntEnum):
    """DEFAULT is by the key: SHA-256, SHA-384, SHA-512 or SM3."""

    DEFAULT = shim.DIGEST_DEFAULT
    SHA256 = shim.DIGEST_SHA256
    SHA384 = shim.DIGEST_SHA384
    SHA512 = shim.DIGEST_SHA512
    SM3 = shim.DIGEST_SM3


class Relation(IntEnum):
    """What a file is to the document that it is in (ISO 32000-2, Table 43):
    what the document was made from, data of what is shown, the same in another
    form, more than is shown."""

    UNSPECIFIED = shim.RELATION_UNSPECIFIED
    SOURCE = shim.RELATION_SOURCE
    DATA = shim.RELATION_DATA
    ALTERNATIVE = shim.RELATION_ALTERNATIVE
    SUPPLEMENT = shim.RELATION_SUPPLEMENT


class Scheme(IntEnum):
    """How the key signs; DEFAULT is RSA_PKCS1, ECDSA or SM2 by the key."""

    DEFAULT = shim.SCHEME_DEFAULT
    RSA_PKCS1 = shim.SCHEME_RSA_PKCS1
    RSA_PSS = shim.SCHEME_RSA_PSS
    ECDSA = shim.SCHEME_ECDSA
    SM2 = shim.SCHEME_SM2


class Level(_Worded):
    """How long a signature can be proven (ETSI EN 319 142-1, 6)."""

    B = shim.LEVEL_B
    T = shim.LEVEL_T
    LT = shim.LEVEL_LT
    LTA = shim.LEVEL_LTA


class Edge(IntEnum):
    """An edge of the page as shown."""

    RIGHT = shim.EDGE_RIGHT
    LEFT = shim.EDGE_LEFT
    TOP = shim.EDGE_TOP
    BOTTOM = shim.EDGE_BOTTOM


class Sides(IntEnum):
    """Printed on both sides, only every other page has the edge in front."""

    ALL = shim.SIDES_ALL
    ODD = shim.SIDES_ODD
    EVEN = shim.SIDES_EVEN


class Allow(IntEnum):
    """What may change in the document afterwards."""

    UNSAID = shim.ALLOW_UNSAID
    NONE = shim.ALLOW_NONE
    FORMS = shim.ALLOW_FORMS
    ANNOTATIONS = shim.ALLOW_ANNOTATIONS


class Lock(IntEnum):
    """Which fields must not change any more once this one is signed."""

    NONE = shim.LOCK_NONE
    ALL = shim.LOCK_ALL
    INCLUDE = shim.LOCK_INCLUDE
    EXCLUDE = shim.LOCK_EXCLUDE


class Form(IntEnum):
    """Names and object identifiers of the signature."""

    PADES = shim.FORM_PADES
    GM = shim.FORM_GM


_WORDS: dict[type[_Worded], Callable[[int], str | None]] = {
    Kind: shim.kind_name,
    DeviceState: shim.device_state_name,
    IdentityField: shim.identity_field_name,
    ContactPart: shim.identity_contact_part_name,
    Verdict: shim.verdict_name,
    PhotoFlaw: shim.photo_flaw_name,
    InkLink: shim.ink_link_name,
    InkTally: shim.ink_tally_name,
    Level: shim.level_name,
}
