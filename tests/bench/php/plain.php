<?php
/* The overview as plain PHP writes it. */
require 'data.php';
$db = connect();
$account = account($db, getenv('BENCH_LOGIN'));
$products = products($db, $account);
$usage = usage($db, $account);
$money = fn(?int $minor) => $minor === null ? "" : number_format($minor / 100, 2, ",", ".") . " $account[currency]";

function h(mixed $text): string { return htmlspecialchars((string)$text, ENT_QUOTES); }
header('Cache-Control: private, no-cache');
?>
<!DOCTYPE html>
<html lang="da"><head><meta charset="utf-8"><title><?= h($account['name']) ?></title><link rel="stylesheet" href="/kept/assets/licences.css"></head>
<body><nav><ul><?php foreach (['/', '/modules', '/invoices', '/usage', '/log', '/employees', '/roles'] as $path): ?><li><a href="/kept<?= $path ?>"><?= h($path) ?></a></li><?php endforeach ?></ul></nav>
<main data-account="<?= h($account['account_key']) ?>"><h1>Alle licenser</h1>
<?php foreach (marked($db, $account) as $row): ?><p class="red"><a href="/kept/employees/<?= $row['id'] ?>"><?= h($row['name']) ?></a> <?= date('d.m.Y H:i', (int)$row['deadline']) ?></p><?php endforeach ?>
<?php foreach (['user' => 'Licenser', 'bundled' => 'Inkluderet', 'addon' => 'Moduler', 'integration' => 'Integrationer'] as $kind => $title): ?>
<section><h2><?= $title ?></h2><table><thead><tr><th>Produkt</th><th>Købt</th><th>Næste</th><th>Brugt</th><th>Ledige</th><th>Pris</th><th></th></tr></thead><tbody>
<?php foreach ($products as $row): if ($row['kind'] != $kind) continue ?>
<tr id="product-<?= h($row['product_key']) ?>"><th><?= h($row['name']) ?></th><td class="number"><?= (int)$row['purchased'] ?></td><td class="number"><?= (int)$row['next_quantity'] ?></td><td class="number"><?= (int)$row['used'] ?></td><td class="number"><?= $row['purchased'] - $row['used'] ?></td><td class="number"><?= h($money($row['price'] === null ? null : (int)$row['price'] * $account['months'])) ?></td>
<td><a class="pencil" href="/kept/products/<?= h($row['product_key']) ?>" title="Ret <?= h($row['name']) ?>"><svg viewBox="0 0 16 16"><path d="M2 14l1-4 8-8 3 3-8 8z"/></svg></a><?php if (isset($usage[$row['id']])): ?><svg class="chart" viewBox="0 0 365 40"><?php foreach ($usage[$row['id']] as $day): ?><rect x="<?= (int)((strtotime($day['usage_date']) - time()) / 86400) + 365 ?>" y="0" width="10" height="<?= min(40, (int)$day['used']) ?>"/><?php endforeach ?></svg><?php endif ?></td></tr>
<?php endforeach ?></tbody></table></section>
<?php endforeach ?>
</main></body></html>
