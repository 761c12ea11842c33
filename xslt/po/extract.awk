# Gathers the texts of the stylesheets, f:t('…') and f:tn('…', '…', …), into a gettext template:
#   LC_ALL=C awk -f xslt/po/extract.awk xslt/*.xsl xslt/*/*.xsl >xslt/po/messages.pot
#   msgmerge --update --no-fuzzy-matching xslt/po/da.po xslt/po/messages.pot
# A text is an XPath string in apostrophes, so it has none itself: it says ’.

function plain(text) {
  gsub(/&lt;/, "<", text)
  gsub(/&gt;/, ">", text)
  gsub(/&quot;/, "\"", text)
  gsub(/&amp;/, "\\&", text)
  gsub(/\\/, "\\\\\\\\", text)
  gsub(/"/, "\\\"", text)
  return text
}

# What stands between the first two apostrophes of rest; rest goes on behind them.
function quoted(    end, text) {
  sub(/^[^\047]*\047/, "", rest)
  end = index(rest, "\047")
  text = substr(rest, 1, end - 1)
  rest = substr(rest, end + 1)
  return plain(text)
}

BEGIN {
  print "# Texts of the stylesheets. Made by extract.awk; do not edit."
  print "msgid \"\""
  print "msgstr \"\""
  print "\"Project-Id-Version: mod_licences\\n\""
  print "\"PO-Revision-Date: \\n\""
  print "\"Last-Translator: \\n\""
  print "\"Language-Team: \\n\""
  print "\"Language: \\n\""
  print "\"MIME-Version: 1.0\\n\""
  print "\"Content-Type: text/plain; charset=UTF-8\\n\""
  print "\"Content-Transfer-Encoding: 8bit\\n\""
  print "\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\""
}

{
  file = FILENAME
  sub(/^.*xslt\//, "xslt/", file)
  rest = $0
  while (match(rest, /f:tn?\(\047/)) {
    plural = substr(rest, RSTART, 4) == "f:tn"
    rest = substr(rest, RSTART + (plural ? 5 : 4))
    one = quoted()
    other = plural ? quoted() : ""
    if (!(one in seen)) order[++n] = one
    if (index(seen[one], file) == 0) seen[one] = seen[one] " " file
    if (plural) plurals[one] = other
  }
}

END {
  for (i = 1; i <= n; i++) {
    one = order[i]
    printf "\n#:%s\nmsgid \"%s\"\n", seen[one], one
    if (one in plurals) printf "msgid_plural \"%s\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n", plurals[one]
    else print "msgstr \"\""
  }
}
