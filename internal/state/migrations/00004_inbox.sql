-- What business systems have pushed, as it came, until it is worked. said is what
-- the push was understood as; headers holds none that prove the sender. digest is
-- that of what waits: the same again before it is taken says nothing new.
CREATE TABLE IF NOT EXISTS {wpbridge_inbox} (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  system      VARCHAR(20) CHARACTER SET ascii NOT NULL,
  received_at DATETIME(6) NOT NULL,
  headers     TEXT CHARACTER SET utf8mb4 NOT NULL,
  body        MEDIUMBLOB NOT NULL,
  said        MEDIUMBLOB NOT NULL,
  digest      VARBINARY(32) NULL,
  state       VARCHAR(10) CHARACTER SET ascii NOT NULL,
  tries       INT UNSIGNED NOT NULL DEFAULT 0,
  due_at      DATETIME(6) NOT NULL,
  last_error  TEXT CHARACTER SET utf8mb4 NOT NULL,
  UNIQUE KEY digest (digest), KEY state (state, due_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- How many pushes of a system came, and how they fared.
CREATE TABLE IF NOT EXISTS {wpbridge_push} (
  system      VARCHAR(20) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  accepted    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  repeated    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  probes      BIGINT UNSIGNED NOT NULL DEFAULT 0,
  ignored     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  unknown     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  refused     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  accepted_at DATETIME(6) NULL,
  refused_at  DATETIME(6) NULL,
  refusal     TEXT CHARACTER SET utf8mb4 NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- Links whose item the ERP's stock list lacks, and when the ERP was last asked
-- whether the item still exists.
CREATE TABLE IF NOT EXISTS {wpbridge_absent} (
  link_id  INT UNSIGNED NOT NULL PRIMARY KEY,
  asked_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;
