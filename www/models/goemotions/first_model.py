"""The first bundled model's folder. Import this before what is taken from there: network, packing, preprocessing, …"""

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "imdb"
sys.path.append(str(FOLDER))  # behind this folder
