-- mail, recipient, attempt and content_chunk are divided by days, so that old ones go by DROP TABLE.
-- Ids: the day (from 2020-01-01 UTC) times 2^40 plus a number that is never used again. Times: milliseconds since 1970.
CREATE SEQUENCE outbox_ids CACHE 1;

CREATE TABLE outbox_mail (
  id BIGINT PRIMARY KEY,
  state INTEGER NOT NULL,         -- the worst of its recipients'
  submitted BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  rank INTEGER NOT NULL,          -- 0 first, 9 last
  jobs INTEGER NOT NULL,
  content BIGINT NOT NULL,       -- the mail whose content it is, usually itself
  size BIGINT NOT NULL,
  route TEXT NOT NULL,
  sender TEXT NOT NULL,           -- empty for none
  tags TEXT NOT NULL,             -- ' a b '
  options TEXT NOT NULL,
  message_id TEXT,
  submit_key TEXT
) PARTITION BY RANGE (id);
CREATE TABLE outbox_mail_rest PARTITION OF outbox_mail DEFAULT WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX outbox_mail_state ON outbox_mail (state, id);
CREATE INDEX outbox_mail_shares ON outbox_mail (content) WHERE content <> id;

CREATE TABLE outbox_submit_key (name TEXT PRIMARY KEY, mail BIGINT NOT NULL);
CREATE INDEX outbox_submit_key_mail ON outbox_submit_key (mail);

CREATE TABLE outbox_recipient (
  mail BIGINT NOT NULL,
  job BIGINT NOT NULL,
  number BIGINT NOT NULL,        -- its place in the envelope
  state INTEGER NOT NULL,
  changed BIGINT NOT NULL,
  domain TEXT NOT NULL,
  address TEXT NOT NULL,
  dsn TEXT,
  PRIMARY KEY (mail, job, number)
) PARTITION BY RANGE (mail);
CREATE TABLE outbox_recipient_rest PARTITION OF outbox_recipient DEFAULT WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE outbox_job (
  id BIGINT PRIMARY KEY,
  mail BIGINT NOT NULL,
  state INTEGER NOT NULL,
  alone INTEGER NOT NULL,         -- 1: the mail has no other job
  rank INTEGER NOT NULL,
  bucket INTEGER NOT NULL,        -- of its first tag; 0 for none
  attempts INTEGER NOT NULL,
  deferrals INTEGER NOT NULL,     -- attempts that count for the back-off
  due BIGINT NOT NULL,
  worker BIGINT,
  began BIGINT,
  route TEXT COLLATE "C" NOT NULL,
  domain TEXT COLLATE "C" NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);
CREATE INDEX outbox_job_mail ON outbox_job (mail);
CREATE INDEX outbox_job_ready ON outbox_job (route, domain, bucket, rank, id) WHERE state = 0;
CREATE INDEX outbox_job_urgent ON outbox_job (route, rank, id) WHERE state = 0 AND rank < 3;
CREATE INDEX outbox_job_waiting ON outbox_job (due) WHERE state = 1;
CREATE INDEX outbox_job_leased ON outbox_job (worker) WHERE worker IS NOT NULL;

CREATE TABLE outbox_attempt (
  mail BIGINT NOT NULL,
  job BIGINT NOT NULL,
  number BIGINT NOT NULL,
  outcome INTEGER NOT NULL,
  worker BIGINT NOT NULL,
  began BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  server TEXT,
  queue_id TEXT,
  text TEXT,
  replies TEXT NOT NULL,
  late TEXT,                      -- what its worker said after it had been given up
  PRIMARY KEY (mail, job, number)
) PARTITION BY RANGE (mail);
CREATE TABLE outbox_attempt_rest PARTITION OF outbox_attempt DEFAULT WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE outbox_content_chunk (
  content BIGINT NOT NULL,
  number BIGINT NOT NULL,
  octets BYTEA NOT NULL,
  PRIMARY KEY (content, number)
) PARTITION BY RANGE (content);
CREATE TABLE outbox_content_chunk_rest PARTITION OF outbox_content_chunk DEFAULT WITH (autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE outbox_upload (content BIGINT PRIMARY KEY, began BIGINT NOT NULL);

CREATE TABLE outbox_worker (
  id BIGINT PRIMARY KEY,
  alive INTEGER NOT NULL,
  beat BIGINT NOT NULL,
  lease BIGINT NOT NULL,
  pid BIGINT NOT NULL,
  pid_started BIGINT NOT NULL,
  started BIGINT NOT NULL,
  place TEXT NOT NULL,
  name TEXT NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);

CREATE TABLE outbox_event (
  id BIGINT PRIMARY KEY,
  worker BIGINT NOT NULL,
  kind INTEGER NOT NULL,
  mail BIGINT NOT NULL,
  job BIGINT NOT NULL,
  number BIGINT NOT NULL,
  next BIGINT NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);

CREATE TABLE outbox_tally (
  slot BIGINT NOT NULL,
  worker BIGINT NOT NULL,
  route TEXT NOT NULL,
  domain TEXT NOT NULL,          -- empty for all of the route's
  outcome INTEGER NOT NULL,
  recipients BIGINT NOT NULL,
  PRIMARY KEY (slot, worker, route, domain, outcome)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);
