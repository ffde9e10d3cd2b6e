import { encodeBase64 } from '../../../machinery/base64.ts';
import { sha1 } from '../../../machinery/sha1.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { file, type PathEntry } from '../layer-builder.ts';
import { alpineDay } from './alpine-releases.ts';
import { type Timeline, timelines, versionOn } from './timeline.ts';

/** One line of /lib/apk/db/installed's paragraphs each. */
export interface ApkPackage {
	readonly name: string;
	readonly version: string;
	/** The source that it was built of. */
	readonly origin: string;
	readonly installedBytes: number;
	readonly license: string;
	readonly description: string;
	readonly url: string;
}

/**
 * Sources of a base image's packages by minor release: the version of its first day, then what replaced it. Facts of Alpine's
 * package archive as far as they are known here. Differs: of updates between point releases, only the last one is there.
 */
const BASE = `
3.8 alpine-baselayout=3.1.0-r0 alpine-keys=2.1-r1 apk-tools=2.10.0-r0,2018-09-11:2.10.1-r0 busybox=1.28.4-r0,2018-09-11:1.28.4-r1,2018-12-20:1.28.4-r2,2019-03-06:1.28.4-r3 libc-dev=0.7.1-r0 libressl=2.7.4-r0,2018-12-20:2.7.5-r0 musl=1.1.19-r10,2020-01-23:1.1.19-r11 pax-utils=1.2.3-r0 zlib=1.2.11-r1
3.9 alpine-baselayout=3.1.0-r3 alpine-keys=2.1-r1 apk-tools=2.10.3-r1,2019-05-09:2.10.4-r2 busybox=1.29.3-r10 ca-certificates=20190108-r0,2020-01-23:20191127-r1 libc-dev=0.7.1-r0 openssl=1.1.1a-r1,2019-03-06:1.1.1b-r1,2020-01-23:1.1.1d-r2,2020-04-23:1.1.1g-r0 musl=1.1.20-r3,2019-05-09:1.1.20-r4,2020-01-23:1.1.20-r5 pax-utils=1.2.3-r0 zlib=1.2.11-r1
3.10 alpine-baselayout=3.1.2-r0 alpine-keys=2.1-r2 apk-tools=2.10.4-r1,2019-08-20:2.10.4-r2,2021-04-14:2.10.6-r0 busybox=1.30.1-r2,2020-01-23:1.30.1-r3,2021-03-31:1.30.1-r5 ca-certificates=20190108-r0,2020-01-23:20191127-r1 libc-dev=0.7.1-r0 openssl=1.1.1c-r0,2020-01-23:1.1.1d-r2,2020-04-21:1.1.1g-r0,2020-12-08:1.1.1i-r0,2021-02-17:1.1.1j-r0,2021-03-25:1.1.1k-r0 musl=1.1.22-r2,2019-08-20:1.1.22-r3,2021-02-17:1.1.22-r4 pax-utils=1.2.3-r0 zlib=1.2.11-r1
3.11 alpine-baselayout=3.2.0-r3 alpine-keys=2.1-r2 apk-tools=2.10.4-r3,2020-04-24:2.10.5-r0,2021-04-14:2.10.6-r0,2021-08-27:2.10.7-r0 busybox=1.31.1-r8,2020-01-16:1.31.1-r9,2020-12-16:1.31.1-r10,2021-11-12:1.31.1-r11 ca-certificates=20191127-r0,2020-04-24:20191127-r2 libc-dev=0.7.2-r0 openssl=1.1.1d-r2,2020-03-24:1.1.1d-r3,2020-04-21:1.1.1g-r0,2020-12-08:1.1.1i-r0,2021-02-17:1.1.1j-r0,2021-03-25:1.1.1k-r0,2021-08-24:1.1.1l-r0 musl=1.1.24-r0,2020-01-16:1.1.24-r2,2020-12-16:1.1.24-r3 pax-utils=1.2.4-r0 zlib=1.2.11-r3
3.12 alpine-baselayout=3.2.0-r6,2020-10-21:3.2.0-r7 alpine-keys=2.2-r0 apk-tools=2.10.5-r1,2021-04-14:2.10.6-r0,2021-07-28:2.10.7-r0 busybox=1.31.1-r16,2020-10-21:1.31.1-r19,2021-03-31:1.31.1-r20,2021-11-15:1.31.1-r21 ca-certificates=20191127-r4 libc-dev=0.7.2-r3 openssl=1.1.1g-r0,2020-12-08:1.1.1i-r0,2021-02-17:1.1.1j-r0,2021-03-25:1.1.1k-r0,2021-08-24:1.1.1l-r0,2022-03-15:1.1.1n-r0 musl=1.1.24-r8,2020-10-21:1.1.24-r9,2020-11-23:1.1.24-r10 pax-utils=1.2.6-r0 zlib=1.2.11-r3,2022-03-28:1.2.12-r0
3.13 alpine-baselayout=3.2.0-r8 alpine-keys=2.2-r0 apk-tools=2.12.0-r4,2021-02-17:2.12.1-r0,2021-04-14:2.12.5-r0,2021-07-28:2.12.6-r0 busybox=1.32.1-r0,2021-02-17:1.32.1-r3,2021-03-31:1.32.1-r6,2021-11-12:1.32.1-r7 ca-certificates=20191127-r5,2021-08-27:20191127-r5 libc-dev=0.7.2-r3 openssl=1.1.1i-r0,2021-02-17:1.1.1j-r0,2021-03-25:1.1.1k-r0,2021-08-24:1.1.1l-r0,2022-03-15:1.1.1n-r0,2022-07-05:1.1.1q-r0 musl=1.2.2-r0,2021-04-14:1.2.2-r1 pax-utils=1.2.8-r0 zlib=1.2.11-r3,2022-03-28:1.2.12-r0,2022-08-09:1.2.12-r2
3.14 alpine-baselayout=3.2.0-r16 alpine-keys=2.3-r1,2022-03-17:2.4-r0 apk-tools=2.12.5-r1,2021-08-05:2.12.7-r0 busybox=1.33.1-r2,2021-08-05:1.33.1-r3,2021-11-12:1.33.1-r6,2022-04-04:1.33.1-r7,2022-07-19:1.33.1-r8 ca-certificates=20191127-r5,2022-07-19:20220614-r0 libc-dev=0.7.2-r3 openssl=1.1.1k-r0,2021-08-24:1.1.1l-r0,2022-03-15:1.1.1n-r0,2022-07-05:1.1.1q-r0,2023-02-07:1.1.1t-r0,2023-03-29:1.1.1t-r2 musl=1.2.2-r3 pax-utils=1.3.2-r0 zlib=1.2.11-r3,2022-03-28:1.2.12-r0,2022-08-09:1.2.12-r2
3.15 alpine-baselayout=3.2.0-r18 alpine-keys=2.4-r1 apk-tools=2.12.7-r3 busybox=1.34.1-r3,2022-03-17:1.34.1-r4,2022-04-04:1.34.1-r5,2022-07-19:1.34.1-r7 ca-certificates=20191127-r7,2022-07-19:20220614-r0,2023-06-14:20230506-r0 libc-dev=0.7.2-r3 openssl=1.1.1l-r7,2022-03-15:1.1.1n-r0,2022-07-05:1.1.1q-r0,2023-02-07:1.1.1t-r1,2023-06-14:1.1.1u-r1,2023-08-07:1.1.1v-r0,2024-01-26:1.1.1w-r1 musl=1.2.2-r7,2022-08-09:1.2.2-r8,2023-02-11:1.2.2-r9 pax-utils=1.3.3-r0 zlib=1.2.11-r3,2022-03-28:1.2.12-r0,2022-08-09:1.2.12-r3
3.16 alpine-baselayout=3.2.0-r20,2022-08-09:3.2.0-r22,2022-11-11:3.2.0-r23 alpine-keys=2.4-r1 apk-tools=2.12.9-r3 busybox=1.35.0-r13,2022-07-19:1.35.0-r15,2022-08-09:1.35.0-r17,2023-12-01:1.35.0-r18 ca-certificates=20211220-r0,2022-07-19:20220614-r0,2023-06-14:20230506-r0 libc-dev=0.7.2-r3 openssl=1.1.1o-r0,2022-07-05:1.1.1q-r0,2022-11-11:1.1.1s-r0,2023-02-07:1.1.1t-r0,2023-03-29:1.1.1t-r2,2023-06-14:1.1.1u-r1,2023-08-07:1.1.1v-r0,2023-11-30:1.1.1w-r1 musl=1.2.3-r0,2022-11-11:1.2.3-r1,2023-02-11:1.2.3-r3 pax-utils=1.3.4-r0 zlib=1.2.12-r1,2022-08-09:1.2.12-r2,2022-11-11:1.2.12-r3,2023-11-30:1.2.12-r4
3.17 alpine-baselayout=3.4.0-r0 alpine-keys=2.4-r1 apk-tools=2.12.10-r1 busybox=1.35.0-r29,2023-12-01:1.35.0-r30,2024-06-20:1.35.0-r31 ca-certificates=20220614-r2,2023-01-09:20220614-r4,2023-06-14:20230506-r0,2024-06-20:20240226-r0 libc-dev=0.7.2-r3 openssl=3.0.7-r0,2023-02-07:3.0.8-r0,2023-03-29:3.0.8-r3,2023-06-14:3.0.9-r1,2023-08-07:3.0.10-r0,2023-11-30:3.0.12-r1,2024-01-26:3.0.12-r4,2024-06-20:3.0.14-r0,2024-09-06:3.0.15-r0 musl=1.2.3-r4,2023-11-30:1.2.3-r5 pax-utils=1.3.5-r1 zlib=1.2.13-r0,2024-01-26:1.2.13-r1
3.18 alpine-baselayout=3.4.3-r1 alpine-keys=2.4-r1 apk-tools=2.14.0-r2 busybox=1.36.0-r9,2023-06-14:1.36.1-r0,2023-08-07:1.36.1-r2,2023-11-30:1.36.1-r5,2024-06-20:1.36.1-r7 ca-certificates=20230506-r0,2024-06-20:20240226-r0,2025-01-06:20241121-r1 libc-dev=0.7.2-r5 openssl=3.1.0-r4,2023-05-30:3.1.1-r0,2023-06-14:3.1.1-r1,2023-08-07:3.1.2-r0,2023-09-28:3.1.3-r0,2023-10-24:3.1.4-r0,2023-11-30:3.1.4-r1,2024-01-26:3.1.4-r5,2024-06-20:3.1.6-r0,2024-09-06:3.1.7-r0,2025-01-06:3.1.7-r1,2025-02-13:3.1.8-r0 musl=1.2.4-r0,2023-08-07:1.2.4-r1,2023-11-30:1.2.4-r2,2025-02-13:1.2.4-r3 pax-utils=1.3.7-r1 zlib=1.2.13-r1
3.19 alpine-baselayout=3.4.3-r2 alpine-keys=2.4-r1 apk-tools=2.14.0-r5 busybox=1.36.1-r15,2024-06-20:1.36.1-r19,2024-07-22:1.36.1-r20 ca-certificates=20230506-r0,2024-06-20:20240226-r0,2025-01-06:20241121-r1,2025-10-08:20250911-r0 libc-dev=0.7.2-r5 openssl=3.1.4-r2,2024-01-26:3.1.4-r5,2024-06-20:3.1.6-r0,2024-09-06:3.1.7-r0,2025-01-06:3.1.7-r1,2025-02-13:3.1.8-r0,2025-10-08:3.1.8-r1 musl=1.2.4_git20230717-r4,2025-02-13:1.2.4_git20230717-r5 pax-utils=1.3.7-r2 zlib=1.3-r2,2024-01-26:1.3.1-r0
3.20 alpine-baselayout=3.6.5-r0 alpine-keys=2.4-r1 apk-tools=2.14.4-r0 busybox=1.36.1-r28,2024-06-20:1.36.1-r29,2025-02-13:1.36.1-r30 ca-certificates=20240226-r0,2024-09-06:20240705-r0,2025-01-06:20241121-r0,2025-10-08:20250911-r0 openssl=3.3.0-r2,2024-06-20:3.3.1-r0,2024-07-22:3.3.1-r3,2024-09-06:3.3.2-r0,2025-01-06:3.3.2-r1,2025-02-13:3.3.3-r0,2025-07-15:3.3.4-r0,2025-10-08:3.3.5-r0 musl=1.2.5-r0,2025-02-13:1.2.5-r1 pax-utils=1.3.7-r2 zlib=1.3.1-r1
3.21 alpine-baselayout=3.6.8-r0,2025-01-06:3.6.8-r1 alpine-keys=2.5-r0 alpine-release apk-tools=2.14.6-r2,2025-02-13:2.14.6-r3 busybox=1.37.0-r8,2025-01-06:1.37.0-r9,2025-02-13:1.37.0-r12,2025-07-15:1.37.0-r14 ca-certificates=20241010-r0,2025-01-06:20241121-r1,2025-10-08:20250911-r0 openssl=3.3.2-r4,2025-02-13:3.3.3-r0,2025-07-15:3.3.4-r0,2025-10-08:3.3.5-r0 musl=1.2.5-r8,2025-02-13:1.2.5-r9 pax-utils=1.3.8-r1 zlib=1.3.1-r2
3.22 alpine-baselayout=3.7.0-r0 alpine-keys=2.5-r0 alpine-release apk-tools=2.14.9-r2 busybox=1.37.0-r18,2025-10-08:1.37.0-r19 ca-certificates=20241121-r2,2025-10-08:20250911-r0 openssl=3.5.0-r0,2025-07-15:3.5.1-r0,2025-10-08:3.5.4-r0 musl=1.2.5-r10 pax-utils=1.3.8-r1 zlib=1.3.1-r2
3.23 alpine-baselayout=3.7.0-r0 alpine-keys=2.5-r0 alpine-release apk-tools=2.14.9-r2 busybox=1.37.0-r20 ca-certificates=20250911-r0 openssl=3.5.4-r0 musl=1.2.5-r15 pax-utils=1.3.8-r2 zlib=1.3.1-r2
`;

const BY_MINOR: ReadonlyMap<string, Timeline> = timelines(BASE);

/** Source | package | installed bytes | from minor | to minor | licence | home | what it is. */
const PACKAGES = `
alpine-baselayout|alpine-baselayout|331776|0|99|GPL-2.0-only|https://git.alpinelinux.org/cgit/aports/tree/main/alpine-baselayout|Alpine base dir structure and init scripts
alpine-baselayout|alpine-baselayout-data|77824|15|99|GPL-2.0-only|https://git.alpinelinux.org/cgit/aports/tree/main/alpine-baselayout|Alpine base dir structure and init scripts
alpine-keys|alpine-keys|159744|0|99|MIT|https://alpinelinux.org|Public keys for Alpine Linux packages
alpine-release|alpine-release|343|21|99|MIT|https://alpinelinux.org|Alpine release data
apk-tools|apk-tools|307200|0|99|GPL-2.0-only|https://gitlab.alpinelinux.org/alpine/apk-tools|Alpine Package Keeper - package manager for alpine
busybox|busybox|962560|0|99|GPL-2.0-only|https://busybox.net/|Size optimized toolbox of many common UNIX utilities
busybox|busybox-binsh|1|17|99|GPL-2.0-only|https://busybox.net/|busybox ash /bin/sh
ca-certificates|ca-certificates-cacert|4096|9|11|MPL-2.0 GPL-2.0-or-later|https://www.mozilla.org/en-US/about/governance/policies/security-group/certs/|Mozilla bundled certificates
ca-certificates|ca-certificates-bundle|233472|12|99|MPL-2.0 AND MIT|https://www.mozilla.org/en-US/about/governance/policies/security-group/certs/|Pre generated bundle of Mozilla certificates
libc-dev|libc-utils|4096|0|19|BSD-2-Clause AND BSD-3-Clause|https://alpinelinux.org|Meta package to pull in correct libc
apk-tools|libapk2|183296|21|99|GPL-2.0-only|https://gitlab.alpinelinux.org/alpine/apk-tools|Alpine Package Keeper - package manager for alpine
openssl|libcrypto1.1|2772992|9|16|OpenSSL|https://www.openssl.org/|Crypto library from openssl
openssl|libcrypto3|4206592|17|99|Apache-2.0|https://www.openssl.org/|Crypto library from openssl
libressl|libressl2.7-libcrypto|1638400|8|8|custom|https://www.libressl.org/|libressl libcrypto library
libressl|libressl2.7-libssl|310000|8|8|custom|https://www.libressl.org/|libressl libssl library
libressl|libressl2.7-libtls|90112|8|8|custom|https://www.libressl.org/|libressl libtls library
openssl|libssl1.1|540672|9|16|OpenSSL|https://www.openssl.org/|SSL shared libraries
openssl|libssl3|630784|17|99|Apache-2.0|https://www.openssl.org/|SSL shared libraries
musl|musl|622592|0|99|MIT|https://musl.libc.org/|the musl c library (libc) implementation
musl|musl-utils|135168|0|99|MIT AND BSD-2-Clause AND GPL-2.0-or-later|https://musl.libc.org/|the musl c library (libc) implementation
pax-utils|scanelf|94208|0|99|GPL-2.0-only|https://wiki.gentoo.org/wiki/Hardened/PaX_Utilities|Scan ELF binaries for stuff
busybox|ssl_client|28672|8|99|GPL-2.0-only|https://busybox.net/|External ssl_client for busybox wget
zlib|zlib|110592|0|99|Zlib|https://zlib.net/|A compression/decompression Library
`;

const ROWS = PACKAGES.trim()
	.split('\n')
	.map((line) => {
		const [origin = '', name = '', bytes, from, to, license = '', url = '', description = ''] = line.split('|');
		return { origin, name, bytes: Number(bytes), from: Number(from), to: Number(to), license, url, description };
	});

/** What a base image of a point release has; on another day, what its mirrors have then. @param release "3.19.1". */
export function alpinePackages(release: string, day = alpineDay(release)): readonly ApkPackage[] {
	const [, minor = '3.22', number = '22'] = /^(\d+\.(\d+))/.exec(release) ?? [];
	const timeline = BY_MINOR.get(minor) ?? (BY_MINOR.get('3.22') as Timeline);
	return ROWS.filter(({ from, to }) => Number(number) >= from && Number(number) <= to).flatMap((row) => {
		const version = row.origin === 'alpine-release' ? `${release}-r0` : versionOn(timeline, row.origin, day);
		if (version === undefined) return [];
		const { origin, name, license, description, url, bytes } = row;
		return [{ name, version, origin, installedBytes: bytes, license, description, url }];
	});
}

/** apk's record of what is installed. Models apk-tools src/package.c apk_pkg_write_index_entry. */
export function apkDatabase(packages: readonly ApkPackage[]): string {
	return packages.map(apkParagraph).join('');
}

/** One package's paragraph. Differs: it lists no files. */
export function apkParagraph(each: ApkPackage): string {
	const checksum = encodeBase64(sha1(encodeUtf8(`${each.name}-${each.version}`)));
	return `C:Q1${checksum}
P:${each.name}
V:${each.version}
A:x86_64
S:${Math.ceil(each.installedBytes * 0.44)}
I:${each.installedBytes}
T:${each.description}
U:${each.url}
L:${each.license}
o:${each.origin}
m:Natanael Copa <ncopa@alpinelinux.org>

`;
}

export const APK_DATABASE = '/lib/apk/db/installed';

/** An image's record: its release's packages and more. */
export function apkEntries(release: string, more: readonly ApkPackage[] = []): PathEntry[] {
	const all = [...alpinePackages(release), ...more].sort((a, b) => (a.name < b.name ? -1 : 1));
	return [file(APK_DATABASE, apkDatabase(all))];
}
