# pdb@db-1 is the primary: it follows nobody. loadpath writes this file.
source=
