#!/usr/bin/env bash
# need.sh TOOL...: ends with a sentence that says what to do when a tool that
# the project does not install by itself (cargo, node, npm) is missing or old.
. "$(dirname "$0")/lib.sh"

for tool in "$@"; do
  case $tool in
    cargo)
      have cargo || die "Rust's cargo is missing. Install it from https://rustup.rs, open a new terminal, and run make again."
      ;;
    node)
      have node || die "Node.js is missing. Install version 20.19 or newer from https://nodejs.org (or your system's packages), and run make again."
      node -e 'const [a, b] = process.versions.node.split(".").map(Number);
        process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' ||
        die "Node.js $(node --version) is too old for the page's build: it takes 20.19 or newer (not 21), or 22.12 or newer. Install one from https://nodejs.org."
      ;;
    npm)
      have npm || die "npm is missing. It comes with Node.js from https://nodejs.org; on Debian also as the package npm."
      ;;
    python3)
      have "${PYTHON:-python3}" || die "Python 3 is missing (looked for ${PYTHON:-python3}). Install it, or name it: make PYTHON=/path/to/python3 …"
      ;;
    *) have "$tool" || die "$tool is missing. Install it and run make again." ;;
  esac
done
