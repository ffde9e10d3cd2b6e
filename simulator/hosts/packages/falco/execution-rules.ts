import type { RulesPart } from './rules-text.ts';

/** Of what is executed. */
export const EXECUTION_RULES: readonly RulesPart[] = [
	{
		list: 'protected_shell_spawning_binaries',
		has: 'http_server_binaries, db_server_binaries, nosql_server_binaries, mail_binaries, fluentd, flanneld, splunkd, consul, smbd, runsv, PM2',
	},
	{ macro: 'protected_shell_spawner', is: 'proc.aname in (protected_shell_spawning_binaries)' },
	{ list: 'known_shell_spawn_cmdlines', has: `'"sh -c whoami"', '"sh -c locale -a"', '"sh -c openssl version"'` },
	{ list: 'user_known_shell_spawn_binaries', has: '' },
	{ macro: 'user_shell_container_exclusions', is: 'never_true' },
	{
		name: 'Run shell untrusted',
		description: 'A server that has no business with shells has started one, by itself or by what it has started.',
		condition: [
			'spawned_process',
			'shell_procs',
			'proc.pname exists',
			'protected_shell_spawner',
			'not proc.pname in (shell_binaries, cron_binaries, user_known_shell_spawn_binaries, logrotate, calico-node)',
			'not proc.cmdline in (known_shell_spawn_cmdlines)',
			'not run_by_package_mgmt_binaries',
			'not user_shell_container_exclusions',
		],
		message: 'Shell spawned by untrusted binary',
		fields:
			'parent_exe=%proc.pexe parent_exepath=%proc.pexepath pcmdline=%proc.pcmdline gparent=%proc.aname[2] ggparent=%proc.aname[3] aname[4]=%proc.aname[4] aname[5]=%proc.aname[5] aname[6]=%proc.aname[6] aname[7]=%proc.aname[7]',
		priority: 'NOTICE',
		tags: 'maturity_stable, host, container, process, shell, mitre_execution, T1059.004',
	},
	{
		macro: 'container_entrypoint',
		is: 'not proc.pname exists or proc.pname in (runc, docker-runc, exe, containerd-shim, systemd, crio, conmon)',
	},
	{ macro: 'user_known_system_user_login', is: 'never_true' },
	{
		name: 'System user interactive',
		description: 'An account that is there for a service runs commands in a login session.',
		condition: ['spawned_process', 'system_users', 'interactive', 'not user_known_system_user_login'],
		message: 'System user ran an interactive command',
		priority: 'INFO',
		tags: 'maturity_stable, host, container, users, mitre_execution, T1059, NIST_800-53_AC-2',
	},
	{ macro: 'user_expected_terminal_shell_in_container_conditions', is: 'never_true' },
	{
		name: 'Terminal shell in container',
		description: 'Somebody has a shell with a terminal in a container, as kubectl exec -it gives it.',
		condition: [
			'spawned_process',
			'container',
			'shell_procs',
			'proc.tty != 0',
			'container_entrypoint',
			'not user_expected_terminal_shell_in_container_conditions',
		],
		message: 'A shell was spawned in a container with an attached terminal',
		priority: 'NOTICE',
		tags: 'maturity_stable, container, shell, mitre_execution, T1059',
	},
	{
		name: 'Netcat Remote Code Execution in Container',
		description: 'netcat in a container is told to run a program for whoever is at the other end.',
		condition: [
			'spawned_process',
			'container',
			`((proc.name = "nc" and (proc.cmdline contains " -e" or proc.cmdline contains " -c")) or
      (proc.name = "ncat" and (proc.args contains "--sh-exec" or proc.args contains "--exec" or
        proc.args contains "-e " or proc.args contains "-c " or proc.args contains "--lua-exec")))`,
		],
		message: 'Netcat runs inside container that allows remote code execution',
		priority: 'WARNING',
		tags: 'maturity_stable, container, network, process, mitre_execution, T1059',
	},
	{ list: 'grep_binaries', has: 'grep, egrep, fgrep' },
	{ macro: 'grep_commands', is: 'proc.name in (grep_binaries)' },
	{
		macro: 'private_key_or_password',
		is: 'proc.args icontains "BEGIN PRIVATE" or proc.args icontains "BEGIN OPENSSH PRIVATE" or proc.args icontains "BEGIN RSA PRIVATE" or proc.args icontains "BEGIN EC PRIVATE"',
	},
	{
		name: 'Search Private Keys or Passwords',
		description: 'grep or find looks for private keys.',
		condition: [
			'spawned_process',
			`((grep_commands and private_key_or_password) or
      (proc.name = "find" and (proc.args contains "id_rsa" or proc.args contains "id_dsa" or
        proc.args contains "id_ed25519" or proc.args contains "id_ecdsa")))`,
		],
		message: 'Grep private keys or passwords activities found',
		priority: 'WARNING',
		tags: 'maturity_stable, host, container, process, filesystem, mitre_credential_access, T1552.001',
	},
	{ list: 'data_remove_commands', has: 'shred, mkfs, mke2fs' },
	{ macro: 'clear_data_procs', is: 'proc.name in (data_remove_commands)' },
	{ macro: 'user_known_remove_data_activities', is: 'never_true' },
	{
		name: 'Remove Bulk Data from Disk',
		description: 'A program runs that destroys what is on a disk.',
		condition: ['spawned_process', 'clear_data_procs', 'not user_known_remove_data_activities'],
		message: 'Bulk data has been removed from disk',
		fields: 'file=%fd.name',
		priority: 'WARNING',
		tags: 'maturity_stable, host, container, process, filesystem, mitre_impact, T1485',
	},
	{
		macro: 'private_aws_credentials',
		is: 'proc.args icontains "aws_access_key_id" or proc.args icontains "aws_secret_access_key" or proc.args icontains "aws_session_token"',
	},
	{
		name: 'Find AWS Credentials',
		description: 'grep or find looks for keys of an AWS account.',
		condition: [
			'spawned_process',
			'((grep_commands and private_aws_credentials) or (proc.name = "find" and proc.args endswith ".aws/credentials"))',
		],
		message: 'Detected AWS credentials search activity',
		fields:
			'proc_pcmdline=%proc.pcmdline proc_cwd=%proc.cwd group_gid=%group.gid group_name=%group.name user_loginname=%user.loginname',
		priority: 'WARNING',
		tags: 'maturity_stable, host, container, process, aws, mitre_credential_access, T1552',
	},
	{
		name: 'Execution from /dev/shm',
		description: 'A file below /dev/shm is executed: everybody may write there.',
		condition: [
			'spawned_process',
			`(proc.exe startswith "/dev/shm/" or
      (proc.cwd startswith "/dev/shm/" and proc.exe startswith "./") or
      (shell_procs and (proc.args startswith "-c /dev/shm" or proc.args startswith "/dev/shm")) or
      (proc.cwd startswith "/dev/shm/" and proc.args startswith "./"))`,
			'not container.image.repository in (falco_privileged_images, trusted_images)',
		],
		message: 'File execution detected from /dev/shm',
		fields:
			'evt_res=%evt.res file=%fd.name proc_cwd=%proc.cwd proc_pcmdline=%proc.pcmdline user_loginname=%user.loginname group_gid=%group.gid group_name=%group.name',
		priority: 'WARNING',
		tags: 'maturity_stable, host, container, mitre_execution, T1059.004',
	},
	{ list: 'known_drop_and_execute_containers', has: '' },
	{ macro: 'known_drop_and_execute_activities', is: 'never_true' },
	{
		name: 'Drop and execute new binary in container',
		description: 'A container executes a file that its image does not have.',
		condition: [
			'spawned_process',
			'container',
			'proc.is_exe_upper_layer=true',
			'not container.image.repository in (known_drop_and_execute_containers)',
			'not known_drop_and_execute_activities',
		],
		message: 'Executing binary not part of base image',
		fields:
			'proc_exe=%proc.exe proc_sname=%proc.sname gparent=%proc.aname[2] proc_exe_ino_ctime=%proc.exe_ino.ctime proc_exe_ino_mtime=%proc.exe_ino.mtime proc_exe_ino_ctime_duration_proc_start=%proc.exe_ino.ctime_duration_proc_start proc_cwd=%proc.cwd container_start_ts=%container.start_ts',
		priority: 'CRITICAL',
		tags: 'maturity_stable, container, process, mitre_persistence, TA0003, PCI_DSS_11.5.1',
	},
	{
		name: 'Debugfs Launched in Privileged Container',
		description: 'The debugger of file systems runs in a container that may read the disks of the host.',
		condition: ['spawned_process', 'container', 'container.privileged=true', 'proc.name=debugfs'],
		message: 'Debugfs launched started in a privileged container',
		priority: 'WARNING',
		tags: 'maturity_stable, container, cis, process, mitre_privilege_escalation, T1611',
	},
	{ list: 'known_memfd_execution_binaries', has: 'runc' },
	{
		macro: 'known_memfd_execution_processes',
		is: 'proc.name in (known_memfd_execution_binaries) or proc.pname in (known_memfd_execution_binaries)',
	},
	{
		name: 'Fileless execution via memfd_create',
		description: 'Something is executed that lies in memory only.',
		condition: ['spawned_process', 'proc.is_exe_from_memfd=true', 'not known_memfd_execution_processes'],
		message: 'Fileless execution via memfd_create',
		fields:
			'container_start_ts=%container.start_ts proc_cwd=%proc.cwd evt_res=%evt.res proc_sname=%proc.sname gparent=%proc.aname[2]',
		priority: 'CRITICAL',
		tags: 'maturity_stable, host, container, process, mitre_defense_evasion, T1620',
	},
];
