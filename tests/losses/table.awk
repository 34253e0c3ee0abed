# table.awk: doc/LOSSES.md from the rows of row.awk
# SPDX-License-Identifier: GPL-3.0-or-later
BEGIN {
  FS = "\t"
  chapters = split("location:Locations, scatters, directions;regression:Regressions;generalised:Regressions of labels, counts and lifetimes;distributions:Distributions;" \
    "mixtures:Mixtures and other hidden causes;clusters:Clusters;factors:Factors, tables, topics;geometry:Maps, signals, graphs;" \
    "rankings:Contests and rankings;programs:Programs and networks", chapter, ";")
}

function count(n, one, many) { return n " " (n == 1 ? one : many) }

{
  losses++
  if ($4 == "yes") accepted++
  if ($7 == "yes") {
    proved++
    if ($6 !~ / (one-dimensional|inner-solver|newton|gradient) /) closed++
  }
  if ($6 ~ / (newton|gradient) /) joint++
  if ($9 == "yes") falling++
  if ($8 !~ /^(none|differs|\*\*)/) agreeing++
  row[$1] = row[$1] sprintf("| [%s](../tests/losses/%s.em) | %s | %s | %s | %s | %s |\n", $3, $2, $4 == "yes" ? $5 : "refused", $6, $7, $9, $8)
}

END {
  print "# Losses and their algorithms\n"
  print "<!-- Written by tests/losses.sh (make losses-table). Do not edit. -->\n"
  print "Each line is a script of a few lines in `tests/losses/` that states a loss and nothing else. `make check` runs all of them: it derives"
  print "the algorithm, tries the surrogate at random points, has its certificate checked, fits the loss from its own start and from random ones, and"
  print "holds the value at the end against one that another program found (`tests/losses/reference.py`).\n"
  printf "%s: %s accepted; in %s every update is proved to majorize, in %s of these all are closed forms; %s a joint step on the loss\n", count(losses, "loss", "losses"), accepted + 0, proved + 0, closed + 0, count(joint + 0, "takes", "take")
  printf "itself. %s in every iteration; %s with the reference.\n\n", count(falling + 0, "falls", "fall"), count(agreeing + 0, "agrees", "agree")
  print "- **bounds**: the rules of `stdlib/majorizers` in the order of the derivation; `none needed` where the loss is minimised as it is."
  print "- **updates**: for each block its kind and its row of `stdlib/minimizers`. `newton` is a damped joint step on the loss itself, without a"
  print "  bound."
  print "- **proved**: the surrogate lies above the loss everywhere, and its certificate holds; `no` also where the loss is only sure to fall where the surrogate does,"
  print "  as a quotient does."
  print "- **falls**: the loss rose in no iteration."
  print "- **reference**: the value of the loss, the relative deviation that is allowed, and who found the value.\n"
  for (k = 1; k <= chapters; k++) {
    split(chapter[k], part, ":")
    if (!(part[1] in row)) continue
    printf "## %s\n\n| loss | bounds | updates | proved | falls | reference |\n| --- | --- | --- | --- | --- | --- |\n%s", part[2], row[part[1]]
    delete row[part[1]]
    if (k < chapters) print ""
  }
  for (other in row) { printf "losses of an unknown chapter: %s\n", other }
}
