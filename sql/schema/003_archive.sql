-- serves 2
-- (licencesctl audit of schema 2 doesn't know what has been archived; servers have no use for it.)

-- How far the log has been moved into files by licencesctl archive, and how much went with it.
CREATE TABLE archive (
  account BIGINT NOT NULL PRIMARY KEY,
  through BIGINT NOT NULL,
  mails BIGINT NOT NULL,
  days BIGINT NOT NULL,
  at BIGINT NOT NULL
);

-- What the entries that were moved left behind: each object's last state, from which its next entry goes on, and each
-- invoice by its number (action invoiced), of which no other event may tell.
CREATE TABLE archived_state (
  account BIGINT NOT NULL,
  object VARCHAR(100) NOT NULL,
  entry BIGINT NOT NULL,
  action VARCHAR(20) NOT NULL,
  state VARCHAR(100) NOT NULL,
  PRIMARY KEY (account, object)
);
