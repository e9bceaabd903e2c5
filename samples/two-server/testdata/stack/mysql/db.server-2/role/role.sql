-- db@server-2 is a replica: it takes no writes. loadpath writes this file.
-- While its data are made there are no accounts yet, and it has to write.
SET @known = (SELECT COUNT(*) FROM mysql.user WHERE User = '_replica');
SET @role = IF(@known > 0, 'SET GLOBAL super_read_only = ON', 'DO 0');
PREPARE role FROM @role;
EXECUTE role;
DEALLOCATE PREPARE role;
