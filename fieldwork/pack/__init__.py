"""What a device takes along: the places and visits that a person chose.

Everything is narrowed to what the person may see, and asked in a constant number of
queries, however many sites and visits there are.
"""

from .choosing import Chosen, choose, offer
from .whole import pack_of

__all__ = ["Chosen", "choose", "offer", "pack_of"]
