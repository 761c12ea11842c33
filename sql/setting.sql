-- Settings of the whole database.

-- setting_get(name:text) -> value:text
SELECT value
FROM setting
WHERE name = :name;

-- setting_secrets(current:text, previous:text) -> name:text, value:text
SELECT name, value
FROM setting
WHERE name IN (:current, :previous);

-- setting_update(value:text, name:text)
UPDATE setting
SET value = :value
WHERE name = :name;

-- setting_insert(name:text, value:text)
INSERT INTO setting (name, value)
VALUES (:name, :value);

-- setting_lock(name:text)
-- Whoever changes a setting for all accounts, and whoever adds an account, wait for each other.
UPDATE setting
SET value = value
WHERE name = :name;
