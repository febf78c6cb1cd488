#!/usr/bin/env bash
# venv.sh NAME REQUIREMENTS: a Python environment target/venvs/NAME with what
# REQUIREMENTS names; made anew when that file has changed.
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

venv=target/venvs/$1 requirements=$2
[ -f "$requirements" ] || die "$requirements is missing"
if cmp -s "$requirements" "$venv/requirements.txt"; then exit; fi

"$ROOT/www/scripts/need.sh" python3
rm -rf "$venv"
"${PYTHON:-python3}" -m venv "$venv" ||
  die "${PYTHON:-python3} cannot make a virtual environment. On Debian: apt-get install python3-venv"
say "installing $requirements into $venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" </dev/null ||
  die "could not install $requirements with $("$venv/bin/python" --version)"
cp "$requirements" "$venv/requirements.txt"
