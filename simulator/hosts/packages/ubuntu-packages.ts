import { ARCHIVE_PACKAGES, SERVER_PACKAGES } from './noble/noble-packages.ts';
import type { PackageFacts } from './package-stanza.ts';

type Row = readonly [name: string, version: string, section: string, installedKib: number, description: string];

/** What the archive has, and a node has not. */
const OTHERS: readonly Row[] = [
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
const COMMUNITY: readonly Row[] = [
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

function factsOf([name, version, section, installedKib, description]: Row): PackageFacts {
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

/** What main has. */
export const UBUNTU_PACKAGES: readonly PackageFacts[] = [
	...[...SERVER_PACKAGES, ...ARCHIVE_PACKAGES].filter((each) => !isCommunity(each)),
	...OTHERS.map(factsOf),
];

/** What universe has besides the tools that images are built with. */
export const UNIVERSE_PACKAGES: readonly PackageFacts[] = [
	...[...SERVER_PACKAGES, ...ARCHIVE_PACKAGES].filter(isCommunity),
	...COMMUNITY.map(factsOf),
];

function isCommunity({ section }: PackageFacts): boolean {
	return section.startsWith('universe/');
}

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

/** What an Ubuntu server that runs containers has of Docker's. */
const OF_DOCKER: ReadonlyMap<string, string> = new Map([
	['containerd.io', '2.1.4-1~ubuntu.24.04~noble'],
	['docker-ce', '5:28.5.2-1~ubuntu.24.04~noble'],
	['docker-ce-cli', '5:28.5.2-1~ubuntu.24.04~noble'],
]);

/** What a node has, in the versions that its archives have. */
export const NODE_PACKAGES: readonly PackageFacts[] = [
	...SERVER_PACKAGES,
	...DOCKER_PACKAGES.filter(({ name, version }) => OF_DOCKER.get(name) === version),
];
