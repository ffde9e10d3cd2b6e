import { file, type PathEntry } from '../layer-builder.ts';
import { DEBIAN_RELEASES } from './debian-releases.ts';
import { type Timeline, timelines, versionOn } from './timeline.ts';

/** A paragraph of dpkg's status file. */
export interface DebPackage {
	readonly name: string;
	readonly version: string;
	/** The source, where it is called otherwise or has another version. */
	readonly source: string;
	readonly sourceVersion: string;
	readonly description: string;
	readonly installedKib: number;
	readonly isEssential: boolean;
}

const TIMELINES: ReadonlyMap<string, Timeline> = timelines(DEBIAN_RELEASES);

/**
 * Binary packages of sources that have several, or one of another name: "source package package …". A package may say from
 * which release of Debian (Ubuntu's in brackets of their own names) it is in a base image, and with which epoch.
 */
const BINARIES: ReadonlyMap<string, readonly string[]> = new Map(
	`acl libacl1
apt apt libapt-pkg5.0:buster,bionic libapt-pkg6.0:bullseye,bookworm,focal,jammy libapt-pkg6.0t64:noble libapt-pkg7.0:trixie
attr libattr1
audit libaudit-common libaudit1
bzip2 libbz2-1.0
cdebconf libdebconfclient0
db5.3 libdb5.3:buster,bullseye,bookworm,bionic,focal,jammy libdb5.3t64:trixie,noble
e2fsprogs e2fsprogs:buster,bullseye,bookworm,bionic,focal,jammy,noble libcom-err2:buster,bullseye,bookworm,bionic,focal,jammy,noble libext2fs2:buster,bullseye,bookworm,bionic,focal,jammy libext2fs2t64:noble libss2:buster,bullseye,bookworm,bionic,focal,jammy,noble logsave:bullseye,bookworm,focal,jammy,noble
gcc-8 gcc-8-base libgcc1=1: libstdc++6
gcc-10 gcc-10-base libgcc-s1 libstdc++6
gcc-12 gcc-12-base libgcc-s1 libstdc++6
gcc-14 gcc-14-base libgcc-s1 libstdc++6
glibc libc-bin libc6
gmp libgmp10
gnupg2 gpgv
gnutls28 libgnutls30:buster,bullseye,bookworm,bionic,focal,jammy libgnutls30t64:noble
krb5 libgssapi-krb5-2 libk5crypto3 libkrb5-3 libkrb5support0
libassuan libassuan0
libcap-ng libcap-ng0
libcap2 libcap2
libffi libffi6:buster,bionic libffi7:bullseye,focal libffi8
libgcrypt20 libgcrypt20
libgpg-error libgpg-error0
libidn2 libidn2-0
libmd libmd0
libnsl libnsl2
libpng1.6 libpng16-16
libseccomp libseccomp2
libselinux libselinux1
libsemanage libsemanage-common libsemanage1:buster,bullseye,bionic,focal libsemanage2:bookworm,trixie,jammy,noble
libsepol libsepol1:buster,bullseye,bionic,focal libsepol2:bookworm,trixie,jammy,noble
libtasn1-6 libtasn1-6
libtirpc libtirpc-common libtirpc3
libunistring libunistring2:buster,bullseye,bookworm,bionic,focal,jammy libunistring5:noble
libxcrypt libcrypt1
libzstd libzstd1
lz4 liblz4-1
ncurses libncursesw6:jammy,noble libtinfo5:bionic libtinfo6:buster,bullseye,bookworm,trixie,focal,jammy,noble ncurses-base ncurses-bin
nettle libhogweed4:buster,bionic libhogweed6:bullseye,bookworm,jammy libhogweed5:focal libhogweed6t64:noble libnettle6:buster,bionic libnettle8:bullseye,bookworm,jammy libnettle7:focal libnettle8t64:noble
npth libnpth0:focal,jammy libnpth0t64:noble
openssl libssl1.1:buster,bullseye,bionic,focal libssl3:bookworm,jammy libssl3t64:trixie,noble
p11-kit libp11-kit0
pam libpam-modules libpam-modules-bin libpam-runtime libpam0g
pcre2 libpcre2-8-0
pcre3 libpcre3
perl perl-base
procps procps libprocps8:focal,jammy libproc2-0:noble
shadow login:buster,bullseye,bookworm,bionic,focal,jammy,noble passwd login.defs:trixie
systemd libsystemd0 libudev1
sysvinit sysvinit-utils
usrmerge usrmerge:jammy usr-is-merged:bookworm
util-linux bsdutils=1: fdisk:buster,bullseye,bionic,focal libblkid1 libfdisk1:buster,bullseye,bionic,focal liblastlog2-2:trixie login=1:~:trixie libmount1 libsmartcols1 libuuid1 mount util-linux util-linux-extra:bookworm
xxhash libxxhash0
xz-utils liblzma5
zlib zlib1g`
		.split('\n')
		.map((line): [string, string[]] => [line.split(' ')[0] as string, line.split(' ').slice(1)]),
);

/** What packages say of themselves, where it is known: name | kilobytes | in a few words. */
const FACTS: ReadonlyMap<string, readonly [kib: number, words: string]> = new Map(
	`adduser|686|add and remove users and groups
apt|4232|commandline package manager
base-files|341|Debian base system miscellaneous files
base-passwd|247|Debian base system master password and group files
bash|7164|GNU Bourne Again SHell
bsdutils|355|basic utilities from 4.4BSD-Lite
ca-certificates|383|Common CA certificates
coreutils|18062|GNU core utilities
curl|500|command line tool for transferring data with URL syntax
dash|191|POSIX-compliant shell
debconf|491|Debian configuration management system
debian-archive-keyring|293|OpenPGP archive certificates of the Debian archive
debianutils|243|Miscellaneous utilities specific to Debian
diffutils|1598|File comparison utilities
dpkg|6409|Debian package management system
e2fsprogs|1496|ext2/ext3/ext4 file system utilities
findutils|1746|utilities for finding files--find, xargs
gpgv|918|GNU privacy guard - signature verification tool
grep|1245|GNU grep, egrep and fgrep
gzip|252|GNU compression utilities
hostname|46|utility to set/show the host name or domain name
init-system-helpers|140|helper tools for all init systems
libc-bin|2042|GNU C Library: Binaries
libc6|12988|GNU C Library: Shared libraries
libpam-runtime|876|Runtime support for the PAM library
libssl1.1|4120|Secure Sockets Layer toolkit - shared libraries
libssl3|6021|Secure Sockets Layer toolkit - shared libraries
libssl3t64|8800|Secure Sockets Layer toolkit - shared libraries
login|2550|system login tools
mawk|263|Pattern scanning and text processing language
mount|393|tools for mounting and manipulating filesystems
ncurses-base|379|basic terminal type definitions
ncurses-bin|636|terminal-related programs and man pages
nginx|3100|high performance web server
openssl|2052|Secure Sockets Layer toolkit - cryptographic utility
passwd|2827|change and administer password and group data
perl-base|7639|minimal Perl system
sed|987|GNU stream editor for filtering/transforming text
sysvinit-utils|100|System-V-like utilities
tar|3144|GNU version of the tar archiving utility
tzdata|2565|time zone and daylight-saving time data
util-linux|4978|miscellaneous system utilities
zlib1g|168|compression library - runtime`
		.split('\n')
		.map((line) => {
			const [name = '', kib, text = ''] = line.split('|');
			return [name, [Number(kib), text]];
		}),
);

const ESSENTIAL = new Set(
	'base-files base-passwd bash bsdutils coreutils dash debianutils diffutils dpkg findutils grep gzip hostname init-system-helpers libc-bin login ncurses-base ncurses-bin perl-base sed sysvinit-utils tar util-linux'.split(
		' ',
	),
);

/** Sources that no base image has, but images that are built on one. */
const ON_TOP: readonly string[] = ['ca-certificates', 'openssl'];
/** Releases whose base images have them nevertheless. */
const LIBSSL_IN_BASE: ReadonlySet<string> = new Set(['trixie', 'jammy', 'noble']);

/** @param codename "bookworm". @param day "2025-10-20". @param isBase it is the distribution's own image. */
export function debianPackages(codename: string, day: string, isBase: boolean): DebPackage[] {
	const timeline = TIMELINES.get(codename);
	if (timeline === undefined) return [];
	const found = [...timeline.keys()].flatMap((source) => {
		const version = versionOn(timeline, source, day) ?? timeline.get(source)?.[0]?.[1];
		if (version === undefined) return [];
		const names = binariesOf(source, codename);
		if (!isBase) return names.map((each) => binary(source, version, each)).concat(extraOf(source, version));
		const wanted = !ON_TOP.includes(source) || (source === 'openssl' && LIBSSL_IN_BASE.has(codename));
		return wanted ? names.map((each) => binary(source, version, each)) : [];
	});
	return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function extraOf(source: string, version: string): DebPackage[] {
	return source === 'openssl' ? [binary(source, version, 'openssl')] : [];
}

/** "libss2" of "libss2:bookworm,focal", where the release is one of those. */
function binariesOf(source: string, codename: string): string[] {
	const all = BINARIES.get(source) ?? [source];
	const listed = (word: string): readonly string[] | undefined => /:([a-z,]+)$/.exec(word)?.[1]?.split(',');
	const own = all
		.filter((word) => listed(word)?.includes(codename) ?? true)
		.map((word) => word.replace(/~?:[a-z,]+$/, ''));
	// "libffi8" stands where none of the older ones does.
	return source === 'libffi' && own.length > 1 ? own.filter((name) => name !== 'libffi8') : own;
}

/** @param word "bsdutils=1:": it has an epoch that its source has not. */
function binary(source: string, sourceVersion: string, word: string): DebPackage {
	const [name = '', epoch] = word.split('=');
	const plain = sourceVersion.replace(/^\d+:/, '');
	const version = epoch === undefined ? sourceVersion : `${epoch.replace(/:?$/, ':')}${plain}`;
	const [installedKib, description] = FACTS.get(name) ?? [
		220,
		`${source}: ${/^lib/.test(name) ? 'shared library' : 'files'}`,
	];
	return {
		name,
		version,
		source,
		sourceVersion: sourceVersion.replace(/\+b\d+$/, ''),
		description,
		installedKib,
		isEssential: ESSENTIAL.has(name),
	};
}

/** A package that is nobody's base, in the version that its publisher gave it. */
export function ownDeb(name: string, version: string, description = ''): DebPackage {
	const known = FACTS.get(name);
	return {
		name,
		version,
		source: name,
		sourceVersion: version.replace(/\+b\d+$/, ''),
		description: description === '' ? (known?.[1] ?? name) : description,
		installedKib: known?.[0] ?? 1_024,
		isEssential: false,
	};
}

/** As dpkg's status file has it. Differs: it says nothing of what packages need. */
export function statusFile(packages: readonly DebPackage[], family: 'debian' | 'ubuntu'): string {
	return packages.map((each) => stanzaOf(each, family)).join('\n');
}

export function stanzaOf(each: DebPackage, family: 'debian' | 'ubuntu', isDistroless = false): string {
	const { name, version, source, sourceVersion, description, installedKib, isEssential } = each;
	const isSame = source === name && sourceVersion === version;
	const sourceText = sourceVersion === version ? source : `${source} (${sourceVersion})`;
	const maintainer =
		family === 'ubuntu'
			? 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>'
			: 'Debian maintainers <debian-devel@lists.debian.org>';
	return `Package: ${name}
${isEssential ? 'Essential: yes\n' : ''}${isDistroless ? '' : `Status: install ok installed\n`}Priority: ${isEssential ? 'required' : 'optional'}
Section: ${name.startsWith('lib') ? 'libs' : 'utils'}
Installed-Size: ${installedKib}
Maintainer: ${maintainer}
Architecture: amd64
${isSame ? '' : `Source: ${sourceText}\n`}Version: ${version}
Description: ${description}
`;
}

export const DPKG_STATUS = '/var/lib/dpkg/status';

/** An image's status file. */
export function dpkgEntries(packages: readonly DebPackage[], family: 'debian' | 'ubuntu'): PathEntry[] {
	const sorted = [...packages].sort((a, b) => (a.name < b.name ? -1 : 1));
	return [file(DPKG_STATUS, statusFile(sorted, family))];
}
