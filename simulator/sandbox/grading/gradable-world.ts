import { userKey } from '../../hosts/files/ssh-files.ts';
import { ROOT_CREDENTIALS } from '../../kernel/capabilities.ts';
import type { StartOptions } from '../../kernel/machine-api.ts';
import { startExec } from '../../kubelet/runtime/exec.ts';
import { parseLabelSelector } from '../../machinery/selectors.ts';
import type { Fault } from '../faults.ts';
import type { ProbeAnswer } from '../probe-program.ts';
import { requestProgram } from '../probe-program.ts';
import { storeReader } from '../store-reader.ts';
import type { SimulatedWorld } from '../world.ts';
import type { Check, RequestCheck } from '../world-api.ts';
import type { ClusterReader } from './cluster-reader.ts';
import type { PodLike } from './diagnose-pod.ts';
import type { GradableFork } from './grade.ts';
import { plainKubeconfig } from './plain-kubeconfig.ts';

const REQUEST_SECONDS = 5;

/** A world as grading sees it. What changes it is only ever asked of a fork. */
export class GradableWorld implements GradableFork {
	readonly reader: ClusterReader;
	readonly #world: SimulatedWorld;

	constructor(world: SimulatedWorld) {
		this.#world = world;
		this.reader = storeReader(world.cluster.store, world.cluster.kinds);
	}

	readFile(host: string | undefined, path: string): string | undefined {
		return this.#world.readFile(this.#world.cluster.node(host).host.name, path);
	}

	allowed(question: Extract<Check, { type: 'can' }>): boolean {
		const { as, groups = [], verb, resource, group = '', namespace = '', name = '' } = question;
		const [plural = '', subresource = ''] = resource.split('/');
		const server = this.#world.cluster.api.server;
		if (server === undefined) return false;
		const { decision } = server.decide({
			user: { name: as, groups: [...groups, ...accountGroups(as), 'system:authenticated'] },
			isResourceRequest: true,
			verb,
			apiGroup: group,
			apiVersion: 'v1',
			resource: plural,
			subresource,
			namespace,
			name,
			path: '',
		});
		return decision === 'allow';
	}

	fork(): GradableFork {
		return new GradableWorld(this.#world.fork());
	}

	runScript(host: string | undefined, script: string): { exitCode: number; stdout: string; stderr: string } {
		this.#giveKey(host);
		return this.#world.runScript({
			name: 'check.sh',
			script: `${this.#plainly(host, script)}${script}`,
			limitMs: 600_000,
			...(host === undefined ? {} : { host }),
		});
	}

	/** Before a script: kubectl asks as the administrator in `default`, whatever the student chose, unless it is about that choice. */
	#plainly(host: string | undefined, script: string): string {
		if (!script.includes('kubectl') || /\bconfig\b|--context\b|KUBECONFIG/.test(script)) return '';
		const plain = plainKubeconfig(this.readFile(host, '/root/.kube/config') ?? '');
		if (plain === undefined) return '';
		const path = '/root/.kube/config-of-checks';
		return `export KUBECONFIG=${path}; (umask 077; cat > ${path}) <<'KUBECONFIG'\n${plain}\nKUBECONFIG\n`;
	}

	/** A check goes from machine to machine also where an exam has taken away the keys for it. */
	#giveKey(host: string | undefined): void {
		const own = this.#world.cluster.node(host).host;
		const path = '/root/.ssh/id_ed25519';
		if (this.#world.readFile(own.name, path) !== undefined) return;
		const { privateKey } = userKey('root', own);
		this.#world.runScript({
			name: 'key.sh',
			script: `umask 077\nmkdir -p /root/.ssh\nprintf %s '${privateKey}' > ${path}\n`,
			limitMs: 1_000,
			host: own.name,
		});
	}

	inflict(fault: Fault): void {
		this.#world.apply({ kind: 'fault', fault });
	}

	advance(seconds: number): void {
		this.#world.settle(seconds * 1000);
	}

	request(check: RequestCheck): ProbeAnswer | 'no-asker' {
		const timeoutMs = (check.timeoutSeconds ?? REQUEST_SECONDS) * 1000;
		let answer: ProbeAnswer | undefined;
		const program = requestProgram(check.url, timeoutMs, (found) => {
			answer = found;
		});
		if (!this.#start(check, program)) return 'no-asker';
		const deadlineMs = this.#world.now() + timeoutMs + 1_000;
		while (answer === undefined && this.#world.now() < deadlineMs) this.#world.settle(50);
		return answer ?? { error: 'timed out' };
	}

	/** Starts the asking program on a host or in the first Pod that runs; false when there is none. */
	#start(check: RequestCheck, program: NonNullable<StartOptions['program']>): boolean {
		const { cluster } = this.#world;
		const { from } = check;
		if (from?.selector === undefined) {
			cluster.node(from?.host).machine.start({
				argv: ['check'],
				env: new Map(),
				cwd: '/',
				credentials: ROOT_CREDENTIALS,
				stdin: 'null',
				onOutput: () => undefined,
				onExit: () => undefined,
				program,
			});
			return true;
		}
		const selector = parseLabelSelector(from.selector);
		const pods = this.reader.list('v1', 'Pod', from.namespace ?? 'default') as readonly PodLike[];
		for (const pod of pods) {
			const node = pod.spec.nodeName === undefined ? undefined : cluster.nodes.get(pod.spec.nodeName);
			if (node === undefined || !selector.matches(pod.metadata.labels)) continue;
			const record = node.runtime.containersOf(pod.metadata.uid).find((each) => each.state === 'running');
			if (record === undefined) continue;
			startExec(node.runtime, node.runtime.live(record.id), {
				command: ['check'],
				tty: false,
				stdin: false,
				onOutput: () => undefined,
				onExit: () => undefined,
				program,
			});
			return true;
		}
		return false;
	}
}

function accountGroups(user: string): string[] {
	const match = /^system:serviceaccount:([^:]+):/.exec(user);
	return match === null ? [] : ['system:serviceaccounts', `system:serviceaccounts:${match[1]}`];
}
