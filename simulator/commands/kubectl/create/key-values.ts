import { configMapKey, envVarName } from '../../../machinery/names.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { baseName, joinPath } from '../streams.ts';

/** Keys and values as ConfigMaps and Secrets take them, from the command line and from files. */
export interface KeyValueFlags {
	readonly 'from-file': readonly string[];
	readonly 'from-literal': readonly string[];
	readonly 'from-env-file': readonly string[];
}

/** What the two kinds word differently. */
export interface KeyValueSink {
	/** `"a b" is not a valid key name for a ConfigMap: …`. */
	invalidKey(key: string, complaints: readonly string[]): string;
	duplicateKey(key: string): string;
	/** "env config file cannot be a directory". */
	readonly envDirectory: string;
}

/** Everything the flags name, in order: files, literals, env files. @throws CommandError */
export function* collectKeyValues(
	kubectl: Kubectl,
	flags: KeyValueFlags,
	sink: KeyValueSink,
): Task<Map<string, Uint8Array>> {
	const values = new Map<string, Uint8Array>();
	const add = (key: string, value: Uint8Array): void => {
		const complaints = configMapKey(key);
		if (complaints.length > 0) throw new CommandError(sink.invalidKey(key, complaints));
		if (values.has(key)) throw new CommandError(sink.duplicateKey(key));
		values.set(key, value);
	};
	for (const source of flags['from-literal']) {
		const [key, value] = literalOf(source);
		add(key, encodeUtf8(value));
	}
	for (const source of flags['from-file']) yield* addFile(kubectl, source, add);
	for (const path of flags['from-env-file']) {
		const type = kubectl.io.fileType(path);
		if (type === undefined) throw new CommandError(`error reading ${path}: no such file or directory`);
		if (type === 'directory') throw new CommandError(sink.envDirectory);
		const text = decodeUtf8(yield* kubectl.io.readBytes(path));
		for (const [key, value] of envFilePairs(kubectl, text)) add(key, encodeUtf8(value));
	}
	return values;
}

/** Models kubectl/pkg/util ParseLiteralSource. */
function literalOf(source: string): [string, string] {
	const at = source.indexOf('=');
	if (at < 1) throw new CommandError(`invalid literal source ${source}, expected key=value`);
	const value = source.slice(at + 1);
	const quoted = /^(["'])(.*)\1$/s.exec(value);
	return [source.slice(0, at), quoted === null ? value : (quoted[2] as string)];
}

function* addFile(kubectl: Kubectl, source: string, add: (key: string, value: Uint8Array) => void): Task<void> {
	const parts = source.split('=');
	if (parts.length > 2) throw new CommandError("key names or file paths cannot contain '='");
	const path = (parts.length === 2 ? parts[1] : parts[0]) as string;
	if (parts.length === 2 && parts[0] === '') throw new CommandError(`key name for file path ${path} missing`);
	if (parts.length === 2 && path === '') throw new CommandError(`file path for key name ${parts[0]} missing`);
	const type = kubectl.io.fileType(path);
	if (type === undefined) throw new CommandError(`error reading ${path}: no such file or directory`);
	if (type !== 'directory') {
		add(parts.length === 2 ? (parts[0] as string) : baseName(path), yield* kubectl.io.readBytes(path));
		return;
	}
	if (parts.length === 2) throw new CommandError('cannot give a key name for a directory path');
	for (const name of [...kubectl.process.readdir(path)].sort()) {
		const item = joinPath(path, name);
		if (kubectl.process.lstat(item).type === 'file') add(name, yield* kubectl.io.readBytes(item));
	}
}

/** Lines of KEY=value; a bare KEY takes its value from the environment. Models kubectl/pkg/cmd/util addFromEnvFile. */
export function* envFilePairs(kubectl: Kubectl, text: string): Generator<[string, string], void, void> {
	const lines = text.replace(/^\ufeff/, '').split('\n');
	for (const raw of lines) {
		const line = raw.replace(/\r$/, '').replace(/^\s+/, '');
		if (line === '' || line.startsWith('#')) continue;
		const at = line.indexOf('=');
		const key = at < 0 ? line : line.slice(0, at);
		const complaints = envVarName(key);
		if (complaints.length > 0)
			throw new CommandError(`${JSON.stringify(key)} is not a valid key name: ${complaints.join(';')}`);
		if (at >= 0) yield [key, line.slice(at + 1)];
		else yield [key, kubectl.process.env.get(key) ?? ''];
	}
}

/** Whether bytes are text that a ConfigMap keeps as a string. */
export function isUtf8(bytes: Uint8Array): boolean {
	const again = encodeUtf8(decodeUtf8(bytes));
	if (again.length !== bytes.length) return false;
	for (let at = 0; at < bytes.length; at++) if (again[at] !== bytes[at]) return false;
	return true;
}
