"""Détente: a measured, sourced history of the relations between states, from any pile of news text."""

__version__ = "0.1.0"
