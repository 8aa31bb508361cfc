"""How the files of a state directory are examined and kept small."""
