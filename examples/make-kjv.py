#!/usr/bin/env python3
# make-kjv.py: counts the words in each chapter of the King James Bible, for topic models.
#
# Needs the program `bible` and its text (Debian: apt-get install bible-kjv bible-kjv-text). In this folder:
#
#     python3 make-kjv.py
#
# It writes kjv.mtx (Matrix Market: words by chapters, sparse counts), kjv-words.txt (the word of each row) and
# kjv-chapters.txt (the chapter of each column). A word is a run of letters, in lower case, without a possessive 's. Left out
# are words without a subject (STOP), words of fewer than three letters and those that occur in fewer than FEWEST chapters.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import collections
import re
import subprocess

FEWEST = 12

STOP = set("""
about above according after again against ago albeit all also although always am among amongst an and another any are
art as aside at away back be became because become been before began being behind below beside besides between betwixt
beyond both but by call called came can cannot canst cause certain come cometh concerning could dealt did didst do doest
doeth done dost doth down during each either else even ever every except few first for forth from further gave get give
given go goest goeth gone got had hadst has hast hath have having he hence henceforth her here hereby herein hereof hers
herself him himself his hither how howbeit if in indeed into is it its itself know known least less lest let like likewise
made make many may mayest me might mightest mine more moreover most much must my myself neither never nevertheless next
no none nor not nothing notwithstanding now of off often on once one only onto or other others ought our ours ourselves
out over own part perhaps put round said saidst saith same saw say saying second see seeing seen seven several shall
shalt she should shouldest since six so some something spake speak still such take taken than that the thee their theirs
them themselves then thence there thereby therefore therein thereof thereon thereto therewith these they thine thing
things third this thither those thou though three through throughout thus thy thyself till to together told too took
toward towards two under until unto up upon us verily very was wast we went were wert what whatsoever when whence
whensoever where whereas whereby wherefore wherein whereof whereon whereto whereunto wherewith whether which while
whither who whoever whole whom whose whoso whosoever why will wilt with within without would wouldest ye yea yes yet
you your yours yourselves four five ten
""".split())


def read_chapters():
    """The headings and the words of all chapters, in order."""
    text = subprocess.run(["bible", "-l100000", "Gen1:1-Rev22:21"], check=True, capture_output=True, text=True).stdout
    names, counts = [], []
    for line in text.splitlines():
        if not line.strip():
            continue
        if not line.startswith(" "):                      # a heading: Genesis 1
            names.append(line.strip())
            counts.append(collections.Counter())
            continue
        verse = re.sub(r"['’]s\b", "", line.lower())
        counts[-1].update(w for w in re.findall(r"[a-z]+", verse) if len(w) > 2 and w not in STOP)
    return names, counts


def main():
    names, counts = read_chapters()
    assert len(names) == 1189, "the Bible has 1189 chapters, here are %d" % len(names)
    chapters_with = collections.Counter(w for c in counts for w in c)
    words = sorted(w for w, n in chapters_with.items() if n >= FEWEST)
    row = {w: i + 1 for i, w in enumerate(words)}
    entries = [(row[w], y + 1, n) for y, c in enumerate(counts) for w, n in sorted(c.items()) if w in row]
    with open("kjv.mtx", "w") as f:
        f.write("%%MatrixMarket matrix coordinate integer general\n")
        f.write("% words by chapters of the King James Bible; made by make-kjv.py, see DATA.md\n")
        f.write("%d %d %d\n" % (len(words), len(names), len(entries)))
        f.writelines("%d %d %d\n" % e for e in entries)
    for path, lines in (("kjv-words.txt", words), ("kjv-chapters.txt", names)):
        with open(path, "w") as f:
            f.writelines(line + "\n" for line in lines)
    print("%d words, %d chapters, %d counts" % (len(words), len(names), len(entries)))


if __name__ == "__main__":
    main()
