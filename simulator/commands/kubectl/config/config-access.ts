import { SystemError } from '../../../kernel/process-api.ts';
import { formatJson } from '../../../machinery/format-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { CommandError, goErrno } from '../errors.ts';
import type { ConfigEntry, ConfigFields, EntryKind, Kubeconfig } from '../kubeconfig.ts';
import { emptyKubeconfig, kubeconfigFiles, loadKubeconfig, readKubeconfig } from '../kubeconfig.ts';
import type { Kubectl } from '../kubectl.ts';
import { makeDirectories } from '../make-directories.ts';
import { dirName, joinPath } from '../streams.ts';
import { ENTRY_STRUCTS, PREFERENCES, structured } from './config-schema.ts';

const KINDS: readonly EntryKind[] = ['clusters', 'users', 'contexts'];
const ENTRY_FIELD: Readonly<Record<EntryKind, string>> = { clusters: 'cluster', users: 'user', contexts: 'context' };
const PATH_FIELDS: Readonly<Record<EntryKind, readonly string[]>> = {
	clusters: ['certificate-authority'],
	users: ['client-certificate', 'client-key', 'tokenFile'],
	contexts: [],
};

/** Reads and changes the files behind a configuration. Models client-go/tools/clientcmd PathOptions and ModifyConfig. */
export class ConfigAccess {
	readonly #kubectl: Kubectl;
	readonly files: readonly string[];
	readonly isExplicit: boolean;

	constructor(kubectl: Kubectl) {
		this.#kubectl = kubectl;
		const { files, explicit } = kubeconfigFiles(kubectl.process, kubectl.globals.kubeconfig);
		this.files = files;
		this.isExplicit = explicit;
	}

	/** The file that gets what is new. */
	get defaultFile(): string {
		const existing = this.files.find((file) => this.#kubectl.io.fileType(file) !== undefined);
		return existing ?? (this.files.at(-1) as string);
	}

	/** What the files say together; a file that is not there says nothing. */
	*load(): Task<Kubeconfig> {
		if (this.isExplicit && this.#kubectl.io.fileType(this.files[0] as string) === undefined) return emptyKubeconfig();
		return yield* loadKubeconfig(this.#kubectl.io, this.isExplicit ? (this.files[0] as string) : '');
	}

	/** Writes what `change` makes different, each entry into the file it came from. */
	*modify(change: (config: Kubeconfig) => void, relativizePaths = true): Task<void> {
		const locked = yield* this.#lock();
		try {
			const before = yield* this.load();
			const after = copyOf(before);
			change(after);
			if (after.currentContext !== before.currentContext) yield* this.#writeCurrentContext(after.currentContext);
			if (formatJson(after.preferences) !== formatJson(before.preferences))
				yield* this.#writePreferences(after.preferences);
			for (const kind of KINDS) yield* this.#writeEntries(kind, before, after, relativizePaths);
		} finally {
			for (const file of locked) this.#kubectl.process.unlink(file);
		}
	}

	*#lock(): Task<string[]> {
		const { process } = this.#kubectl;
		const locked: string[] = [];
		for (const file of [...this.files].sort()) {
			const lock = `${file}.lock`;
			makeDirectories(process, dirName(file));
			try {
				process.close(yield* process.open(lock, { write: true, create: true, exclusive: true }, 0));
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
				for (const each of locked) process.unlink(each);
				throw new CommandError(`open ${lock}: ${goErrno(error)}`);
			}
			locked.push(lock);
		}
		return locked;
	}

	*#writeEntries(kind: EntryKind, before: Kubeconfig, after: Kubeconfig, relativizePaths: boolean): Task<void> {
		const [old, now] = [before[kind], after[kind]];
		for (const name of [...new Set([...old.keys(), ...now.keys()])].sort()) {
			const [was, is] = [old.get(name), now.get(name)];
			if (was !== undefined && is !== undefined && sameFields(kind, was, is)) continue;
			const origin = (is ?? was)?.origin ?? '';
			const file = origin === '' ? this.defaultFile : origin;
			const config = yield* this.#fromFile(file);
			if (is === undefined) {
				config[kind].delete(name);
			} else {
				const fields = relativizePaths ? this.#relativized(kind, is.fields, file) : is.fields;
				config[kind].set(name, { name, origin: file, fields });
			}
			yield* this.#write(file, config);
		}
	}

	/** Paths below the file's own directory become relative to it. Models RelativizePathWithNoBacksteps. */
	#relativized(kind: EntryKind, fields: ConfigFields, file: string): ConfigFields {
		const base = cleanPath(joinPath(this.#kubectl.process.cwd, dirName(file)));
		const out = { ...fields };
		for (const name of PATH_FIELDS[kind]) {
			const path = out[name];
			if (typeof path !== 'string' || path === '') continue;
			const whole = cleanPath(joinPath(base, path));
			if (whole.startsWith(`${base}/`)) out[name] = whole.slice(base.length + 1);
			else out[name] = whole;
		}
		return out;
	}

	/** An empty context is taken out of the file that sets one. Models writeCurrentContext. */
	*#writeCurrentContext(name: string): Task<void> {
		if (this.isExplicit || name !== '') {
			const config = yield* this.#fromFile(this.defaultFile);
			config.currentContext = name;
			yield* this.#write(this.defaultFile, config);
			return;
		}
		for (const file of this.files) {
			if (this.#kubectl.io.fileType(file) === undefined) continue;
			const config = yield* this.#fromFile(file);
			if (config.currentContext === '') continue;
			config.currentContext = '';
			yield* this.#write(file, config);
			return;
		}
		throw new CommandError('no config found to write context');
	}

	*#writePreferences(preferences: ConfigFields): Task<void> {
		for (const file of this.files) {
			const config = yield* this.#fromFile(file);
			if (formatJson(config.preferences) === formatJson(preferences)) continue;
			config.preferences = preferences;
			yield* this.#write(file, config);
			return;
		}
		throw new CommandError('no config found to write preferences');
	}

	*#fromFile(file: string): Task<Kubeconfig> {
		if (this.#kubectl.io.fileType(file) === undefined) return emptyKubeconfig();
		return yield* readKubeconfig(this.#kubectl.io, file);
	}

	*#write(file: string, config: Kubeconfig): Task<void> {
		makeDirectories(this.#kubectl.process, dirName(file));
		yield* this.#kubectl.io.writeFile(file, formatYaml(configObject(config)), 0o600);
	}
}

function copyOf(config: Kubeconfig): Kubeconfig {
	return {
		...config,
		clusters: new Map(config.clusters),
		users: new Map(config.users),
		contexts: new Map(config.contexts),
	};
}

function sameFields(kind: EntryKind, a: ConfigEntry, b: ConfigEntry): boolean {
	const struct = ENTRY_STRUCTS[kind];
	return formatJson(structured(struct, a.fields)) === formatJson(structured(struct, b.fields));
}

/** The configuration as the file has it, fields in Go's order, names sorted. */
export function configObject(config: Kubeconfig): ConfigFields {
	const list = (kind: EntryKind): unknown => {
		const entries = [...config[kind].values()].sort((a, b) => (a.name < b.name ? -1 : 1));
		if (entries.length === 0) return null;
		return entries.map(({ name, fields }) => ({ name, [ENTRY_FIELD[kind]]: structured(ENTRY_STRUCTS[kind], fields) }));
	};
	const preferences = structured(PREFERENCES, config.preferences);
	return {
		kind: 'Config',
		apiVersion: 'v1',
		preferences: Object.keys(preferences).length === 0 ? undefined : preferences,
		clusters: list('clusters'),
		users: list('users'),
		contexts: list('contexts'),
		'current-context': config.currentContext,
	};
}

/** Without "." and "..". Models path.Clean of an absolute path. */
export function cleanPath(path: string): string {
	const out: string[] = [];
	for (const part of path.split('/')) {
		if (part === '' || part === '.') continue;
		if (part === '..') out.pop();
		else out.push(part);
	}
	return `/${out.join('/')}`;
}
