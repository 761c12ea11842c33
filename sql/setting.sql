-- Settings of the whole database.

-- setting_get(name:text) -> value:text
SELECT value
FROM setting
WHERE name = :name;

-- setting_update(value:text, name:text)
UPDATE setting
SET value = :value
WHERE name = :name;

-- setting_insert(name:text, value:text)
INSERT INTO setting (name, value)
VALUES (:name, :value);
