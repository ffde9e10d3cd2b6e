import { ApiClient } from '../../client/api-client.ts';
import { EventRecorder } from '../../client/event-recorder.ts';
import { type ElectionSettings, LeaderElection } from '../../client/leader-election.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { ComponentHandle } from '../../kubelet/images/programs/component-program.ts';
import type { BeatTimer } from '../../machinery/beat.ts';
import { anyOf, Signal, type Task } from '../../machinery/task.ts';
import type { Cluster } from './cluster.ts';
import type { ComponentClient } from './component-client.ts';
import { complainOfLease, writeKlog } from './misdirected-client.ts';

/** A component of which one at a time works: the one that holds its Lease. */
export interface ElectedComponent {
	/** "kube-scheduler". */
	readonly component: string;
	/** Undefined: --leader-elect=false. */
	readonly election: ElectionSettings | undefined;
	readonly client: ComponentClient;
	/** Begins its work on a host, with a log to write to, or goes on with it in a copied cluster. */
	readonly start: (host: string, log: ComponentLog, goesOn: boolean) => { stop(): void };
	/** Whose events tell that it leads. */
	readonly source: string;
	/** What it writes when it begins. */
	readonly started?: readonly (readonly [source: string, text: string])[];
	/** What it writes before it ends because it could not renew its Lease. */
	readonly lost: readonly [source: string, text: string];
	/** When it is asked to end it says that the Lease is free: the next one need not wait. */
	readonly releases: boolean;
}

type ComponentLog = (level: 'I' | 'W' | 'E', source: string, text: string) => void;

/** Runs it as its process runs, and its work as long as it leads. Models cmd/kube-scheduler/app Run and that of kube-controller-manager. */
export function electedComponent(cluster: Cluster, component: ElectedComponent): ComponentHandle {
	const led = new Led(cluster, component);
	return {
		stop: () => led.stop(),
		alongside: (process) => led.run(process),
		...(component.releases ? { beforeExit: () => led.release() } : {}),
	};
}

class Led {
	readonly #cluster: Cluster;
	readonly #component: ElectedComponent;
	#election: LeaderElection | undefined;
	#work: { stop(): void } | undefined;
	#renewal: BeatTimer | undefined;
	/** Another has its Lease. */
	#isLost = false;
	readonly #lines: Parameters<ComponentLog>[] = [];
	readonly #news: Signal;

	constructor(cluster: Cluster, component: ElectedComponent) {
		this.#cluster = cluster;
		this.#component = component;
		this.#news = new Signal(cluster.context.loop.post);
	}

	stop(): void {
		this.#work?.stop();
		this.#renewal?.cancel();
		if (this.#election !== undefined) this.#cluster.candidates.left(this.#election.identity);
	}

	*release(): Task<void> {
		if (this.#work === undefined || this.#election === undefined) return;
		this.#work.stop();
		this.#renewal?.cancel();
		yield* this.#election.release();
	}

	*run(process: Process): Task<void> {
		const { election: settings, client, start, started = [] } = this.#component;
		if (settings === undefined) {
			this.#work = start(process.hostname, this.#log, false);
			return yield* this.#writeLog(process);
		}
		if (!this.#cluster.isApiServer({ host: client.host, port: client.config.port })) {
			return yield* complainOfLease(process, settings, client.config);
		}
		this.#election = this.#electionOf(process, settings);
		const goesOn = !(yield* this.#election.acquire());
		if (!goesOn) this.#tellOfLease(settings, client);
		this.#renewal = this.#election.keep();
		this.#work = start(process.hostname, this.#log, goesOn);
		for (const [source, text] of started) yield* writeKlog(process, 'I', source, text);
		yield* this.#endWithoutApi(process, settings);
	}

	/** Models resourcelock LeaseLock.RecordEvent. */
	#tellOfLease({ namespace, name }: ElectionSettings, client: ComponentClient): void {
		const { source, component } = this.#component;
		const api = new ApiClient(this.#cluster.clientTransport(client, component), component);
		const recorder = new EventRecorder(this.#cluster.context, api, { component: source });
		const about = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name };
		recorder.event(about, 'Normal', 'LeaderElection', `${this.#election?.identity ?? ''} became leader`);
	}

	#electionOf(process: Process, settings: ElectionSettings): LeaderElection {
		const { component, client } = this.#component;
		const { candidates, context } = this.#cluster;
		const random = context.random.stream(`leader/${component}/${process.hostname}/${candidates.count}`);
		return new LeaderElection({
			client: new ApiClient(this.#cluster.clientTransport(client, component), component),
			loop: context.loop,
			settings,
			candidates,
			identity: `${process.hostname}_${random.uuid()}`,
			server: client.config.url,
			onLost: () => {
				this.#isLost = true;
				this.#news.wakeAll();
			},
			log: (level, source, text) => writeKlog(process, level, source, text),
		});
	}

	readonly #log: ComponentLog = (...line) => {
		this.#lines.push(line);
		this.#news.wakeAll();
	};

	*#writeLog(process: Process): Task<never> {
		for (;;) {
			yield* this.#flush(process);
			yield this.#news;
		}
	}

	*#flush(process: Process): Task<void> {
		for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
			yield* writeKlog(process, ...line);
		}
	}

	/** Writes what its work has to say. Whoever cannot renew in time ends: its work is another's by then. */
	*#endWithoutApi(process: Process, { renewDeadlineMs, namespace, name }: ElectionSettings): Task<void> {
		const { api } = this.#cluster;
		this.#component.client.onComplaint = () => this.#news.wakeAll();
		for (;;) {
			while (!this.#isCutOff() && !this.#isLost) {
				yield* this.#flush(process);
				yield anyOf([api.closed, this.#news]);
			}
			const deadlineMs = process.now() + renewDeadlineMs;
			while (!this.#isLost && process.now() < deadlineMs) yield process.timer(deadlineMs);
			if (!this.#isCutOff() && !this.#isLost) continue;
			const text = `"Failed to renew lease" lock="${namespace}/${name}" err="context deadline exceeded"`;
			yield* writeKlog(process, 'I', 'leaderelection.go:299', text);
			yield* writeKlog(process, 'E', ...this.#component.lost);
			process.exit(1);
		}
	}

	#isCutOff(): boolean {
		return this.#cluster.api.server === undefined || this.#component.client.distrust() !== undefined;
	}
}
