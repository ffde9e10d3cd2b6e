/**
 * /usr/share/bash-completion/bash_completion: the functions that completion scripts (kubectl's, helm's) expect from
 * the package of that name. A text of our own, for hosts to install and `.bashrc` to source.
 */
// Differs: only the helpers that generated completion scripts call; no completions of single commands.
export const BASH_COMPLETION_SCRIPT = `# Helpers for programmable completion.

# _get_comp_words_by_ref [-n CHARS] [cur] [prev] [words] [cword]: the words of the command line, joined again where
# COMP_WORDBREAKS has cut them at one of CHARS.
_get_comp_words_by_ref() {
    local _chars=
    while (( $# )); do
        case $1 in
            -n) _chars=$2; shift 2 ;;
            -*) shift ;;
            *) break ;;
        esac
    done
    local -a _all=()
    local _i _at=0 _part _gap _glue=0 _line=$COMP_LINE
    for (( _i = 0; _i < \${#COMP_WORDS[@]}; _i++ )); do
        _part=\${COMP_WORDS[_i]}
        if [[ -z $_part ]]; then
            _gap=\${_line%%[![:space:]]*}
        else
            _gap=\${_line%%"$_part"*}
            _line=\${_line#*"$_part"}
        fi
        if [[ -n $_chars && -n $_part && -z \${_part//[$_chars]/} ]]; then
            if (( \${#_all[@]} )) && [[ -z $_gap ]]; then
                _all[-1]+=$_part
            else
                _all+=("$_part")
            fi
            _glue=1
        elif (( _glue )) && [[ -z $_gap ]]; then
            _all[-1]+=$_part
            _glue=0
        else
            _all+=("$_part")
            _glue=0
        fi
        (( _i == COMP_CWORD )) && _at=$(( \${#_all[@]} - 1 ))
    done
    local _name
    for _name; do
        case $_name in
            cur) cur=\${_all[_at]} ;;
            prev) (( _at > 0 )) && prev=\${_all[_at - 1]} || prev= ;;
            words) words=("\${_all[@]}") ;;
            cword) cword=$_at ;;
        esac
    done
    return 0
}

# _init_completion [-n CHARS]: what every completion function begins with. Sets cur, prev, words, cword.
_init_completion() {
    local _except=
    [[ $1 == -n ]] && _except=$2
    COMPREPLY=()
    _get_comp_words_by_ref -n "$_except<>&" cur prev words cword
    case $prev in
        '<' | '>' | '>>' | '2>' | '&>')
            _filedir
            return 1
            ;;
    esac
    return 0
}

# __ltrim_colon_completions WORD: takes the part before the last colon off the matches.
__ltrim_colon_completions() {
    if [[ $1 == *:* && $COMP_WORDBREAKS == *:* ]]; then
        local _head=\${1%"\${1##*:}"} _i=\${#COMPREPLY[*]}
        while (( _i-- > 0 )); do
            COMPREPLY[_i]=\${COMPREPLY[_i]#"$_head"}
        done
    fi
}

# _filedir [-d | PATTERN]: files, or directories, or files with one of the endings in PATTERN (a|b).
_filedir() {
    local _entry
    compopt -o filenames 2>/dev/null
    while IFS= read -r _entry; do
        COMPREPLY+=("$_entry")
    done < <(
        compgen -d -- "$cur"
        if [[ $1 != -d ]]; then
            if [[ -n $1 ]]; then
                compgen -f -X "!*.@(\${1%|})" -- "$cur"
            else
                compgen -f -- "$cur"
            fi
        fi
    )
}
`;
