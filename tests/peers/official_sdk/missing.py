"""Which fields of the official SDK's models an answer leaves out."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

_OF_THE_GENERATOR = ("actual_instance", "discriminator_value_class_map", "one_of_schemas", "oneof_", "additional_")


def missing(answer: Any, path: str = "") -> set[str]:
    """The last two names of the path of every field that is None somewhere in an answer."""
    if isinstance(answer, list):
        return {name for element in answer for name in missing(element, path)}
    if not isinstance(answer, BaseModel):
        return set()
    chosen = getattr(answer, "actual_instance", None)
    if chosen is not None:
        return missing(chosen, path)
    found: set[str] = set()
    for name, field in type(answer).model_fields.items():
        if name.startswith(_OF_THE_GENERATOR):
            continue
        value, wire = getattr(answer, name), field.alias or name
        full = f"{path}.{wire}" if path else wire
        found |= {".".join(full.split(".")[-2:])} if value is None else missing(value, wire)
    return found
