"""The profiles, in the order in which they are preferred where several fit equally well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ubada.reading.profiles.base import Profile
from ubada.reading.profiles.generic import GenericProfile
from ubada.reading.profiles.osce import OsceProfile
from ubada.reading.profiles.statement import StatementProfile
from ubada.reading.profiles.treaty_body import TreatyBodyProfile
from ubada.reading.profiles.upr import UprProfile
from ubada.reading.profiles.upr_matrix import MatrixProfile

PROFILES: Final[Mapping[str, Profile]] = {
    profile.name: profile
    for profile in (
        MatrixProfile(),
        UprProfile(),
        TreatyBodyProfile(),
        OsceProfile(),
        StatementProfile(),
        GenericProfile(),
    )
}
