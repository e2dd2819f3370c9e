-- Codes are VARBINARY: two codes are the same only byte for byte, whatever the
-- collations of the shop, and a trailing space counts.
CREATE TABLE IF NOT EXISTS {wpbridge_item} (
  item_id    VARBINARY(191) NOT NULL PRIMARY KEY,
  code       VARBINARY(255) NOT NULL,
  match_key  VARBINARY(255) NOT NULL,
  fold_key   VARBINARY(255) NOT NULL,
  name       VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL,
  parent_id  VARBINARY(191) NOT NULL,
  active     TINYINT NOT NULL,
  tracked    TINYINT NOT NULL,
  seen       BIGINT UNSIGNED NOT NULL,
  KEY match_key (match_key), KEY fold_key (fold_key), KEY seen (seen)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS {wpbridge_product} (
  post_id    BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  parent_id  BIGINT UNSIGNED NOT NULL,
  kind       VARCHAR(12) CHARACTER SET ascii NOT NULL,
  sku        VARBINARY(255) NOT NULL,
  match_key  VARBINARY(255) NOT NULL,
  fold_key   VARBINARY(255) NOT NULL,
  name       VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL,
  managed    TINYINT NOT NULL,
  stock_row      BIGINT UNSIGNED NOT NULL,
  status_row     BIGINT UNSIGNED NOT NULL,
  backorders_row BIGINT UNSIGNED NOT NULL,
  usable     TINYINT NOT NULL,
  seen       BIGINT UNSIGNED NOT NULL,
  KEY match_key (match_key), KEY fold_key (fold_key), KEY seen (seen)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- One accepted pair. base is what the ERP's side of the shop's stock was when
-- it was last applied (DESIGN: B); NULL until the stock was taken over.
CREATE TABLE IF NOT EXISTS {wpbridge_link} (
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  item_id     VARBINARY(191) NOT NULL,
  code        VARBINARY(255) NOT NULL,
  post_id     BIGINT UNSIGNED NOT NULL,
  parent_id   BIGINT UNSIGNED NOT NULL,
  sku         VARBINARY(255) NOT NULL,
  tracked     TINYINT NOT NULL DEFAULT 1,
  gone        TINYINT NOT NULL DEFAULT 0,
  stock_row      BIGINT UNSIGNED NOT NULL DEFAULT 0,
  status_row     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  backorders_row BIGINT UNSIGNED NOT NULL DEFAULT 0,
  taken_mark  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  base        DECIMAL(20,6) NULL,
  drift       DECIMAL(20,6) NULL,
  drift_sold  DECIMAL(20,6) NULL,
  drift_since DATETIME(6) NULL,
  UNIQUE KEY item_id (item_id), UNIQUE KEY post_id (post_id), KEY code (code)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS {wpbridge_run} (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  job          VARCHAR(20) CHARACTER SET ascii NOT NULL,
  status       VARCHAR(12) CHARACTER SET ascii NOT NULL,
  dry_run      TINYINT NOT NULL,
  full_read    TINYINT NOT NULL,
  started_at   DATETIME(6) NOT NULL,
  finished_at  DATETIME(6) NULL,
  applied_upto INT UNSIGNED NOT NULL DEFAULT 0,
  undo_of      BIGINT UNSIGNED NOT NULL DEFAULT 0,
  next_mark    VARBINARY(4000) NOT NULL DEFAULT '',
  swept        TINYINT NOT NULL DEFAULT 0,
  counts       TEXT CHARACTER SET utf8mb4 NOT NULL,
  reason       TEXT CHARACTER SET utf8mb4 NOT NULL,
  KEY job (job, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- The journal. A row is planned until applied_upto of its run has reached seq;
-- state then tells the exceptions.
CREATE TABLE IF NOT EXISTS {wpbridge_change} (
  run_id      BIGINT UNSIGNED NOT NULL,
  seq         INT UNSIGNED NOT NULL,
  link_id     INT UNSIGNED NOT NULL,
  post_id     BIGINT UNSIGNED NOT NULL,
  parent_id   BIGINT UNSIGNED NOT NULL,
  sku         VARBINARY(255) NOT NULL,
  field       VARCHAR(16) CHARACTER SET ascii NOT NULL,
  before_text VARBINARY(255) NULL,
  after_text  VARBINARY(255) NULL,
  base_before DECIMAL(20,6) NULL,
  base_after  DECIMAL(20,6) NULL,
  reason      VARCHAR(16) CHARACTER SET ascii NOT NULL,
  state       TINYINT NOT NULL DEFAULT 0,
  note        VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
  PRIMARY KEY (run_id, seq), KEY post_id (post_id, run_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS {wpbridge_mark} (
  name       VARCHAR(60) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  value      VARBINARY(4000) NOT NULL,
  updated_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS {wpbridge_lease} (
  name     VARCHAR(60) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  fence    BIGINT UNSIGNED NOT NULL,
  holder   VARCHAR(120) CHARACTER SET utf8mb4 NOT NULL,
  until_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;
