"""How the judge was trained: the labels by reference, the scripts, and the commands (README.md)."""
