-- How far a run is, who started it, and who wants it to end. A row stays with
-- its run; beat_at moves while a process is at work on it.
CREATE TABLE IF NOT EXISTS {wpbridge_progress} (
  run_id     BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  started_by VARCHAR(20) CHARACTER SET ascii NOT NULL,
  step       VARCHAR(20) CHARACTER SET ascii NOT NULL DEFAULT '',
  done       BIGINT UNSIGNED NOT NULL DEFAULT 0,
  total      BIGINT UNSIGNED NOT NULL DEFAULT 0,
  beat_at    DATETIME(6) NOT NULL,
  cancel     VARCHAR(60) CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
  KEY beat_at (beat_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- What keeps the shop in step by itself, serve or cron, and when it last said so.
CREATE TABLE IF NOT EXISTS {wpbridge_alive} (
  name    VARCHAR(20) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  host    VARCHAR(120) CHARACTER SET utf8mb4 NOT NULL,
  beat_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- Tokens that have been used for a write, until they expire by themselves.
CREATE TABLE IF NOT EXISTS {wpbridge_token} (
  jti        VARBINARY(64) NOT NULL PRIMARY KEY,
  expires_at DATETIME(6) NOT NULL,
  KEY expires_at (expires_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;
