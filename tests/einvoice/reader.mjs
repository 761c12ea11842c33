// What another program reads in invoices: the first argument is its module, standard input names the files; a line of JSON each.
import { readFileSync } from 'node:fs';

const { EInvoice } = await import(process.argv[2]);
for (const file of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const read = await EInvoice.fromXml(readFileSync(file, 'utf8'));
  const checked = await read.validate();
  console.log(JSON.stringify({
    file, number: read.id, date: new Date(read.date).toISOString().slice(0, 10), currency: read.currency, lines: read.items.length,
    net: read.totalNet, vat: read.totalVat, seller: read.from.registrationDetails.vatId, errors: checked.errors.map(String),
  }));
}
