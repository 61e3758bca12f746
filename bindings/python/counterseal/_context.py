# SPDX-License-Identifier: Apache-2.0
"""One installation of modules, its configuration, its log, its devices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from . import shim
from ._handle import Cancel, Handle, PathLike, items, ms, native
from ._polled import Polled
from ._values import DeviceChange, DeviceState, Kind, LogLevel

LogFunction = Callable[[LogLevel, str, str], object]


@dataclass(frozen=True)
class Device:
    """A reader, camera, pad or signer, as it was when it was asked.

    kind: what it is.  state: whether it can be used now.  uri is what other
    calls take; title is for people; module is the id of the module that serves
    it.  One that is_virtual plays a script.
    """

    kind: Kind
    state: DeviceState
    is_virtual: bool
    uri: str
    title: str
    module: str


@dataclass(frozen=True)
class DeviceEvent:
    """A device came, went, or changed its state or title.

    change: which of them; device: as it is now.
    """

    change: DeviceChange
    device: Device


@dataclass(frozen=True)
class Finding:
    """One finding of the doctor.

    is_problem: something is not as it should be; False: for information.
    about: the id of a module, or "core".  text: a sentence.  cure: what to do,
    or None if there is none to give.
    """

    is_problem: bool
    about: str
    text: str
    cure: str | None


def _device(found: Any) -> Device:
    return Device(
        Kind(found.kind),
        DeviceState(found.state),
        found.is_virtual,
        found.uri,
        found.title,
        found.module,
    )


def _bits(kinds: Iterable[Kind]) -> int:
    bits = 0
    for kind in kinds:
        bits |= 1 << Kind(kind)
    return bits


class _Log(shim.LogSink):
    """A log of the shim's that is a function."""

    def __init__(self, function: LogFunction) -> None:
        super().__init__()
        self._function = function

    def log(self, level: int, origin: str, text: str) -> None:
        self._function(LogLevel(level), origin, text)


class Context(Handle):
    """Reads the configuration; loads no module yet.

    system_config: the system's configuration file instead of the installed
        one, whose folder conf.d/ beside it is read, too; may be missing.
    user_config: one more file, which overrides it; must exist.
    module_dir: folder of the modules instead of the installed one.
    log: called with (LogLevel, origin, text), by the thread that logs, for
        lines up to log_level.  Must not call back into the library.  Lines
        hold no PIN, no personal data and no captured bytes.  What it raises
        goes to sys.unraisablehook.

    Paths are absolute.  Raises Setup (SETUP_CONFIG, SETUP_FILE).
    """

    __slots__ = ("_log",)

    def __init__(
        self,
        *,
        system_config: PathLike | None = None,
        user_config: PathLike | None = None,
        module_dir: PathLike | None = None,
        log: LogFunction | None = None,
        log_level: LogLevel = LogLevel.WARNING,
    ) -> None:
        options = shim.ContextOptions()
        options.system_config(system_config)
        options.user_config(user_config)
        options.module_dir(module_dir)
        self._log = None if log is None else _Log(log)
        if self._log is not None:
            options.log(self._log, log_level)
        super().__init__(shim.Context(options))

    def load_module(self, path: PathLike) -> None:
        """Loads one more module from an absolute path.

        It takes precedence over an installed one of the same id.  Raises
        Setup (SETUP_MODULE_UNFIT), Fault (FAULT_APPLICATION: not absolute).
        """
        self._shim.load_module(path)

    def setting(self, section: str, key: str) -> str | None:
        """The configured value of a key in a [section], or None."""
        value: str | None = self._shim.setting(section, key)
        return value

    def devices(
        self,
        *kinds: Kind,
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> list[Device]:
        """What is there, and what is configured.

        Without kinds: readers, cameras, pads and signers.  Takes as long as
        the slowest module, at most `timeout` seconds.  A module that fails is
        logged and left out.
        """
        found = self._shim.devices(_bits(kinds), ms(timeout), native(cancel))
        return [_device(device) for device in items(found)]

    def watch(self, *kinds: Kind) -> DeviceWatch:
        """Devices that come and go, of these kinds; without kinds: readers,
        cameras, pads and signers."""
        return DeviceWatch(self, *kinds)

    def doctor(self) -> list[Finding]:
        """Why something is not there: asks the core and every module."""
        return [
            Finding(found.is_problem, found.about, found.text, found.cure)
            for found in items(self._shim.doctor())
        ]


class DeviceWatch(Polled[DeviceEvent]):
    """Devices that come and go; what is there at the start arrives first.

    Three ways to use it: `for event in watch` waits for each; `async for
    event in watch` does so in an event loop of asyncio; and for any other
    loop fileno() is to be polled for reading, and pending() called when it is
    readable.  The first two end when the watch is closed.
    """

    __slots__ = ("_context",)

    def __init__(self, context: Context, *kinds: Kind) -> None:
        super().__init__(shim.Watch(native(context), _bits(kinds)))
        self._context = context

    def _event(self) -> DeviceEvent:
        return DeviceEvent(
            DeviceChange(self._shim.change()), _device(self._shim.device())
        )
