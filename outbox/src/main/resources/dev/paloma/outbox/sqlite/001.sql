-- Ids: the day (from 2020-01-01 UTC) times 2^40 plus a number that is never used again. Times: milliseconds since 1970.
CREATE TABLE outbox_counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO outbox_counter VALUES ('id', 0);

CREATE TABLE outbox_mail (
  id INTEGER PRIMARY KEY,
  state INTEGER NOT NULL,         -- the worst of its recipients'
  submitted INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  rank INTEGER NOT NULL,          -- 0 first, 9 last
  jobs INTEGER NOT NULL,
  content INTEGER NOT NULL,       -- the mail whose content it is, usually itself
  size INTEGER NOT NULL,
  route TEXT NOT NULL,
  sender TEXT NOT NULL,           -- empty for none
  tags TEXT NOT NULL,             -- ' a b '
  options TEXT NOT NULL,
  message_id TEXT,
  submit_key TEXT
);
CREATE INDEX outbox_mail_state ON outbox_mail (state, id);
CREATE INDEX outbox_mail_shares ON outbox_mail (content) WHERE content <> id;

CREATE TABLE outbox_submit_key (name TEXT PRIMARY KEY, mail INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX outbox_submit_key_mail ON outbox_submit_key (mail);

CREATE TABLE outbox_recipient (
  mail INTEGER NOT NULL,
  job INTEGER NOT NULL,
  number INTEGER NOT NULL,        -- its place in the envelope
  state INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  domain TEXT NOT NULL,
  address TEXT NOT NULL,
  dsn TEXT,
  PRIMARY KEY (mail, job, number)
) WITHOUT ROWID;

CREATE TABLE outbox_job (
  id INTEGER PRIMARY KEY,
  mail INTEGER NOT NULL,
  state INTEGER NOT NULL,
  alone INTEGER NOT NULL,         -- 1: the mail has no other job
  rank INTEGER NOT NULL,
  bucket INTEGER NOT NULL,        -- of its first tag; 0 for none
  attempts INTEGER NOT NULL,
  deferrals INTEGER NOT NULL,     -- attempts that count for the back-off
  due INTEGER NOT NULL,
  worker INTEGER,
  began INTEGER,
  route TEXT NOT NULL,
  domain TEXT NOT NULL
);
CREATE INDEX outbox_job_mail ON outbox_job (mail);
CREATE INDEX outbox_job_ready ON outbox_job (route, domain, bucket, rank, id) WHERE state = 0;
CREATE INDEX outbox_job_urgent ON outbox_job (route, rank, id) WHERE state = 0 AND rank < 3;
CREATE INDEX outbox_job_waiting ON outbox_job (due) WHERE state = 1;
CREATE INDEX outbox_job_leased ON outbox_job (worker) WHERE worker IS NOT NULL;

CREATE TABLE outbox_attempt (
  mail INTEGER NOT NULL,
  job INTEGER NOT NULL,
  number INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  worker INTEGER NOT NULL,
  began INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  server TEXT,
  queue_id TEXT,
  text TEXT,
  replies TEXT NOT NULL,
  late TEXT,                      -- what its worker said after it had been given up
  PRIMARY KEY (mail, job, number)
) WITHOUT ROWID;

CREATE TABLE outbox_content_chunk (
  content INTEGER NOT NULL,
  number INTEGER NOT NULL,
  octets BLOB NOT NULL,
  PRIMARY KEY (content, number)
);

CREATE TABLE outbox_upload (content INTEGER PRIMARY KEY, began INTEGER NOT NULL);

CREATE TABLE outbox_worker (
  id INTEGER PRIMARY KEY,
  alive INTEGER NOT NULL,
  beat INTEGER NOT NULL,
  lease INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  pid_started INTEGER NOT NULL,
  started INTEGER NOT NULL,
  place TEXT NOT NULL,
  name TEXT NOT NULL
);

CREATE TABLE outbox_event (
  id INTEGER PRIMARY KEY,
  worker INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  mail INTEGER NOT NULL,
  job INTEGER NOT NULL,
  number INTEGER NOT NULL,
  next INTEGER NOT NULL
);

CREATE TABLE outbox_tally (
  slot INTEGER NOT NULL,
  worker INTEGER NOT NULL,
  route TEXT NOT NULL,
  domain TEXT NOT NULL,          -- empty for all of the route's
  outcome INTEGER NOT NULL,
  recipients INTEGER NOT NULL,
  PRIMARY KEY (slot, worker, route, domain, outcome)
) WITHOUT ROWID;
