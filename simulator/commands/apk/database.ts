import { APK_DATABASE, type ApkPackage, apkDatabase } from '../../hosts/packages/alpine-index.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import { makeFolders } from './package-payload.ts';

/** What /lib/apk/db/installed says. Models apk-tools src/database.c apk_db_index_read. */
export function parseApkDatabase(text: string): (ApkPackage & { readonly maintainer: string })[] {
	return text
		.split('\n\n')
		.map((paragraph) => new Map(paragraph.split('\n').map((line) => [line.slice(0, 1), line.slice(2)])))
		.filter((fields) => fields.has('P'))
		.map((fields) => ({
			name: fields.get('P') ?? '',
			version: fields.get('V') ?? '',
			origin: fields.get('o') ?? fields.get('P') ?? '',
			installedBytes: Number(fields.get('I') ?? 0),
			license: fields.get('L') ?? '',
			description: fields.get('T') ?? '',
			url: fields.get('U') ?? '',
			maintainer: fields.get('m') ?? '',
		}));
}

export function* readApkDatabase(process: Process): Task<ApkPackage[]> {
	return parseApkDatabase(yield* textOf(process, APK_DATABASE));
}

export function* writeApkDatabase(process: Process, packages: readonly ApkPackage[]): Task<void> {
	const sorted = [...packages].sort((a, b) => (a.name < b.name ? -1 : 1));
	makeFolders(process, APK_DATABASE);
	yield* writeText(process, APK_DATABASE, apkDatabase(sorted));
}

export function* textOf(process: Process, path: string): Task<string> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}

export function* writeText(process: Process, path: string, text: string): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}
