/** /usr/share/bash-completion/bash_completion: what completions of commands are written with. */
export const FUNCTIONS = `# Programmable completion for interactive bash: the functions that completions of commands are written with.

[[ $- == *i* ]] || return 0
BASH_COMPLETION_VERSINFO=(2 11)
shopt -s extglob progcomp
shopt -u hostcomplete

_have() { PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin type "$1" &>/dev/null; }
have() { unset -v have; _have "$1" && have=yes; }
_userland() { [[ $(uname -s) == @("$1"|"$1"/*) ]]; }

# Sets variables of the caller: -v NAME VALUE, -aN NAME VALUE… for an array of N.
_upvars() {
    while (($# > 0)); do
        case $1 in
            -a*)
                eval "$2=(\\"\\\${@:3:\${1#-a}}\\")"
                shift $((2 + \${1#-a}))
                ;;
            -v)
                printf -v "$2" %s "$3"
                shift 3
                ;;
            *) return 1 ;;
        esac
    done
}

# Words of the line, those that only characters of $1 part put together again, into _bc_words; the one at the cursor is
# _bc_index, and what stands of it before the cursor _bc_current.
__bc_words() {
    local glue=$1 line=$COMP_LINE at=0 i word blanks joins=no
    _bc_words=() _bc_index=0 _bc_current=
    for i in "\${!COMP_WORDS[@]}"; do
        word=\${COMP_WORDS[i]}
        blanks=\${line%%[![:space:]]*}
        line=\${line#"$blanks"}
        ((at += \${#blanks}))
        if [[ -n $glue && -z $blanks && $i -gt 0 && ($joins == yes || ($word != *[!"$glue"]* && -n $word)) ]]; then
            _bc_words[-1]+=$word
            _bc_start=$((at - \${#_bc_words[-1]} + \${#word}))
        else
            _bc_words+=("$word")
            _bc_start=$at
        fi
        joins=no
        [[ -n $glue && -n $word && $word != *[!"$glue"]* ]] && joins=yes
        line=\${line#"$word"}
        ((at += \${#word}))
        if ((i <= COMP_CWORD)); then
            _bc_index=$((\${#_bc_words[@]} - 1))
            _bc_current=
            ((COMP_POINT > _bc_start)) && _bc_current=\${COMP_LINE:_bc_start:COMP_POINT-_bc_start}
        fi
    done
}

# [-n CHARS] [-c CUR] [-p PREV] [-w WORDS] [-i CWORD] [cur] [prev] [words] [cword]
_get_comp_words_by_ref() {
    local OPTIND=1 OPTARG _bc_opt _bc_glue= _bc_start=0 _bc_words _bc_index _bc_current _bc_set=()
    local _bc_names=([0]= [1]= [2]= [3]=)
    while getopts c:i:n:p:w: _bc_opt; do
        case $_bc_opt in
            n) _bc_glue=$OPTARG ;;
            c) _bc_names[0]=$OPTARG ;;
            p) _bc_names[1]=$OPTARG ;;
            w) _bc_names[2]=$OPTARG ;;
            i) _bc_names[3]=$OPTARG ;;
            *) return 1 ;;
        esac
    done
    shift $((OPTIND - 1))
    for _bc_opt; do
        case $_bc_opt in
            cur) _bc_names[0]=cur ;;
            prev) _bc_names[1]=prev ;;
            words) _bc_names[2]=words ;;
            cword) _bc_names[3]=cword ;;
            *)
                echo "bash_completion: $FUNCNAME: \\\`$_bc_opt': unknown argument" >&2
                return 1
                ;;
        esac
    done
    __bc_words "$_bc_glue"
    [[ \${_bc_names[0]} ]] && _bc_set+=(-v "\${_bc_names[0]}" "$_bc_current")
    if [[ \${_bc_names[1]} ]]; then
        local _bc_before=
        ((_bc_index > 0)) && _bc_before=\${_bc_words[_bc_index - 1]}
        _bc_set+=(-v "\${_bc_names[1]}" "$_bc_before")
    fi
    [[ \${_bc_names[2]} ]] && _bc_set+=(-a\${#_bc_words[@]} "\${_bc_names[2]}" "\${_bc_words[@]}")
    [[ \${_bc_names[3]} ]] && _bc_set+=(-v "\${_bc_names[3]}" "$_bc_index")
    _upvars "\${_bc_set[@]}"
}

_get_cword() {
    local cur
    _get_comp_words_by_ref -n "\${1-}" cur
    printf %s "$cur"
}

_get_pword() {
    local prev
    _get_comp_words_by_ref prev
    printf %s "$prev"
}

# readline replaces only what stands behind the last colon.
__ltrim_colon_completions() {
    [[ $1 == *:* && $COMP_WORDBREAKS == *:* ]] || return 0
    local head=\${1%"\${1##*:}"} i
    for i in "\${!COMPREPLY[@]}"; do COMPREPLY[i]=\${COMPREPLY[i]#"$head"}; done
}

# A word as typed, without its quotes.
dequote() {
    local text=\${1#[\\"\\']}
    printf %s "\${text//\\\\/}"
}

quote() { printf "'%s'" "\${1//\\'/\\'\\\\\\'\\'}"; }

_quote_readline_by_ref() { printf -v "$2" %s "$(dequote "$1")"; }

# Names of files; those with an ending (a pattern) and directories; -d: directories only.
_filedir() {
    local typed found file
    typed=$(dequote "$cur")
    found=$(compgen -d -- "$typed")
    if [[ \${1-} != -d ]]; then
        if [[ -z \${1-} ]]; then
            found=$(compgen -f -- "$typed")
        else
            found+=$'\\n'$(compgen -f -X "!*.@($1|\${1^^})" -- "$typed")
        fi
    fi
    while IFS= read -r file; do
        [[ -n $file ]] && COMPREPLY+=("$file")
    done < <(sort -u <<<"$found")
    ((\${#COMPREPLY[@]})) && compopt -o filenames 2>/dev/null
    return 0
}

_filedir_xspec() { _filedir; }
_tilde() { [[ $1 == \\~* && $1 != */* ]] && compopt -o filenames && COMPREPLY=($(compgen -P '~' -u -- "\${1#\\~}")) && return 1; return 0; }
_expand() { _tilde "$cur"; }

# $NAME, \${NAME and \${#NAME; false when the word is none of these.
_variables() {
    [[ $cur =~ ^(\\$(\\{[!#]?)?)([A-Za-z0-9_]*)$ ]] || return 1
    local tail=
    [[ \${BASH_REMATCH[2]} ]] && tail=}
    COMPREPLY+=($(compgen -P "\${BASH_REMATCH[1]}" -S "$tail" -v -- "\${BASH_REMATCH[3]}"))
}

# --option=value: prev becomes the option, cur the value.
_split_longopt() {
    [[ $cur == --?*=* ]] || return 1
    prev=\${cur%%?(\\\\)=*}
    cur=\${cur#*=}
}

# The beginning of nearly every completion. False when there is nothing left to do.
_init_completion() {
    local OPTIND=1 OPTARG flag glue= splits=no xspec redirect='?([0-9])@(<|>|>>|<>|>&|>|)*'
    while getopts n:e:o:i:s flag; do
        case $flag in
            n) glue+=$OPTARG ;;
            s) splits=yes glue+== ;;
            [eoi]) xspec=$OPTARG ;;
            *) return 1 ;;
        esac
    done
    COMPREPLY=()
    _get_comp_words_by_ref -n "$glue<>&" cur prev words cword
    _variables && return 1
    redirect='@(?([0-9])?(>)>?([&|])|?([0-9])<?([<>&])|?(&)>?(>))'
    if [[ $prev == $redirect || $cur == $redirect* && $cur == [0-9\\<\\>\\&]*[\\<\\>]* ]]; then
        cur=\${cur##*[<>&|]}
        _filedir \${xspec:+"$xspec"}
        return 1
    fi
    local i kept=()
    for ((i = 0; i < \${#words[@]}; i++)); do
        if ((i != cword)) && [[ \${words[i]} == $redirect ]]; then
            ((i < cword)) && ((cword -= (i + 1 < cword) + 1))
            ((i + 1 != cword)) && ((i++))
            continue
        fi
        kept+=("\${words[i]}")
    done
    ((\${#kept[@]} > cword)) && words=("\${kept[@]}")
    ((cword <= 0)) && return 1
    prev=\${words[cword - 1]}
    if [[ $splits == yes ]]; then
        split=false
        _split_longopt && split=true
    fi
    return 0
}

# Long options (or short ones without) that a command's help names.
_parse_help() {
    local IFS=$' \\t\\n' text line word
    text=$(eval "$(dequote "$1")" "\${2:---help}" 2>&1 </dev/null)
    while IFS= read -r line; do
        [[ $line =~ ^[[:blank:]]*-|[[:blank:]]--[[:alnum:]] ]] || continue
        while [[ $line =~ (^|[[:blank:],\\[|])(--?[[:alnum:]][[:alnum:]-]*)(\\[?=)? ]]; do
            word=\${BASH_REMATCH[2]}
            line=\${line#*"\${BASH_REMATCH[2]}"}
            [[ $word == --* ]] || continue
            [[ \${BASH_REMATCH[3]} == '[=' ]] && printf '%s\\n' "$word"
            printf '%s\\n' "$word\${BASH_REMATCH[3]#[}"
            break
        done
    done <<<"$text" | sort -u
}

_parse_usage() { _parse_help "$@"; }

# Options from the command's help, else files.
_longopt() {
    local cur prev words cword split
    _init_completion -s || return
    if [[ $prev == --!(no-*)dir* ]]; then
        _filedir -d
    elif [[ $prev == --!(no-*)@(file|path)* ]]; then
        _filedir
    elif $split; then
        return 0
    elif [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W "$(_parse_help "$1")" -- "$cur"))
        [[ \${COMPREPLY-} == *= ]] && compopt -o nospace
    else
        _filedir
    fi
    return 0
}

_minimal() {
    local cur prev words cword split
    _init_completion -s || return
    $split && return 0
    _filedir
}

_signals() { COMPREPLY+=($(compgen -P "\${1-}" -W "$(compgen -A signal | sed -n 's/^SIG//p')" -- "\${cur#"\${1-}"}")); }
_pids() { COMPREPLY=($(compgen -W "$(ps -axo pid=)" -- "$cur")); }
_pgids() { COMPREPLY=($(compgen -W "$(ps -axo pgid=)" -- "$cur")); }
_pnames() { COMPREPLY=($(compgen -W "$(ps -axo comm= | sed 's:.*/::' | sort -u)" -- "$cur")); }
_uids() { COMPREPLY+=($(compgen -W "$(cut -d: -f3 /etc/passwd)" -- "$cur")); }
_gids() { COMPREPLY+=($(compgen -W "$(cut -d: -f3 /etc/group)" -- "$cur")); }
_shells() { COMPREPLY+=($(compgen -W "$(grep '^/' /etc/shells)" -- "$cur")); }
_services() { COMPREPLY=($(compgen -W "$(systemctl list-units --type=service --all --no-legend --plain 2>/dev/null | sed 's/\\.service.*//')" -- "$cur")); }
_allowed_users() { COMPREPLY=($(compgen -u -- "\${1:-$cur}")); }
_allowed_groups() { COMPREPLY=($(compgen -g -- "\${1:-$cur}")); }
_available_interfaces() { COMPREPLY=($(compgen -W "$(ls /sys/class/net 2>/dev/null)" -- "$cur")); }
_ip_addresses() { COMPREPLY+=($(compgen -W "$(ip -o addr 2>/dev/null | sed 's:.* inet6* \\([^/ ]*\\).*:\\1:')" -- "$cur")); }

_usergroup() {
    if [[ $cur == *:* ]]; then
        COMPREPLY=($(compgen -g -- "\${cur#*:}"))
    else
        COMPREPLY=($(compgen -u -- "$cur"))
    fi
}

# Hosts of /etc/hosts and of ssh's files. [-a] [-c] [-4] [-6] [-F FILE] [-p PREFIX] WORD
_known_hosts_real() {
    local OPTIND=1 OPTARG flag suffix= prefix= file=~/.ssh/config user= names
    while getopts ac46F:p: flag; do
        case $flag in
            c) suffix=: ;;
            F) file=$OPTARG ;;
            p) prefix=$OPTARG ;;
        esac
    done
    shift $((OPTIND - 1))
    local word=\${1-}
    [[ $word == *@* ]] && user=\${word%@*}@ word=\${word##*@}
    names=$(
        sed 's/#.*//; s/^[^[:blank:]]*[[:blank:]]*//' /etc/hosts 2>/dev/null
        sed -n 's/^[[:blank:]]*[Hh]ost[[:blank:]]\\{1,\\}//p' "$file" /etc/ssh/ssh_config 2>/dev/null | tr ' ' '\\n' | grep -v '[*?!%]'
        sed 's/[, ].*//; /^[|#@]/d' ~/.ssh/known_hosts 2>/dev/null
    )
    COMPREPLY+=($(compgen -P "$prefix$user" -S "$suffix" -W "$names" -- "$word"))
    __ltrim_colon_completions "$prefix$user$word"
}

_known_hosts() {
    local cur prev words cword
    _init_completion -n : || return
    _known_hosts_real -- "$cur"
}

# Completes the words from number $1 on as a command of their own.
_command_offset() {
    local offset=$1 i spec
    for ((i = 0; i < offset; i++)); do
        COMP_LINE=\${COMP_LINE#*"\${COMP_WORDS[i]}"}
        COMP_POINT=$((COMP_POINT - \${#COMP_WORDS[i]}))
    done
    local bare=\${COMP_LINE#"\${COMP_LINE%%[![:space:]]*}"}
    ((COMP_POINT -= \${#COMP_LINE} - \${#bare}))
    COMP_LINE=$bare
    COMP_WORDS=("\${COMP_WORDS[@]:offset}")
    ((COMP_CWORD -= offset))
    COMPREPLY=()
    local cur prev
    _get_comp_words_by_ref cur prev
    if ((COMP_CWORD == 0)); then
        compopt -o filenames
        COMPREPLY=($(compgen -c -- "$cur"; compgen -d -- "$cur"))
        return
    fi
    local cmd=\${COMP_WORDS[0]}
    complete -p "\${cmd##*/}" &>/dev/null || _completion_loader "\${cmd##*/}"
    spec=$(complete -p "\${cmd##*/}" 2>/dev/null) || spec=
    if [[ $spec =~ " -F "([^ ]+) ]]; then
        "\${BASH_REMATCH[1]}" "$cmd" "$cur" "$prev"
        [[ $? -eq 124 ]] && spec=$(complete -p "\${cmd##*/}") && [[ $spec =~ " -F "([^ ]+) ]] && "\${BASH_REMATCH[1]}" "$cmd" "$cur" "$prev"
    elif [[ -n $spec ]]; then
        spec=\${spec#complete}
        COMPREPLY=($(eval compgen "\${spec% *}" -- '"$cur"'))
    fi
    while [[ $spec =~ " -o "([a-z]+) ]]; do
        [[ \${BASH_REMATCH[1]} == default && \${#COMPREPLY[@]} -eq 0 ]] && _filedir
        compopt -o "\${BASH_REMATCH[1]}" 2>/dev/null
        spec=\${spec/" -o \${BASH_REMATCH[1]}"/}
    done
}

_command() {
    local i offset=1
    for ((i = 1; i <= COMP_CWORD; i++)); do
        [[ \${COMP_WORDS[i]} == -* ]] && continue
        offset=$i
        break
    done
    _command_offset "$offset"
}

_root_command() { local PATH=$PATH:/sbin:/usr/sbin:/usr/local/sbin; _command; }

_cd() {
    local cur prev words cword
    _init_completion || return
    _filedir -d
    compopt -o nospace 2>/dev/null
    if [[ -n \${CDPATH-} && $cur != @(.|/|~)* ]]; then
        local place path
        for place in \${CDPATH//:/ }; do
            while IFS= read -r path; do
                COMPREPLY+=("\${path#"$place"/}")
            done < <(compgen -d -- "$place/$cur")
        done
    fi
    return 0
}

# Reads what completes a command where that is first asked for.
__load_completion() {
    local name=\${1##*/} place
    [[ -n $name ]] || return 1
    for place in "\${BASH_COMPLETION_USER_DIR:-\${XDG_DATA_HOME:-$HOME/.local/share}/bash-completion}" \\
        /usr/local/share/bash-completion /usr/share/bash-completion; do
        for place in "$place/completions/$name" "$place/completions/$name.bash" "$place/completions/_$name"; do
            [[ -f $place ]] && . "$place" &>/dev/null && return 0
        done
    done
    return 1
}

_completion_loader() {
    local cmd=\${1:-_EmptycmD_}
    __load_completion "$cmd" && return 124
    complete -F _minimal -- "$cmd" && return 124
}

_xfunc() {
    local name=$2
    declare -F "$name" &>/dev/null || __load_completion "$1"
    shift 2
    "$name" "$@"
}

complete -D -F _completion_loader
complete -F _cd -o nospace cd pushd
complete -d rmdir
complete -u groups slay w
complete -A signal trap
complete -v readonly unset
complete -A setopt set
complete -A shopt shopt
complete -A helptopic help
complete -a unalias
complete -A binding bind
complete -c command type which
complete -b builtin
complete -j -P '"%' -S '"' fg jobs disown
complete -A stopped -P '"%' -S '"' bg
complete -F _known_hosts traceroute tracepath ping ping6 telnet nc dig nslookup host
complete -F _service service
complete -F _command nohup exec nice eval time command xargs timeout strace watch
complete -F _root_command sudo doas
complete -F _longopt base64 cat chgrp chmod chown cp csplit cut date df diff dir du env expand fmt fold grep egrep fgrep \\
    head ln ls md5sum mkdir mkfifo mknod mktemp mv nl od paste pr rm sed seq sha1sum sha256sum sha512sum shred sort split \\
    stat sync tac tail tee touch tr tsort uname unexpand uniq wc who

_service() {
    local cur prev words cword
    _init_completion || return
    if ((cword == 1)); then
        _services
    else
        COMPREPLY=($(compgen -W 'start stop restart reload status force-reload' -- "$cur"))
    fi
}

for _bc_file in /etc/bash_completion.d/*; do
    [[ -f $_bc_file && -r $_bc_file && $_bc_file != *@(~|.bak|.swp|.dpkg*|.rpm*|Makefile*) ]] && . "$_bc_file"
done
unset -v _bc_file
[[ -f \${BASH_COMPLETION_USER_FILE:-~/.bash_completion} ]] && . "\${BASH_COMPLETION_USER_FILE:-$HOME/.bash_completion}"
true
`;
