#!/usr/bin/env bash
# build.sh FILE: builds tract for the browser, by the toolchain that builds the engine. It takes some minutes.
. "$(dirname "$0")/../../www/scripts/lib.sh"
. "$ROOT/www/scripts/wasm-toolchain.sh"

file=$(realpath -m "$1")
"$ROOT/www/scripts/need.sh" cargo
choose_wasm_toolchain
cd "$ROOT/benches/tract"
say "building tract, once"
RUSTFLAGS='-C target-feature=+simd128 --cfg getrandom_backend="unsupported"' \
  "${WASM_CARGO[@]}" build --quiet --release --locked --target "$WASM_TARGET" \
  --target-dir "$ROOT/target/bench/cargo-tract" "${WASM_FLAGS[@]}"
mkdir -p "$(dirname "$file")"
cp "$ROOT/target/bench/cargo-tract/$WASM_TARGET/release/tract_contender.wasm" "$file"
