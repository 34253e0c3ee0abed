# rows.awk: from what the runs printed to the rows of the table of losses. Input: reference.json, then the lines of prepare.awk; the
# files NAME.json (the fits), NAME.err (the certificate, messages), NAME.status, and those of the random starts and of the
# verification lie in this folder. Output: chapter, name, title, accepted, bounds, updates, proved, reference, descent; between tabs. What
# is wrong with a loss goes to the file `wrong`: name, text.
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

# the lines of a file that match, joined; "" where there is no file
function lines_of(file, pattern,   line, all) {
  while ((getline line < file) > 0) if (line ~ pattern) all = all line
  close(file)
  return all
}

function trouble(text) { wrong = wrong text "; " }

function read_fit(s,   n, block, k, surely) {
  got = match(s, /"loss": [-+0-9.e]+/) ? substr(s, RSTART + 8, RLENGTH - 8) : ""
  updates = proved = ""
  if (!match(s, /"blocks": \[[^]]*\]/)) return
  n = split(substr(s, RSTART, RLENGTH), block, "}")
  for (k = 1; k < n; k++) {
    updates = updates (k > 1 ? "; " : "") "`" field(block[k], "param") "` " field(block[k], "update") " " field(block[k], "rule")
    if (field(block[k], "majorizer") == "true") surely++
  }
  proved = surely == n - 1 ? "yes" : surely ? "in part" : "no"
}

function judge(wanted, by, tolerance, above,   scale, off) {
  if (wanted == "") { trouble("it has no reference"); return "none" }
  scale = wanted < 0 ? -wanted : wanted + 0
  if (scale < 1) scale = 1
  off = got - wanted
  if (above && got != "" && off > tolerance * scale) return sprintf("**ends above** %.6g, ", wanted) by
  if (above) trouble("it ends no longer above the reference: take the line `# ends above` out")
  if (got != "" && off <= tolerance * scale && off >= -tolerance * scale) return sprintf("%.6g", wanted) " to " tolerance ", " by
  trouble(sprintf("%s is not the reference %s (off by %.2g, relative)", got, wanted, off / scale))
  return "differs from " sprintf("%.6g", wanted) " by " by
}

FNR == NR {
  if (match($0, /^ *"[a-z0-9_]+":/)) {
    name = $1
    gsub(/[":]/, "", name)
    value[name] = field($0, "value")
    found_by[name] = field($0, "by")
  }
  next
}

{
  split($0, head, "\t")
  name = head[1]
  wrong = ""
  fit = lines_of(name ".json", ".")
  certificate = lines_of(name ".err", "^{\"certificate\"")
  read_fit(fit)
  if (lines_of(name ".status", ".") != "0") trouble("the script fails: " substr(lines_of(name ".err", "^[^{]"), 1, 400))
  monotone = index(fit, "\"monotone\": true") ? "yes" : "no"
  if (monotone == "no") trouble("the loss rose")
  status = lines_of(name ".start.status", ".")
  if (status != "" && status != "0") { monotone = "no"; trouble("no fit from a random start: " substr(lines_of(name ".start.err", "."), 1, 400)) }
  if (lines_of(name ".start.json", "\"monotone\": false") != "") { monotone = "no"; trouble("the loss rose from a random start") }
  verdict = lines_of(name ".verdict", "^(not )?valid")
  if (proved != "no" && verdict != "" && verdict != "valid") trouble("the certificate is refused: " verdict)
  # a step reads "rule": ID, "name": NAME; names of symbols are fields of the same word, so the pair is looked for
  gsub(/"rule": "[^"]*", "name": /, "\"name_of_rule\": ", certificate)
  bounds = bounds_of(certificate)
  reference = judge(value[name], found_by[name], head[4], head[5])
  printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", head[3], name, head[2], got == "" ? "no" : "yes", bounds == "" ? "none needed" : bounds, updates, proved, reference, monotone
  printf "%s\t%s\n", name, wrong > "wrong"
}
