"""How forecasts fared; the ledger itself is the listing of forecasts."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.explore.app import Reading
from detente.explore.questions import NoQuestion
from detente.explore.render import page
from detente.explore.views import calibrated
from detente.explore.views.forecasts import by_direction

router = APIRouter()


@router.get("/calibration")
def calibration(request: Request, asked: NoQuestion, reader: Reading) -> Response:
    """Odds against outcomes, scores, and who foresaw."""
    return page(request, "calibration.html", page=calibrated.view(reader), sides=by_direction(reader))
