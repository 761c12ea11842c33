<?php
/* The overview by XSLT; with ?keep=1 kept by APCu until the account's revision moves. */
require 'data.php';

function render(PDO $db, array $account): string {
    $doc = new DOMDocument();
    $root = $doc->appendChild($doc->createElement('licences'));
    $root->setAttribute('account', $account['account_key']);
    $root->setAttribute('currency', $account['currency']);
    $usage = usage($db, $account);
    foreach (products($db, $account) as $row) {
        $product = $root->appendChild($doc->createElement('product'));
        foreach ($row as $name => $value)
            $product->setAttribute($name, (string)$value);
        foreach ($usage[$row['id']] ?? [] as $day) {
            $point = $product->appendChild($doc->createElement('point'));
            foreach ($day as $name => $value)
                $point->setAttribute($name, (string)$value);
        }
    }
    foreach (marked($db, $account) as $row) {
        $marked = $root->appendChild($doc->createElement('marked'));
        foreach ($row as $name => $value)
            $marked->setAttribute($name, (string)$value);
    }
    $sheet = new DOMDocument();
    $sheet->load(getenv('BENCH_SHEET'));
    $processor = new XSLTProcessor();
    $processor->importStylesheet($sheet);
    return $processor->transformToXml($doc);
}

$db = connect();
$account = account($db, getenv('BENCH_LOGIN'));
$key = "$account[id] $account[revision] " . date('Y-m-d');
$page = isset($_GET['keep']) ? apcu_fetch($key) : false;
if ($page === false) {
    $page = render($db, $account);
    if (isset($_GET['keep']))
        apcu_store($key, $page);
}
header('Cache-Control: private, no-cache');
echo $page;
