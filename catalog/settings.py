"""Settings from the environment, each ``IOP_…``; what is not set has the value below.

``IOP_DATA`` moves everything made at run time. ``IOP_<SOURCE>_URL`` points a source at another base address, such
as a replay on loopback; only such a setting may name loopback, an address found in data never may.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from catalog.states import STATES

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: vocabulary, attribute table and sample lie in its ``data/``."""

DATA = ROOT / "data"


def settings_now() -> Settings:
    """Return the settings of the environment as it is now; the same ones are not read a second time."""
    return _settings_of(tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith("IOP_"))))


@functools.lru_cache(maxsize=4)
def _settings_of(environment: tuple[tuple[str, str], ...]) -> Settings:
    return Settings()


class Settings(BaseSettings):
    """What an operator can set. Read once per command with ``Settings()``; unknown ``IOP_`` names are ignored."""

    model_config = SettingsConfigDict(env_prefix="IOP_", extra="ignore")

    data: Path = DATA / "var"
    samhsa_locator_url: str = "https://findtreatment.gov"
    samhsa_directory_url: str = ""
    program_sites_url: str = ""
    ca_dhcs_url: str = "https://services7.arcgis.com/7MUwsS9z05YumJRZ/arcgis/rest/services/SUD_Recovery_Treatment_Facilities/FeatureServer/0"
    ny_omh_url: str = "https://data.ny.gov/resource/6nvr-tbv8"
    nppes_url: str = "https://npiregistry.cms.hhs.gov/api"
    plan_net_url: str = ""
    exchange_plans_url: str = ""
    insurers: str = ""
    contact: str = ""
    request_delay: float = 1.0
    states: str = ""
    sources: Annotated[tuple[str, ...], NoDecode] = ()
    offline: bool = False
    stale_days: int = 45
    source_seconds: int = Field(default=0, ge=0)
    keep_releases: int = Field(default=3, ge=1)
    site_url: str = ""
    geocoder: Literal["", "nominatim"] = ""
    geocoder_url: str = "https://nominatim.openstreetmap.org"
    host: str = "127.0.0.1"
    port: int = 8501

    @field_validator("*")
    @classmethod
    def _is_web_address(cls, value: Any, info: ValidationInfo) -> Any:
        """Every setting whose name ends in "_url" is an address or empty."""
        if not (info.field_name or "").endswith("_url"):
            return value
        if value and not value.startswith(("http://", "https://")):
            raise ValueError(f"{value!r} is not a web address: write it with http:// or https://")
        return value.rstrip("/")

    @field_validator("sources", mode="before")
    @classmethod
    def _are_names(cls, value: Any) -> Any:
        """Sources are written as a list with commas; each is gathered once, in that order."""
        if not isinstance(value, str):
            return value
        return tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))

    @field_validator("states")
    @classmethod
    def _are_states(cls, value: str) -> str:
        codes = [code.strip().upper() for code in value.split(",") if code.strip()]
        unknown = [code for code in codes if code not in STATES]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no postal code of a state: write it as AZ,NM")
        return ",".join(codes)

    @model_validator(mode="after")
    def _geocoder_knows_whom_to_reach(self) -> Self:
        if self.geocoder and not self.contact:
            raise ValueError("IOP_GEOCODER needs IOP_CONTACT: a public geocoder wants to know whom to reach")
        return self

    @property
    def live(self) -> Path:
        """Where live data lies."""
        return self.data

    @property
    def sample(self) -> Path:
        """Where the invented network's data lies: a tree of its own, so that it never meets live data."""
        return self.data / "sample"


def is_loopback(url: str) -> bool:
    """Return whether an address that a setting names lies on this machine."""
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
