import { BASIC_ITEMS } from './basic-items.ts';
import { EXECUTION_RULES } from './execution-rules.ts';
import { type RulesPart, rulesFile } from './rules-text.ts';

const GRANDPARENTS = 'gparent=%proc.aname[2] ggparent=%proc.aname[3] gggparent=%proc.aname[4]';
const CONNECTION = 'connection=%fd.name lport=%fd.lport rport=%fd.rport fd_type=%fd.type fd_proto=%fd.l4proto';
const FILES = 'maturity_stable, host, container, filesystem, mitre_credential_access, T1555';

const FILE_RULES: readonly RulesPart[] = [
	{ macro: 'user_ssh_directory', is: "fd.name contains '/.ssh/' and fd.name glob '/home/*/.ssh/*'" },
	{ macro: 'directory_traversal', is: "fd.nameraw contains '../' and fd.nameraw glob '*../*../*'" },
	{
		name: 'Directory traversal monitored file read',
		description:
			'A file that is watched was reached by a path that climbs up several directories, whether it could be opened or not.',
		condition: [
			'(open_read or open_file_failed)',
			'(etc_dir or user_ssh_directory or fd.name startswith /root/.ssh or fd.name contains "id_rsa")',
			'directory_traversal',
			'not proc.pname in (shell_binaries)',
		],
		message: 'Read monitored file via directory traversal',
		fields: `file=%fd.name fileraw=%fd.nameraw ${GRANDPARENTS}`,
		isNoExec: true,
		priority: 'WARNING',
		tags: FILES,
	},
	{ macro: 'user_known_read_sensitive_files_activities', is: 'never_true' },
	{
		name: 'Read sensitive file trusted after startup',
		description: 'A server that may read files with secrets when it begins has read one later.',
		condition: [
			'open_read',
			'sensitive_files',
			'server_procs',
			'not proc_is_new',
			'proc.name!="sshd"',
			'not user_known_read_sensitive_files_activities',
		],
		message: 'Sensitive file opened for reading by trusted program after startup',
		fields: `file=%fd.name pcmdline=%proc.pcmdline ${GRANDPARENTS}`,
		isNoExec: true,
		priority: 'WARNING',
		tags: FILES,
	},
	{ macro: 'cmp_cp_by_passwd', is: 'proc.name in (cmp, cp) and proc.pname in (passwd, run-parts)' },
	{ macro: 'user_read_sensitive_file_conditions', is: 'cmp_cp_by_passwd' },
	{ list: 'read_sensitive_file_images', has: '' },
	{
		macro: 'user_read_sensitive_file_containers',
		is: 'container and container.image.repository in (read_sensitive_file_images)',
	},
	{
		list: 'read_sensitive_file_binaries',
		has: 'iptables, ps, lsb_release, check-new-relea, dumpe2fs, accounts-daemon, sshd, sshd-session, vsftpd, systemd, psql, screen, debconf-show, pam-auth-update, pam-config, polkit-agent-he, lsattr, file, sosreport, rkhunter',
	},
	{
		name: 'Read sensitive file untrusted',
		description: 'A program that is not known to need it has read a file that holds passwords or says who may do what.',
		condition: [
			'open_read',
			'sensitive_files',
			'proc_name_exists',
			`not proc.name in (user_mgmt_binaries, userexec_binaries, package_mgmt_binaries, cron_binaries,
      read_sensitive_file_binaries, shell_binaries, hids_binaries)`,
			'not user_read_sensitive_file_conditions',
			'not user_known_read_sensitive_files_activities',
			'not user_read_sensitive_file_containers',
		],
		message: 'Sensitive file opened for reading by non-trusted program',
		fields: `file=%fd.name ${GRANDPARENTS}`,
		isNoExec: true,
		priority: 'WARNING',
		tags: FILES,
	},
	{ list: 'log_directories', has: '/var/log, /dev/log' },
	{
		list: 'log_files',
		has: 'syslog, auth.log, secure, kern.log, cron, user.log, dpkg.log, last.log, yum.log, access_log, mysql.log, mysqld.log',
	},
	{ macro: 'access_log_files', is: 'fd.directory in (log_directories) or fd.filename in (log_files)' },
	{ macro: 'allowed_clear_log_files', is: 'never_true' },
	{ macro: 'trusted_logging_images', is: 'container.image.repository endswith "fluent/fluentd-kubernetes-daemonset"' },
	{
		name: 'Clear Log Activities',
		description: 'A log has been emptied, as one does who hides traces.',
		condition: [
			'open_write',
			'access_log_files',
			'evt.arg.flags contains "O_TRUNC"',
			'not trusted_logging_images',
			'not allowed_clear_log_files',
		],
		message: 'Log files were tampered',
		fields: 'file=%fd.name',
		isNoExec: true,
		priority: 'WARNING',
		tags: 'maturity_stable, host, container, filesystem, mitre_defense_evasion, T1070, NIST_800-53_AU-10',
	},
	{
		name: 'Create Symlink Over Sensitive Files',
		description: 'A symbolic link leads to a file or directory with secrets.',
		condition: [
			'create_symlink',
			'(evt.arg.target in (sensitive_file_names) or evt.arg.target in (sensitive_directory_names))',
		],
		message: 'Symlinks created over sensitive files',
		fields: 'target=%evt.arg.target linkpath=%evt.arg.linkpath',
		isNoExec: true,
		priority: 'WARNING',
		tags: FILES,
	},
	{
		name: 'Create Hardlink Over Sensitive Files',
		description: 'A file with secrets has been given a second name.',
		condition: ['create_hardlink', '(evt.arg.oldpath in (sensitive_file_names))'],
		message: 'Hardlinks created over sensitive files',
		fields: 'target=%evt.arg.oldpath linkpath=%evt.arg.newpath',
		isNoExec: true,
		priority: 'WARNING',
		tags: FILES,
	},
	{
		name: 'Detect release_agent File Container Escapes',
		description:
			'A container with the rights for it writes the release_agent of a control group, which the host then runs.',
		condition: [
			'open_write',
			'container',
			'fd.name endswith release_agent',
			'(user.uid=0 or thread.cap_effective contains CAP_DAC_OVERRIDE)',
			'thread.cap_effective contains CAP_SYS_ADMIN',
		],
		message: 'Detect an attempt to exploit a container escape using release_agent file',
		fields: 'file=%fd.name cap_effective=%thread.cap_effective',
		isNoExec: true,
		priority: 'CRITICAL',
		tags: 'maturity_stable, container, process, mitre_privilege_escalation, T1611',
	},
];

const KERNEL_RULES: readonly RulesPart[] = [
	{ macro: 'k8s_containers', is: 'container.image.repository in (falco_containers) or k8s.ns.name = "kube-system"' },
	{ macro: 'k8s_api_server', is: 'fd.sip.name="kubernetes.default.svc.cluster.local"' },
	{ macro: 'user_known_contact_k8s_api_server_activities', is: 'never_true' },
	{
		name: 'Contact K8S API Server From Container',
		description: 'A container that is not known to need it speaks to the API server.',
		condition: [
			'evt.type=connect',
			'(fd.typechar=4 or fd.typechar=6)',
			'container',
			'k8s_api_server',
			'not k8s_containers',
			'not user_known_contact_k8s_api_server_activities',
		],
		message: 'Unexpected connection to K8s API Server from container',
		fields: CONNECTION,
		isNoExec: true,
		priority: 'NOTICE',
		tags: 'maturity_stable, container, network, k8s, mitre_discovery, T1565',
	},
	{ list: 'user_known_packet_socket_binaries', has: '' },
	{
		name: 'Packet socket created in container',
		description: 'A container listens to whole packets, as one does who answers for others.',
		condition: [
			'evt.type=socket',
			'container',
			'evt.arg.domain contains AF_PACKET',
			'not proc.name in (user_known_packet_socket_binaries)',
		],
		message: 'Packet socket was created in a container',
		fields: `socket_info=%evt.args ${CONNECTION}`,
		isNoExec: true,
		priority: 'NOTICE',
		tags: 'maturity_stable, container, network, mitre_credential_access, T1557.002',
	},
	{ macro: 'user_known_stand_streams_redirect_activities', is: 'never_true' },
	{
		name: 'Redirect STDOUT/STDIN to Network Connection in Container',
		description: 'A program in a container has a connection for its standard streams, as a reverse shell has.',
		condition: [
			'dup',
			'container',
			'evt.rawres in (0, 1, 2)',
			'fd.type in ("ipv4", "ipv6")',
			'not user_known_stand_streams_redirect_activities',
		],
		message: 'Redirect stdout/stdin to network connection',
		fields: `${GRANDPARENTS} fd.sip=%fd.sip ${CONNECTION}`,
		isNoExec: true,
		priority: 'NOTICE',
		tags: 'maturity_stable, container, network, process, mitre_execution, T1059',
	},
	{ list: 'allowed_container_images_loading_kernel_module', has: '' },
	{
		name: 'Linux Kernel Module Injection Detected',
		description: 'A container loads a module into the kernel of the host.',
		condition: [
			'kernel_module_load',
			'container',
			'thread.cap_effective icontains sys_module',
			'not container.image.repository in (allowed_container_images_loading_kernel_module)',
		],
		message: 'Linux Kernel Module injection from container',
		fields:
			'parent_exepath=%proc.pexepath gparent=%proc.aname[2] gexepath=%proc.aexepath[2] module=%proc.args res=%evt.res',
		isNoExec: true,
		priority: 'WARNING',
		tags: 'maturity_stable, host, container, process, mitre_persistence, TA0003',
	},
	{ list: 'known_ptrace_binaries', has: '' },
	{ macro: 'known_ptrace_procs', is: 'proc.name in (known_ptrace_binaries)' },
	{
		macro: 'ptrace_attach_or_injection',
		is: 'evt.type=ptrace and (evt.arg.request contains PTRACE_POKETEXT or evt.arg.request contains PTRACE_POKEDATA or evt.arg.request contains PTRACE_ATTACH or evt.arg.request contains PTRACE_SEIZE or evt.arg.request contains PTRACE_SETREGS)',
	},
	{
		name: 'PTRACE attached to process',
		description: 'A process takes hold of another one by ptrace.',
		condition: ['ptrace_attach_or_injection', 'proc_name_exists', 'not known_ptrace_procs'],
		message: 'Detected ptrace PTRACE_ATTACH attempt',
		fields: 'proc_pcmdline=%proc.pcmdline',
		isNoExec: true,
		priority: 'WARNING',
		tags: 'maturity_stable, host, container, process, mitre_privilege_escalation, T1055.008',
	},
	{
		name: 'PTRACE anti-debug attempt',
		description: 'A process has itself traced, so that nobody else can.',
		condition: ['evt.type=ptrace', 'evt.arg.request contains PTRACE_TRACEME', 'proc_name_exists'],
		message: 'Detected potential PTRACE_TRACEME anti-debug attempt',
		fields: 'proc_pcmdline=%proc.pcmdline',
		isNoExec: true,
		priority: 'NOTICE',
		tags: 'maturity_stable, host, container, process, mitre_defense_evasion, T1622',
	},
	{ list: 'rfc_1918_addresses', has: `'"10.0.0.0/8"', '"172.16.0.0/12"', '"192.168.0.0/16"'` },
	{
		macro: 'outbound',
		is: '(evt.type = connect or (evt.type in (sendto, sendmsg) and fd.l4proto != tcp and fd.connected=false and fd.name_changed=true)) and (fd.typechar = 4 or fd.typechar = 6) and (fd.ip != "0.0.0.0" and fd.net != "127.0.0.0/8" and not fd.snet in (rfc_1918_addresses)) and (evt.rawres >= 0 or evt.res = EINPROGRESS)',
	},
	{ list: 'ssh_non_standard_ports', has: '80, 8080, 88, 443, 8443, 53, 4444' },
	{ macro: 'ssh_non_standard_ports_network', is: 'fd.sport in (ssh_non_standard_ports)' },
	{
		name: 'Disallowed SSH Connection Non Standard Port',
		description: 'An ssh client connects to a port where servers of other kinds usually are.',
		condition: ['outbound', 'proc.exe endswith ssh', 'fd.l4proto=tcp', 'ssh_non_standard_ports_network'],
		message: 'Disallowed SSH Connection',
		fields: CONNECTION,
		isNoExec: true,
		priority: 'NOTICE',
		tags: 'maturity_stable, host, container, network, process, mitre_execution, T1059',
	},
];

const HEAD = `# Falco's stable rules. An update of falco replaces this file: changes belong into
# /etc/falco/falco_rules.local.yaml or a file in /etc/falco/rules.d.

- required_engine_version: 0.57.0

- required_plugin_versions:
    - name: container
      version: 0.4.0
`;

export const STABLE_RULES = rulesFile(HEAD, [...BASIC_ITEMS, ...FILE_RULES, ...EXECUTION_RULES, ...KERNEL_RULES]);
