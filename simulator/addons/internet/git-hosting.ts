import { type DebFile, tarball } from '../../hosts/packages/deb-archive.ts';
import { sha1 } from '../../machinery/sha1.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Page } from '../addon.ts';

const RAW = /^https:\/\/raw\.githubusercontent\.com\/([^/]+\/[^/]+)\/(?:refs\/(?:heads|tags)\/)?([^/]+)\/(.+)$/;
const BRANCH = /^(?:main|master|gh-pages|release-[\d.x]+)$/;
/** When commits were made: nobody looks. */
const COMMITTED_MS = mustParseTime('2025-12-01T00:00:00Z');
const ADVERTISEMENT = 'application/x-git-upload-pack-advertisement';
const CAPABILITIES = 'multi_ack thin-pack side-band side-band-64k ofs-delta shallow no-progress include-tag';

type Files = Map<string, Page>;

/**
 * GitHub's repositories as git and tarballs have them: a repository is what the internet has of its raw files.
 * Differs: packs are not served; who fetches takes the tarball of the commit.
 * Models git's protocol-http "info/refs" and GitHub's archive URLs.
 */
export function gitPages(pages: readonly Page[]): readonly Page[] {
	return [...repositoriesOf(pages)].flatMap(([repository, refs]) => repositoryPages(repository, refs));
}

function repositoriesOf(pages: readonly Page[]): ReadonlyMap<string, Map<string, Files>> {
	const repositories = new Map<string, Map<string, Files>>();
	for (const page of pages) {
		const [, repository = '', ref = '', path = ''] = RAW.exec(page.url) ?? [];
		if (path === '' || page.location !== undefined) continue;
		const refs = repositories.get(repository) ?? new Map<string, Files>();
		repositories.set(repository, refs);
		const files = refs.get(ref) ?? new Map<string, Page>();
		refs.set(ref, files.set(path, page));
	}
	return repositories;
}

function repositoryPages(repository: string, held: ReadonlyMap<string, Files>): readonly Page[] {
	const refs = new Map(held);
	const head = ['main', 'master'].find((name) => refs.has(name)) ?? 'main';
	// A project whose files are known by release only: its branch has the newest.
	if (!refs.has(head)) refs.set(head, refs.get([...refs.keys()].sort(byVersion).at(-1) as string) as Files);
	const site = `https://github.com/${repository}`;
	const advertised = (): string => advertisement(repository, [...refs.keys()].sort(), head);
	return [
		...[site, `${site}.git`].map((url) => ({ url: `${url}/info/refs`, text: advertised, type: ADVERTISEMENT })),
		...[...refs].flatMap(([ref, files]) => archivePages(repository, ref, files)),
	];
}

function archivePages(repository: string, ref: string, files: Files): readonly Page[] {
	const full = fullName(ref);
	const held = `https://codeload.github.com/${repository}/tar.gz`;
	const names = [ref, full, commitOf(repository, ref)];
	const bytes = (): Uint8Array => archiveOf(repository, ref, files);
	return names.flatMap((name) => [
		{ url: `${held}/${name}`, bytes, type: 'application/x-gzip' },
		{ url: `https://github.com/${repository}/archive/${name}.tar.gz`, location: `${held}/${name}` },
	]);
}

function archiveOf(repository: string, ref: string, files: Files): Uint8Array {
	const folder = `${repository.replace(/^.*\//, '')}-${ref.replace(/^v(?=\d)/, '')}`;
	const entries = [...files]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([path, page]): DebFile => {
			const data = page.bytes?.() ?? encodeUtf8(page.text?.() ?? '');
			return { path: `${folder}/${path}`, mode: path.endsWith('.sh') ? 0o755 : 0o644, data };
		});
	return tarball(entries, COMMITTED_MS);
}

function advertisement(repository: string, refs: readonly string[], head: string): string {
	const lines = refs
		.map((ref) => [fullName(ref), commitOf(repository, ref)] as const)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, commit]) => packetLine(`${commit} ${name}\n`));
	const capabilities = `${CAPABILITIES} symref=HEAD:refs/heads/${head} object-format=sha1 agent=git/github`;
	const first = packetLine(`${commitOf(repository, head)} HEAD\0${capabilities}\n`);
	return `${packetLine('# service=git-upload-pack\n')}0000${first}${lines.join('')}0000`;
}

function packetLine(text: string): string {
	return `${(text.length + 4).toString(16).padStart(4, '0')}${text}`;
}

function fullName(ref: string): string {
	return `refs/${BRANCH.test(ref) ? 'heads' : 'tags'}/${ref}`;
}

function commitOf(repository: string, ref: string): string {
	const digest = sha1(encodeUtf8(`commit ${repository} ${ref}`));
	return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** "v1.9.0" before "v1.10.0", and a release before its branch is asked for. */
function byVersion(a: string, b: string): number {
	const [left, right] = [a, b].map((ref) => (ref.match(/\d+/g) ?? []).map(Number)) as [number[], number[]];
	for (let i = 0; i < Math.max(left.length, right.length); i++) {
		const difference = (left[i] ?? -1) - (right[i] ?? -1);
		if (difference !== 0) return difference;
	}
	return 0;
}
