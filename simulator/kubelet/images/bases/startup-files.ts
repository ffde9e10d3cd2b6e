import { directory, file, type PathEntry } from '../layer-builder.ts';

/** What shells read when they start in containers of each family, in the manner of its packages. Texts of our own. */

const DEBIAN_PROMPT = `\${debian_chroot:+($debian_chroot)}\\u@\\h:\\w\\$ `;

const PROFILE_PATH = `if [ "$(id -u)" -eq 0 ]; then
  PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
else
  PATH="/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"
fi
export PATH

`;

const PROFILE = `if [ "\${PS1-}" ]; then
  if [ "\${BASH-}" ] && [ "$BASH" != "/bin/sh" ]; then
    # Bash: what every interactive one reads sets its prompt.
    [ -f /etc/bash.bashrc ] && . /etc/bash.bashrc
  elif [ "$(id -u)" -eq 0 ]; then
    PS1='# '
  else
    PS1='$ '
  fi
fi

if [ -d /etc/profile.d ]; then
  for part in /etc/profile.d/*.sh; do
    [ -r "$part" ] && . "$part"
  done
  unset part
fi
`;

const SYSTEM_BASHRC = `# Settings of interactive bash shells, for everybody.
[ -z "\${PS1-}" ] && return

shopt -s checkwinsize

if [ -z "\${debian_chroot:-}" ] && [ -r /etc/debian_chroot ]; then
    debian_chroot=$(cat /etc/debian_chroot)
fi

PS1='${DEBIAN_PROMPT}'
`;

/** Colours for listings, and short names: in Ubuntu for root, too. */
const LISTINGS = `if [ -x /usr/bin/dircolors ]; then
    test -r ~/.dircolors && eval "$(dircolors -b ~/.dircolors)" || eval "$(dircolors -b)"
    alias ls='ls --color=auto'
    alias grep='grep --color=auto'
    alias fgrep='fgrep --color=auto'
    alias egrep='egrep --color=auto'
fi

alias ll='ls -alF'
alias la='ls -A'
alias l='ls -CF'

if [ -f ~/.bash_aliases ]; then
    . ~/.bash_aliases
fi
`;

/** @param colours the terminals that get a prompt in colour, as a pattern. */
function bashrc(history: string, colours: string, listings: string): string {
	return `# Settings of interactive bash shells.
case $- in
    *i*) ;;
      *) return;;
esac

HISTCONTROL=${history}
HISTSIZE=1000
HISTFILESIZE=2000
shopt -s histappend
shopt -s checkwinsize

if [ -z "\${debian_chroot:-}" ] && [ -r /etc/debian_chroot ]; then
    debian_chroot=$(cat /etc/debian_chroot)
fi

case "$TERM" in
    ${colours}) PS1='\${debian_chroot:+($debian_chroot)}\\[\\033[01;32m\\]\\u@\\h\\[\\033[00m\\]:\\[\\033[01;34m\\]\\w\\[\\033[00m\\]\\$ ';;
    *) PS1='${DEBIAN_PROMPT}';;
esac

# The title of the terminal's window.
case "$TERM" in
    xterm*|rxvt*) PS1="\\[\\e]0;\${debian_chroot:+($debian_chroot)}\\u@\\h: \\w\\a\\]$PS1";;
esac

${listings}`;
}

const ROOT_PROFILE = `# Settings of login shells.
if [ "$BASH" ] && [ -f ~/.bashrc ]; then
  . ~/.bashrc
fi

mesg n 2> /dev/null || true
`;

const USER_PROFILE = `# Settings of login shells.
if [ -n "$BASH_VERSION" ] && [ -f "$HOME/.bashrc" ]; then
    . "$HOME/.bashrc"
fi

for part in "$HOME/bin" "$HOME/.local/bin"; do
    [ -d "$part" ] && PATH="$part:$PATH"
done
unset part
`;

const LOGOUT = `# Leaves nothing on the console to read.
if [ "$SHLVL" = 1 ] && [ -x /usr/bin/clear_console ]; then
    /usr/bin/clear_console -q
fi
`;

/** Ubuntu gives root listings in colour and \`ll\`; Debian's root has nothing but the system's prompt. */
export function debianStartupFiles(id: 'debian' | 'ubuntu'): PathEntry[] {
	const ubuntu = id === 'ubuntu';
	return [
		file('/etc/profile', `# Settings of login shells, for everybody.\n${ubuntu ? '' : PROFILE_PATH}${PROFILE}`),
		directory('/etc/profile.d'),
		file('/etc/bash.bashrc', SYSTEM_BASHRC),
		directory('/etc/skel'),
		file('/etc/skel/.bash_logout', LOGOUT),
		file('/etc/skel/.bashrc', bashrc('ignoreboth', 'xterm-color|*-256color', LISTINGS)),
		file('/etc/skel/.profile', USER_PROFILE),
		file(
			'/root/.bashrc',
			ubuntu ? bashrc('ignoredups:ignorespace', 'xterm-color', LISTINGS) : '# Settings of interactive bash shells.\n',
		),
		file('/root/.profile', ROOT_PROFILE),
	];
}

const REDHAT_SYSTEM_BASHRC = `# Settings of interactive bash shells, for everybody.
if [ "$PS1" ]; then
  shopt -s histappend
  history -a
  shopt -s checkwinsize
  [ "$PS1" = '\\s-\\v\\$ ' ] && PS1='[\\u@\\h \\W]\\$ '
fi

if ! shopt -q login_shell; then
  for part in /etc/profile.d/*.sh; do
    [ -r "$part" ] && . "$part"
  done
  unset part
fi
`;

const REDHAT_PROFILE = `# Settings of login shells, for everybody.
HISTCONTROL=ignoredups
HISTSIZE=1000
export HISTCONTROL HISTSIZE

for part in /etc/profile.d/*.sh; do
  [ -r "$part" ] && . "$part"
done
unset part

if [ -n "\${BASH_VERSION-}" ] && [ -f /etc/bashrc ]; then
  . /etc/bashrc
fi
`;

const REDHAT_BASHRC = `# Settings of interactive bash shells.
alias rm='rm -i'
alias cp='cp -i'
alias mv='mv -i'

if [ -f /etc/bashrc ]; then
	. /etc/bashrc
fi
`;

const REDHAT_BASH_PROFILE = `# Settings of login shells.
if [ -f ~/.bashrc ]; then
	. ~/.bashrc
fi
`;

/** @param hasRootFiles root has dot files of its own: not in images that leave all out that is not needed. */
export function redhatStartupFiles(hasRootFiles: boolean): PathEntry[] {
	return [
		file('/etc/profile', REDHAT_PROFILE),
		directory('/etc/profile.d'),
		file('/etc/bashrc', REDHAT_SYSTEM_BASHRC),
		directory('/etc/skel'),
		file('/etc/skel/.bash_logout', '# Settings of login shells that end.\n'),
		file('/etc/skel/.bashrc', REDHAT_BASHRC.replace(/^alias.*\n/gm, '')),
		file('/etc/skel/.bash_profile', REDHAT_BASH_PROFILE),
		...(hasRootFiles
			? [
					file('/root/.bash_logout', '# Settings of login shells that end.\n'),
					file('/root/.bash_profile', REDHAT_BASH_PROFILE),
					file('/root/.bashrc', REDHAT_BASHRC),
				]
			: []),
	];
}
