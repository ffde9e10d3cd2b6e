import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { type Accounts, readAccounts } from '../coreutils/accounts.ts';
import { readFile } from '../stdio.ts';

/** Programs whose command lines are looked at. */
export type Component = 'apiserver' | 'controllermanager' | 'scheduler' | 'etcd' | 'kubelet' | 'proxy';

const PROGRAMS: { readonly [C in Component]: string } = {
	apiserver: 'kube-apiserver',
	controllermanager: 'kube-controller-manager',
	scheduler: 'kube-scheduler',
	etcd: 'etcd',
	kubelet: 'kubelet',
	proxy: 'kube-proxy',
};

const KUBELET_CONFIG = '/var/lib/kubelet/config.yaml';

/** What a benchmark's checks look at: command lines of running components, files, the kubelet's configuration. */
export class Evidence {
	readonly #process: Process;
	readonly #accounts: Accounts;
	/** By component: the words of its command line. */
	readonly #arguments: ReadonlyMap<Component, readonly string[]>;
	readonly #kubelet: object;
	readonly #texts: ReadonlyMap<string, string>;

	static *gather(process: Process): Task<Evidence> {
		const found = new Map<Component, readonly string[]>();
		for (const { argv } of process.machine.processes()) {
			const name = (argv[0] ?? '').replace(/^.*\//, '');
			for (const [component, program] of Object.entries(PROGRAMS) as [Component, string][]) {
				if (name === program && !found.has(component)) found.set(component, argv.slice(1));
			}
		}
		const configPath = argumentOf(found.get('kubelet') ?? [], '--config') ?? KUBELET_CONFIG;
		const encryption = argumentOf(found.get('apiserver') ?? [], '--encryption-provider-config');
		const texts = new Map<string, string>();
		for (const path of [configPath, encryption]) {
			if (path !== undefined && process.access(path, { read: true })) {
				texts.set(path, decodeUtf8(yield* readFile(process, path)));
			}
		}
		const accounts = yield* readAccounts(process);
		return new Evidence(process, accounts, found, texts, configPath);
	}

	private constructor(
		process: Process,
		accounts: Accounts,
		found: ReadonlyMap<Component, readonly string[]>,
		texts: ReadonlyMap<string, string>,
		configPath: string,
	) {
		this.#process = process;
		this.#accounts = accounts;
		this.#arguments = found;
		this.#texts = texts;
		this.#kubelet = parsed(texts.get(configPath) ?? '');
		this.kubeletConfig = configPath;
	}

	readonly kubeletConfig: string;

	runs(component: Component): boolean {
		return this.#arguments.has(component);
	}

	/** Undefined: it is not given. A flag alone is "". */
	flag(component: Component, name: string): string | undefined {
		return argumentOf(this.#arguments.get(component) ?? [], name);
	}

	/** A setting of the kubelet: its flag or, without one, the field of its configuration. @param path "authentication.anonymous.enabled". */
	kubelet(name: string, path: string): string | undefined {
		const flag = this.flag('kubelet', name);
		if (flag !== undefined) return flag;
		const value = path
			.split('.')
			.reduce<unknown>(
				(at, field) => (typeof at === 'object' && at !== null ? Reflect.get(at, field) : undefined),
				this.#kubelet,
			);
		if (value === undefined || value === null) return undefined;
		return Array.isArray(value) ? value.join(',') : String(value);
	}

	/** The provider that encrypts first; '' without a file. */
	get encryptionProvider(): string {
		const text = this.#texts.get(this.flag('apiserver', '--encryption-provider-config') ?? '') ?? '';
		const { resources } = parsed(text) as { resources?: readonly { providers?: readonly object[] }[] };
		return Object.keys(resources?.[0]?.providers?.[0] ?? {})[0] ?? '';
	}

	/** Octal permissions; undefined: there is no such file. */
	mode(path: string): number | undefined {
		return this.#stat(path)?.mode;
	}

	/** "root:root". */
	owner(path: string): string | undefined {
		const found = this.#stat(path);
		if (found === undefined) return undefined;
		const { users, groups } = this.#accounts;
		return `${users.get(found.uid) ?? 'UNKNOWN'}:${groups.get(found.gid) ?? 'UNKNOWN'}`;
	}

	#stat(path: string): { readonly mode: number; readonly uid: number; readonly gid: number } | undefined {
		try {
			const { mode, uid, gid } = this.#process.stat(path);
			return { mode: mode & 0o777, uid, gid };
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return undefined;
		}
	}

	/** The folder and all below it. */
	below(path: string): readonly string[] {
		if (this.#stat(path) === undefined) return [];
		if (this.#process.stat(path).type !== 'directory') return [path];
		return [path, ...this.#process.readdir(path).flatMap((name) => this.below(`${path}/${name}`))];
	}
}

function argumentOf(words: readonly string[], name: string): string | undefined {
	const at = words.findLastIndex((word) => word === name || word.startsWith(`${name}=`));
	const word = words[at];
	if (word === undefined) return undefined;
	if (word.length > name.length) return word.slice(name.length + 1);
	const next = words[at + 1];
	return next === undefined || next.startsWith('-') ? '' : next;
}

function parsed(text: string): object {
	try {
		const document = parseYamlDocument(text);
		return typeof document === 'object' && document !== null ? document : {};
	} catch (error) {
		if (error instanceof YamlError) return {};
		throw error;
	}
}
