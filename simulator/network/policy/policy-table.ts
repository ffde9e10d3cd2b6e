import type { Namespace } from '../../api/core/types/object.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { NetworkPolicy } from '../../api/networking/types.ts';
import type { Lister } from '../../client/indexer.ts';
import type { NetworkNamespace } from '../../kernel/machine-api.ts';
import type { Inspection } from '../../kernel/net/inspection.ts';
import type { LabelSelector } from '../../machinery/selectors.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import { DirectionRules } from './direction-rules.ts';
import { LabelFile } from './label-file.ts';
import { type Direction, type PeerRule, peerRules } from './peer-rule.ts';
import { type PodProfile, profileKey } from './pod-profile.ts';
import type { PolicyVerdict } from './policy-verdict.ts';

/** A connection as policies see it: with its destination translated, its source not yet. */
export interface Connection {
	readonly protocol: 'tcp' | 'udp' | 'sctp' | 'icmp';
	readonly from: NetworkNamespace;
	readonly to: NetworkNamespace;
	/** The address that it comes from; on another node than the sender's, after what that has translated. */
	readonly source: string;
	/** The address that it goes to. */
	readonly address: string;
	/** At the receiver. */
	readonly port: number;
	/** From the receiver's own node, which may always (probes). */
	readonly fromOwnNode: boolean;
}

export interface PolicyDecider {
	/** Undefined: the sender is not isolated. */
	egress(connection: Connection): PolicyVerdict | undefined;
	/** Undefined: the receiver is not isolated. */
	ingress(connection: Connection): PolicyVerdict | undefined;
	/** The proxy that reads a connection which was let through as `proxied`. */
	inspection?(direction: 'ingress' | 'egress', connection: Connection): Inspection | undefined;
}

export interface PolicyListers {
	readonly policies: Lister<NetworkPolicy>;
	readonly pods: Lister<Pod>;
	readonly namespaces: Lister<Namespace>;
}

interface Selecting {
	readonly policy: NetworkPolicy;
	readonly selector: LabelSelector;
	/** Read with the first Pod that it selects. */
	readonly rules: Map<Direction, readonly PeerRule[]>;
}

/** What policies make of Pods of one profile. */
interface Isolation {
	/** Undefined where none isolates them. */
	readonly Ingress: DirectionRules | undefined;
	readonly Egress: DirectionRules | undefined;
}

interface KnownPod {
	readonly pod: Pod;
	readonly profile: PodProfile;
}

/** Remembered of each; past it all are thought about anew. */
const KNOWN_MAX = 20_000;

/**
 * NetworkPolicies as an agent on a node decides them: a Pod that some policy selects for a direction is isolated in
 * it, and then only what one of those policies lists gets through. Hosts and host-network Pods are never isolated.
 * All is worked out with the first question and kept until what it follows from changes.
 * Models the NetworkPolicy API's semantics as Calico implements them (a node reaches its own Pods).
 */
export class PolicyTable implements PolicyDecider {
	readonly #listers: PolicyListers;
	/** Policies by namespace. */
	readonly #selecting = new Map<string, LabelFile<Selecting>>();
	/** By "namespace/name". */
	readonly #pods = new Map<string, KnownPod>();
	readonly #profiles = new Map<string, PodProfile>();
	readonly #isolations = new Map<PodProfile, Isolation>();

	constructor(listers: PolicyListers) {
		this.#listers = listers;
	}

	/** A policy of the namespace is new, other or gone. */
	policyChanged(namespace: string): void {
		this.#selecting.delete(namespace);
		for (const profile of this.#isolations.keys()) {
			if (profile.namespace === namespace) this.#isolations.delete(profile);
		}
	}

	podChanged(namespace: string, name: string): void {
		this.#pods.delete(`${namespace}/${name}`);
	}

	namespaceChanged(): void {
		this.#forget();
	}

	egress(connection: Connection): PolicyVerdict | undefined {
		const { from, to, address, protocol, port } = connection;
		if (from === to) return undefined;
		const sender = this.#known(from);
		const rules = sender === undefined ? undefined : this.#isolation(sender.profile).Egress;
		if (rules === undefined) return undefined;
		const receiver = this.#known(to);
		return rules.decide(profileAt(receiver, to, address), address, { protocol, port, server: receiver?.pod });
	}

	ingress(connection: Connection): PolicyVerdict | undefined {
		const { from, to, source, protocol, port, fromOwnNode } = connection;
		if (from === to || fromOwnNode) return undefined;
		const receiver = this.#known(to);
		const rules = receiver === undefined ? undefined : this.#isolation(receiver.profile).Ingress;
		if (rules === undefined) return undefined;
		return rules.decide(profileAt(this.#known(from), from, source), source, { protocol, port, server: receiver?.pod });
	}

	/** The Pod that a namespace belongs to; a host's belongs to none. */
	#known(owner: NetworkNamespace): KnownPod | undefined {
		const key = owner.labels.get('pod');
		if (key === undefined) return undefined;
		const known = this.#pods.get(key);
		if (known !== undefined) return known;
		const slash = key.indexOf('/');
		const pod = this.#listers.pods.get(key.slice(0, slash), key.slice(slash + 1));
		if (pod === undefined) return undefined;
		if (this.#pods.size >= KNOWN_MAX) this.#forget();
		const found = { pod, profile: this.#profile(pod) };
		this.#pods.set(key, found);
		return found;
	}

	#profile({ metadata: { namespace = '', labels } }: Pod): PodProfile {
		const key = profileKey(namespace, labels);
		let profile = this.#profiles.get(key);
		if (profile === undefined) {
			if (this.#profiles.size >= KNOWN_MAX) this.#forget();
			profile = { namespace, labels, namespaceLabels: this.#listers.namespaces.get('', namespace)?.metadata.labels };
			this.#profiles.set(key, profile);
		}
		return profile;
	}

	#isolation(profile: PodProfile): Isolation {
		let isolation = this.#isolations.get(profile);
		if (isolation === undefined) {
			const candidates = this.#policiesOf(profile.namespace).candidates(profile.labels);
			const selecting = candidates.filter(({ selector }) => selector.matches(profile.labels));
			isolation = { Ingress: directionRules(selecting, 'Ingress'), Egress: directionRules(selecting, 'Egress') };
			this.#isolations.set(profile, isolation);
		}
		return isolation;
	}

	#policiesOf(namespace: string): LabelFile<Selecting> {
		let file = this.#selecting.get(namespace);
		if (file === undefined) {
			file = new LabelFile();
			for (const policy of this.#listers.policies.list(namespace)) {
				const selector = labelSelectorFrom(policy.spec.podSelector ?? {});
				file.add(selector, { policy, selector, rules: new Map() });
			}
			this.#selecting.set(namespace, file);
		}
		return file;
	}

	#forget(): void {
		this.#pods.clear();
		this.#profiles.clear();
		this.#isolations.clear();
	}
}

/** A Pod is known by its address: what a node has translated on the way is the node's. */
function profileAt(
	known: KnownPod | undefined,
	{ addresses }: NetworkNamespace,
	address: string,
): PodProfile | undefined {
	return known !== undefined && addresses.includes(address) ? known.profile : undefined;
}

function directionRules(selecting: readonly Selecting[], direction: Direction): DirectionRules | undefined {
	const isolating = selecting.filter(({ policy }) => policy.spec.policyTypes?.includes(direction));
	if (isolating.length === 0) return undefined;
	const names = isolating.map(({ policy: { metadata } }) => `${metadata.namespace}/${metadata.name}`).sort();
	const found = new DirectionRules(names);
	for (const { policy, rules } of isolating) {
		let read = rules.get(direction);
		if (read === undefined) {
			read = peerRules(policy, direction);
			rules.set(direction, read);
		}
		for (const rule of read) found.add(rule);
	}
	return found;
}
