import type { Process } from '../../kernel/process-api.ts';
import { bcrypt } from '../../machinery/bcrypt/bcrypt.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import { Random } from '../../machinery/random.ts';
import { newDict } from '../../machinery/sprig/define.ts';
import { goValue } from '../../machinery/sprig/plain-json.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { splitApiVersion } from '../kubectl/resources.ts';
import { resourcePath } from '../kubectl/rest-mapper.ts';
import type { Chart } from './chart/chart.ts';
import type { Capabilities } from './engine/capabilities.ts';
import { type Lookup, type RenderValues, renderChart } from './engine/render-chart.ts';
import { type Environment, environmentOf } from './environment.ts';
import { HelmError, wrapError } from './helm-error.ts';
import { KubeSession } from './kube/kube-session.ts';
import { ReleaseStorage } from './release/storage.ts';

/** Values that are dealt with between two pauses. */
const VALUES_A_STEP = 512;

/** One run of helm: what its actions work with. */
export class HelmSession {
	readonly run: CobraRun;
	readonly environment: Environment;
	readonly kube: KubeSession;
	readonly #seed: number;
	#told: string[] = [];
	#values = 0;

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

	/** A value has been dealt with. */
	readonly spend = (): Task<void> => this.#spend();

	*flush(): Task<void> {
		const told = this.#told;
		this.#told = [];
		for (const line of told) yield* this.err(line);
	}

	*#spend(): Task<void> {
		if (++this.#values % VALUES_A_STEP === 0) yield* this.process.tick(VALUES_A_STEP / 8);
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

	/** Renders a chart. @param withCluster whether `lookup` finds anything. */
	render(chart: Chart, values: RenderValues, withCluster: boolean, lint = false): Task<Map<string, string>> {
		const { process } = this;
		const hostCalls = process.port<HostCalls>('host-calls');
		if (hostCalls === undefined) throw new Error('assertion failed: a host without host calls');
		const now = this.now();
		const random = new Random(`helm ${this.#seed}`);
		return renderChart(chart, values, {
			now: () => now,
			random,
			keys: {
				now: () => now,
				randomUint32: () => random.uint32(),
				hostCalls,
				bcrypt: (work) => bcrypt(work, () => process.tick()),
			},
			lookup: (lookup) => this.#lookUp(lookup, withCluster),
			lint,
			pause: (steps) => process.tick(steps),
		});
	}

	/** Models helm.sh/helm/v3/pkg/engine newLookupFunction: nothing is an empty map. */
	*#lookUp({ apiVersion, kind, namespace, name }: Lookup, withCluster: boolean): Task<unknown> {
		if (!withCluster) return newDict();
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
