import { type FoundImage, findImage, ImageMissing, imageOfArchive } from '../../hosts/containers/find-image.ts';
import { FileData } from '../../kernel/files/file-data.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { readFile } from '../stdio.ts';
import { type Inventory, inventoryOf, viewOfStack } from './inventory.ts';
import { readSbom } from './read-sbom.ts';
import { tellsOfPackages, viewOfFolder } from './view-of-folder.ts';

/** What syft and grype look at: "alpine:3.19.1", "dir:.", "docker-archive:a.tar", "sbom:a.json". */
export interface Source {
	readonly name: string;
	readonly kind: 'image' | 'directory' | 'sbom';
	readonly image: FoundImage | undefined;
	readonly inventory: Inventory;
}

/** Why there is nothing to look at. */
export class SourceMissing extends Error {}

/** Throws SourceMissing. Models anchore/stereoscope's providers by their schemes. */
export function* readSource(process: Process, text: string): Task<Source> {
	const [, scheme, rest = text] =
		/^(docker|podman|containerd|registry|docker-archive|oci-archive|dir|file|sbom):(.*)$/.exec(text) ?? [];
	if (scheme === 'sbom') return yield* ofSbom(process, rest);
	if (scheme === 'docker-archive' || scheme === 'oci-archive') return yield* ofArchive(process, rest);
	if (scheme === 'dir' || scheme === 'file') return yield* ofFolder(process, rest);
	if (scheme === undefined) {
		const stat = statOf(process, text);
		if (stat === 'directory') return yield* ofFolder(process, text);
		if (stat === 'file') return yield* ofSomeFile(process, text);
	}
	try {
		const image = yield* findImage(process, rest);
		return {
			name: rest,
			kind: 'image',
			image,
			inventory: yield* inventoryOf(viewOfStack(image.content.stack), (steps) => process.tick(steps)),
		};
	} catch (error) {
		if (!(error instanceof ImageMissing)) throw error;
		throw new SourceMissing(`- docker: could not parse reference: no such image\n  - oci-registry: ${error.message}`);
	}
}

function statOf(process: Process, path: string): string | undefined {
	try {
		return process.stat(path).type;
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* bytesOf(process: Process, path: string): Task<Uint8Array> {
	try {
		return yield* readFile(process, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new SourceMissing(`- file: stat ${path}: no such file or directory`);
	}
}

/** Of whatever format. */
function* inventoryIn(process: Process, bytes: Uint8Array): Task<Inventory | undefined> {
	return (yield* readSbom(bytes, (steps) => process.tick(steps)))?.inventory;
}

function* ofSomeFile(process: Process, path: string): Task<Source> {
	const inventory = yield* inventoryIn(process, yield* bytesOf(process, path));
	if (inventory !== undefined) return { name: path, kind: 'sbom', image: undefined, inventory };
	return yield* ofArchive(process, path);
}

function* ofSbom(process: Process, path: string): Task<Source> {
	const inventory = yield* inventoryIn(process, yield* bytesOf(process, path));
	if (inventory === undefined) throw new SourceMissing('- sbom: unable to decode sbom: sbom format not recognized');
	return { name: path, kind: 'sbom', image: undefined, inventory };
}

function* ofArchive(process: Process, path: string): Task<Source> {
	try {
		const image = yield* imageOfArchive(process, FileData.of(yield* bytesOf(process, path)));
		return {
			name: path,
			kind: 'image',
			image,
			inventory: yield* inventoryOf(viewOfStack(image.content.stack), (steps) => process.tick(steps)),
		};
	} catch (error) {
		if (!(error instanceof ImageMissing)) throw error;
		throw new SourceMissing(`- docker-archive: unable to read ${path}: ${error.message}`);
	}
}

function* ofFolder(process: Process, path: string): Task<Source> {
	try {
		const full = path.startsWith('/') ? path : `${process.cwd.replace(/\/$/, '')}/${path}`;
		const view = yield* viewOfFolder(process, full.replace(/\/\.$/, ''), tellsOfPackages);
		return {
			name: path,
			kind: 'directory',
			image: undefined,
			inventory: yield* inventoryOf(view, (steps) => process.tick(steps)),
		};
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new SourceMissing(`- local-directory: stat ${path}: no such file or directory`);
	}
}
