-- licencesctl employee anonymise: whatever tells who an employee was. See mod_licences/store/apply/anonymise.c, and
-- mod_licences/doc/personal-data.md, which lists where that stands.

-- Addresses that the log and the archive remember; each holds the first 100 characters.
-- anonymise_addresses(account:int, object:text) -> address
SELECT old_state
FROM journal
WHERE account = :account AND object = :object
UNION
SELECT new_state
FROM journal
WHERE account = :account AND object = :object
UNION
SELECT state
FROM archived_state
WHERE account = :account AND object = :object;

-- anonymise_employee(login:text, name:text, key:text, initials:text, email:text, search:text, account:int, id:int)
UPDATE employee
SET login = :login, name = :name, name_key = :key, initials = :initials, email = :email, search = :search,
    external = NULL, language = NULL
WHERE account = :account AND id = :id;

-- anonymise_logins(account:int, object:text) -> id:int, login
-- Log-ins that the employee had up to an entry.
SELECT id, old_state
FROM journal
WHERE account = :account AND object = :object;

-- anonymise_actor(anonym:text, account:int, login:text, before:int)
-- The name of a refused attempt is its actor's log-in.
UPDATE journal
SET actor = :anonym, name = CASE WHEN action = 'refused' THEN :anonym ELSE name END
WHERE account = :account AND actor = :login AND id < :before;

-- anonymise_planner(anonym:text, account:int, login:text, before:int)
UPDATE journal
SET planned_by = :anonym
WHERE account = :account AND planned_by = :login AND id < :before;

-- anonymise_plans(anonym:text, account:int, login:text, before:int)
-- What is planned names no entry of the log, but an instant.
UPDATE plan
SET planned_by = :anonym
WHERE account = :account AND planned_by = :login
  AND planned_at <= COALESCE((SELECT j.at FROM journal j WHERE j.account = :account AND j.id = :before), planned_at);

-- anonymise_refusals(anonym:text, account:int, login:text, before:int)
UPDATE refusal
SET actor = :anonym
WHERE account = :account AND actor = :login AND entry < :before;

-- Entries about the employee: object, and those between from and to, which begin with it and a slash.
-- anonymise_entries(name:text, account:int, object:text, from:text, to:text)
UPDATE journal
SET name = :name
WHERE account = :account AND (object = :object OR (object > :from AND object < :to));

-- What was edited: all that it ever was becomes what it is now, so that each old is the new before.
-- anonymise_edits(state:text, account:int, object:text)
UPDATE journal
SET old_state = :state, new_state = :state
WHERE account = :account AND object = :object;

-- anonymise_archived(state:text, account:int, object:text)
UPDATE archived_state
SET state = :state
WHERE account = :account AND object = :object;

-- Where one of the employee's addresses was the account's for a while.
-- anonymise_billing(email:text, account:int, address:text)
UPDATE journal
SET old_state = CASE WHEN LOWER(old_state) = LOWER(:address) THEN :email ELSE old_state END,
    new_state = CASE WHEN LOWER(new_state) = LOWER(:address) THEN :email ELSE new_state END
WHERE account = :account AND object = 'account/billing';

-- anonymise_billing_archived(email:text, account:int, address:text)
UPDATE archived_state
SET state = :email
WHERE account = :account AND object = 'account/billing' AND LOWER(state) = LOWER(:address);

-- Mail to such an address that hasn't been sent is sent to nobody any more.
-- anonymise_mail_unsent(account:int, address:text)
UPDATE outbox
SET state = 'dropped', claimed_by = '', claimed_until = 0
WHERE account = :account AND state <> 'sent' AND LOWER(SUBSTR(address, 1, 100)) = LOWER(:address);

-- An event has one mail to an address: the mail's number keeps them apart.
-- anonymise_mail(email:text, account:int, address:text)
UPDATE outbox
SET address = REPLACE(:email, '@', REPLACE('.#@', '#', CAST(id AS CHAR(20)))), last_error = ''
WHERE account = :account AND LOWER(SUBSTR(address, 1, 100)) = LOWER(:address);
