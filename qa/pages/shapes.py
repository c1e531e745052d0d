"""Shapes that several pages share."""

from collections.abc import Mapping
from typing import Any, TypeAlias

# A row of the database, as the queries hand it over.
Row: TypeAlias = Mapping[str, Any]
# What a list to choose from holds: the value that is sent, and the words that are read.
Option: TypeAlias = tuple[str, str]
