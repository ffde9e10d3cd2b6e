export type Severity = 'UNKNOWN' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
export const SEVERITIES: readonly Severity[] = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

export interface Vulnerability {
	readonly id: string;
	readonly severity: Severity;
	readonly title: string;
	/** '' when nobody is going to fix it. */
	readonly fixedVersion: string;
}

/** A package of a distribution's release in the course of time. */
export interface PackageHistory {
	/** "debian 10". */
	readonly release: string;
	/** Binary packages of the one source. */
	readonly names: readonly string[];
	/** Oldest first: from which day a version was there, and which vulnerabilities it ended. */
	readonly versions: readonly {
		readonly from: string;
		readonly version: string;
		readonly fixes: readonly Omit<Vulnerability, 'fixedVersion'>[];
	}[];
	/** Of all versions. */
	readonly unfixed: readonly Omit<Vulnerability, 'fixedVersion'>[];
}

/**
 * A few well-known vulnerabilities of base images' packages, by public advisories (DSA, DLA, Alpine's secdb, NVD): an excerpt
 * that was fixed here for good, no copy of anybody's database. "release names", then a line a version: day, version, CVEs
 * that it ends; a line of "-" has those that nothing ends.
 */
const TABLE = `
debian 10 openssl libssl1.1
2020-04-21 1.1.1d-0+deb10u3 CVE-2020-1967:H
2020-12-08 1.1.1d-0+deb10u4 CVE-2020-1971:M
2021-02-17 1.1.1d-0+deb10u5 CVE-2021-23840:H CVE-2021-23841:M
2021-03-25 1.1.1d-0+deb10u6 CVE-2021-3449:M
2021-08-24 1.1.1d-0+deb10u7 CVE-2021-3711:C CVE-2021-3712:H
2022-03-15 1.1.1d-0+deb10u8 CVE-2022-0778:H

debian 10 libc6 libc-bin
2019-07-06 2.28-10
2022-10-17 2.28-10+deb10u2 CVE-2021-33574:C CVE-2021-35942:C CVE-2022-23218:C CVE-2022-23219:C

debian 10 zlib1g
2019-07-06 1:1.2.11.dfsg-1
2022-04-01 1:1.2.11.dfsg-1+deb10u1 CVE-2018-25032:H
2022-09-12 1:1.2.11.dfsg-1+deb10u2 CVE-2022-37434:C

debian 10 perl-base
2019-07-06 5.28.1-6
2020-08-01 5.28.1-6+deb10u1 CVE-2020-10543:H CVE-2020-10878:H CVE-2020-12723:H

debian 10 gzip
2019-07-06 1.9-3
2022-04-11 1.9-3+deb10u1 CVE-2022-1271:H

debian 10 liblzma5
2019-07-06 5.2.4-1
2022-04-11 5.2.4-1+deb10u1 CVE-2022-1271:H

debian 11 openssl libssl1.1
2021-08-14 1.1.1k-1
2021-08-24 1.1.1k-1+deb11u1 CVE-2021-3711:C CVE-2021-3712:H
2022-03-15 1.1.1k-1+deb11u2 CVE-2022-0778:H
2022-05-15 1.1.1n-0+deb11u2 CVE-2022-1292:C
2022-06-24 1.1.1n-0+deb11u3 CVE-2022-2068:C
2023-02-07 1.1.1n-0+deb11u4 CVE-2022-2097:M CVE-2022-4304:M CVE-2022-4450:H CVE-2023-0215:H CVE-2023-0286:H

debian 11 libc6 libc-bin
2021-08-14 2.31-13
2022-03-26 2.31-13+deb11u3 CVE-2021-33574:C CVE-2022-23218:C CVE-2022-23219:C
2023-10-03 2.31-13+deb11u7 CVE-2023-4911:H

debian 11 zlib1g
2021-08-14 1:1.2.11.dfsg-2
2022-04-01 1:1.2.11.dfsg-2+deb11u1 CVE-2018-25032:H
2022-09-07 1:1.2.11.dfsg-2+deb11u2 CVE-2022-37434:C

debian 11 gzip
2021-08-14 1.10-4
2022-04-11 1.10-4+deb11u1 CVE-2022-1271:H

debian 12 openssl libssl3
2023-06-10 3.0.9-1
2023-10-24 3.0.11-1~deb12u2 CVE-2023-5363:H
2024-11-09 3.0.15-1~deb12u1 CVE-2024-5535:C

debian 12 libc6 libc-bin
2023-06-10 2.36-9
2023-10-03 2.36-9+deb12u3 CVE-2023-4911:H
2024-04-23 2.36-9+deb12u6 CVE-2024-2961:H
2024-05-03 2.36-9+deb12u7 CVE-2024-33599:H

debian 12 zlib1g
2023-06-10 1:1.2.13.dfsg-1
- CVE-2023-45853:C

alpine 3.10 openssl libcrypto1.1 libssl1.1
2019-06-19 1.1.1c-r0
2020-04-21 1.1.1g-r0 CVE-2020-1967:H
2020-12-08 1.1.1i-r0 CVE-2020-1971:M
2021-02-17 1.1.1j-r0 CVE-2021-23840:H CVE-2021-23841:M
2021-03-25 1.1.1k-r0 CVE-2021-3449:M CVE-2021-3450:H

alpine 3.11 openssl libcrypto1.1 libssl1.1
2019-12-19 1.1.1d-r2
2020-04-21 1.1.1g-r0 CVE-2020-1967:H
2020-12-08 1.1.1i-r0 CVE-2020-1971:M
2021-02-17 1.1.1j-r0 CVE-2021-23840:H CVE-2021-23841:M
2021-03-25 1.1.1k-r0 CVE-2021-3449:M CVE-2021-3450:H
2021-08-24 1.1.1l-r0 CVE-2021-3711:C CVE-2021-3712:H

alpine 3.12 3.13 openssl libcrypto1.1 libssl1.1
2020-05-29 1.1.1g-r0
2020-12-08 1.1.1i-r0 CVE-2020-1971:M
2021-02-17 1.1.1j-r0 CVE-2021-23840:H CVE-2021-23841:M
2021-03-25 1.1.1k-r0 CVE-2021-3449:M CVE-2021-3450:H
2021-08-24 1.1.1l-r0 CVE-2021-3711:C CVE-2021-3712:H
2022-03-15 1.1.1n-r0 CVE-2022-0778:H

alpine 3.14 3.15 3.16 openssl libcrypto1.1 libssl1.1
2021-06-15 1.1.1k-r0
2021-08-24 1.1.1l-r0 CVE-2021-3711:C CVE-2021-3712:H
2022-03-15 1.1.1n-r0 CVE-2022-0778:H
2022-07-05 1.1.1q-r0 CVE-2022-2097:M
2023-02-07 1.1.1t-r0 CVE-2022-4304:M CVE-2022-4450:H CVE-2023-0215:H CVE-2023-0286:H

alpine 3.18 openssl libcrypto3 libssl3
2023-05-09 3.1.0-r4
2023-05-30 3.1.1-r0 CVE-2023-2650:M
2023-10-24 3.1.4-r0 CVE-2023-5363:H

alpine 3.12 3.13 3.14 3.15 zlib zlib
2020-05-29 1.2.11-r3
2022-03-28 1.2.12-r0 CVE-2018-25032:H
2022-08-09 1.2.12-r2 CVE-2022-37434:C

alpine 3.16 zlib zlib
2022-05-23 1.2.12-r1
2022-08-09 1.2.12-r2 CVE-2022-37434:C

alpine 3.12 apk-tools apk-tools
2020-05-29 2.10.5-r1
2021-04-14 2.10.6-r0 CVE-2021-30139:H
2021-07-28 2.10.7-r0 CVE-2021-36159:C

alpine 3.12 musl musl musl-utils
2020-05-29 1.1.24-r8
2020-11-23 1.1.24-r10 CVE-2020-28928:M

alpine 3.12 busybox busybox ssl_client
2020-05-29 1.31.1-r16
2021-03-31 1.31.1-r20 CVE-2021-28831:H
2021-11-15 1.31.1-r21 CVE-2021-42378:H CVE-2021-42379:H CVE-2021-42380:H CVE-2021-42381:H CVE-2021-42382:H CVE-2021-42383:H CVE-2021-42384:H CVE-2021-42385:H CVE-2021-42386:H
`;

/** What they are about, in a few words. */
const TITLES: ReadonlyMap<string, string> = new Map([
	['CVE-2018-25032', 'zlib: memory corruption on deflate of certain input'],
	['CVE-2020-1967', 'openssl: crash in SSL_check_chain'],
	['CVE-2020-1971', 'openssl: NULL dereference in EDIPartyName compare'],
	['CVE-2020-10543', 'perl: heap overflow in the regex compiler on 32-bit'],
	['CVE-2020-10878', 'perl: integer overflow in the regex compiler'],
	['CVE-2020-12723', 'perl: recursive regex study chunk corruption'],
	['CVE-2020-28928', 'musl: wcsnrtombs buffer handling'],
	['CVE-2021-3449', 'openssl: crash on renegotiation ClientHello'],
	['CVE-2021-3450', 'openssl: CA check bypass with X509_V_FLAG_X509_STRICT'],
	['CVE-2021-3711', 'openssl: SM2 decryption buffer overflow'],
	['CVE-2021-3712', 'openssl: read overruns of ASN.1 strings'],
	['CVE-2021-23840', 'openssl: integer overflow in CipherUpdate'],
	['CVE-2021-23841', 'openssl: NULL dereference in X509_issuer_and_serial_hash'],
	['CVE-2021-28831', 'busybox: invalid free on malformed gzip data'],
	['CVE-2021-30139', 'apk-tools: crash on a malformed tarball'],
	['CVE-2021-33574', 'glibc: use after free in mq_notify'],
	['CVE-2021-35942', 'glibc: wordexp reads arbitrary memory'],
	['CVE-2021-36159', 'apk-tools: libfetch reads past the end of a buffer'],
	['CVE-2022-0778', 'openssl: endless loop in BN_mod_sqrt'],
	['CVE-2022-1271', 'gzip: zgrep writes files with crafted names'],
	['CVE-2022-1292', 'openssl: c_rehash allows command injection'],
	['CVE-2022-2068', 'openssl: c_rehash allows command injection'],
	['CVE-2022-2097', 'openssl: AES OCB leaves bytes unencrypted'],
	['CVE-2022-23218', 'glibc: overflow in svcunix_create'],
	['CVE-2022-23219', 'glibc: overflow in clnt_create'],
	['CVE-2022-37434', 'zlib: heap overflow in inflate through a gzip header'],
	['CVE-2023-0286', 'openssl: type confusion of X.400 addresses'],
	['CVE-2023-4911', 'glibc: overflow in ld.so through GLIBC_TUNABLES'],
	['CVE-2023-5363', 'openssl: key and IV length processing'],
	['CVE-2023-45853', 'zlib: overflow in zipOpenNewFileInZip4_6'],
	['CVE-2024-2961', 'glibc: out of bounds write in iconv'],
	['CVE-2024-5535', 'openssl: SSL_select_next_proto reads beyond its buffer'],
]);

const LETTERS: { readonly [letter: string]: Severity } = { L: 'LOW', M: 'MEDIUM', H: 'HIGH', C: 'CRITICAL' };

function named(words: readonly string[]): Omit<Vulnerability, 'fixedVersion'>[] {
	return words.map((word) => {
		const [id = '', letter = ''] = word.split(':');
		return { id, severity: LETTERS[letter] as Severity, title: TITLES.get(id) ?? '' };
	});
}

function historiesOf(paragraph: string): PackageHistory[] {
	const [head = '', ...lines] = paragraph.split('\n');
	const words = head.split(' ');
	const family = words[0] as string;
	const releases = words.slice(1).filter((word) => /^[\d.]+$/.test(word));
	// Alpine's paragraphs name the source before its packages.
	const names = words.slice(1 + releases.length + (family === 'alpine' ? 1 : 0));
	const versions = lines
		.filter((line) => !line.startsWith('- '))
		.map((line) => {
			const [from = '', version = '', ...fixed] = line.split(' ');
			return { from, version, fixes: named(fixed) };
		});
	const unfixed = lines.filter((line) => line.startsWith('- ')).flatMap((line) => named(line.slice(2).split(' ')));
	return releases.map((release) => ({ release: `${family} ${release}`, names, versions, unfixed }));
}

export const PACKAGE_HISTORIES: readonly PackageHistory[] = TABLE.trim().split('\n\n').flatMap(historiesOf);
