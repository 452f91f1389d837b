#!/bin/sh
# Makes Parlance known to the desktop of this user: menu entry, icon, document type, the command `parlance`.
# Run it from the unpacked program folder: share/install.sh; share/install.sh --remove undoes it.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
data=${XDG_DATA_HOME:-"$HOME/.local/share"}
bin=$HOME/.local/bin
entry=$data/applications/parlance.desktop
type=$data/mime/packages/parlance.xml

if [ "${1:-}" = --remove ]; then
    rm -f "$bin/parlance" "$entry" "$type"
    for size in 48 128 256; do rm -f "$data/icons/hicolor/${size}x${size}/apps/parlance.png"; done
else
    mkdir -p "$bin" "$data/applications" "$data/mime/packages"
    ln -sf "$here/parlance" "$bin/parlance"
    # In Exec a path is quoted; \ " ` $ are escaped for the quotes and once more for the file, and % is doubled
    # (Desktop Entry Specification, "The Exec key").
    program=$(printf '%s' "$here/parlance" | sed -e 's/[\\"`$]/\\\\&/g' -e 's/%/%%/g')
    PROGRAM=$program awk '/^Exec=/ { print "Exec=\"" ENVIRON["PROGRAM"] "\" %U"; next } { print }' \
        "$here/share/parlance.desktop" > "$entry"
    cp "$here/share/parlance.xml" "$type"
    for size in 48 128 256; do
        mkdir -p "$data/icons/hicolor/${size}x${size}/apps"
        cp "$here/share/icons/parlance-$size.png" "$data/icons/hicolor/${size}x${size}/apps/parlance.png"
    done
fi
if command -v update-mime-database > /dev/null; then update-mime-database "$data/mime" || true; fi
if command -v update-desktop-database > /dev/null; then update-desktop-database "$data/applications" || true; fi
