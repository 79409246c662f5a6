"""Whom to call, said first where somebody tells of danger."""

from app.core.errors import N_

SENTENCES = (N_("In an emergency call 112."),)
