#!/usr/bin/env bash
# Builds the npm package `www/pkg` from the crate:
#   cargo (profile `wasm` of Cargo.toml) → wasm-bindgen → wasm-opt → package.json
# `build-wasm.sh --check` only compiles, and takes warnings for errors; `--kernels`
# builds the kernels' test module (target/kernels.wasm).
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/wasm-toolchain.sh"
cd "$ROOT"

"$ROOT/www/scripts/need.sh" cargo node
choose_wasm_toolchain

[ "${CI:-}" = true ] && WASM_FLAGS+=(--locked)
# The engine's kernels are written for 128-bit SIMD, which every browser has had
# since 2023. Inlining less makes the module a sixth smaller and no slower (measured on
# whole reviews). Paths of the machine that builds do not belong in what is published.
export RUSTFLAGS="-C target-feature=+simd128 -C llvm-args=-inline-threshold=25 ${WASM_RUSTFLAGS[*]} --remap-path-prefix=$ROOT=wordlight --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"

cargo_wasm() {
  "${WASM_CARGO[@]}" "$1" --lib --profile wasm --target "$WASM_TARGET" --target-dir "$WASM_TARGET_DIR" "${WASM_FLAGS[@]}" "${@:2}"
}

if [ "${1:-}" = --check ]; then
  if [ "$WASM_KIND" = rustup ] && cargo clippy --version >/dev/null 2>&1; then
    cargo_wasm clippy -- -D warnings
  else
    # Debian's toolchain comes without clippy: the compiler's own lints then, by
    # a build, which has compiled the standard library already.
    cargo_wasm build -Zwarnings --config 'build.warnings="deny"'
  fi
  exit
fi

# wasm-bindgen's command and crate have to be of exactly one version. Of the command this is the part that is needed:
# www/scripts/bindgen.
version=$(awk '$1 == "name" { name = $3 } $1 == "version" && name == "\"wasm-bindgen\"" { gsub(/"/, "", $3); print $3; exit }' Cargo.lock)
[ -n "$version" ] || die "Cargo.lock does not name wasm-bindgen"
tools=$ROOT/target/tools/bindgen-$version
bindgen=$tools/release/bindgen
if [ ! -x "$bindgen" ] || [ www/scripts/bindgen/src/main.rs -nt "$bindgen" ]; then
  grep -q "cli-support = \"=$version\"" www/scripts/bindgen/Cargo.toml ||
    die "www/scripts/bindgen/Cargo.toml names another wasm-bindgen than Cargo.lock, which has $version"
  say "building wasm-bindgen $version, once (about a minute on two cores)"
  log=$(mktemp)
  env -u RUSTFLAGS cargo build --release --locked --manifest-path www/scripts/bindgen/Cargo.toml \
    --target-dir "$tools" >"$log" 2>&1 </dev/null ||
    { tail -n 15 "$log" >&2; die "could not build wasm-bindgen $version with cargo"; }
  rm -rf "$log" "$tools"/release/{deps,build,.fingerprint,incremental} # what it was built from is not needed again
fi

# What the tests run: the kernels alone, without JavaScript's glue.
if [ "${1:-}" = --kernels ]; then
  "${WASM_CARGO[@]}" build --manifest-path tests/kernels/Cargo.toml --release \
    --target "$WASM_TARGET" --target-dir "$WASM_TARGET_DIR" "${WASM_FLAGS[@]}"
  cp "$WASM_TARGET_DIR/$WASM_TARGET/release/wordlight_kernels_test.wasm" target/kernels.wasm
  exit
fi

cargo_wasm build
compiled=$WASM_TARGET_DIR/$WASM_TARGET/wasm/wordlight.wasm

# What follows depends on these alone: when none has changed, the package stands.
shopt -s nullglob
papers=(README.m[d] LICENSE*)
made_from=$(cat "$compiled" Cargo.toml "${papers[@]}" www/scripts/{build-wasm.sh,package-json.mjs,bindgen/src/main.rs} www/package-lock.json | cksum)
if [ "$(cat www/pkg/.made-from 2>/dev/null)" = "$version $made_from" ]; then
  touch www/pkg/.stamp
  exit
fi

work=$(mktemp -d "$ROOT/target/pkg.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$bindgen" "$compiled" "$work"

# The features that rustc's wasm32-unknown-unknown uses, and SIMD; none besides. What the whole module never does
# (a value that is always the same, a branch never taken) is found between two rounds (gufa).
www/node_modules/.bin/wasm-opt "${WASM_OPT_LEVEL:--O3}" --gufa-optimizing "${WASM_OPT_LEVEL:--O3}" \
  --enable-simd --enable-bulk-memory --enable-bulk-memory-opt --enable-nontrapping-float-to-int \
  --enable-sign-ext --enable-mutable-globals --enable-reference-types --enable-multivalue \
  --strip-debug --strip-producers \
  "$work/wordlight_bg.wasm" -o "$work/optimised.wasm"
mv "$work/optimised.wasm" "$work/wordlight_bg.wasm"

node www/scripts/package-json.mjs "$work"
[ "${#papers[@]}" -eq 0 ] || cp "${papers[@]}" "$work/"
chmod 755 "$work"

mkdir -p www/pkg
rm -rf www/pkg/.stamp www/pkg/snippets
mv "$work"/* www/pkg/
printf '%s\n' "$version $made_from" >www/pkg/.made-from
touch www/pkg/.stamp
say "www/pkg: $(wc -c <www/pkg/wordlight_bg.wasm) bytes of WebAssembly, $(gzip -9c www/pkg/wordlight_bg.wasm | wc -c) compressed"
