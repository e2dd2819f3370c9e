-- What is to be made in the ERP of an order: one row for each document, and one
-- for each cancellation or refund. A row is taken by a lease of its own (fence,
-- holder, lease_until); doubt_until is when an answer that got lost can no more
-- have an effect, so that the ERP's "there is none" may be trusted. look says that the
-- order is to be looked at again, because its document came to be since.
CREATE TABLE IF NOT EXISTS {wpbridge_outbox} (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id    BIGINT UNSIGNED NOT NULL,
  kind        VARCHAR(20) CHARACTER SET ascii NOT NULL,
  refund_id   BIGINT UNSIGNED NOT NULL DEFAULT 0,
  reference   VARBINARY(64) NOT NULL,
  state       VARCHAR(10) CHARACTER SET ascii NOT NULL,
  waiting     TINYINT AS (state IN ('pending', 'sending')) STORED,
  priority    TINYINT UNSIGNED NOT NULL,
  manual      TINYINT NOT NULL DEFAULT 0,
  due_at      DATETIME(6) NOT NULL,
  tries       SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  fence       BIGINT UNSIGNED NOT NULL DEFAULT 0,
  holder      VARCHAR(120) CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
  lease_until DATETIME(6) NOT NULL DEFAULT '2000-01-01',
  doubt_until DATETIME(6) NOT NULL DEFAULT '2000-01-01',
  hash        VARBINARY(64) NOT NULL DEFAULT '',
  total       DECIMAL(26,6) NULL,
  document_id     VARBINARY(191) NOT NULL DEFAULT '',
  document_number VARCHAR(191) CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
  document_url    VARCHAR(1000) CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
  document_state  VARCHAR(60) CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
  document_total  DECIMAL(26,6) NULL,
  look        TINYINT NOT NULL DEFAULT 0,
  added_at    DATETIME(6) NOT NULL,
  asked_at    DATETIME(6) NULL,
  acked_at    DATETIME(6) NULL,
  note        VARCHAR(1000) CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
  last_error  VARCHAR(2000) CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
  UNIQUE KEY document (order_id, kind, refund_id), KEY waiting (waiting, priority, id), KEY state (state, id), KEY look (look),
  KEY document_number (document_number)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- Every request about a row that creates something is written here before it is
-- sent; an outcome of '' is one whose end nobody has seen.
CREATE TABLE IF NOT EXISTS {wpbridge_attempt} (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  export_id  BIGINT UNSIGNED NOT NULL,
  what       VARCHAR(12) CHARACTER SET ascii NOT NULL,
  holder     VARCHAR(120) CHARACTER SET utf8mb4 NOT NULL,
  started_at DATETIME(6) NOT NULL,
  ended_at   DATETIME(6) NULL,
  outcome    VARCHAR(12) CHARACTER SET ascii NOT NULL DEFAULT '',
  words      VARCHAR(2000) CHARACTER SET utf8mb4 NOT NULL DEFAULT '',
  KEY export_id (export_id, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- What the ERP has set aside for an order line (DESIGN: a). opened says that
-- a request is under way that makes it goal; since_at is when quantity became
-- what it is. row_id is the row that says what the shop took for the line: only
-- where it lies beyond a link's taken_mark do both count. counted is 0 once the
-- line was settled: mark and base of its link have moved on.
CREATE TABLE IF NOT EXISTS {wpbridge_contained} (
  line_id   BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  order_id  BIGINT UNSIGNED NOT NULL,
  post_id   BIGINT UNSIGNED NOT NULL,
  quantity  DECIMAL(20,6) NOT NULL,
  goal      DECIMAL(20,6) NOT NULL,
  most      DECIMAL(20,6) NOT NULL,
  row_id    BIGINT UNSIGNED NOT NULL,
  since_at  DATETIME(6) NOT NULL,
  opened    TINYINT NOT NULL DEFAULT 0,
  counted   TINYINT NOT NULL DEFAULT 1,
  KEY order_id (order_id), KEY counted (counted, post_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- Links whose level a reading could not be used for, because an order with the
-- product was on its way: it is asked for again.
CREATE TABLE IF NOT EXISTS {wpbridge_reread} (
  link_id  INT UNSIGNED NOT NULL PRIMARY KEY,
  since_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;

-- Until when something is not to be tried, by any sidecar, and after how many
-- failures in a row.
CREATE TABLE IF NOT EXISTS {wpbridge_pause} (
  name     VARCHAR(60) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  tries    INT UNSIGNED NOT NULL,
  until_at DATETIME(6) NOT NULL,
  why      VARCHAR(1000) CHARACTER SET utf8mb4 NOT NULL
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4;
