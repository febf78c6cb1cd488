# Chooses what compiles Rust to WebAssembly, in this order:
#   1. the active toolchain, where it has wasm32-unknown-unknown's standard library;
#   2. the same, after `rustup target add` has fetched it;
#   3. Debian's own Rust (packages rustc-web and friends), which builds the
#      standard library from its sources.
# WASM_TOOLCHAIN=rustup or =debian takes that one without trying the other.
#
# The third makes the smaller module, by about a tenth: a panic stops at once there,
# without its message, which nobody would read (both stop the module).
#
# Sourced. Sets WASM_CARGO (the command), WASM_FLAGS (its further arguments),
# WASM_RUSTFLAGS (the compiler's), WASM_TARGET_DIR (one per compiler, so that neither
# undoes the other's work).
# shellcheck shell=bash disable=SC2034

WASM_TARGET=wasm32-unknown-unknown
DEBIAN_RUST=(rustc-web cargo-web rust-web-src rust-web-llvm lld-22)

toolchain_has_target() {
  local libdir
  libdir=$(rustc --print target-libdir --target "$WASM_TARGET" 2>/dev/null) &&
    compgen -G "$libdir/libstd-*.rlib" >/dev/null
}

debian_rust_ready() {
  [ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] &&
    [ -f "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml" ] &&
    [ -z "$(packages_missing "${DEBIAN_RUST[@]}")" ]
}

use_toolchain() {
  WASM_CARGO=(cargo)
  WASM_FLAGS=()
  WASM_RUSTFLAGS=()
  WASM_TARGET_DIR=$ROOT/target/wasm
  WASM_KIND=rustup
}

use_debian() {
  WASM_CARGO=(env "PATH=/usr/bin:$PATH" RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc /usr/bin/cargo)
  WASM_FLAGS=(-Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size)
  WASM_RUSTFLAGS=(-Zunstable-options -Cpanic=immediate-abort)
  WASM_TARGET_DIR=$ROOT/target/wasm-debian
  WASM_KIND=debian
}

choose_wasm_toolchain() {
  local want=${WASM_TOOLCHAIN:-} log
  case $want in '' | rustup | debian) ;; *) die "WASM_TOOLCHAIN is rustup or debian, not $want" ;; esac

  if [ "$want" != debian ]; then
    if toolchain_has_target; then
      use_toolchain
      say "WebAssembly by way 1: $(rustc --version) has $WASM_TARGET"
      return
    fi
    # Once Debian's Rust is there, nothing more is asked of the network.
    if have rustup && { [ "$want" = rustup ] || ! debian_rust_ready; }; then
      log=$(mktemp)
      if RUSTUP_MAX_RETRIES=1 timeout 300 rustup target add "$WASM_TARGET" >"$log" 2>&1 </dev/null && toolchain_has_target; then
        rm -f "$log"
        use_toolchain
        say "WebAssembly by way 2: $(rustc --version), $WASM_TARGET fetched by rustup"
        return
      fi
      if [ "$want" = rustup ] || ! have_apt; then tail -n 5 "$log" >&2; fi
      rm -f "$log"
    fi
  fi

  if [ "$want" != rustup ]; then
    if debian_rust_ready || { have_apt && apt_install "${DEBIAN_RUST[@]}" && debian_rust_ready; }; then
      use_debian
      say "WebAssembly by way 3: Debian's $(/usr/bin/rustc --version), its standard library built from source"
      return
    fi
  fi
  die "no Rust for WebAssembly: the toolchain lacks the target $WASM_TARGET, and it could not be installed. With rustup: rustup target add $WASM_TARGET. On Debian: apt-get install ${DEBIAN_RUST[*]}"
}
