import { FUNCTIONS } from './bash-completion-functions.ts';
import type { LayerEntries } from './layer-entries.ts';

const FOLDER = '/usr/share/bash-completion';

/** The package bash-completion: its functions, and what completes the commands that one types most. */
export function addBashCompletion(entries: LayerEntries): void {
	entries.file(`${FOLDER}/bash_completion`, FUNCTIONS);
	entries.file('/etc/bash_completion', `. ${FOLDER}/bash_completion\n`);
	entries.file('/etc/profile.d/bash_completion.sh', PROFILE_PART);
	entries.directory('/etc/bash_completion.d', 0o755, {});
	for (const [name, text] of Object.entries(COMMANDS)) entries.file(`${FOLDER}/completions/${name}`, text);
	for (const [name, of] of Object.entries(ALIKE)) {
		entries.file(`${FOLDER}/completions/${name}`, `# As ${of}.\n. ${FOLDER}/completions/${of}\n`);
	}
}

/** Read by login shells that are bash and interactive. */
const PROFILE_PART = `# Completion in interactive bash.
if [ -n "\${BASH_VERSION-}" ] && [ -n "\${PS1-}" ] && [ -z "\${BASH_COMPLETION_VERSINFO-}" ] && shopt -q progcomp && [ -r ${FOLDER}/bash_completion ]; then
    . ${FOLDER}/bash_completion
fi
`;

/** Commands whose completion another one's file holds. */
const ALIKE = {
	'apt-get': 'apt',
	declare: 'export',
	killall: 'kill',
	pgrep: 'kill',
	pidof: 'kill',
	pkill: 'kill',
	rsync: 'ssh',
	scp: 'ssh',
	sftp: 'ssh',
	'ssh-copy-id': 'ssh',
};

const APT = `# apt and apt-get: what they do, then packages.
_apt() {
    local cur prev words cword i verb=
    _init_completion || return
    for ((i = 1; i < cword; i++)); do
        [[ \${words[i]} == -* ]] || { verb=\${words[i]}; break; }
    done
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W '--assume-yes --dry-run --fix-broken --no-install-recommends --only-upgrade --purge --reinstall --allow-change-held-packages -y' -- "$cur"))
    elif [[ -z $verb ]]; then
        COMPREPLY=($(compgen -W 'autoremove changelog clean depends download full-upgrade install list policy purge rdepends reinstall remove search show source update upgrade' -- "$cur"))
    else
        case $verb in
            remove | purge | autoremove | reinstall | upgrade)
                COMPREPLY=($(compgen -W "$(dpkg-query -W -f '\${Package}\\n' 2>/dev/null)" -- "$cur"))
                ;;
            *)
                COMPREPLY=($(compgen -W "$(apt-cache --no-generate pkgnames "$cur" 2>/dev/null)" -- "$cur"))
                [[ $cur == */* ]] && _filedir deb
                ;;
        esac
    fi
    return 0
}
complete -F _apt apt apt-get
`;

const EXPORT = `# export and its like: variables, their values files.
_export() {
    local cur prev words cword
    _init_completion -n = || return
    if [[ $cur == *=* ]]; then
        cur=\${cur#*=}
        _filedir
    elif [[ $cur != -* ]]; then
        COMPREPLY=($(compgen -v -S = -- "$cur"))
        compopt -o nospace
    fi
}
complete -F _export export declare typeset local
`;

const JOURNALCTL = `# journalctl: options, units behind -u.
_journalctl() {
    local cur prev words cword split
    _init_completion -s || return
    case $prev in
        -u | --unit)
            COMPREPLY=($(compgen -W "$(systemctl list-units --all --no-legend --no-pager --plain 2>/dev/null | sed 's/^[^[:alnum:]]*//; s/ .*//')" -- "$cur"))
            ;;
        -o | --output)
            COMPREPLY=($(compgen -W 'short short-iso short-precise short-full verbose export json json-pretty cat' -- "$cur"))
            ;;
        -p | --priority)
            COMPREPLY=($(compgen -W 'emerg alert crit err warning notice info debug' -- "$cur"))
            ;;
        *)
            if [[ $cur == -* ]]; then
                COMPREPLY=($(compgen -W "$(_parse_help journalctl)" -- "$cur"))
                [[ \${COMPREPLY-} == *= ]] && compopt -o nospace
            fi
            ;;
    esac
    return 0
}
complete -F _journalctl journalctl
`;

const KILL = `# kill and its like: signals, jobs, processes by number or name.
_kill() {
    local cur prev words cword
    _init_completion || return
    case $prev in
        -s | --signal) _signals; return ;;
        -l) _signals; return ;;
    esac
    if ((cword == 1)) && [[ $cur == -* ]]; then
        _signals -
    elif [[ $cur == %* ]]; then
        COMPREPLY=($(compgen -P % -j -- "\${cur#%}"))
    else
        _pids
    fi
}

_killall() {
    local cur prev words cword
    _init_completion || return
    if ((cword == 1)) && [[ $cur == -* ]]; then
        _signals -
    else
        _pnames
    fi
}
complete -F _kill kill
complete -F _killall killall pkill pgrep pidof
`;

const SSH = `# ssh and its like: hosts; for copies files as well.
_ssh() {
    local cur prev words cword i
    _init_completion -n : || return
    case $prev in
        -[FiSEI]) _filedir; return ;;
        -l) COMPREPLY=($(compgen -u -- "$cur")); return ;;
        -[bcDeLmOopRWw]) return ;;
    esac
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W '-A -C -F -L -N -R -T -i -l -o -p -q -t -v' -- "$cur"))
        return
    fi
    for ((i = 1; i < cword; i++)); do
        case \${words[i]} in
            -[bcDeEFiIlLmOopRSWw]) ((i++)) ;;
            -*) ;;
            *)
                compopt -o filenames
                COMPREPLY=($(compgen -c -- "$cur"))
                return
                ;;
        esac
    done
    _known_hosts_real -a -- "$cur"
}

_scp() {
    local cur prev words cword
    _init_completion -n : || return
    [[ $prev == -[FiS] ]] && { _filedir; return; }
    [[ $cur == *:* ]] && return
    if [[ $cur != */* ]]; then
        _known_hosts_real -c -a -- "$cur"
        compopt -o nospace
    fi
    _filedir
}
complete -F _ssh ssh ssh-copy-id
complete -F _scp scp sftp rsync
`;

const SYSTEMCTL = `# systemctl: verbs, then the units that each is for.
_systemctl() {
    local cur prev words cword split verb= i
    _init_completion -s || return
    for ((i = 1; i < cword; i++)); do
        [[ \${words[i]} == -* ]] || { verb=\${words[i]}; break; }
    done
    case $prev in
        -t | --type)
            COMPREPLY=($(compgen -W 'automount device mount path scope service slice socket swap target timer' -- "$cur"))
            return
            ;;
        --state)
            COMPREPLY=($(compgen -W 'active failed inactive running dead enabled disabled' -- "$cur"))
            return
            ;;
    esac
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W "$(_parse_help systemctl)" -- "$cur"))
        [[ \${COMPREPLY-} == *= ]] && compopt -o nospace
    elif [[ -z $verb ]]; then
        COMPREPLY=($(compgen -W 'cat daemon-reexec daemon-reload disable edit enable get-default halt
            is-active is-enabled is-failed isolate kill list-dependencies list-jobs list-sockets list-timers
            list-unit-files list-units mask poweroff reboot reenable reload reload-or-restart reset-failed restart
            set-default show start status stop try-restart unmask' -- "$cur"))
    else
        case $verb in
            enable | disable | reenable | is-enabled | mask | unmask | cat | edit)
                COMPREPLY=($(compgen -W "$(systemctl list-unit-files --no-legend --no-pager 2>/dev/null | cut -d' ' -f1)" -- "$cur"))
                ;;
            start | stop | restart | status | show | reload | reload-or-restart | try-restart | is-active | is-failed | kill | reset-failed | list-dependencies | isolate)
                COMPREPLY=($(compgen -W "$(systemctl list-units --all --no-legend --no-pager --plain 2>/dev/null | sed 's/^[^[:alnum:]]*//; s/ .*//')" -- "$cur"))
                ;;
        esac
    fi
}
complete -F _systemctl systemctl
`;

const COMMANDS = {
	apt: APT,
	export: EXPORT,
	journalctl: JOURNALCTL,
	kill: KILL,
	ssh: SSH,
	systemctl: SYSTEMCTL,
};
