"""
The schema of each kind of document of a site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.site.data.assessment import AssessmentData
from assessor.site.data.cell import CellData
from assessor.site.data.history import HistoryData
from assessor.site.data.record import RecordData
from assessor.site.data.writing import render_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaMode

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

SCHEMAS: Final[Mapping[str, tuple[type[BaseModel], JsonSchemaMode]]] = {
    "schemas/record.schema.json": (RecordData, "serialization"),
    "schemas/cell.schema.json": (CellData, "serialization"),
    "schemas/history.schema.json": (HistoryData, "serialization"),
    "schemas/assessment.schema.json": (AssessmentData, "validation"),
}
"""By its address, what each says, and whether documents have all fields or those that say something."""


def render_schema(address: str) -> bytes:
    """Return a schema by its address."""
    model, mode = SCHEMAS[address]
    return render_json({"$schema": _DRAFT, **model.model_json_schema(mode=mode)})
