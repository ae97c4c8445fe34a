#!/usr/bin/env bash
# Browser: what the browser tests need, brought where it is missing: a chromium, and a font that draws Chinese.
#
# Debian's own chromium when root on Debian; else Playwright's build (Ubuntu's package is a stub that wants snap).
# Never fails by itself: a test that lacks something says how to get it, and KIT_REQUIRE=browser makes that a failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { echo "browser: $*"; }
is_root() { [ "$(id -u)" = 0 ]; }
is_debian() { grep -qx 'ID=debian' /etc/os-release 2>/dev/null; }
has_browser() { .venv/bin/python -m tests.environment browser >/dev/null 2>&1; }
has_font() { [ -n "$(fc-list :lang=zh family 2>/dev/null)" ]; }

bring_packages() {
    say "installing $* with apt"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null ||
        say "apt could not install $*"
}

missing=()
has_browser || { is_debian && missing+=(chromium); }
has_font || missing+=(fontconfig fonts-wqy-microhei)
if [ ${#missing[@]} -gt 0 ]; then
    if is_root && command -v apt-get >/dev/null; then
        bring_packages "${missing[@]}"
    else
        say "not root: as root, apt-get install ${missing[*]}"
    fi
fi

if ! has_browser; then
    say "fetching Playwright's own chromium"
    deps=(); is_root && ! is_debian && deps=(--with-deps)
    .venv/bin/playwright install "${deps[@]}" chromium || say "no browser could be installed; browser tests will say so"
fi
exit 0
