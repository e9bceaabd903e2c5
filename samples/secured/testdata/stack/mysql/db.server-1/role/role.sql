-- db@server-1 is the primary. loadpath writes this file.
DO 0;
