<?php
/* What the overview shows, as somebody would read it who writes such a page in PHP: rights, account, products, marks, a year of use. */
function connect(): PDO {
    $user = str_starts_with(getenv('BENCH_DSN'), 'mysql') ? 'root' : null;
    return new PDO(getenv('BENCH_DSN'), $user, null, [PDO::ATTR_PERSISTENT => true, PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
                                                     PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC]);
}

function ask(PDO $db, string $sql, array $values): array {
    $statement = $db->prepare($sql);
    $statement->execute($values);
    return $statement->fetchAll();
}

/* The account of whoever asks, if he may see it. */
function account(PDO $db, string $login): array {
    $rows = ask($db, 'SELECT DISTINCT a.*, rr.right_key FROM employee e JOIN account a ON a.id = e.account
        JOIN employee_role er ON er.account = e.account AND er.employee = e.id
        JOIN role_right rr ON rr.account = er.account AND rr.role_key = er.role_key WHERE e.login = ? AND e.active = 1', [$login]);
    if (!array_intersect(array_column($rows, 'right_key'), ['my-account', 'my-account-view'])) {
        http_response_code(403);
        exit;
    }
    return $rows[0];
}

function products(PDO $db, array $account): array {
    return ask($db, 'SELECT p.id, p.product_key, p.name, p.kind, q.purchased, q.next_quantity, q.used,
            (SELECT c.per_month FROM price c WHERE c.product = p.id AND c.currency = ? AND c.valid_from <= ?
             ORDER BY c.valid_from DESC LIMIT 1) AS price
        FROM product p LEFT JOIN position q ON q.account = ? AND q.product = p.id ORDER BY p.kind DESC, p.id',
        [$account['currency'], date('Y-m-d'), $account['id']]);
}

function marked(PDO $db, array $account): array {
    return ask($db, 'SELECT id, login, name, deadline FROM employee WHERE account = ? AND deadline > 0
        ORDER BY deadline, id LIMIT 50', [$account['id']]);
}

/* Days on which something changed, by product. */
function usage(PDO $db, array $account): array {
    $days = [];
    foreach (ask($db, 'SELECT product, usage_date, purchased, used FROM usage_day WHERE account = ? AND usage_date >= ?
                       ORDER BY product, usage_date', [$account['id'], date('Y-m-d', strtotime('-1 year'))]) as $row)
        $days[$row['product']][] = $row;
    return $days;
}
