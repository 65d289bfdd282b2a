"""What the fields of messages are made of; and for all models: nothing unknown, nothing converted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION: Literal[1] = 1

Id = Annotated[int, Field(ge=0, le=2**53 - 1)]
Name = Annotated[str, Field(min_length=1, max_length=64)]
ScheduleText = Annotated[str, Field(max_length=20_000)]
ConfigName = Annotated[str, Field(pattern=r"^CONFIG_[A-Z0-9_]{1,60}$")]
ConfigValue = Annotated[int, Field(ge=0, le=255)]
StepNumber = Annotated[int, Field(ge=0, le=1_000_000)]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
