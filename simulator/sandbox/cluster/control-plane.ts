import { pluginFlags } from '../../api/admission-plugins.ts';
import { choosePlugins } from '../../apiserver/admission/choose-plugins.ts';
import type { AdmissionSettings } from '../../apiserver/admission/settings/admission-settings.ts';
import { ApiServer } from '../../apiserver/api-server.ts';
import type { AuditOptions } from '../../apiserver/audit/audit-trail.ts';
import { versionInfo } from '../../apiserver/discovery/version-info.ts';
import type { EncryptionPort } from '../../apiserver/encryption/storage-encryption.ts';
import { configurationOf } from '../../hosts/kubeadm/cluster-configuration.ts';
import { clusterInfo } from '../../hosts/kubeadm/cluster-info.ts';
import { formatIpAddress, maskedNetwork, parseIpNetwork } from '../../machinery/cel/ip-address.ts';
import { kubernetesRelease } from '../../machinery/kubernetes-releases.ts';
import { rest, resting } from '../../machinery/rest.ts';
import { nothing, Signal, startTask, type Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';
import type { PreparedAccess } from '../command-lines/prepare-access.ts';
import type { EtcdDisks } from '../etcd/etcd-disks.ts';
import type { EtcdCredentials } from '../etcd/etcd-flags.ts';
import { ApiServerFiles, certificatesIn, type ServerTrust, type TokenKeys } from './api-server-files.ts';
import { bootstrapCluster, firstAddress, installAddons } from './bootstrap.ts';
import type { Cluster, ClusterNode } from './cluster.ts';
import { flagValue, schemeProblem, servesAt } from './etcd-address.ts';
import type { KubeletClient } from './kubelet-port.ts';

/** An API server's process, about to serve. */
export interface ApiServerStart extends PreparedAccess {
	readonly node: ClusterNode;
	/** Its command line, without the program. */
	readonly args: readonly string[];
	/** What its files say to the plugins. */
	readonly admission: AdmissionSettings;
	/** Who is told of requests. */
	readonly audit: AuditOptions | undefined;
	/** How values are encrypted; undefined: not at all. */
	readonly encryption: EncryptionPort | undefined;
	readonly release: string | undefined;
	/** Why it and that etcd do not come to terms. */
	readonly etcdProblem: (etcd: EtcdCredentials) => string | undefined;
}

const NO_CLIENT = { certificatePem: undefined, authorities: undefined };
const NO_KEYS: TokenKeys = { issuer: '', privateKeyPem: '', keyId: '', publicKeys: [] };

/** Whether there is an API: it is while an API server and its etcd run. */
export class ControlPlane {
	/** Told when etcd comes or goes. */
	readonly changed: Signal;
	readonly #cluster: Cluster;
	#etcdRunning = 0;
	/** Of the etcd that has begun last. */
	#etcdFlags: ReadonlyMap<string, string> = new Map();
	#etcdProblem: string | undefined;
	#etcdCredentials: EtcdCredentials | undefined;
	#apiServers: readonly ApiServerStart[] = [];
	#files: ApiServerFiles | undefined;
	#trust: ServerTrust | undefined;
	#installed: boolean;
	/** API servers that have been made so far. */
	#served = 0;

	/** @param installed whether what a preset's cluster begins with is there. */
	constructor(cluster: Cluster, installed: boolean) {
		this.#cluster = cluster;
		this.#installed = installed;
		this.changed = new Signal(cluster.context.loop.post);
	}

	get #apiServer(): ApiServerStart | undefined {
		return this.#apiServers[this.#apiServers.length - 1];
	}

	/** The host of the API server that runs. */
	get node(): ClusterNode | undefined {
		return this.#apiServer?.node;
	}

	/** Whether an etcd runs where the API server looks for one, and both take what the other one shows. */
	get etcdRuns(): boolean {
		const wanted = flagValue(this.#apiServer?.args ?? [], 'etcd-servers');
		const { hasQuorum } = this.#cluster.etcdDisks.membership;
		return hasQuorum && this.#etcdRunning > 0 && this.#etcdProblem === undefined && servesAt(this.#etcdFlags, wanted);
	}

	/** An etcd runs, and takes no requests: too many of its members are away. */
	get etcdIsSilent(): boolean {
		return this.#etcdRunning > 0 && !this.#cluster.etcdDisks.membership.hasQuorum;
	}

	/** Why a running etcd is none for the API server, in gRPC's words. */
	get etcdProblem(): string | undefined {
		if (this.#etcdRunning === 0) return undefined;
		const wanted = flagValue(this.#apiServer?.args ?? [], 'etcd-servers');
		// Who looks elsewhere meets nobody to disagree with.
		if (servesAt(this.#etcdFlags, wanted)) return this.#etcdProblem;
		return schemeProblem(this.#etcdFlags, wanted ?? '');
	}

	/** What the running API server shows and believes; undefined: none runs. */
	get trust(): ServerTrust | undefined {
		if (this.#trust === undefined) this.refreshTrust();
		return this.#trust;
	}

	/** A client comes: files may have changed since the last one. */
	refreshTrust(): void {
		this.#trust = this.#files?.trust();
	}

	/** How it meets kubelets, by its files as they are now. */
	kubeletClient(): KubeletClient {
		const { hostCalls, context, memo } = this.#cluster;
		const { certificatePem, authorities } = this.#files?.kubeletClient() ?? NO_CLIENT;
		const judge = (host: string, chainPem: string): string | undefined => {
			const [leaf, ...intermediates] = memo.of('x509.authorities', chainPem, () => certificatesIn(chainPem));
			if (authorities === undefined || leaf === undefined) return undefined;
			const atMs = context.loop.now();
			return verifyCertificate(leaf, { roots: authorities, intermediates, atMs, host, usage: 'serverAuth' }, hostCalls);
		};
		return { certificatePem, distrust: judge };
	}

	get tokenKeys(): TokenKeys {
		return this.#files?.tokenKeys() ?? NO_KEYS;
	}

	/** An etcd is about to start. @param flags its command line. */
	etcdBegins(flags: ReadonlyMap<string, string>): void {
		this.#etcdFlags = flags;
	}

	/**
	 * An etcd runs now, on what its data directory holds: see `EtcdDisks.open`, for what it takes, gives and throws.
	 */
	etcdStarted(
		credentials: EtcdCredentials,
		...directory: Parameters<EtcdDisks['open']>
	): ReturnType<EtcdDisks['open']> & { stop(): void } {
		const opened = this.#cluster.etcdDisks.open(...directory);
		// An API server that starts on it finds out what is defined there.
		if (opened.token !== undefined) this.#forgetCustomKinds();
		this.#etcdCredentials = credentials;
		this.#etcdRunning++;
		this.#serve();
		const { stop } = once(() => {
			this.#etcdRunning--;
			this.#serve();
		});
		return { ...opened, stop };
	}

	/** Its members have changed. */
	etcdChanged(): void {
		this.#serve();
	}

	#forgetCustomKinds(): void {
		const { kinds } = this.#cluster;
		for (const kind of kinds.all()) if (kind.custom !== undefined) kinds.remove(kind);
	}

	apiServerStarted(start: ApiServerStart): { stop(): void } {
		this.#apiServers = [...this.#apiServers, start];
		this.#files = new ApiServerFiles(start.node.machine.root, start.args, this.#cluster.memo);
		this.#trust = undefined;
		this.#serve();
		return once(() => {
			this.#apiServers = this.#apiServers.filter((each) => each !== start);
			this.#serve();
		});
	}

	#serve(): void {
		const start = this.#apiServer;
		this.#etcdProblem =
			start === undefined || this.#etcdCredentials === undefined ? undefined : start.etcdProblem(this.#etcdCredentials);
		this.changed.wakeAll();
		const { api, store } = this.#cluster;
		const possible = start !== undefined && this.etcdRuns;
		if (possible === (api.server !== undefined)) return;
		if (!possible) {
			api.down();
			return;
		}
		const serviceCidr = serviceRange(this.#cluster, start);
		api.up(this.#newServer(start, serviceCidr), {
			node: start.node.host.name,
			address: start.node.host.address,
			port: Number(flagValue(start.args, 'secure-port') ?? SECURE_PORT),
			serviceAddress: firstAddress(serviceCidr),
		});
		if (!this.#installed || store.size === 0) this.#install(start, !this.#installed);
	}

	#newServer(start: ApiServerStart, serviceCidr: string): ApiServer {
		const { args, release, admission, audit, encryption, access, authorizationModes } = start;
		const cluster = this.#cluster;
		const { context } = cluster;
		// What the one before drew, names and UIDs, is taken.
		const random = this.#served === 0 ? context.random : context.random.stream(`apiserver-${this.#served}`);
		this.#served++;
		return new ApiServer({
			context: { ...context, random },
			store: cluster.store,
			kinds: cluster.kinds,
			version: versionInfo(kubernetesRelease(release)),
			services: { clusterIPs: serviceCidr, nodePorts: { from: 30_000, to: 32_767 } },
			kubelet: cluster.kubeletPort(),
			tokens: cluster.tokens,
			components: cluster.health.checks,
			discovery: cluster.blueprint.discovery,
			descriptions: cluster.blueprint.descriptions,
			texts: cluster.memo.texts,
			webhooks: cluster.webhooks,
			proxy: cluster.proxy,
			access,
			authorizationModes,
			profiling: !args.some((arg) => /^--profiling=(?:false|f|0)$/i.test(arg)),
			commandLine: ['kube-apiserver', ...args],
			admission: choosePlugins(pluginFlags(args), admission),
			audit,
			encryption,
		});
	}

	/** @param addons kubeadm and the administrator do their part, too: once, however often etcd begins with nothing. */
	#install(start: ApiServerStart, addons: boolean): void {
		this.#installed = true;
		const { kinds, blueprint, context } = this.#cluster;
		const server = this.#cluster.api.transport(
			{ name: 'system:apiserver', groups: ['system:masters'] },
			'kube-apiserver',
		);
		const admin = this.#cluster.api.transport({ name: 'kubernetes-admin', groups: ['system:masters'] }, 'kubeadm');
		const facts = {
			serviceCidr: serviceRange(this.#cluster, start),
			address: flagValue(start.args, 'advertise-address') ?? start.node.host.address,
			port: Number(flagValue(start.args, 'secure-port') ?? SECURE_PORT),
		};
		// While the world runs others have their turn; at first there are none.
		const between = addons ? nothing : (): Task<void> => resting(rest(context.loop));
		startTask(bootstrapCluster(server, kinds, facts, formatTime(context.loop.now()), between), () => {
			if (!addons) return;
			const caPem = this.trust?.authoritiesPem ?? '';
			const info = clusterInfo(configurationOf(blueprint.preset), facts.address, caPem);
			const objects = [...blueprint.preset.objects, info];
			context.loop.after(ADDONS_AFTER_MS, () => startTask(installAddons(admin, kinds, objects), () => undefined));
		});
	}
}

function serviceRange({ blueprint }: Cluster, { args }: ApiServerStart): string {
	const given = flagValue(args, 'service-cluster-ip-range')?.split(',')[0];
	const network = parseIpNetwork(given === undefined || given === '' ? blueprint.preset.serviceCidr : given);
	if (network === undefined) return blueprint.preset.serviceCidr;
	// What is set beyond the prefix does not count, as in Go's ParseCIDR.
	const { address, prefix } = maskedNetwork(network);
	return `${formatIpAddress(address)}/${prefix}`;
}

function once(stop: () => void): { stop(): void } {
	let stopped = false;
	return {
		stop: () => {
			if (!stopped) stop();
			stopped = true;
		},
	};
}

/** kubeadm's --secure-port. */
const SECURE_PORT = 6443;

/** kubeadm has to see the API server healthy before it goes on. */
const ADDONS_AFTER_MS = 2_000;
