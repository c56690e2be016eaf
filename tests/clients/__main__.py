"""Real clients against the real program: python3 -m tests.clients [FILE...], from the root of the project."""
import pathlib, sys
from tests import counting

counting.run(pathlib.Path(__file__).parent, sys.argv[1:])
