/** What the shells of a host read when they start, in the manner of Ubuntu's files. Texts of our own. */

/** /etc/profile: every login shell. */
export const PROFILE = `# System-wide settings of login shells.
if [ "\${PS1-}" ]; then
  if [ "\${BASH-}" ] && [ "$BASH" != "/bin/sh" ]; then
    if [ -f /etc/bash.bashrc ]; then
      . /etc/bash.bashrc
    fi
  else
    if [ "$(id -u)" -eq 0 ]; then
      PS1='# '
    else
      PS1='$ '
    fi
  fi
fi

if [ -d /etc/profile.d ]; then
  for i in /etc/profile.d/*.sh; do
    if [ -r "$i" ]; then
      . "$i"
    fi
  done
  unset i
fi
`;

/** /etc/bash.bashrc: every interactive bash. */
export const SYSTEM_BASHRC = `# System-wide settings of interactive bash shells.
[ -z "\${PS1-}" ] && return
shopt -s checkwinsize
PS1='\\u@\\h:\\w\\$ '
`;

/** /etc/inputrc: keys of terminals that readline does not know by itself. */
export const INPUTRC = `# Keys of the line editor for everybody; ~/.inputrc is read in its place.
set input-meta on
set output-meta on
$if mode=emacs
"\\e[1~": beginning-of-line
"\\e[4~": end-of-line
"\\e[3~": delete-char
"\\e[2~": quoted-insert
"\\e[1;5C": forward-word
"\\e[1;5D": backward-word
"\\e[5C": forward-word
"\\e[5D": backward-word
"\\e\\e[C": forward-word
"\\e\\e[D": backward-word
$endif
`;

/** ~/.bashrc: colours, completion and the short names that everybody uses in an exam. */
export const BASHRC = `# Settings of interactive bash shells.
case $- in
    *i*) ;;
      *) return;;
esac

HISTCONTROL=ignoreboth
HISTSIZE=1000
HISTFILESIZE=2000
shopt -s histappend
shopt -s checkwinsize

PS1='\\[\\033[01;32m\\]\\u@\\h\\[\\033[00m\\]:\\[\\033[01;34m\\]\\w\\[\\033[00m\\]\\$ '

alias ls='ls --color=auto'
alias grep='grep --color=auto'
alias ll='ls -alF'
alias la='ls -A'
alias l='ls -CF'

if [ -f ~/.bash_aliases ]; then
    . ~/.bash_aliases
fi

if ! shopt -oq posix && [ -f /usr/share/bash-completion/bash_completion ]; then
    . /usr/share/bash-completion/bash_completion
fi

# kubectl's completion is read when it is first asked for.
__start_kubectl() {
    source <(kubectl completion bash)
    __start_kubectl "$@"
}
alias k=kubectl
complete -o default -F __start_kubectl kubectl k
`;

/** ~/.profile: a login bash reads .bashrc too. */
export const BASH_PROFILE = `# Settings of login shells.
if [ -n "$BASH_VERSION" ]; then
    if [ -f "$HOME/.bashrc" ]; then
        . "$HOME/.bashrc"
    fi
fi

if [ -d "$HOME/bin" ] ; then
    PATH="$HOME/bin:$PATH"
fi

if [ -d "$HOME/.local/bin" ] ; then
    PATH="$HOME/.local/bin:$PATH"
fi
`;

/** /etc/motd: shown at login. */
export const MOTD = `Welcome to Ubuntu 24.04.3 LTS (GNU/Linux 6.8.0-51-generic x86_64)

`;
