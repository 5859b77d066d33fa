#!/bin/sh
# Installs Bodypack for the user who runs this, or removes it again:
#   sh install.sh            plugins, command line, presets, manual pages and completions
#   sh install.sh --remove   takes away what was installed; your own rigs stay
# Run again, also by a newer version, it replaces what was there. Nothing is changed before every folder has been found
# to be writable.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
: "${HOME:?there is no home folder: set HOME to the folder that Bodypack is to be installed into}"
case "${XDG_DATA_HOME:-}" in
    /*) data=$XDG_DATA_HOME ;;
    *) data=$HOME/.local/share ;;
esac
if [ "$(uname -s)" = Darwin ]; then
    clap=$HOME/Library/Audio/Plug-Ins/CLAP
    vst3=$HOME/Library/Audio/Plug-Ins/VST3
    presets=$HOME/Library/Audio/Presets
    own=$HOME/Library/Application\ Support/Bodypack
else
    clap=$HOME/.clap
    vst3=$HOME/.vst3
    presets=$HOME/.vst3/presets
    own=$data/bodypack
fi
programs=$HOME/.local/bin
# Names of everything that was installed, one to a line.
list=$own/installed-files

stop() {
    printf 'bodypack: %s\n' "$1" >&2
    exit 1
}

# Removes the files in a list, and the folders that are empty then.
remove_listed() {
    while IFS= read -r file; do
        rm -f -- "$file"
        folder=$(dirname -- "$file")
        while [ "$folder" != "$HOME" ] && [ "$folder" != / ]; do
            # A folder with anything in it stays, and so do those above it.
            rmdir -- "$folder" 2>/dev/null || break
            folder=$(dirname -- "$folder")
        done
    done <"$1"
}

# Says for every file of the archive where it goes: source, tab, target.
plan() {
    one() { [ ! -e "$here/$1" ] || printf '%s\t%s\n' "$1" "$2"; }
    all() {
        [ -d "$here/$1" ] || return 0
        (cd "$here/$1" && find . -type f) | LC_ALL=C sort | while IFS= read -r file; do
            file=${file#./}
            printf '%s\t%s\n' "$1/$file" "$2/$file"
        done
    }
    if [ -d "$here/Bodypack.clap" ]; then all Bodypack.clap "$clap/Bodypack.clap"; else one Bodypack.clap "$clap/Bodypack.clap"; fi
    all Bodypack.vst3 "$vst3/Bodypack.vst3"
    all Presets "$presets"
    one bodypack "$programs/bodypack"
    one bodypack-player "$programs/bodypack-player"
    all Man "$data/man/man1"
    one Completions/bodypack.bash "$data/bash-completion/completions/bodypack"
    one Completions/_bodypack "$data/zsh/site-functions/_bodypack"
    one Completions/bodypack.fish "$data/fish/vendor_completions.d/bodypack.fish"
    all Manual "$data/doc/bodypack/manual"
    if [ "$(uname -s)" = Linux ] && [ -e "$here/bodypack-player" ]; then
        printf '\t%s\n' "$data/applications/bodypack-player.desktop"
    fi
}

# Makes the folder of a file, and stops if nothing can be written there.
folder_for() {
    folder=$(dirname -- "$1")
    mkdir -p -- "$folder" 2>/dev/null || stop "the folder \`$folder\` cannot be made. Nothing has been installed."
    [ -w "$folder" ] || stop "the folder \`$folder\` cannot be written to. Nothing has been installed."
    [ ! -d "$1" ] || stop "\`$1\` is a folder, and a file of that name is to be put there: move it away first. Nothing has been installed."
}

desktop_entry() {
    printf '%s\n' '[Desktop Entry]' 'Type=Application' 'Name=Bodypack Player' \
        'Comment=Rehearse with recorded tracks on in-ear monitors' "Exec=\"$programs/bodypack-player\"" \
        'Terminal=false' 'Categories=AudioVideo;Audio;'
}

install_all() {
    [ -e "$here/Bodypack.clap" ] || stop "there is no Bodypack.clap beside this script: unpack the whole archive and run it there."
    work=$(mktemp -d) || stop "no temporary folder can be made."
    trap 'rm -rf "$work"' EXIT
    plan >"$work/plan"
    cut -f 2 "$work/plan" >"$work/files"
    while IFS= read -r to; do folder_for "$to"; done <"$work/files"
    folder_for "$list"
    while IFS= read -r line; do
        from=${line%%	*}
        to=${line##*	}
        # A host may have the old file open: the new one takes its name, and the old one lives on until it is let go.
        new=$(dirname -- "$to")/.bodypack-new
        if [ -n "$from" ]; then cp -- "$here/$from" "$new"; else desktop_entry >"$new"; fi || {
            rm -f -- "$new"
            stop "\`$to\` could not be written; what was there before is still there."
        }
        mv -f -- "$new" "$to"
    done <"$work/plan"
    if [ -f "$list" ]; then
        # What only the version before had.
        LC_ALL=C sort "$list" >"$work/old"
        LC_ALL=C sort "$work/files" >"$work/now"
        LC_ALL=C comm -23 "$work/old" "$work/now" >"$work/gone"
        remove_listed "$work/gone"
        echo "An installed version was replaced."
    fi
    cp -- "$work/files" "$list"
    echo "Bodypack is installed. Have your host scan its plugins: $clap and $vst3."
    case ":$PATH:" in
        *":$programs:"*) ;;
        *) echo "The command line is $programs/bodypack; that folder is not in your PATH." ;;
    esac
}

remove_all() {
    if [ ! -f "$list" ]; then
        echo "Nothing that this script has installed was found (there is no $list)."
        return 0
    fi
    while IFS= read -r file; do
        folder=$(dirname -- "$file")
        [ ! -e "$file" ] || [ -w "$folder" ] || stop "the folder \`$folder\` cannot be written to. Nothing has been removed."
    done <"$list"
    remove_listed "$list"
    rm -f -- "$list"
    echo "Bodypack is removed. Your own rigs, if there are any, are still in $own."
    rmdir -- "$own" 2>/dev/null || true
}

case "${1:-}" in
    "") install_all ;;
    --remove) remove_all ;;
    *) stop "only --remove is known, and not \`$1\`." ;;
esac
