import type { Process } from '../../kernel/process-api.ts';
import { type BcryptWork, bcrypt } from '../../machinery/bcrypt/bcrypt.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import { Random } from '../../machinery/random.ts';
import { deepCopy } from '../../machinery/sprig/collections.ts';
import { type Dict, newDict } from '../../machinery/sprig/define.ts';
import { goValue } from '../../machinery/sprig/plain-json.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { splitApiVersion } from '../kubectl/resources.ts';
import { resourcePath } from '../kubectl/rest-mapper.ts';
import type { Chart } from './chart/chart.ts';
import type { Capabilities } from './engine/capabilities.ts';
import {
	BcryptNeeded,
	type Lookup,
	LookupNeeded,
	type RenderOptions,
	type RenderValues,
	renderChart,
} from './engine/render-chart.ts';
import { type Environment, environmentOf } from './environment.ts';
import { HelmError, wrapError } from './helm-error.ts';
import { KubeSession } from './kube/kube-session.ts';
import { ReleaseStorage } from './release/storage.ts';

/** One run of helm: what its actions work with. */
export class HelmSession {
	readonly run: CobraRun;
	readonly environment: Environment;
	readonly kube: KubeSession;
	readonly #seed: number;
	#told: string[] = [];

	constructor(run: CobraRun) {
		this.run = run;
		this.environment = environmentOf(run);
		this.kube = new KubeSession(run.process, this.environment.kube);
		this.#seed = run.process.randomUint32();
	}

	get process(): Process {
		return this.run.process;
	}

	now(): number {
		return this.process.now();
	}

	out(text: string): Task<void> {
		return this.run.out.write(text);
	}

	err(text: string): Task<void> {
		return this.run.say(text);
	}

	/** A line for stderr, written by the next `flush`: who calculates does not wait. */
	readonly warn = (text: string): void => {
		this.#told.push(`${text}\n`);
	};

	*flush(): Task<void> {
		const told = this.#told;
		this.#told = [];
		for (const line of told) yield* this.err(line);
	}

	*namespace(): Task<string> {
		return yield* this.kube.namespace();
	}

	/** @param namespace empty: all. */
	storage(namespace: string): ReleaseStorage {
		return new ReleaseStorage(this.kube, namespace, () => this.now(), this.environment.driver);
	}

	/** What the cluster can do. @throws HelmError. Models Configuration.getCapabilities. */
	*capabilities(): Task<Capabilities> {
		try {
			const version = yield* this.kube.get<{ gitVersion: string; major: string; minor: string }>('/version', []);
			const { api } = yield* this.kube.mapper();
			const versions = api.groups.flatMap(({ name, versions: all }) =>
				all.map((each) => (name === '' ? each : `${name}/${each}`)),
			);
			const kinds = api.resources.map(({ group, version: of, kind }) =>
				group === '' ? `${of}/${kind}` : `${group}/${of}/${kind}`,
			);
			return {
				version: version.gitVersion,
				major: version.major,
				minor: version.minor,
				apiVersions: [...new Set([...versions, ...kinds])],
			};
		} catch (error) {
			throw wrapError(error, 'could not get server version from Kubernetes');
		}
	}

	/**
	 * Renders a chart. @param withCluster whether `lookup` finds anything. What a template looks up is fetched when it is
	 * asked for, digests that take long are made in between, and the rendering, which depends on nothing else, is begun again.
	 */
	*render(chart: Chart, values: RenderValues, withCluster: boolean, lint = false): Task<Map<string, string>> {
		const hostCalls = this.process.port<HostCalls>('host-calls');
		if (hostCalls === undefined) throw new Error('assertion failed: a host without host calls');
		const known = new Map<string, unknown>();
		const digests = new Map<string, string>();
		const digest = (work: BcryptWork): string => {
			const made = digests.get(digestKey(work));
			if (made === undefined) throw new BcryptNeeded(work);
			return made;
		};
		const find = (lookup: Lookup): unknown => {
			if (!withCluster) return newDict();
			const key = JSON.stringify(lookup);
			if (!known.has(key)) throw new LookupNeeded(lookup);
			return known.get(key);
		};
		const now = this.now();
		for (;;) {
			const random = new Random(`helm ${this.#seed}`);
			const keys = { now: () => now, randomUint32: () => random.uint32(), hostCalls, bcrypt: digest };
			const pause = (): Task<void> => this.process.tick(TEMPLATE_STEPS);
			const options: RenderOptions = { now: () => now, random, keys, lookup: find, lint, pause };
			try {
				return yield* renderChart(chart, { ...values, Values: deepCopy(values.Values) as Dict }, options);
			} catch (error) {
				if (error instanceof LookupNeeded) {
					known.set(JSON.stringify(error.lookup), yield* this.#lookUp(error.lookup));
				} else if (error instanceof BcryptNeeded) {
					digests.set(digestKey(error.work), yield* bcrypt(error.work, () => this.process.tick()));
				} else throw error;
			}
			yield* this.process.tick();
		}
	}

	/** Models helm.sh/helm/v3/pkg/engine newLookupFunction: nothing is an empty map. */
	*#lookUp({ apiVersion, kind, namespace, name }: Lookup): Task<unknown> {
		const mapper = yield* this.kube.mapper();
		const [group, version] = splitApiVersion(apiVersion);
		const mapping = mapper.byKind(group, version, kind);
		if (mapping === undefined) {
			throw new HelmError(`unable to get apiresource from unstructured: ${apiVersion}, Kind=${kind}`);
		}
		try {
			return goValue(yield* this.kube.get(resourcePath(mapping, namespace, name), []));
		} catch (error) {
			if (error instanceof ApiError && error.reason === 'NotFound') return newDict();
			throw error;
		}
	}
}

/** About what a template takes. */
const TEMPLATE_STEPS = 100;

function digestKey({ password, salt }: BcryptWork): string {
	return `${salt.join(' ')} ${password}`;
}
