#!/usr/bin/env bash
# build.sh FOLDER: builds the micro-benchmark into FOLDER, once with simd128 alone and once with relaxed-simd, by the
# toolchain that builds the engine.
. "$(dirname "$0")/../../www/scripts/lib.sh"
. "$ROOT/www/scripts/wasm-toolchain.sh"

folder=$(realpath -m "$1")
mkdir -p "$folder"
"$ROOT/www/scripts/need.sh" cargo
choose_wasm_toolchain
# It is made of `core` alone.
[ "$WASM_KIND" = debian ] && WASM_FLAGS=(-Zbuild-std=core)

cd "$ROOT/benches/roofline"
for features in simd128 relaxed; do
  flags=+simd128
  [ "$features" = relaxed ] && flags+=,+relaxed-simd
  RUSTFLAGS="-C target-feature=$flags" "${WASM_CARGO[@]}" build --quiet --release --target "$WASM_TARGET" \
    --target-dir "$ROOT/target/bench/cargo-$features" "${WASM_FLAGS[@]}"
  cp "$ROOT/target/bench/cargo-$features/$WASM_TARGET/release/roofline.wasm" "$folder/$features.wasm"
done
