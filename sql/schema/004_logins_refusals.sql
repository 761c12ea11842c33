-- Who holds a log-in, however it is written: the key decides between two that are created at the same moment, also by
-- two accounts, which don't wait for each other. Scope is 0 where a log-in belongs to one account (the setting `logins`
-- is portal), else the account's id. Earlier programs wouldn't claim theirs, so this serves none of them.
CREATE TABLE login_claim (
  scope BIGINT NOT NULL,
  login_key VARCHAR(200) NOT NULL,
  account BIGINT NOT NULL,
  employee BIGINT NOT NULL,
  PRIMARY KEY (scope, login_key)
);

-- What only the program can do: store/login.c brings log-ins into one form, chooses the setting and claims them.
FILL login_claim;

-- Refused attempts to change: how many one user made of one path within a minute, which begins at `minute`. `entry` is
-- the log's row of the first of them; a row of the log is never changed, so the count stands here.
CREATE TABLE refusal (
  account BIGINT NOT NULL,
  minute BIGINT NOT NULL,
  actor VARCHAR(64) NOT NULL,
  path VARCHAR(100) NOT NULL,
  entry BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  PRIMARY KEY (account, minute, actor, path)
);
CREATE UNIQUE INDEX refusal_entry ON refusal (account, entry);
