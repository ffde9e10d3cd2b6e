import type { Stat } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { readWholeFile } from '../programs/read-file.ts';
import { bytesOf, textOfBytes } from './js-buffers.ts';
import type { Js } from './js-interpreter.ts';
import { define } from './js-natives.ts';
import { JsDate, JsObject, type JsValue } from './js-values.ts';

const encodingOf = (options: JsValue): JsValue =>
	options instanceof JsObject ? (options.properties.get('encoding') as JsValue) : options;

function* readFile(js: Js, path: string, options: JsValue): Task<JsValue> {
	try {
		const isFolder = js.process.stat(path).type === 'directory';
		if (isFolder) {
			throw js.error('Error', 'EISDIR: illegal operation on a directory, read', [
				['errno', -21],
				['code', 'EISDIR'],
				['syscall', 'read'],
			]);
		}
		const bytes = yield* readWholeFile(js.process, path);
		const encoding = encodingOf(options);
		return typeof encoding === 'string' ? js.text(textOfBytes(bytes, encoding)) : js.buffer(bytes);
	} catch (error) {
		throw js.systemError(error, 'open', path);
	}
}

function* writeFile(js: Js, path: string, data: JsValue, appends: boolean): Task<JsValue> {
	try {
		const fd = yield* js.process.open(
			path,
			appends ? { write: true, create: true, append: true } : { write: true, create: true, truncate: true },
			0o666,
		);
		yield* js.process.write(fd, bytesOf(data));
		js.process.close(fd);
		return undefined;
	} catch (error) {
		throw js.systemError(error, 'open', path);
	}
}

function statObject(js: Js, stat: Stat): JsValue {
	const date = new JsDate(js.prototype('Date'));
	date.ms = stat.mtimeMs;
	const object = js.object([
		['size', stat.size],
		['mode', stat.mode],
		['uid', stat.uid],
		['gid', stat.gid],
		['mtimeMs', stat.mtimeMs],
		['mtime', date],
	]);
	define(js, object, {
		isFile: () => stat.type === 'file',
		isDirectory: () => stat.type === 'directory',
		isSymbolicLink: () => stat.type === 'symlink',
	});
	return object;
}

/** A call that cannot wait; its failure is the program's. */
function at<T>(js: Js, call: string, path: string, action: () => T): T {
	try {
		return action();
	} catch (error) {
		throw js.systemError(error, call, path);
	}
}

function acted(js: Js, call: string, path: string, action: () => void): undefined {
	at(js, call, path, action);
	return undefined;
}

function makeFolders(js: Js, path: string, options: JsValue): JsValue {
	const { process } = js;
	const isRecursive = options instanceof JsObject && options.properties.get('recursive') === true;
	if (!isRecursive) return acted(js, 'mkdir', path, () => process.mkdir(path, 0o777));
	let whole = path.startsWith('/') ? '' : '.';
	for (const part of path.split('/').filter((each) => each !== '' && each !== '.')) {
		whole += `/${part}`;
		if (!process.access(whole, {})) at(js, 'mkdir', path, () => process.mkdir(whole, 0o777));
	}
	return undefined;
}

/** The calls of `fs`, each without Sync at its end. */
export function filesModule(js: Js): JsObject {
	const { process } = js;
	const module = js.object();
	const natives: { readonly [name: string]: (args: readonly JsValue[]) => JsValue | Task<JsValue> } = {
		readFile: ([path, options]) => readFile(js, String(path), options),
		writeFile: ([path, data]) => writeFile(js, String(path), data, false),
		appendFile: ([path, data]) => writeFile(js, String(path), data, true),
		exists: ([path]) => process.access(String(path), {}),
		access: ([path]) => {
			at(js, 'access', String(path), () => process.stat(String(path)));
			return undefined;
		},
		stat: ([path]) =>
			statObject(
				js,
				at(js, 'stat', String(path), () => process.stat(String(path))),
			),
		lstat: ([path]) =>
			statObject(
				js,
				at(js, 'lstat', String(path), () => process.lstat(String(path))),
			),
		readdir: ([path]) => js.array([...at(js, 'scandir', String(path), () => process.readdir(String(path)))].sort()),
		mkdir: ([path, options]) => makeFolders(js, String(path), options),
		unlink: ([path]) => acted(js, 'unlink', String(path), () => process.unlink(String(path))),
		rmdir: ([path]) => acted(js, 'rmdir', String(path), () => process.rmdir(String(path))),
		rename: ([from, to]) => acted(js, 'rename', String(from), () => process.rename(String(from), String(to))),
		realpath: ([path]) => at(js, 'realpath', String(path), () => process.realpath(String(path))),
		chmod: ([path, mode]) => acted(js, 'chmod', String(path), () => process.chmod(String(path), Number(mode))),
	};
	for (const [name, code] of Object.entries(natives)) {
		module.properties.set(
			name,
			js.native(name, (_, __, args) => code(args)),
		);
	}
	return module;
}
