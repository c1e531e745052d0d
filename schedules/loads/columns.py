"""Cells that only these files have."""

from decimal import Decimal, InvalidOperation

from qa.loads.columns import Column

VISIT_KINDS = (
    "full_review",
    "themed_review",
    "hs_full_visit",
    "hs_themed_visit",
    "hs_quarterly_return",
    "quality_advisor_audit",
    "spot_check",
    "night_check",
    "plan_review",
    "service_review",
    "leadership_visit",
)
SERVICE = "JOIN service s ON s.code = t.service_code"


def number(name: str, *, most: int, required: bool = True) -> Column:
    """A number from 0, with at most two decimals."""

    def parse(cell: str) -> Decimal:
        try:
            found = Decimal(cell)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or not 0 <= found <= most:
            raise ValueError(f"write a number from 0 to {most}")
        if found != round(found, 2):
            raise ValueError("write at most two decimals")
        return found

    return Column(name, "numeric", parse, required)


def how_many(name: str) -> Column:
    """A whole number; ``yes`` means one, ``no`` none."""

    def parse(cell: str) -> int:
        cell = {"yes": "1", "no": "0"}.get(cell, cell)
        if not (cell.isascii() and cell.isdigit()) or len(cell) > 4:
            raise ValueError("write how many, or yes or no")
        return int(cell)

    return Column(name, "integer", parse, required=False)


def email(name: str) -> Column:
    """The login of an account, in small letters as it is kept."""
    return Column(name, "text", str.lower)
