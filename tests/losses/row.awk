# row.awk: from what a run printed to one row of the table of losses. Input: three lines that begin with `reference`, `fit`,
# `certificate`. Output: chapter, name, title, accepted, bounds, updates, proved, reference, descent; between tabs. What is wrong goes to
# standard error. `above` is set where the script says that it ends above the reference.
# SPDX-License-Identifier: GPL-3.0-or-later

# the texts of all fields "key": "text" in s, each once, in order, between commas
function texts(s, key,   list, seen, text) {
  key = "\"" key "\": \""
  while ((at = index(s, key)) > 0) {
    s = substr(s, at + length(key))
    text = substr(s, 1, index(s, "\"") - 1)
    if (!(text in seen)) { seen[text]; list = list (list == "" ? "" : ", ") text }
  }
  return list
}

function field(s, key) {
  if (!match(s, "\"" key "\": (\"[^\"]*\"|[-+0-9.e]+|true|false|null)")) return ""
  s = substr(s, RSTART + length(key) + 4, RLENGTH - length(key) - 4)
  gsub(/"/, "", s)
  return s
}

# its steps only: up to the updates, group by group
function bounds_of(s,   steps, part, n, k, list) {
  n = split(s, part, "\"steps\": \\[")
  for (k = 2; k <= n; k++) {
    steps = steps substr(part[k], 1, index(part[k], "\"factors\":"))
    steps = steps " " relaxations(part[k])
  }
  return texts(steps, "name_of_rule")
}

function relaxations(s,   list) {
  while (match(s, /"relaxed": "[^"]*"/)) {
    list = list "\"name_of_rule\": " substr(s, RSTART + 11, RLENGTH - 11) " "
    s = substr(s, RSTART + RLENGTH)
  }
  return list
}

/^reference/ { wanted = field($0, "value"); by = field($0, "by") }

/^fit/ {
  match($0, /"loss": [-+0-9.e]+/)
  got = RSTART ? substr($0, RSTART + 8, RLENGTH - 8) : ""
  if (match($0, /"blocks": \[[^]]*\]/)) {
    n = split(substr($0, RSTART, RLENGTH), block, "}")
    for (k = 1; k < n; k++) {
      kind = field(block[k], "update")
      rule = field(block[k], "rule")
      updates = updates (k > 1 ? "; " : "") "`" field(block[k], "param") "` " kind " " rule
      if (field(block[k], "majorizer") == "true") proved++
    }
    proved = proved == n - 1 ? "yes" : proved ? "in part" : "no"
  }
}

/^certificate/ {
  # a step reads "rule": ID, "name": NAME; names of symbols are fields of the same word, so the pair is looked for
  gsub(/"rule": "[^"]*", "name": /, "\"name_of_rule\": ")
  bounds = bounds_of($0)
}

END {
  if (wanted == "") reference = "none"
  else {
    scale = wanted < 0 ? -wanted : wanted + 0
    if (scale < 1) scale = 1
    off = got - wanted
    same = got != "" && off <= tolerance * scale && off >= -tolerance * scale
    if (above != "" && got != "" && off > tolerance * scale)
      reference = sprintf("**ends above** %.6g, ", wanted) by
    else if (above != "") printf "it ends no longer above the reference: take the line `# ends above` out" > "/dev/stderr"
    else if (!same) {
      printf "%s is not the reference %s (off by %.2g, relative)", got, wanted, off / scale > "/dev/stderr"
      reference = "differs from " sprintf("%.6g", wanted) " by " by
    } else reference = sprintf("%.6g", wanted) " to " tolerance ", " by
  }
  printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", chapter, name, title, accepted, bounds == "" ? "none needed" : bounds, updates, proved, reference, monotone
}
