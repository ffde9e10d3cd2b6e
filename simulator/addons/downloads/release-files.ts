import { sha512 } from '../../commands/checksums/sha512.ts';
import { type DebFile, tarball } from '../../hosts/packages/deb-archive.ts';
import { executableHeader, executableStub } from '../../kernel/files/executable-stub.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Page } from '../addon.ts';

const BINARY = 'application/octet-stream';
/** When archives were packed: nobody looks. */
export const PACKED_MS = mustParseTime('2025-12-01T00:00:00Z');

/** A program's first bytes: nothing but zeros follows them. @param program of the commands' registry. */
export function programBytes(program: string, size: number): Uint8Array {
	return executableHeader({ program, size });
}

/** A program as a download, its checksums beside it; byte for byte what packages and images have. */
export function checkedProgram(url: string, program: string, size: number): readonly Page[] {
	const whole = (): Uint8Array => executableStub({ program, size }).readAll();
	const bytes = programBytes(program, size);
	return [
		{ url, bytes: () => bytes, zeros: size - bytes.length, type: BINARY },
		{ url: `${url}.sha256`, text: () => sha256Hex(whole()), type: BINARY },
		{ url: `${url}.sha512`, text: () => sha512Hex(whole()), type: BINARY },
	];
}

function sha512Hex(bytes: Uint8Array): string {
	return [...sha512(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function programFile(path: string, program: string, size: number): DebFile {
	const data = programBytes(program, size);
	return { path, mode: 0o755, data, zeros: size - data.length };
}

export function textFile(path: string, text: string, mode = 0o644): DebFile {
	return { path, mode, data: encodeUtf8(text) };
}

/** A file, and its checksum beside it in the ways that projects have. */
export function checkedFile(url: string, bytes: () => Uint8Array): readonly Page[] {
	const name = url.replace(/^.*\//, '');
	return [
		{ url, bytes, type: BINARY },
		{ url: `${url}.sha256`, text: () => sha256Hex(bytes()), type: BINARY },
		{ url: `${url}.sha512`, text: () => sha512Hex(bytes()), type: BINARY },
		{ url: `${url}.sha256sum`, text: () => `${sha256Hex(bytes())}  ${name}\n`, type: BINARY },
	];
}

/** A file of a GitHub release, which lies elsewhere. @param isNewest found as the latest too. */
export function releaseFile(
	repository: string,
	tag: string,
	file: string,
	bytes: () => Uint8Array,
	isNewest = false,
): readonly Page[] {
	const releases = `https://github.com/${repository}/releases`;
	const held = `https://release-assets.githubusercontent.com/${repository}/${tag}/${file}`;
	const [page, ...sums] = checkedFile(`${releases}/download/${tag}/${file}`, bytes) as readonly [Page, ...Page[]];
	return [
		{ url: page.url, location: held },
		...sums,
		{ url: held, bytes, type: BINARY },
		...(isNewest ? [{ url: `${releases}/latest/download/${file}`, location: page.url }] : []),
	];
}

/** A tarball of a release. */
export function archive(files: readonly DebFile[]): () => Uint8Array {
	return () => tarball(files, PACKED_MS);
}
