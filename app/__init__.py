"""Indgang, a virtual service centre for people who move to a Danish municipality."""

import gc
import os

# What is loaded at the start stays; looking it through for garbage every few hundred objects, as Python does unless
# told otherwise, takes a seventh of a start.
gc.set_threshold(50_000, 10, 10)

# numpy would start threads of its own when it is imported. Our arrays gain nothing by them, and a thread that was there
# before the worker has arranged who hears its signals takes SIGTERM for itself.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
