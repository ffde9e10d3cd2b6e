import { FileData, ZEROS } from '../../../kernel/files/file-data.ts';
import { isZero } from '../../../kernel/files/tar-file.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';

const PIECE_BYTES = 65_536;

/** What a registry keeps, in the folders that its file system driver makes. Models distribution registry/storage/paths.go. */
export class RegistryStore {
	readonly #process: Process;
	readonly #root: string;

	/** @param root "/var/lib/registry". */
	constructor(process: Process, root: string) {
		this.#process = process;
		this.#root = `${root}/docker/registry/v2`;
	}

	/** Bytes of a blob; undefined when there is none. */
	blobSize(digest: string): number | undefined {
		try {
			return this.#process.stat(this.#blobPath(digest)).size;
		} catch (error) {
			if (error instanceof SystemError) return undefined;
			throw error;
		}
	}

	*readBlob(digest: string): Task<Uint8Array> {
		return (yield* this.#read(this.#blobPath(digest))).readAll();
	}

	*writeBlob(digest: string, data: Uint8Array): Task<void> {
		yield* this.#write(this.#blobPath(digest), data);
	}

	hasRepository(name: string): boolean {
		return this.#names(`${this.#root}/repositories/${name}`).length > 0;
	}

	/** Whether a layer or configuration belongs to a repository. */
	hasLayer(name: string, digest: string): boolean {
		return (
			this.#exists(`${this.#root}/repositories/${name}/_layers/${linkPath(digest)}`) &&
			this.blobSize(digest) !== undefined
		);
	}

	*linkLayer(name: string, digest: string): Task<void> {
		yield* this.#write(`${this.#root}/repositories/${name}/_layers/${linkPath(digest)}`, encodeUtf8(digest));
	}

	/** The digest of a manifest by tag or digest. */
	*manifestDigest(name: string, reference: string): Task<string | undefined> {
		const folder = `${this.#root}/repositories/${name}/_manifests`;
		const path = reference.startsWith('sha256:')
			? `${folder}/revisions/${linkPath(reference)}`
			: `${folder}/tags/${reference}/current/link`;
		if (!this.#exists(path)) return undefined;
		return decodeUtf8((yield* this.#read(path)).readAll()).trim();
	}

	*tagManifest(name: string, reference: string, digest: string): Task<void> {
		const folder = `${this.#root}/repositories/${name}/_manifests`;
		yield* this.#write(`${folder}/revisions/${linkPath(digest)}`, encodeUtf8(digest));
		if (reference.startsWith('sha256:')) return;
		yield* this.#write(`${folder}/tags/${reference}/current/link`, encodeUtf8(digest));
		yield* this.#write(`${folder}/tags/${reference}/index/${linkPath(digest)}`, encodeUtf8(digest));
	}

	*deleteManifest(name: string, digest: string): Task<void> {
		const folder = `${this.#root}/repositories/${name}/_manifests`;
		this.#remove(`${folder}/revisions/${linkPath(digest)}`);
		for (const tag of this.tags(name)) {
			if ((yield* this.manifestDigest(name, tag)) === digest) this.#remove(`${folder}/tags/${tag}/current/link`);
		}
	}

	tags(name: string): readonly string[] {
		const folder = `${this.#root}/repositories/${name}/_manifests/tags`;
		return [...this.#names(folder)].filter((tag) => this.#exists(`${folder}/${tag}/current/link`)).sort();
	}

	repositories(): readonly string[] {
		const found: string[] = [];
		const visit = (name: string): void => {
			const names = this.#names(`${this.#root}/repositories${name === '' ? '' : `/${name}`}`);
			if (names.includes('_manifests')) found.push(name);
			for (const each of [...names].sort()) if (!each.startsWith('_')) visit(name === '' ? each : `${name}/${each}`);
		};
		visit('');
		return found.sort();
	}

	#blobPath(digest: string): string {
		const hex = digest.replace(/^sha256:/, '');
		return `${this.#root}/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`;
	}

	#names(path: string): readonly string[] {
		try {
			return this.#process.readdir(path);
		} catch (error) {
			if (error instanceof SystemError) return [];
			throw error;
		}
	}

	#exists(path: string): boolean {
		return this.#process.access(path, {});
	}

	#remove(path: string): void {
		if (this.#exists(path)) this.#process.unlink(path);
	}

	*#read(path: string): Task<FileData> {
		const fd = yield* this.#process.open(path, { read: true });
		const data = new FileData();
		for (;;) {
			const piece = yield* this.#process.read(fd, PIECE_BYTES);
			if (piece.length === 0) break;
			data.write(data.size, isZero(piece) ? ZEROS.subarray(0, piece.length) : piece);
		}
		this.#process.close(fd);
		return data;
	}

	*#write(path: string, data: Uint8Array): Task<void> {
		this.#makeFolders(path);
		const fd = yield* this.#process.open(path, { write: true, create: true, truncate: true }, 0o644);
		for (let at = 0; at < data.length; at += PIECE_BYTES) {
			const piece = data.subarray(at, at + PIECE_BYTES);
			yield* this.#process.write(fd, isZero(piece) ? ZEROS.subarray(0, piece.length) : piece);
		}
		this.#process.close(fd);
	}

	#makeFolders(path: string): void {
		const parts = path.split('/').slice(1, -1);
		for (let length = 1; length <= parts.length; length++) {
			const folder = `/${parts.slice(0, length).join('/')}`;
			if (!this.#exists(folder)) this.#process.mkdir(folder, 0o755);
		}
	}
}

function linkPath(digest: string): string {
	return `${digest.replace(':', '/')}/link`;
}
