import type { LayerEntries } from './layer-entries.ts';

const SHADOW_GID = 42;

/** What useradd and adduser go by, and the secrets of groups. @param groups as /etc/group has them. */
export function addAccountSettings(entries: LayerEntries, groups: string, userName: string): void {
	const secrets = groups.replace(/^([^:]+):x:(\d+):(.*)$/gm, (_line, name: string, gid: string, members: string) => {
		return `${name}:${Number(gid) < 100 || gid === '65534' ? '*' : '!'}::${members}`;
	});
	entries.file('/etc/gshadow', secrets, 0o640, { gid: SHADOW_GID });
	entries.file('/etc/login.defs', LOGIN_DEFS).file('/etc/default/useradd', USERADD).file('/etc/adduser.conf', ADDUSER);
	for (const file of ['/etc/subuid', '/etc/subgid']) entries.file(file, `${userName}:100000:65536\n`);
}

const LOGIN_DEFS = `# Settings of the programs of shadow-utils: see login.defs(5).
MAIL_DIR	/var/mail
FAILLOG_ENAB	yes
LOG_UNKFAIL_ENAB	no
LOG_OK_LOGINS	no
SYSLOG_SU_ENAB	yes
SYSLOG_SG_ENAB	yes
FTMP_FILE	/var/log/btmp
SU_NAME	su
HUSHLOGIN_FILE	.hushlogin
ENV_SUPATH	PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENV_PATH	PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games
TTYGROUP	tty
TTYPERM	0600
ERASECHAR	0177
KILLCHAR	025
UMASK	022
HOME_MODE	0750

# How old passwords may grow.
PASS_MAX_DAYS	99999
PASS_MIN_DAYS	0
PASS_WARN_AGE	7

# From where to where numbers of users and groups are given.
UID_MIN	1000
UID_MAX	60000
GID_MIN	1000
GID_MAX	60000
SUB_UID_MIN	100000
SUB_UID_MAX	600100000
SUB_UID_COUNT	65536
SUB_GID_MIN	100000
SUB_GID_MAX	600100000
SUB_GID_COUNT	65536

LOGIN_RETRIES	5
LOGIN_TIMEOUT	60
CHFN_RESTRICT	rwh
DEFAULT_HOME	yes
USERGROUPS_ENAB	yes
ENCRYPT_METHOD	YESCRYPT
`;

const USERADD = `# What useradd takes when it is not told: see useradd(8). "useradd -D" writes here.
SHELL=/bin/sh
`;

const ADDUSER = `# What adduser takes when it is not told: see adduser.conf(5).
#DSHELL=/bin/bash
#DHOME=/home
#FIRST_UID=1000
#LAST_UID=59999
#FIRST_SYSTEM_UID=100
#LAST_SYSTEM_UID=999
#DIR_MODE=0750
#ADD_EXTRA_GROUPS=1
#EXTRA_GROUPS="users"
`;
