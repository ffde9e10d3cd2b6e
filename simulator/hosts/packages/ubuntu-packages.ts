import type { PackageFacts } from './package-stanza.ts';

/** Name, version, section, KiB installed, what it is. Differs: a node has some 600 more. */
const PACKAGES: readonly (readonly [string, string, string, number, string])[] = [
	['apparmor', '4.0.1really4.0.1-0ubuntu0.24.04.4', 'admin', 2_764, 'user-space parser utility for AppArmor'],
	['apt', '2.8.3', 'admin', 4_138, 'commandline package manager'],
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
	['grep', '3.11-4build1', 'utils', 488, 'GNU grep, egrep and fgrep'],
	['gzip', '1.12-1ubuntu3.1', 'utils', 240, 'GNU compression utilities'],
	['iproute2', '6.1.0-1ubuntu6.2', 'net', 2_998, 'networking and traffic control tools'],
	['iptables', '1.8.10-3ubuntu2', 'net', 2_282, 'administration tools for packet filtering and NAT'],
	['jq', '1.7.1-3ubuntu0.24.04.1', 'utils', 105, 'lightweight and flexible command-line JSON processor'],
	['less', '590-2ubuntu2.1', 'text', 324, 'pager program similar to more'],
	['mount', '2.39.3-9ubuntu6.3', 'admin', 422, 'tools for mounting and manipulating filesystems'],
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
const OTHERS: readonly (readonly [string, string, string, number, string])[] = [
	['nfs-common', '1:2.6.4-3ubuntu5.1', 'net', 836, 'NFS support files common to client and server'],
	['nfs-kernel-server', '1:2.6.4-3ubuntu5.1', 'net', 612, 'support for NFS kernel server'],
];
const DEPENDS: ReadonlyMap<string, string> = new Map([['nfs-kernel-server', 'nfs-common (= 1:2.6.4-3ubuntu5.1)']]);

function factsOf([name, version, section, installedKib, description]: (typeof PACKAGES)[number]): PackageFacts {
	const depends = DEPENDS.get(name);
	return {
		name,
		version,
		section,
		installedKib,
		description,
		size: installedKib * 410,
		maintainer: 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>',
		...(depends === undefined ? {} : { depends }),
		filename: `pool/main/${name.charAt(0)}/${name}/${name}_${version.replace(/^\d+:/, '')}_amd64.deb`,
	};
}

/** What a node has of Ubuntu, in the versions that its archive has. */
export const NODE_PACKAGES: readonly PackageFacts[] = PACKAGES.map(factsOf);

/** What the archive has. */
export const UBUNTU_PACKAGES: readonly PackageFacts[] = [...NODE_PACKAGES, ...OTHERS.map(factsOf)];
