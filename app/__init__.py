"""Indgang, a virtual service centre for people who move to a Danish municipality."""

import gc

# What is loaded at the start stays; looking it through for garbage every few hundred objects, as Python does unless
# told otherwise, takes a seventh of a start.
gc.set_threshold(50_000, 10, 10)
