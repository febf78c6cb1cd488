#!/usr/bin/env bash
# Prints the path of the Chromium that tests drive; installs Debian's where
# there is none. CHROMIUM=/path/to/it names another.
. "$(dirname "$0")/lib.sh"

FONTS=(fonts-dejavu fonts-noto-cjk fonts-noto-color-emoji)

find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
    command -v "$name" 2>/dev/null && return
  done
  for name in "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium; do
    [ -x "$name" ] && echo "$name" && return
  done
  return 1
}

if [ -n "${CHROMIUM:-}" ]; then
  have "$CHROMIUM" || die "CHROMIUM=$CHROMIUM is not a program"
  command -v "$CHROMIUM"
  exit
fi

if ! find_chromium >/dev/null; then
  have_apt || die "the browser tests need Chromium or Chrome: install one, or name it with make test CHROMIUM=/path/to/it"
  apt_install chromium "${FONTS[@]}" || die "the browser tests need Chromium or Chrome: install one, or name it with make test CHROMIUM=/path/to/it"
elif have_apt && [ -n "$(packages_missing "${FONTS[@]}")" ]; then
  apt_install "${FONTS[@]}" || say "going on without some fonts: texts in other scripts may show boxes"
fi
find_chromium || die "Chromium was installed, yet no chromium is on the PATH"
