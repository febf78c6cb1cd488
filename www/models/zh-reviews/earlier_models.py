"""The folders of the first model and of the emotions model. Import this before what is taken from there."""

import sys
from pathlib import Path

MODELS = Path(__file__).resolve().parent.parent
sys.path += [str(MODELS / "goemotions"), str(MODELS / "imdb")]  # behind this folder
