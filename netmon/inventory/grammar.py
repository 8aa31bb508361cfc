"""Which keys may stand where: the models, asked by path."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from netmon.inventory.models import Inventory
from netmon.inventory.tree import Path


def keys_at(path: Path) -> tuple[str, ...]:
    """Return the keys of the model whose values stand under a path; none where names are free.

    A `name` that the inventory fills in from the key is not among them.
    """
    annotation: Any = Inventory
    for part in path:
        annotation = _inside(annotation, part)
    model = _model(annotation)
    fields = model.model_fields.items() if model else ()
    return tuple(_key(name, field) for name, field in fields if name != "name" or field.is_required())


def _inside(annotation: Any, part: str | int) -> Any:  # noqa: ANN401 -- annotations are of any type
    """Return the annotation of what stands under one part of a path."""
    model = _model(annotation)
    if model is not None:
        fields = {_key(name, field): field.annotation for name, field in model.model_fields.items()}
        return fields.get(str(part))
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _inside(arguments[0], part)
    if origin is dict:
        return arguments[1]
    return arguments[0] if origin is tuple else None


def _model(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 -- annotations are of any type
    """Return the model that an annotation means, through Annotated and `| None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return next(filter(None, map(_model, get_args(annotation))), None)
    return None


def _key(name: str, field: FieldInfo) -> str:
    return field.alias or name
