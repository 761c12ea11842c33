# A gettext catalogue becomes the XML that stylesheets look texts up in:
#   <text lang="da"><t id="ENGLISH">DANSK</t> <t id="ONE"><p n="0">…</p><p n="1">…</p></t> …</text>
# usage: awk -v lang=da -f po2xml.awk da.po. What has no translation says itself in English; msgctxt becomes @context.

function unquoted(text) {
  sub(/^[^"]*"/, "", text)
  sub(/"[ \t\r]*$/, "", text)
  gsub(/\\\\/, "\001", text)
  gsub(/\\n/, "\n", text)
  gsub(/\\t/, "\t", text)
  gsub(/\\"/, "\"", text)
  gsub(/\001/, "\\", text)
  return text
}

function escaped(text) {
  gsub(/&/, "\\&amp;", text)
  gsub(/</, "\\&lt;", text)
  gsub(/>/, "\\&gt;", text)
  gsub(/"/, "\\&quot;", text)
  gsub(/\n/, "\\&#10;", text)
  return text
}

function flush_entry(    i) {
  if (("msgid" in part) && part["msgid"] != "" && !fuzzy) {
    printf "  <t id=\"%s\"", escaped(part["msgid"])
    if ("msgctxt" in part) printf " context=\"%s\"", escaped(part["msgctxt"])
    printf ">"
    if ("msgid_plural" in part) {
      if (part["msgstr[0]"] == "") { part["msgstr[0]"] = part["msgid"]; part["msgstr[1]"] = part["msgid_plural"] }
      for (i = 0; ("msgstr[" i "]") in part; i++) printf "<p n=\"%d\">%s</p>", i, escaped(part["msgstr[" i "]"])
    } else {
      printf "%s", escaped(part["msgstr"] == "" ? part["msgid"] : part["msgstr"])
    }
    print "</t>"
  }
  split("", part)
  fuzzy = 0
  current = ""
}

BEGIN {
  print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
  printf "<text lang=\"%s\">\n", lang
}
/^#~/ { next }
/^#/ {
  if (current ~ /^msgstr/) flush_entry()
  if (/^#,.*fuzzy/) fuzzy = 1
  next
}
/^(msgctxt|msgid|msgid_plural|msgstr|msgstr\[[0-9]\])[ \t]+"/ {
  if ($1 ~ /^(msgctxt|msgid)$/ && current ~ /^msgstr/) flush_entry()
  current = $1
  part[current] = unquoted($0)
  next
}
/^[ \t]*"/ { part[current] = part[current] unquoted($0) }
END {
  flush_entry()
  print "</text>"
}
