import type { Layer, LayerEntry } from '../../kernel/machine-api.ts';

/** Short ways to write the entries of a layer; `layer` puts them together. */
export type PathEntry = readonly [path: string, entry: LayerEntry];

/** @param bytes what it takes on a disk in life. */
export function layer(entries: Iterable<PathEntry>, bytes?: number): Layer {
	return { entries: new Map(entries), ...(bytes === undefined ? {} : { bytes }) };
}

export function file(path: string, content: string | Uint8Array, mode = 0o644): PathEntry {
	return [path, { type: 'file', mode, content }];
}

export function directory(path: string, mode = 0o755, owner?: { uid: number; gid: number }): PathEntry {
	return [path, { type: 'directory', mode, ...owner }];
}

export function link(path: string, target: string): PathEntry {
	return [path, { type: 'symlink', target }];
}

/** @param program its key in the program registry. */
export function executable(path: string, program: string, size: number): PathEntry {
	return [path, { type: 'executable', mode: 0o755, program, size }];
}

/** Several commands of one folder, each named like its program. */
export function commands(folder: string, names: string, size: number, prefix = ''): PathEntry[] {
	return names
		.split(/\s+/)
		.filter((name) => name !== '')
		.map((name) => executable(`${folder}/${name}`, prefix + name, size));
}
