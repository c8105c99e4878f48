"""Keep the window running when a Python override of a Qt method raises.

On Python 3.11 an exception that leaves a Python override of a Qt method ends the whole
program and loses what was just typed. Every such override is therefore a `@qt_override`: the
exception goes to `sys.excepthook`, which logs it and tells the user, and Qt gets a harmless
return value. A test finds overrides that are not guarded.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast, overload

P = ParamSpec("P")
R = TypeVar("R")
_NO_DEFAULT: Any = object()


@overload
def qt_override(method: Callable[P, R], /) -> Callable[P, R]: ...


@overload
def qt_override(*, default: object) -> Callable[[Callable[P, R]], Callable[P, R]]: ...


def qt_override(
    method: Callable[P, R] | None = None, /, *, default: object = _NO_DEFAULT
) -> Callable[P, R] | Callable[[Callable[P, R]], Callable[P, R]]:
    """Stop exceptions from leaving this override of a Qt method; return `default` to Qt instead."""
    if method is not None:
        return _guard(method, default)
    return lambda wrapped: _guard(wrapped, default)


def _guard(method: Callable[P, R], default: object) -> Callable[P, R]:
    returns = method.__annotations__.get("return")
    if default is _NO_DEFAULT and returns not in (None, "None"):
        message = f"{method.__qualname__} returns something, so its guard needs a default."
        raise TypeError(message)
    harmless = None if default is _NO_DEFAULT else default

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except Exception:  # noqa: BLE001 - nothing may pass; the hook logs it and tells the user
            sys.excepthook(*cast("tuple[Any, Any, Any]", sys.exc_info()))
            return cast("R", harmless)

    return call
