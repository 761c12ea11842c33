# A page of doc/*.md as AsciiDoc, for the manual: headings, tables, code that is indented, `code`, **bold**, links and pictures.
#   awk -f md2adoc.awk scale.md

# What stands between backquotes is nothing but that; a page of the manual is linked to
function code(text) {
  if (text ~ /^(engines|look|operating|partners|scale)[.]md$/) {
    sub(/[.]md$/, "", text)
    return "link:" text ".html[" text "]"
  }
  if (text !~ /[+]/) return "`+" text "+`"
  gsub(/\]/, "\\]", text)
  return "`pass:c[" text "]`"
}

function inline(text,    out, at, length_of) {
  while ((at = match(text, /`[^`]+`/)) > 0) {
    length_of = RLENGTH
    out = out words(substr(text, 1, at - 1)) code(substr(text, at + 1, length_of - 2))
    text = substr(text, at + length_of)
  }
  return out words(text)
}

function words(text,    out, at, part, end) {
  while ((at = match(text, /\[[^]]+\]\([^)]+\)/)) > 0) {
    part = substr(text, at, RLENGTH)
    end = index(part, "](")
    out = out substr(text, 1, at - 1) "link:" substr(part, end + 2, length(part) - end - 2) "[" substr(part, 2, end - 2) "]"
    text = substr(text, at + length(part))
  }
  return out text
}

function leave() {
  if (mode == "code") print "----"
  if (mode == "table") print "|==="
  mode = ""
}

/^    / && (mode == "code" || before == "") {
  if (mode != "code") { leave(); print "----"; mode = "code" }
  else printf "%s", gap
  gap = ""
  print substr($0, 5)
  next
}
mode == "code" && /^$/ { gap = gap "\n"; next }
mode == "code" { leave(); printf "%s", gap; gap = "" }
/^[|]/ {
  if ($0 ~ /^[|][-| ]+[|]$/) next
  if (mode != "table") { print "[%header%autowidth]\n|==="; mode = "table"; }
  sub(/ *[|] *$/, "")
  n = split($0, cells, "|")
  for (i = 2; i <= n; i++) { gsub(/^ +| +$/, "", cells[i]); printf "|%s%s", inline(cells[i]), i < n ? " " : "\n" }
  before = $0
  next
}
mode == "table" { leave() }
/^!\[/ {
  end = index($0, "](")
  print "image::" substr($0, end + 2, length($0) - end - 2) "[" substr($0, 3, end - 3) "]"
  before = $0
  next
}
/^#+ / { gsub(/^#+/, substr("======", 1, index($0, " ") - 1)) }
{ print inline($0); before = $0 }
END { leave() }
