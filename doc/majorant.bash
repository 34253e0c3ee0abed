# bash completion for majorant: options, their words, and the files that they take.
# SPDX-License-Identifier: GPL-3.0-or-later
_majorant () {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
  local options="--eval --set --data --output --threads --dump --trace --time --interactive --verify --help --version"
  COMPREPLY=()
  [ "$word" != = ] || word=                            # bash takes --dump=ast for three words
  [ "$before" != = ] || before=${COMP_WORDS[COMP_CWORD-2]}
  case $before in
  --output) mapfile -t COMPREPLY < <(compgen -W "text json" -- "$word") ;;
  --dump) mapfile -t COMPREPLY < <(compgen -W "ast ir gradient surrogate plan bytecode" -- "$word") ;;
  --trace) mapfile -t COMPREPLY < <(compgen -W "rules iter vm" -- "$word") ;;
  --time) mapfile -t COMPREPLY < <(compgen -W "all" -- "$word") ;;
  --eval|-e|--set|--threads|-t) ;;
  --verify) mapfile -t COMPREPLY < <(compgen -f -X '!*.json' -- "$word"; compgen -d -- "$word") ;;
  *)
    case $word in
    -*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
    *) mapfile -t COMPREPLY < <(compgen -f -X '!*.em' -- "$word"; compgen -d -- "$word") ;;
    esac ;;
  esac
}
complete -o filenames -F _majorant majorant
