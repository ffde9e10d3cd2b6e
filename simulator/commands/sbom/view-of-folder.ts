import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import { FILE_BYTES_MAX, type FileView } from './inventory.ts';

const FILES_MAX = 20_000;
const SKIPPED = /^\/(proc|sys|dev|run)$/;

/**
 * What lies below a folder of a machine, read once. @param wants whether a file's text will be asked for, by its path below
 * the folder. Throws SystemError for a folder that cannot be listed.
 */
export function* viewOfFolder(process: Process, root: string, wants: (path: string) => boolean): Task<FileView> {
	const texts = new Map<string, string>();
	const folders = new Map<string, readonly string[]>();
	const base = root.replace(/\/+$/, '');
	const rest = [''];
	folders.set('/', process.readdir(base === '' ? '/' : base));
	for (let seen = 0; rest.length > 0 && seen < FILES_MAX; ) {
		const folder = rest.shift() as string;
		let names: string[];
		try {
			names = [...process.readdir(`${base}${folder}` || '/')].sort();
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			continue;
		}
		folders.set(folder === '' ? '/' : folder, names);
		for (const name of names) {
			yield* process.tick();
			seen++;
			const path = `${folder}/${name}`;
			if (SKIPPED.test(`${base}${path}`)) continue;
			const stat = statOf(process, `${base}${path}`);
			if (stat === undefined) continue;
			if (stat.type === 'directory') rest.push(path);
			else if (stat.type === 'file' && stat.size < FILE_BYTES_MAX && wants(path)) {
				const text = yield* textOf(process, `${base}${path}`);
				if (text !== undefined) texts.set(path, text);
			}
		}
	}
	return {
		text: (path) => texts.get(path),
		names: (path) => folders.get(path),
		isFolder: (path) => folders.has(path),
	};
}

function statOf(process: Process, path: string): { readonly type: string; readonly size: number } | undefined {
	try {
		return process.lstat(path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* textOf(process: Process, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** Files that tell what is installed, or what a project needs. */
export function tellsOfPackages(path: string): boolean {
	return /(^\/(usr\/)?(etc|lib)\/(os-release|alpine-release|debian_version|apk\/db\/installed)$|^\/var\/lib\/dpkg\/status(\.d\/[^/]+)?$|\.dist-info\/METADATA$|\/(package\.json|package-lock\.json|requirements\.txt|go\.mod)$)/.test(
		path,
	);
}
