import type { RulesPart } from './rules-text.ts';

/** What rules are made of: macros and lists by the names that rules of one's own use too. */
export const BASIC_ITEMS: readonly RulesPart[] = [
	{
		macro: 'open_write',
		is: "evt.type in (open, openat, openat2) and evt.is_open_write=true and fd.typechar='f' and fd.num>=0",
	},
	{
		macro: 'open_read',
		is: "evt.type in (open, openat, openat2) and evt.is_open_read=true and fd.typechar='f' and fd.num>=0",
	},
	{
		macro: 'open_file_failed',
		is: "evt.type in (open, openat, openat2) and fd.typechar='f' and fd.num=-1 and evt.res startswith E",
	},
	{ macro: 'never_true', is: 'evt.num=0' },
	{ macro: 'proc_name_exists', is: 'not proc.name in ("<NA>", "N/A")' },
	{ macro: 'spawned_process', is: 'evt.type in (execve, execveat)' },
	{ macro: 'create_symlink', is: 'evt.type in (symlink, symlinkat)' },
	{ macro: 'create_hardlink', is: 'evt.type in (link, linkat)' },
	{ macro: 'kernel_module_load', is: 'evt.type in (init_module, finit_module)' },
	{ macro: 'dup', is: 'evt.type in (dup, dup2, dup3)' },
	{ macro: 'etc_dir', is: 'fd.name startswith /etc/' },
	{ list: 'shell_binaries', has: 'ash, bash, csh, ksh, sh, tcsh, zsh, dash' },
	{ macro: 'shell_procs', is: 'proc.name in (shell_binaries)' },
	{ list: 'login_binaries', has: 'login, systemd, systemd-logind, su, nologin, faillog, lastlog, newgrp, sg' },
	{
		list: 'passwd_binaries',
		has: 'shadowconfig, grpck, pwunconv, grpconv, pwck, groupmod, vipw, pwconv, useradd, newusers, chpasswd, usermod, groupadd, groupdel, grpunconv, chgpasswd, userdel, chage, chsh, gpasswd, chfn, expiry, passwd, vigr, cpgr, adduser, addgroup, deluser, delgroup',
	},
	{ list: 'shadowutils_binaries', has: 'lastlog, groupmems, unix_chkpwd, pwck, vigr, vipw' },
	{ list: 'http_server_binaries', has: 'nginx, httpd, httpd-foregroun, lighttpd, apache, apache2' },
	{ list: 'db_server_binaries', has: 'mysqld, postgres, sqlplus' },
	{ list: 'nosql_server_binaries', has: 'couchdb, memcached, redis-server, rabbitmq-server, mongod' },
	{
		list: 'docker_binaries',
		has: 'docker, dockerd, containerd-shim, "runc:[1:CHILD]", pause, exe, docker-compose, docker-entrypoi',
	},
	{ macro: 'server_procs', is: 'proc.name in (http_server_binaries, db_server_binaries, docker_binaries, sshd)' },
	{
		list: 'rpm_binaries',
		has: 'dnf, dnf-automatic, rpm, rpmkey, yum, rpmkeys, rpmq, yum-cron, yum-config-mana, rpmdb_stat, microdnf, yumdb',
	},
	{
		list: 'deb_binaries',
		has: 'dpkg, dpkg-preconfigu, dpkg-reconfigur, dpkg-divert, apt, apt-get, aptitude, add-apt-reposit, apt-auto-remova, apt-key, apt-listchanges, unattended-upgr, apt-add-reposit, apt-cache, apt.systemd.dai',
	},
	{ list: 'python_package_managers', has: 'pip, pip3, conda, uv' },
	{
		list: 'package_mgmt_binaries',
		has: 'rpm_binaries, deb_binaries, update-alternat, gem, npm, python_package_managers, alternatives, chef-client, apk, snapd',
	},
	{ macro: 'run_by_package_mgmt_binaries', is: 'proc.aname in (package_mgmt_binaries, needrestart)' },
	{ list: 'userexec_binaries', has: 'sudo, su, suexec, dzdo' },
	{ list: 'user_mgmt_binaries', has: 'login_binaries, passwd_binaries, shadowutils_binaries' },
	{ list: 'hids_binaries', has: 'aide, aide.wrapper, logcheck, osqueryd, ossec-syscheckd' },
	{ list: 'mail_binaries', has: 'sendmail, postfix, procmail, exim4, pickup, showq, mailq, dovecot, imap-login, imap' },
	{ list: 'cron_binaries', has: 'anacron, cron, crond, crontab' },
	{ list: 'sensitive_file_names', has: '/etc/shadow, /etc/sudoers, /etc/pam.conf, /etc/security/pwquality.conf' },
	{ list: 'sensitive_directory_names', has: '/, /etc, /etc/, /root, /root/' },
	{ macro: 'sensitive_files', is: 'fd.name in (sensitive_file_names) or fd.directory in (/etc/sudoers.d, /etc/pam.d)' },
	{ macro: 'proc_is_new', is: 'proc.duration <= 5000000000' },
	{ macro: 'container', is: 'container.id != host' },
	{
		macro: 'interactive',
		is: '(proc.aname=sshd and proc.name != sshd) or proc.name=systemd-logind or proc.name=login',
	},
	{ macro: 'system_users', is: 'user.name in (bin, daemon, games, lp, mail, nobody, sshd, sync, uucp, www-data)' },
	{
		list: 'falco_containers',
		has: 'falcosecurity/falco, docker.io/falcosecurity/falco, public.ecr.aws/falcosecurity/falco',
	},
	{
		list: 'falco_privileged_images',
		has: 'falco_containers, docker.io/calico/node, quay.io/calico/node, registry.k8s.io/kube-proxy, registry.k8s.io/dns/k8s-dns-node-cache',
	},
	{ list: 'trusted_images', has: '' },
];
