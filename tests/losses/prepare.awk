# prepare.awk: from the scripts of the folder to what is run: NAME.run derives, checks and fits, NAME.start fits from random
# starts where the script has its own. Output: name, title, chapter, tolerance, whether it ends above; between tabs.
# SPDX-License-Identifier: GPL-3.0-or-later
FNR == 1 {
  if (name != "") finish()
  name = FILENAME
  sub(/\.em$/, "", name)
  title = substr($0, 3)
  chapter = "none"; tolerance = "1e-7"; above = using = body = ""; own_start = 0
}
/^# chapter: / { chapter = $3 }
/^# tolerance: / { tolerance = $3 }
/^# ends above: / { above = 1 }
/^fit using / { using = " using " $3 }
/^param .* init / { own_start = 1 }
{
  print > (name ".run")
  if (/^fit/) next
  if (/^param/) sub(/ init .*/, "")
  body = body $0 "\n"
}
END { finish() }

function finish() {
  print "derive as json" using "\ncheck" > (name ".run")
  close(name ".run")
  if (own_start) {
    print body "fit" using " with iters = 15, seed = 1\nfit" using " with iters = 15, seed = 2" > (name ".start")
    close(name ".start")
  }
  printf "%s\t%s\t%s\t%s\t%s\n", name, title, chapter, tolerance, above
}
