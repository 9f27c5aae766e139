"""Forms made from tables of typed fields, so that a new setting needs no form of its own."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from wtforms import BooleanField, SelectField, StringField

from forum.http import forms, preferences
from forum.site.schema import Field

F = TypeVar("F", bound=forms.Form)


def form_class(fields: Iterable[Field], base: type[F]) -> type[F]:
    """`base` with one more field for each, shape only; the room checks again."""
    listed = tuple(fields)
    bound: dict[str, Any] = {}
    for field in listed:
        bound.update(_bound(field))
    limits = {field.key: field.limit for field in listed if field.limit}
    return type(f"Typed{base.__name__}", (base,), {**bound, "limits": {**base.limits, **limits}})


def _bound(field: Field) -> dict[str, Any]:
    if field.type == "several":
        return {f"{field.key}_{choice[0]}": BooleanField() for choice in field.choices}
    if field.type == "switch":
        return {field.key: BooleanField()}
    if field.type in ("choice", "zone"):
        return {field.key: SelectField(choices=list(_values(field)))}
    validators: list[Callable[..., None]] = [forms.Filled()] if field.is_required else []
    if field.limit:
        validators.append(forms.AtMost(field.limit))
    return {field.key: StringField(validators=validators)}


def _values(field: Field) -> tuple[str, ...]:
    if field.type == "zone":
        return preferences.zones()
    return tuple(choice[0] for choice in field.choices)


def values(form: forms.Form, fields: Iterable[Field]) -> dict[str, str]:
    """Key → text as it was typed or chosen."""
    return {field.key: str(form[field.key].data or "") for field in fields}
