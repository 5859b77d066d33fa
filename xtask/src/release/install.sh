#!/bin/sh
# Installs Bodypack for the user who runs this, or removes it again:
#   sh install.sh            plugins, command line, presets, manual pages and completions
#   sh install.sh --remove   takes away what was installed; your own rigs stay
# Run again, also by a newer version, it replaces what was there. Nothing is changed before every folder has been found
# to be writable and every file has been copied beside the place that it goes to.
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
# Names of what an installation that has begun makes anew; it is gone when the installation has ended.
begun=$own/unfinished-files
# Step that an installation is in: checking, copying, replacing or done.
step=checking

stop() {
    printf 'bodypack: %s\n' "$1" >&2
    exit 1
}

# Removes a file, and the folders that are empty then.
remove_file() {
    rm -f -- "$1"
    folder=$(dirname -- "$1")
    while [ "$folder" != "$HOME" ] && [ "$folder" != / ]; do
        # A folder with anything in it stays, and so do those above it.
        rmdir -- "$folder" 2>/dev/null || break
        folder=$(dirname -- "$folder")
    done
}

# Removes the files in a list.
remove_listed() {
    while IFS= read -r file; do remove_file "$file"; done <"$1"
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
    missing=$folder
    while [ ! -e "$missing" ]; do
        printf '%s\n' "$missing" >>"$work/made"
        missing=$(dirname -- "$missing")
    done
    mkdir -p -- "$folder" 2>/dev/null || stop "the folder \`$folder\` cannot be made. Nothing has been installed."
    [ -w "$folder" ] || stop "the folder \`$folder\` cannot be written to. Nothing has been installed."
    [ ! -d "$1" ] || stop "\`$1\` is a folder, and a file of that name is to be put there: move it away first. Nothing has been installed."
}

# Name of the copy of a file that waits beside its place.
waiting() {
    printf '%s/.%s.bodypack-new' "${1%/*}" "${1##*/}"
}

# Takes back what an installation that has not ended has made: copies, and folders that are empty.
take_back() {
    if [ "$step" = copying ] || [ "$step" = replacing ]; then
        while IFS= read -r to; do rm -f -- "$(waiting "$to")"; done <"$work/files"
        rm -f -- "$(waiting "$list")" "$(waiting "$begun")"
    fi
    # What was replaced is still there, or what another installation has left: --remove needs the list of it.
    [ "$step" != copying ] || [ -s "$work/before" ] || rm -f -- "$begun"
    if [ -f "$work/made" ]; then
        LC_ALL=C sort -r "$work/made" | while IFS= read -r folder; do rmdir -- "$folder" 2>/dev/null || true; done
    fi
    rm -rf "$work"
}

# Writes down what is made anew, so that --remove finds it also after an installation that was ended from outside.
begin() {
    : >"$work/before"
    if [ -f "$begun" ]; then cat -- "$begun" >"$work/before"; fi
    step=copying
    cp -- "$work/before" "$work/new"
    while IFS= read -r to; do
        waiting "$to"
        echo
        [ -e "$to" ] || printf '%s\n' "$to"
    done <"$work/files" >>"$work/new"
    printf '%s\n' "$(waiting "$list")" "$(waiting "$begun")" >>"$work/new"
    cp -- "$work/new" "$(waiting "$begun")" && mv -f -- "$(waiting "$begun")" "$begun" ||
        stop "\`$begun\` could not be written. Nothing has been installed; what was there before is still there."
}

# Copies every file to a name beside its place: where the disk is full, nothing has been replaced yet.
copy_all() {
    while IFS= read -r line; do
        from=${line%%	*}
        to=${line##*	}
        new=$(waiting "$to")
        if [ -n "$from" ]; then cp -- "$here/$from" "$new"; else desktop_entry >"$new"; fi ||
            stop "\`$to\` could not be written. Nothing has been installed; what was there before is still there."
    done <"$work/plan"
    cp -- "$work/files" "$(waiting "$list")" ||
        stop "\`$list\` could not be written. Nothing has been installed; what was there before is still there."
}

# Gives every copy the name of its file.
replace_all() {
    step=replacing
    # A host may have the old file open: the new one takes its name, and the old one lives on until it is let go.
    while IFS= read -r to; do
        mv -f -- "$(waiting "$to")" "$to" ||
            stop "\`$to\` could not be replaced. Some files are new and some are as before: run this again, or with --remove."
    done <"$work/files"
}

desktop_entry() {
    printf '%s\n' '[Desktop Entry]' 'Type=Application' 'Name=Bodypack Player' \
        'Comment=Rehearse with recorded tracks on in-ear monitors' "Exec=\"$programs/bodypack-player\"" \
        'Terminal=false' 'Categories=AudioVideo;Audio;'
}

install_all() {
    [ -e "$here/Bodypack.clap" ] || stop "there is no Bodypack.clap beside this script: unpack the whole archive and run it there."
    work=$(mktemp -d) || stop "no temporary folder can be made."
    trap take_back EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    plan >"$work/plan"
    cut -f 2 "$work/plan" >"$work/files"
    while IFS= read -r to; do folder_for "$to"; done <"$work/files"
    folder_for "$list"
    begin
    copy_all
    replace_all
    # What only the version before had, or an installation that was not ended.
    if [ -f "$list" ]; then
        cat -- "$list" >>"$work/before"
        echo "An installed version was replaced."
    fi
    LC_ALL=C sort -u "$work/before" >"$work/old"
    { cat -- "$work/files" && waiting "$list" && echo; } | LC_ALL=C sort -u >"$work/now"
    LC_ALL=C comm -23 "$work/old" "$work/now" >"$work/gone"
    remove_listed "$work/gone"
    mv -f -- "$(waiting "$list")" "$list"
    rm -f -- "$begun"
    step=done
    echo "Bodypack is installed. Have your host scan its plugins: $clap and $vst3."
    case ":$PATH:" in
        *":$programs:"*) ;;
        *) echo "The command line is $programs/bodypack; that folder is not in your PATH." ;;
    esac
}

remove_all() {
    found=
    for one in "$begun" "$list"; do
        [ -f "$one" ] || continue
        found=yes
        while IFS= read -r file; do
            folder=$(dirname -- "$file")
            [ ! -e "$file" ] || [ -w "$folder" ] || stop "the folder \`$folder\` cannot be written to. Nothing has been removed."
        done <"$one"
    done
    if [ -z "$found" ]; then
        echo "Nothing that this script has installed was found (there is no $list)."
        return 0
    fi
    for one in "$begun" "$list"; do
        if [ -f "$one" ]; then remove_listed "$one"; fi
    done
    remove_file "$begun"
    remove_file "$list"
    echo "Bodypack is removed. Your own rigs, if there are any, are still in $own."
}

case "${1:-}" in
    "") install_all ;;
    --remove) remove_all ;;
    *) stop "only --remove is known, and not \`$1\`." ;;
esac
