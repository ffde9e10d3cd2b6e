/**
 * `kubectl completion bash`: asks `kubectl __complete` and hands what it says to readline. Behaves as cobra's
 * script does (descriptions in lists, "=" and ":" inside words), without needing the bash-completion package.
 */
export const BASH_COMPLETION = `# bash completion for kubectl                              -*- shell-script -*-

# The command line up to the end of the word at the cursor as words; COMP_WORDS would break them at "=" and ":".
# "cur" is what stands of that word before the cursor.
__kubectl_words()
{
    local line=\${COMP_LINE:0:COMP_POINT} rest=\${COMP_LINE:COMP_POINT}
    rest=\${rest%%[[:blank:]]*}
    read -ra words <<<"$line$rest"
    cur=
    if [[ $line != *[[:blank:]] ]]; then
        cur=\${words[\${#words[@]}-1]}
        cur=\${cur:0:\${#cur}-\${#rest}}
    fi
}

# Fills "choices" and "directive". The first word may be an alias of kubectl.
__kubectl_ask()
{
    local request out
    request="\${words[0]} __complete \${words[*]:1}"
    if [[ -z $cur ]]; then
        request+=" ''"
    fi
    out=$(eval "$request" 2>/dev/null)
    directive=\${out##*:}
    choices=\${out%:*}
    if [[ ! $directive =~ ^[0-9]+$ ]]; then
        directive=0
    fi
}

# Files whose names end with one of the choices, and directories.
__kubectl_files()
{
    local file extension
    while IFS= read -r file; do
        if [[ -d $file ]]; then
            COMPREPLY+=("$file")
            continue
        fi
        for extension in $choices; do
            if [[ $file == *."$extension" ]]; then
                COMPREPLY+=("$file")
            fi
        done
    done < <(compgen -f -- "$cur")
    compopt -o filenames
}

# Lists show what each choice does; what is inserted must not.
__kubectl_describe()
{
    local tab=$'\\t' i choice description room
    if ((\${#COMPREPLY[@]} == 1)) || ((COMP_TYPE == 37 || COMP_TYPE == 42)); then
        for i in "\${!COMPREPLY[@]}"; do
            COMPREPLY[i]=\${COMPREPLY[i]%%$tab*}
        done
        return
    fi
    for i in "\${!COMPREPLY[@]}"; do
        [[ \${COMPREPLY[i]} == *$tab* ]] || continue
        choice=\${COMPREPLY[i]%%$tab*}
        description=\${COMPREPLY[i]#*$tab}
        room=$((\${COLUMNS:-80} - longest - 4))
        if ((room > 8)); then
            printf -v choice '%-*s' "$longest" "$choice"
        else
            room=$((\${COLUMNS:-80} - \${#choice} - 4))
        fi
        if ((room > 0)); then
            if ((\${#description} > room)); then
                description=\${description:0:room-1}…
            fi
            choice+="  ($description)"
        fi
        COMPREPLY[i]=$choice
    done
}

# readline replaces only what stands behind the last "=" or ":".
__kubectl_cut()
{
    local char head i
    for char in : =; do
        if [[ $cur == *$char* && $COMP_WORDBREAKS == *$char* ]]; then
            head=\${cur%"\${cur##*$char}"}
            for i in "\${!COMPREPLY[@]}"; do
                COMPREPLY[i]=\${COMPREPLY[i]#"$head"}
            done
        fi
    done
}

__start_kubectl()
{
    local cur words choices directive choice longest=0 tab=$'\\t'
    COMPREPLY=()
    __kubectl_words
    __kubectl_ask
    if ((directive & 1)); then
        return
    fi
    if ((directive & 2)); then
        compopt -o nospace
    fi
    if ((directive & 4)); then
        compopt +o default
    fi
    if ((directive & 32)); then
        compopt -o nosort
    fi
    if [[ $cur == -*=* ]]; then
        cur=\${cur#*=}
    fi
    if ((directive & 8)); then
        __kubectl_files
        return
    fi
    while IFS= read -r choice; do
        if [[ -z $choice || \${choice%%$tab*} != "$cur"* ]]; then
            continue
        fi
        COMPREPLY+=("$choice")
        choice=\${choice%%$tab*}
        if ((\${#choice} > longest)); then
            longest=\${#choice}
        fi
    done <<<"$choices"
    __kubectl_describe
    __kubectl_cut
}

complete -o default -F __start_kubectl kubectl
`;
