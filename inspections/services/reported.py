"""Figures that were reported outside of any visit."""

from django.db import transaction

from areas.locating import located
from areas.models import Area
from history.services import save_recorded

from ..exceptions import InspectionError
from ..models import ReportedFigure


@transaction.atomic
def save_reported_figure(
    figure: ReportedFigure, *, place: Area, by, base_version: int | None = None
) -> ReportedFigure:
    """Store a reported figure for a place; those of a visit change with the visit."""
    if figure.visit_id is not None:
        raise InspectionError("Số liệu này thuộc một buổi kiểm tra; hãy sửa tại đó.")
    if figure.place_id != place.pk:
        for name, area in located(place).items():
            setattr(figure, name, area)
    save_recorded(figure, by=by, base_version=base_version)
    return figure
