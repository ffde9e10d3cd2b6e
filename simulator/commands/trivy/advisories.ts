import { compareApkVersions } from '../apk/describe.ts';
import { compareVersions } from '../apt/debian-version.ts';
import type { Component, OperatingSystem } from '../sbom/inventory.ts';
import { isSystemPackage } from '../sbom/package-url.ts';

export type Severity = 'UNKNOWN' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
export const SEVERITIES: readonly Severity[] = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

export interface Vulnerability {
	readonly id: string;
	readonly severity: Severity;
	readonly title: string;
	/** '' when nobody is going to fix it. */
	readonly fixedVersion: string;
}

/**
 * A few well-known vulnerabilities of base images' packages, by public advisories (DSA, DLA, Alpine's secdb, NVD): an excerpt
 * that was fixed here for good, no copy of anybody's database. "release source" (of a language "ecosystem - package"), then
 * a line a version: CVEs that it ends; a line of "-" has those that nothing ends.
 */
const TABLE = `
debian 10 openssl
1.1.1d-0+deb10u3 CVE-2020-1967:H
1.1.1d-0+deb10u4 CVE-2020-1971:M
1.1.1d-0+deb10u5 CVE-2021-23840:H CVE-2021-23841:M
1.1.1d-0+deb10u6 CVE-2021-3449:M
1.1.1d-0+deb10u7 CVE-2021-3711:C CVE-2021-3712:H
1.1.1d-0+deb10u8 CVE-2022-0778:H

debian 10 glibc
2.28-10+deb10u2 CVE-2021-33574:C CVE-2021-35942:C CVE-2022-23218:C CVE-2022-23219:C

debian 10 zlib
1:1.2.11.dfsg-1+deb10u1 CVE-2018-25032:H
1:1.2.11.dfsg-1+deb10u2 CVE-2022-37434:C

debian 10 perl
5.28.1-6+deb10u1 CVE-2020-10543:H CVE-2020-10878:H CVE-2020-12723:H

debian 10 gzip
1.9-3+deb10u1 CVE-2022-1271:H

debian 10 xz-utils
5.2.4-1+deb10u1 CVE-2022-1271:H

debian 11 openssl
1.1.1k-1+deb11u1 CVE-2021-3711:C CVE-2021-3712:H
1.1.1k-1+deb11u2 CVE-2022-0778:H
1.1.1n-0+deb11u2 CVE-2022-1292:C
1.1.1n-0+deb11u3 CVE-2022-2068:C
1.1.1n-0+deb11u4 CVE-2022-2097:M CVE-2022-4304:M CVE-2022-4450:H CVE-2023-0215:H CVE-2023-0286:H

debian 11 glibc
2.31-13+deb11u3 CVE-2021-33574:C CVE-2022-23218:C CVE-2022-23219:C
2.31-13+deb11u7 CVE-2023-4911:H

debian 11 zlib
1:1.2.11.dfsg-2+deb11u1 CVE-2018-25032:H
1:1.2.11.dfsg-2+deb11u2 CVE-2022-37434:C

debian 11 gzip
1.10-4+deb11u1 CVE-2022-1271:H

debian 12 openssl
3.0.11-1~deb12u2 CVE-2023-5363:H
3.0.15-1~deb12u1 CVE-2024-5535:C

debian 12 glibc
2.36-9+deb12u3 CVE-2023-4911:H
2.36-9+deb12u6 CVE-2024-2961:H
2.36-9+deb12u7 CVE-2024-33599:H

debian 12 zlib
- CVE-2023-45853:C

alpine 3.10 openssl
1.1.1g-r0 CVE-2020-1967:H
1.1.1i-r0 CVE-2020-1971:M
1.1.1j-r0 CVE-2021-23840:H CVE-2021-23841:M
1.1.1k-r0 CVE-2021-3449:M CVE-2021-3450:H

alpine 3.11 openssl
1.1.1g-r0 CVE-2020-1967:H
1.1.1i-r0 CVE-2020-1971:M
1.1.1j-r0 CVE-2021-23840:H CVE-2021-23841:M
1.1.1k-r0 CVE-2021-3449:M CVE-2021-3450:H
1.1.1l-r0 CVE-2021-3711:C CVE-2021-3712:H

alpine 3.12 3.13 openssl
1.1.1i-r0 CVE-2020-1971:M
1.1.1j-r0 CVE-2021-23840:H CVE-2021-23841:M
1.1.1k-r0 CVE-2021-3449:M CVE-2021-3450:H
1.1.1l-r0 CVE-2021-3711:C CVE-2021-3712:H
1.1.1n-r0 CVE-2022-0778:H

alpine 3.14 3.15 3.16 openssl
1.1.1l-r0 CVE-2021-3711:C CVE-2021-3712:H
1.1.1n-r0 CVE-2022-0778:H
1.1.1q-r0 CVE-2022-2097:M
1.1.1t-r0 CVE-2022-4304:M CVE-2022-4450:H CVE-2023-0215:H CVE-2023-0286:H

alpine 3.18 openssl
3.1.1-r0 CVE-2023-2650:M
3.1.4-r0 CVE-2023-5363:H

alpine 3.12 3.13 3.14 3.15 zlib
1.2.12-r0 CVE-2018-25032:H
1.2.12-r2 CVE-2022-37434:C

alpine 3.16 zlib
1.2.12-r2 CVE-2022-37434:C

alpine 3.12 apk-tools
2.10.6-r0 CVE-2021-30139:H
2.10.7-r0 CVE-2021-36159:C

alpine 3.12 musl
1.1.24-r10 CVE-2020-28928:M

alpine 3.12 busybox
1.31.1-r20 CVE-2021-28831:H
1.31.1-r21 CVE-2021-42378:H CVE-2021-42379:H CVE-2021-42380:H CVE-2021-42381:H CVE-2021-42382:H CVE-2021-42383:H CVE-2021-42384:H CVE-2021-42385:H CVE-2021-42386:H

debian 12 openssl
3.0.14-1~deb12u2 CVE-2024-6119:H CVE-2024-4741:M CVE-2024-2511:M
3.0.17-1~deb12u3 CVE-2025-9230:H

debian 12 perl
5.36.0-7+deb12u1 CVE-2023-47038:H
5.36.0-7+deb12u2 CVE-2024-56406:H
5.36.0-7+deb12u3 CVE-2023-31484:H
- CVE-2011-4116:L CVE-2023-31486:L

debian 12 pam
1.5.2-6+deb12u2 CVE-2025-6020:H

debian 12 11 10 13 apt
- CVE-2011-3374:L

debian 12 11 10 13 tar
- CVE-2005-2541:L

debian 12 11 10 13 util-linux
- CVE-2022-0563:L

debian 12 11 10 13 shadow
- CVE-2007-5686:L

debian 12 11 13 systemd
- CVE-2013-4392:L

debian 12 11 coreutils
- CVE-2016-2781:L

alpine 3.16 openssl
1.1.1s-r0 CVE-2022-3996:L
1.1.1t-r1 CVE-2023-0464:H
1.1.1t-r2 CVE-2023-0465:M
1.1.1u-r0 CVE-2023-2650:M
1.1.1w-r1 CVE-2023-5678:M

alpine 3.17 openssl
3.0.8-r0 CVE-2022-4304:M CVE-2022-4450:H CVE-2023-0215:H CVE-2023-0286:H
3.0.8-r1 CVE-2023-0464:H
3.0.9-r0 CVE-2023-2650:M
3.0.12-r0 CVE-2023-5363:H
3.0.12-r1 CVE-2023-5678:M
3.0.12-r4 CVE-2024-0727:M
3.0.14-r0 CVE-2024-4603:M CVE-2024-4741:M
3.0.15-r0 CVE-2024-6119:H

alpine 3.18 3.19 openssl
3.1.4-r1 CVE-2023-5678:M
3.1.4-r3 CVE-2023-6129:M
3.1.4-r5 CVE-2024-0727:M
3.1.4-r6 CVE-2024-2511:M
3.1.5-r0 CVE-2024-4603:M
3.1.6-r0 CVE-2024-4741:H
3.1.6-r1 CVE-2024-5535:C
3.1.7-r0 CVE-2024-6119:H
3.1.7-r1 CVE-2024-9143:M
3.1.8-r0 CVE-2024-13176:M
3.1.8-r1 CVE-2025-9230:H

alpine 3.20 3.21 openssl
3.3.0-r3 CVE-2024-4741:H
3.3.1-r1 CVE-2024-5535:C
3.3.2-r0 CVE-2024-6119:H
3.3.2-r1 CVE-2024-9143:M
3.3.3-r0 CVE-2024-12797:H CVE-2024-13176:M
3.3.5-r0 CVE-2025-9230:H

alpine 3.22 openssl
3.5.4-r0 CVE-2025-9230:H

alpine 3.18 busybox
1.36.1-r6 CVE-2023-42363:M CVE-2023-42366:M
1.36.1-r7 CVE-2023-42364:M CVE-2023-42365:M

alpine 3.19 busybox
1.36.1-r16 CVE-2023-42363:M CVE-2023-42366:M
1.36.1-r19 CVE-2023-42364:M CVE-2023-42365:M

alpine 3.20 busybox
1.36.1-r29 CVE-2023-42363:M CVE-2023-42364:M CVE-2023-42365:M

alpine 3.19 musl
1.2.4_git20230717-r5 CVE-2025-26519:H

alpine 3.20 musl
1.2.5-r1 CVE-2025-26519:H

alpine 3.21 musl
1.2.5-r9 CVE-2025-26519:H

alpine 3.18 musl
1.2.4-r3 CVE-2025-26519:H

alpine 3.14 3.15 3.16 3.17 3.18 3.19 3.20 3.21 expat
2.4.4-r0 CVE-2022-23852:C
2.4.5-r0 CVE-2022-25235:C CVE-2022-25236:C CVE-2022-25315:C
2.4.9-r0 CVE-2022-40674:C
2.5.0-r0 CVE-2022-43680:H
2.6.0-r0 CVE-2023-52425:H
2.6.3-r0 CVE-2024-45490:C CVE-2024-45491:C CVE-2024-45492:C
2.7.0-r0 CVE-2024-8176:H

debian 11 expat
2.2.10-2+deb11u2 CVE-2022-25235:C CVE-2022-25236:C CVE-2022-25315:C
2.2.10-2+deb11u4 CVE-2022-40674:C
2.2.10-2+deb11u5 CVE-2022-43680:H

debian 12 expat
2.5.0-1+deb12u1 CVE-2024-45490:C CVE-2024-45491:C CVE-2024-45492:C
- CVE-2023-52425:H CVE-2024-8176:H

alpine 3.8 musl
1.1.19-r11 CVE-2019-14697:C

alpine 3.9 musl
1.1.20-r5 CVE-2019-14697:C

alpine 3.10 musl
1.1.22-r3 CVE-2019-14697:C

alpine 3.9 openssl
1.1.1g-r0 CVE-2020-1967:H

alpine 3.11 apk-tools
2.10.6-r0 CVE-2021-30139:H
2.10.7-r0 CVE-2021-36159:C

alpine 3.13 apk-tools
2.12.5-r0 CVE-2021-30139:H
2.12.6-r0 CVE-2021-36159:C

alpine 3.14 apk-tools
2.12.6-r0 CVE-2021-36159:C

alpine 3.13 busybox
1.32.1-r4 CVE-2021-28831:H
1.32.1-r7 CVE-2021-42378:H CVE-2021-42379:H CVE-2021-42380:H CVE-2021-42381:H CVE-2021-42382:H CVE-2021-42383:H CVE-2021-42384:H CVE-2021-42385:H CVE-2021-42386:H

ubuntu 18.04 20.04 22.04 24.04 tar
- CVE-2025-45582:M

ubuntu 18.04 20.04 22.04 24.04 coreutils
- CVE-2016-2781:L

ubuntu 22.04 20.04 pcre3
- CVE-2017-11164:L

pypi - PyYAML
5.4 CVE-2020-14343:C

pypi - Jinja2
2.11.3 CVE-2020-28493:M
3.1.3 CVE-2024-22195:M
3.1.6 CVE-2025-27516:M

pypi - Flask
2.2.5 CVE-2023-30861:H

pypi - Werkzeug
2.2.3 CVE-2023-25577:H
3.0.3 CVE-2024-34069:H

pypi - Django
3.2.25 CVE-2024-27351:M

pypi - requests
2.31.0 CVE-2023-32681:M
2.32.4 CVE-2024-47081:M

pypi - urllib3
1.26.17 CVE-2023-43804:H
2.5.0 CVE-2025-50181:M

pypi - setuptools
65.5.1 CVE-2022-40897:H
70.0.0 CVE-2024-6345:H

npm - lodash
4.17.12 CVE-2019-10744:C
4.17.21 CVE-2021-23337:H

npm - minimist
1.2.6 CVE-2021-44906:C

npm - express
4.19.2 CVE-2024-29041:M
4.20.0 CVE-2024-43796:L

npm - axios
1.6.0 CVE-2023-45857:M
1.8.2 CVE-2025-27152:H

npm - jsonwebtoken
9.0.0 CVE-2022-23539:H CVE-2022-23540:M

golang - golang.org/x/net
v0.17.0 CVE-2023-39325:H
v0.38.0 CVE-2025-22872:M

golang - golang.org/x/crypto
v0.31.0 CVE-2024-45337:C
v0.35.0 CVE-2025-22869:H
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
	['CVE-2023-0464', 'openssl: excessive resources when policies of certificates are verified'],
	['CVE-2023-2650', 'openssl: slow processing of object identifiers'],
	['CVE-2023-5678', 'openssl: slow checks of excessively long X9.42 DH keys'],
	['CVE-2023-6129', 'openssl: POLY1305 MAC corrupts vector registers on PowerPC'],
	['CVE-2023-42363', 'busybox: use after free in awk'],
	['CVE-2023-42366', 'busybox: heap overflow in next_token of awk'],
	['CVE-2019-14697', 'musl: x87 stack imbalance in math functions on i386'],
	['CVE-2022-40674', 'expat: use after free in doContent'],
	['CVE-2023-52425', 'expat: slow parsing of large tokens'],
	['CVE-2024-45490', 'expat: negative length is not refused by XML_ParseBuffer'],
	['CVE-2024-45491', 'expat: integer overflow in dtdCopy on 32-bit'],
	['CVE-2024-45492', 'expat: integer overflow in nextScaffoldPart on 32-bit'],
	['CVE-2024-0727', 'openssl: crash on a malformed PKCS12 file'],
	['CVE-2024-2511', 'openssl: unbounded memory growth with TLSv1.3 sessions'],
	['CVE-2024-4603', 'openssl: slow checks of excessively long DSA keys'],
	['CVE-2024-4741', 'openssl: use after free in SSL_free_buffers'],
	['CVE-2024-6119', 'openssl: crash in checks of X.509 names'],
	['CVE-2024-9143', 'openssl: out of bounds access with GF(2^m) parameters'],
	['CVE-2024-12797', 'openssl: RFC7250 handshakes with unauthenticated servers do not abort'],
	['CVE-2024-13176', 'openssl: timing side channel in ECDSA signatures'],
	['CVE-2024-33599', 'glibc: stack overflow in the cache of nscd'],
	['CVE-2025-9230', 'openssl: out of bounds access in RFC 3211 KEK unwrap'],
	['CVE-2025-26519', 'musl: out of bounds write of iconv from EUC-KR'],
	['CVE-2025-6020', 'linux-pam: privilege escalation through pam_namespace'],
]);

const LETTERS: { readonly [letter: string]: Severity } = { L: 'LOW', M: 'MEDIUM', H: 'HIGH', C: 'CRITICAL' };

function vulnerabilitiesOf(line: string): Vulnerability[] {
	const [version = '', ...words] = line.split(' ');
	return words.map((word) => {
		const [id = '', letter = ''] = word.split(':');
		const fixedVersion = version === '-' ? '' : version;
		return { id, severity: LETTERS[letter] as Severity, title: TITLES.get(id) ?? '', fixedVersion };
	});
}

/** By "alpine 3.19 openssl", "pypi - flask". */
const ADVISORIES: ReadonlyMap<string, readonly Vulnerability[]> = (() => {
	const all = new Map<string, Vulnerability[]>();
	for (const paragraph of TABLE.trim().split(/\n\n+/)) {
		const [head = '', ...lines] = paragraph.split('\n');
		const words = head.split(' ');
		const source = words.at(-1) as string;
		for (const release of words.slice(1, -1)) {
			const key = `${words[0]} ${release} ${source.toLowerCase()}`;
			all.set(key, [...(all.get(key) ?? []), ...lines.flatMap(vulnerabilitiesOf)]);
		}
	}
	return all;
})();

const ECOSYSTEMS: { readonly [type: string]: string } = {
	'python-pkg': 'pypi',
	pip: 'pypi',
	'node-pkg': 'npm',
	npm: 'npm',
	gomod: 'golang',
};

/** The release that advisories are about: "12" of Debian 12.4, "3.19" of Alpine 3.19.1. */
export function advisoryRelease({ family, release }: OperatingSystem): string {
	if (family === 'debian') return release.replace(/\..*$/, '');
	return family === 'alpine' ? release.replace(/^(\d+\.\d+).*$/, '$1') : release;
}

/** What is known of a component, and not mended in its version. */
export function vulnerabilitiesIn(component: Component, system: OperatingSystem | undefined): readonly Vulnerability[] {
	if (!isSystemPackage(component)) {
		const known = ADVISORIES.get(`${ECOSYSTEMS[component.type]} - ${component.name.toLowerCase()}`) ?? [];
		return known.filter(({ fixedVersion }) => compareNumbers(component.version, fixedVersion) < 0);
	}
	if (system === undefined) return [];
	const known = ADVISORIES.get(`${system.family} ${advisoryRelease(system)} ${component.sourceName}`) ?? [];
	const compare = component.type === 'apk' ? compareApkVersions : compareVersions;
	return known.filter(({ fixedVersion }) => fixedVersion === '' || compare(component.sourceVersion, fixedVersion) < 0);
}

/** Of languages: numbers between dots. */
function compareNumbers(a: string, b: string): number {
	const [left, right] = [a, b].map((text) => (text.match(/\d+/g) ?? []).map(Number)) as [number[], number[]];
	for (let index = 0; index < Math.max(left.length, right.length); index++) {
		const order = (left[index] ?? 0) - (right[index] ?? 0);
		if (order !== 0) return order;
	}
	return 0;
}
