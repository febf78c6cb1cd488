#!/usr/bin/env bash
# Prints the path of the Chromium that tests drive; installs Debian's where
# there is none. CHROMIUM=/path/to/it names another.
# --shell: rather Chromium without the browser around the page (chromium-headless-shell), which is what Playwright
# itself takes. A test costs it 40 % less of the processor; what draws and runs the page is the same.
. "$(dirname "$0")/lib.sh"

FONTS=(fonts-dejavu fonts-noto-cjk fonts-noto-color-emoji)
SHELL_PACKAGE=chromium-headless-shell
MISSING="the browser tests need Chromium or Chrome: install one, or name it with make test CHROMIUM=/path/to/it"

shell=()
[ "${1:-}" != --shell ] || shell=("$SHELL_PACKAGE")

find_chromium() {
  local name
  for name in ${shell[@]+"${shell[@]}"} chromium chromium-browser google-chrome google-chrome-stable chrome "$SHELL_PACKAGE"; do
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

# Beside a Chromium that is there it is installed in CI alone: nobody else's machine is changed to save time.
if [ "${#shell[@]}" -gt 0 ] && have_apt && { [ "${CI:-}" = true ] || ! find_chromium >/dev/null; }; then
  apt_install "$SHELL_PACKAGE" "${FONTS[@]}" || say "going on with the whole Chromium, which takes longer"
fi
if ! find_chromium >/dev/null; then
  have_apt || die "$MISSING"
  apt_install chromium "${FONTS[@]}" || die "$MISSING"
elif have_apt && [ -n "$(packages_missing "${FONTS[@]}")" ]; then
  apt_install "${FONTS[@]}" || say "going on without some fonts: texts in other scripts may show boxes"
fi
find_chromium || die "Chromium was installed, yet no chromium is on the PATH"
