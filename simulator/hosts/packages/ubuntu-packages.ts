import type { PackageFacts } from './package-stanza.ts';

type Row = readonly [name: string, version: string, section: string, installedKib: number, description: string];

/** Differs: a node has some 600 more. */
const PACKAGES: readonly Row[] = [
	['apparmor', '4.0.1really4.0.1-0ubuntu0.24.04.4', 'admin', 2_764, 'user-space parser utility for AppArmor'],
	['apt', '2.8.3', 'admin', 4_138, 'commandline package manager'],
	['bind9-dnsutils', '1:9.18.39-0ubuntu0.24.04.2', 'net', 514, 'Clients provided with BIND 9'],
	['bash', '5.2.21-2ubuntu4', 'shells', 1_924, 'GNU Bourne Again SHell'],
	['bash-completion', '1:2.11-8', 'shells', 1_500, 'programmable completion for the bash shell'],
	['ca-certificates', '20240203', 'misc', 387, 'Common CA certificates'],
	['conntrack', '1:1.4.8-1ubuntu1', 'net', 107, 'Program to modify the conntrack tables'],
	['containerd.io', '2.1.4-1~ubuntu.24.04~noble', 'devel', 122_440, 'An open and reliable container runtime'],
	['coreutils', '9.4-3ubuntu6.1', 'utils', 7_224, 'GNU core utilities'],
	['curl', '8.5.0-2ubuntu10.6', 'web', 534, 'command line tool for transferring data with URL syntax'],
	['dash', '0.5.12-6ubuntu5', 'shells', 212, 'POSIX-compliant shell'],
	['diffutils', '1:3.10-1build1', 'utils', 1_672, 'File comparison utilities'],
	['dpkg', '1.22.6ubuntu6.5', 'admin', 6_524, 'Debian package management system'],
	['ebtables', '2.0.11-6build1', 'net', 271, 'Ethernet bridge frame table administration'],
	['ethtool', '1:6.7-1build1', 'net', 670, 'display or change Ethernet device settings'],
	['findutils', '4.9.0-5build1', 'utils', 654, 'utilities for finding files--find, xargs'],
	['gettext-base', '0.21-14ubuntu2', 'utils', 304, 'GNU Internationalization utilities for the base system'],
	['git', '1:2.43.0-1ubuntu7.3', 'vcs', 21_602, 'fast, scalable, distributed revision control system'],
	['gnupg', '2.4.4-2ubuntu17.3', 'utils', 451, 'GNU privacy guard - a free PGP replacement'],
	['gpg', '2.4.4-2ubuntu17.3', 'utils', 1_599, 'GNU Privacy Guard -- minimalist public key operations'],
	['grep', '3.11-4build1', 'utils', 488, 'GNU grep, egrep and fgrep'],
	['gzip', '1.12-1ubuntu3.1', 'utils', 240, 'GNU compression utilities'],
	['iproute2', '6.1.0-1ubuntu6.2', 'net', 2_998, 'networking and traffic control tools'],
	['iptables', '1.8.10-3ubuntu2', 'net', 2_282, 'administration tools for packet filtering and NAT'],
	['jq', '1.7.1-3ubuntu0.24.04.1', 'utils', 105, 'lightweight and flexible command-line JSON processor'],
	['less', '590-2ubuntu2.1', 'text', 324, 'pager program similar to more'],
	['lsb-release', '12.0-2', 'misc', 31, 'Linux Standard Base version reporting utility (minimal implementation)'],
	['mount', '2.39.3-9ubuntu6.3', 'admin', 422, 'tools for mounting and manipulating filesystems'],
	['netcat-openbsd', '1.226-1ubuntu2', 'net', 109, 'TCP/IP swiss army knife'],
	['nano', '7.2-2ubuntu0.1', 'editors', 885, 'small, friendly text editor inspired by Pico'],
	[
		'openssh-server',
		'1:9.6p1-3ubuntu13.14',
		'net',
		2_109,
		'secure shell (SSH) server, for secure access from remote machines',
	],
	['openssl', '3.0.13-0ubuntu3.6', 'utils', 2_053, 'Secure Sockets Layer toolkit - cryptographic utility'],
	['procps', '2:4.0.4-4ubuntu3.2', 'admin', 1_396, '/proc file system utilities'],
	['sed', '4.9-2build1', 'utils', 334, 'GNU stream editor for filtering/transforming text'],
	['socat', '1.8.0.0-4build3', 'net', 1_633, 'multipurpose relay for bidirectional data transfer'],
	['sudo', '1.9.15p5-3ubuntu5.24.04.1', 'admin', 3_190, 'Provide limited super user privileges to specific users'],
	['systemd', '255.4-1ubuntu8.11', 'admin', 9_037, 'system and service manager'],
	['tar', '1.35+dfsg-3build1', 'utils', 969, 'GNU version of the tar archiving utility'],
	['util-linux', '2.39.3-9ubuntu6.3', 'utils', 3_588, 'miscellaneous system utilities'],
	['vim', '2:9.1.0016-1ubuntu7.9', 'editors', 4_094, 'Vi IMproved - enhanced vi editor'],
	['wget', '1.21.4-1ubuntu4.1', 'web', 986, 'retrieves files from the web'],
];

/** What the archive has, and a node has not. */
const OTHERS: typeof PACKAGES = [
	['apt-transport-https', '2.8.3', 'oldlibs', 35, 'transitional package for https support'],
	['chrony', '4.5-1ubuntu4.2', 'net', 690, 'Versatile implementation of the Network Time Protocol'],
	['containerd', '1.7.28-0ubuntu1~24.04.1', 'admin', 126_914, 'daemon to control runC'],
	['apache2-utils', '2.4.58-1ubuntu8.8', 'web', 231, 'Apache HTTP Server (utility programs for web servers)'],
	['docker.io', '28.2.2-0ubuntu1~24.04.1', 'admin', 94_720, 'Linux container runtime'],
	[
		'gnupg2',
		'2.4.4-2ubuntu17.3',
		'oldlibs',
		24,
		'GNU privacy guard - a free PGP replacement (dummy transitional package)',
	],
	['ipset', '7.19-1ubuntu2', 'net', 72, 'administration tool for kernel IP sets'],
	['ipvsadm', '1:1.31-1ubuntu0.1', 'net', 110, 'Linux Virtual Server support programs'],
	['nfs-common', '1:2.6.4-3ubuntu5.1', 'net', 836, 'NFS support files common to client and server'],
	['nfs-kernel-server', '1:2.6.4-3ubuntu5.1', 'net', 612, 'support for NFS kernel server'],
	['nginx', '1.24.0-2ubuntu7.5', 'web', 1_442, 'small, powerful, scalable web/proxy server'],
	['runc', '1.3.3-0ubuntu1~24.04.3', 'admin', 28_004, 'Open Container Project - runtime'],
];

/** What the archive's other half has: universe. */
const COMMUNITY: typeof PACKAGES = [
	['clang', '1:18.0-59~exp2', 'devel', 25, 'C, C++ and Objective-C compiler (LLVM based)'],
	['dkms', '3.0.11-1ubuntu13', 'kernel', 214, 'Dynamic Kernel Module System (DKMS)'],
	['dialog', '1.3-20240101-1', 'misc', 1_213, 'Displays user-friendly dialog boxes from shell scripts'],
	['linux-headers-6.8.0-51-generic', '6.8.0-51.52', 'devel', 26_900, 'Linux kernel headers for version 6.8.0'],
	['linux-headers-generic', '6.8.0-51.52', 'kernel', 16, 'Generic Linux kernel headers'],
	['llvm', '1:18.0-59~exp2', 'devel', 123, 'Low-Level Virtual Machine (LLVM)'],
	['etcd-client', '3.4.30-1ubuntu0.24.04.3', 'net', 16_064, 'highly-available key value store -- client'],
];

const DEPENDS: ReadonlyMap<string, string> = new Map([
	['containerd', 'runc (>= 1.0.0~rc2~)'],
	['docker.io', 'containerd (>= 1.2.6-0ubuntu1~), iptables'],
	['gnupg2', 'gnupg (>= 2.4.4-2ubuntu17.3)'],
	['nfs-kernel-server', 'nfs-common (= 1:2.6.4-3ubuntu5.1)'],
]);
/** Docker's containerd brings its own runc. */
const CONFLICTS: ReadonlyMap<string, string> = new Map([
	['containerd.io', 'containerd, runc'],
	['containerd', 'containerd.io'],
	['runc', 'containerd.io'],
]);

function factsOf([name, version, section, installedKib, description]: (typeof PACKAGES)[number]): PackageFacts {
	const depends = DEPENDS.get(name);
	const conflicts = CONFLICTS.get(name);
	return {
		name,
		version,
		section,
		installedKib,
		description,
		size: installedKib * 410,
		maintainer: 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>',
		...(depends === undefined ? {} : { depends }),
		...(conflicts === undefined ? {} : { conflicts }),
		filename: `pool/main/${name.charAt(0)}/${name}/${name}_${version.replace(/^\d+:/, '')}_amd64.deb`,
	};
}

/** What a node has, in the versions that its archives have. */
export const NODE_PACKAGES: readonly PackageFacts[] = PACKAGES.map(factsOf);

/** What main has. */
export const UBUNTU_PACKAGES: readonly PackageFacts[] = [
	...NODE_PACKAGES.filter(({ name }) => name !== 'containerd.io'),
	...OTHERS.map(factsOf),
];

/** What universe has besides the tools that images are built with. */
export const UNIVERSE_PACKAGES: readonly PackageFacts[] = COMMUNITY.map(factsOf);

const KIB: ReadonlyMap<string, number> = new Map([
	['containerd.io', 122_440],
	['docker-ce', 99_842],
	['docker-ce-cli', 42_188],
	['docker-buildx-plugin', 73_480],
	['docker-compose-plugin', 71_236],
]);

/** What Docker's own repository has. */
export const DOCKER_PACKAGES: readonly PackageFacts[] = [
	['containerd.io', '2.2.0-2~ubuntu.24.04~noble', 'An open and reliable container runtime'],
	['containerd.io', '2.1.5-1~ubuntu.24.04~noble', 'An open and reliable container runtime'],
	['containerd.io', '2.1.4-1~ubuntu.24.04~noble', 'An open and reliable container runtime'],
	['containerd.io', '1.7.28-1~ubuntu.24.04~noble', 'An open and reliable container runtime'],
	['containerd.io', '1.7.27-1', 'An open and reliable container runtime'],
	['docker-ce', '5:29.0.2-1~ubuntu.24.04~noble', 'Docker: the open-source application container engine'],
	['docker-ce', '5:28.5.2-1~ubuntu.24.04~noble', 'Docker: the open-source application container engine'],
	['docker-ce-cli', '5:29.0.2-1~ubuntu.24.04~noble', 'Docker CLI: the open-source application container engine'],
	['docker-ce-cli', '5:28.5.2-1~ubuntu.24.04~noble', 'Docker CLI: the open-source application container engine'],
	[
		'docker-buildx-plugin',
		'0.30.0-1~ubuntu.24.04~noble',
		'Docker Buildx plugin extends build capabilities with BuildKit.',
	],
	['docker-compose-plugin', '2.40.3-1~ubuntu.24.04~noble', 'Docker Compose (V2) plugin for the Docker CLI.'],
].map(([name = '', version = '', description = '']): PackageFacts => {
	const conflicts = CONFLICTS.get(name);
	const installedKib = KIB.get(name) as number;
	return {
		...{ name, version, description, installedKib, section: 'devel', size: installedKib * 260 },
		maintainer: 'Containerd team <help@containerd.io>',
		...(name === 'docker-ce' && { depends: 'containerd.io (>= 1.7.27), docker-ce-cli, iptables' }),
		...(conflicts !== undefined && { conflicts }),
		homepage: 'https://www.docker.com',
		filename: `dists/noble/pool/stable/amd64/${name}_${version.replace(/^\d+:/, '')}_amd64.deb`,
	};
});
