"""Devices that send what was recorded: what one answer costs, and twenty at once."""

from ..measure import Figure, Result, Rounds
from ..world import World
from . import answering, load, plans


def run(world: World, rounds: Rounds) -> list[Result | Figure]:
    """Measure single answers in this process, then many devices at a real server."""
    officers = plans.officers(world)
    return [
        *answering.measure(officers[0], rounds),
        *load.measure(officers, world.scale),
    ]
