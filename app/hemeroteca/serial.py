"""Values of ``types`` to JSON and back, exactly: what ``to_dict`` writes is for readers and does not say its types.

The shape follows the annotations of the dataclasses. Where an annotation leaves the type open (``Value``), the JSON is
``{"type": name, "value": …}``. A field that the JSON lacks takes its default, and one that the class lacks is passed
over, so that what an older or a newer version wrote can be read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dumps(value: object, kind: Any = None) -> str:
    """``value`` as JSON, read back by ``loads(text, kind)``; ``kind`` is the value's class where it is not given."""
    return json.dumps(_encode(value, kind or type(value)), ensure_ascii=False, separators=(",", ":"))


def loads(text: str, kind: type[T]) -> T:
    """The value that ``dumps`` wrote, of the class ``kind``. Raises ValueError where it is not one."""
    try:
        value: T = _decode(json.loads(text), kind)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"not a {kind.__name__} ({error!r:.200})") from error
    return value


def _encode(value: Any, kind: Any) -> Any:
    members = _members(kind)
    if members:
        if value is None:
            return None
        if len(members) == 1:
            return _encode(value, members[0])
        return {"type": type(value).__name__, "value": _encode(value, type(value))}
    origin = get_origin(kind)
    if origin in (tuple, list):
        return [_encode(item, get_args(kind)[0]) for item in value]
    if origin in (dict, Mapping):
        return {key: _encode(item, get_args(kind)[1]) for key, item in value.items()}
    if _is_record(kind):
        return {name: _encode(getattr(value, name), hint) for name, hint in _hints(kind).items()}
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _decode(value: Any, kind: Any) -> Any:
    members = _members(kind)
    if members:
        if value is None:
            return None
        if len(members) == 1:
            return _decode(value, members[0])
        return _decode(value["value"], {member.__name__: member for member in members}[value["type"]])
    origin = get_origin(kind)
    if origin in (tuple, list):
        return origin(_decode(item, get_args(kind)[0]) for item in value)
    if origin in (dict, Mapping):
        return {key: _decode(item, get_args(kind)[1]) for key, item in value.items()}
    if _is_record(kind):
        return kind(**{name: _decode(value[name], hint) for name, hint in _hints(kind).items() if name in value})
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if issubclass(kind, StrEnum):
        return kind(value)
    # JSON knows one kind of number; 1.0 may come back as 1.
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r:.80} is no {kind.__name__}")
    return value


def _members(kind: Any) -> tuple[Any, ...]:
    """The types of a union, None left out; none where ``kind`` is not a union."""
    if get_origin(kind) not in (Union, UnionType):
        return ()
    return tuple(member for member in get_args(kind) if member is not NoneType)


def _is_record(kind: Any) -> bool:
    return is_dataclass(kind)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
