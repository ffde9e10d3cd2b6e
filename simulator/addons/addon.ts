import type { ImageRepository } from '../kubelet/runtime/image.ts';

/** Something that people install into a cluster: where they get it from, and what then runs. */
export interface Addon {
	readonly images: readonly ImageRepository[];
	/** What the internet has of it. */
	readonly pages: readonly Page[];
}

/** One document of the world's internet. */
export interface Page {
	/** "https://github.com/…", without a query. */
	readonly url: string;
	/** Where it has gone to (302); then it has no text. */
	readonly location?: string;
	readonly text?: () => string;
	/** Instead of a text. */
	readonly bytes?: () => Uint8Array;
	/** Answers for every address that begins with the URL, which ends in a slash: by what follows. */
	readonly below?: (rest: string) => Uint8Array | undefined;
	/** How many zeros follow the bytes. */
	readonly zeros?: number;
	/** Default "text/plain; charset=utf-8". */
	readonly type?: string;
}

/** A file of a GitHub release: by its version, and as the latest. Both go round the place that really holds it. */
export function releaseAsset(repository: string, version: string, file: string, text: () => string): readonly Page[] {
	const releases = `https://github.com/${repository}/releases`;
	const held = `https://release-assets.githubusercontent.com/${repository}/${version}/${file}`;
	return [
		{ url: `${releases}/latest/download/${file}`, location: `${releases}/download/${version}/${file}` },
		{ url: `${releases}/download/${version}/${file}`, location: held },
		{ url: held, text, type: 'application/octet-stream' },
	];
}
