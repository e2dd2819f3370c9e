-- What the plugin is still to be told of a run: round 1 right after it, round 2
-- some seconds later, when no page that was under way can fill a cache from the
-- rows of before any more. upto is how far in the journal the round has come.
CREATE TABLE IF NOT EXISTS {wpbridge_told} (
  run_id     BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  round      TINYINT UNSIGNED NOT NULL,
  upto       INT UNSIGNED NOT NULL DEFAULT 0,
  due_at     DATETIME(6) NOT NULL,
  tries      INT UNSIGNED NOT NULL DEFAULT 0,
  last_error VARCHAR(1000) CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
  KEY due_at (due_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- The products that a run turned in or out of stock, until the plugin knows.
CREATE TABLE IF NOT EXISTS {wpbridge_flip} (
  run_id  BIGINT UNSIGNED NOT NULL,
  post_id BIGINT UNSIGNED NOT NULL,
  status  VARCHAR(20) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (run_id, post_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- What the plugin said of itself and the shop when it last answered; no row: it
-- has not been met, and is told nothing.
CREATE TABLE IF NOT EXISTS {wpbridge_plugin} (
  id     TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  answer MEDIUMTEXT CHARACTER SET utf8mb4 NOT NULL,
  met_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- What the shop's owner wanted of a link otherwise than of all when a job last
-- applied it; no row: nothing.
CREATE TABLE IF NOT EXISTS {wpbridge_rule} (
  job      VARCHAR(20) CHARACTER SET ascii NOT NULL,
  link_id  INT UNSIGNED NOT NULL,
  excluded TINYINT NOT NULL,
  buffer   DECIMAL(20,6) NULL,
  PRIMARY KEY (job, link_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;
