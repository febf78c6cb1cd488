#!/usr/bin/env bash
# Prints, as lines for a shell, the paths of the Firefox and of the WebKitWebDriver in which the main journey is
# tested besides Chromium; installs Debian's where there are none. FIREFOX= and WEBKIT_DRIVER= name others.
# Where one cannot be installed the tests go on without it, but not in CI.
. "$(dirname "$0")/lib.sh"

# WebKitGTK's browser needs a screen: Xvfb is one that nobody sees.
WEBKIT=(webkit2gtk-driver xvfb)

find_firefox() {
  local name
  for name in firefox-esr firefox; do
    command -v "$name" 2>/dev/null && return
  done
  [ -x /Applications/Firefox.app/Contents/MacOS/firefox ] && echo /Applications/Firefox.app/Contents/MacOS/firefox
}

find_webkit() { have Xvfb && command -v WebKitWebDriver 2>/dev/null; }

missing() {
  [ "${CI:-}" = true ] && die "$1 is missing, and could not be installed"
  say "NOT TESTED in $1: it is not here and could not be installed"
}

wanted=()
[ -n "${FIREFOX:-}" ] || find_firefox >/dev/null || wanted+=(firefox-esr)
[ -n "${WEBKIT_DRIVER:-}" ] || find_webkit >/dev/null || wanted+=("${WEBKIT[@]}")
if [ "${#wanted[@]}" -gt 0 ] && have_apt; then
  # One may be there without the other, on systems that have no such package.
  apt_install "${wanted[@]}" || for package in "${wanted[@]}"; do apt_install "$package" || true; done
fi

if firefox=${FIREFOX:-$(find_firefox)}; then printf 'export FIREFOX=%q\n' "$firefox"; else missing Firefox; fi
if webkit=${WEBKIT_DRIVER:-$(find_webkit)}; then printf 'export WEBKIT_DRIVER=%q\n' "$webkit"; else missing WebKit; fi
