import type { Namespace } from '../../../api/core/types/object.ts';
import type { Pod } from '../../../api/core/types/pod.ts';
import type { NetworkPolicy } from '../../../api/networking/types.ts';
import type { NetworkNamespace } from '../../../kernel/machine-api.ts';
import type { Inspection } from '../../../kernel/net/inspection.ts';
import type { Connection, PolicyDecider } from '../policy-table.ts';
import type { PolicyVerdict } from '../policy-verdict.ts';
import { type CiliumIdentity, IdentityTable } from './cilium-identity.ts';
import { type CiliumPolicy, rulesOf } from './cilium-policy.ts';
import {
	type CompiledRule,
	compileCiliumRule,
	compileNetworkPolicy,
	type Direction,
	type Passage,
	portsMatch,
	type RuleReferences,
	type SubjectRule,
} from './compiled-rule.ts';
import { dnsProxy, NameCache } from './dns-proxy.ts';
import { HttpProxy, httpTest } from './http-proxy.ts';
import { nameMatcher } from './name-pattern.ts';
import { ruleProblem } from './rule-problem.ts';

/** What an agent knows of its cluster. */
export interface CiliumView extends RuleReferences {
	readonly clusterName: string;
	/** default, always or never. */
	readonly enforcement: string;
	/** What is refused passes all the same. */
	readonly isAudit: boolean;
	readonly hasHostFirewall: boolean;
	now(): number;
	pod(namespace: string, name: string): Pod | undefined;
	namespace(name: string): Namespace | undefined;
	networkPolicies(): readonly NetworkPolicy[];
	/** Of namespaces and of the cluster. */
	ciliumPolicies(): readonly CiliumPolicy[];
	/** The node with this address: its name and labels. */
	nodeAt(address: string): { readonly name: string; readonly labels: Labels } | undefined;
	readonly nodeName: string;
	isApiServer(address: string): boolean;
	/** Whether ends can prove to each other who they are. */
	canAuthenticate(): boolean;
}

type Labels = { readonly [key: string]: string } | undefined;

/** What holds for the endpoints of one identity in one direction. */
interface Side {
	readonly isEnforced: boolean;
	/** Those that refuse what no rule lists, sorted. */
	readonly enforcing: readonly string[];
	/** Refusals first. */
	readonly rules: readonly CompiledRule[];
	/** The rules that may mean a peer, by what it is. */
	readonly byPeer: Map<CiliumIdentity, readonly CompiledRule[]>;
}

interface KnownPod {
	readonly pod: Pod;
	readonly identity: CiliumIdentity;
}

/** What is remembered of each; past it all is thought about anew. */
const KNOWN_MAX = 20_000;
const ALLOWED_UNLISTED = undefined;

/**
 * What Cilium's agent on a node decides: NetworkPolicies, CiliumNetworkPolicies and CiliumClusterwideNetworkPolicies
 * together. A refusal wins over all that allows. All is worked out with the first question and kept until what it
 * follows from changes. Models pkg/policy Repository and mapstate.
 */
export class CiliumTable implements PolicyDecider {
	readonly names = new NameCache();
	readonly #view: CiliumView;
	readonly #identities = new IdentityTable();
	readonly #pods = new Map<string, KnownPod>();
	readonly #sides = new Map<CiliumIdentity, { readonly ingress: Side; readonly egress: Side }>();
	#subjects: readonly SubjectRule[] | undefined;

	constructor(view: CiliumView) {
		this.#view = view;
	}

	/** Policies, or what they refer to, are others. */
	rulesChanged(): void {
		this.#subjects = undefined;
		this.#sides.clear();
	}

	podChanged(namespace: string, name: string): void {
		this.#pods.delete(`${namespace}/${name}`);
	}

	namespaceChanged(): void {
		this.#pods.clear();
	}

	identityOf(pod: Pod): CiliumIdentity {
		const { namespace = '', labels } = pod.metadata;
		const account = pod.spec.serviceAccountName ?? 'default';
		const namespaceLabels = this.#view.namespace(namespace)?.metadata.labels;
		return this.#identities.ofPod({ namespace, labels, account }, namespaceLabels, this.#view.clusterName);
	}

	/** What is enforced for endpoints of an identity. */
	enforcement(identity: CiliumIdentity): { readonly ingress: boolean; readonly egress: boolean } {
		const { ingress, egress } = this.#sidesOf(identity);
		return { ingress: ingress.isEnforced, egress: egress.isEnforced };
	}

	subjects(): readonly SubjectRule[] {
		this.#subjects ??= this.#compile();
		return this.#subjects;
	}

	egress(connection: Connection): PolicyVerdict | undefined {
		return this.#judge('egress', connection)?.verdict;
	}

	ingress(connection: Connection): PolicyVerdict | undefined {
		return this.#judge('ingress', connection)?.verdict;
	}

	inspection(direction: Direction, connection: Connection): Inspection | undefined {
		const allowing = this.#judge(direction, connection)?.allowing ?? [];
		const dns = allowing.filter((rule) => rule.dns !== undefined);
		if (dns.length > 0 && connection.protocol !== 'icmp') {
			const isOpen = allowing.some((rule) => rule.dns === undefined || rule.dns.length === 0);
			const matches = nameMatcher(dns.flatMap((rule) => rule.dns ?? []));
			return { datagrams: dnsProxy(isOpen ? () => true : matches, this.names) };
		}
		if (connection.protocol !== 'tcp' || allowing.length === 0) return undefined;
		if (allowing.some(({ http }) => http === undefined || http.length === 0)) return undefined;
		const tests = allowing.flatMap(({ http = [] }) => http.map(httpTest));
		return { stream: () => new HttpProxy(tests, () => this.#view.now()) };
	}

	#judge(
		direction: Direction,
		connection: Connection,
	): { readonly verdict: PolicyVerdict; readonly allowing: readonly CompiledRule[] } | undefined {
		const { from, to, source, address, protocol, port } = connection;
		if (from === to || this.#view.enforcement === 'never') return ALLOWED_UNLISTED;
		const own = direction === 'ingress' ? this.#subjectOf(to, address) : this.#subjectOf(from, source);
		if (own === undefined) return ALLOWED_UNLISTED;
		const side = this.#sidesOf(own)[direction];
		if (!side.isEnforced && side.rules.length === 0) return ALLOWED_UNLISTED;
		const [other, at] = direction === 'ingress' ? [from, source] : [to, address];
		const peer = this.#peer(other, at);
		const passage: Passage = { protocol, port, server: this.#known(to)?.pod };
		const meant = this.#meant(side, peer, at).filter(({ ports }) => portsMatch(ports, passage));
		const refusing = meant.find(({ deny }) => deny);
		if (refusing !== undefined) return this.#denied([refusing.origin]);
		const allowing = meant;
		const [first] = allowing;
		// A node always reaches its own Pods. Models --allow-localhost=always, its default in Kubernetes.
		const isOwnHost = direction === 'ingress' && peer.reserved.has('host');
		if (first === undefined) {
			if (isOwnHost || !side.isEnforced) return ALLOWED_UNLISTED;
			return this.#denied(side.enforcing);
		}
		const mode = allowing.find(({ authentication }) => authentication !== undefined)?.authentication;
		const fails = mode === 'test-always-fail' || (mode === 'required' && !this.#view.canAuthenticate());
		if (fails) return this.#denied([first.origin]);
		const isProxied = allowing.some(({ http, dns }) => http !== undefined || dns !== undefined);
		const verdict: PolicyVerdict = {
			kind: 'allowed',
			policy: first.origin,
			rule: first.index,
			...(isProxied && { proxied: true }),
		};
		return { verdict, allowing };
	}

	#denied(
		policies: readonly string[],
	): { readonly verdict: PolicyVerdict; readonly allowing: readonly CompiledRule[] } | undefined {
		return this.#view.isAudit ? ALLOWED_UNLISTED : { verdict: { kind: 'denied', policies }, allowing: [] };
	}

	/** The rules that mean a peer, by what and where it is. */
	#meant(side: Side, peer: CiliumIdentity, at: string): readonly CompiledRule[] {
		let maybe = side.byPeer.get(peer);
		if (maybe === undefined) {
			if (side.byPeer.size >= KNOWN_MAX) side.byPeer.clear();
			maybe = side.rules.filter(
				({ peers }) =>
					peers === undefined || peers.address !== undefined || peers.backends !== undefined || peers.identity(peer),
			);
			side.byPeer.set(peer, maybe);
		}
		const isOutside = peer.reserved.has('world');
		return maybe.filter(
			({ peers }) =>
				peers === undefined ||
				peers.identity(peer) ||
				peers.backends?.has(at) === true ||
				(isOutside && peers.address?.(at, this.names.namesOf(at)) === true),
		);
	}

	/** Whose policies hold; undefined for what Cilium does not manage. */
	#subjectOf(owner: NetworkNamespace, address: string): CiliumIdentity | undefined {
		const known = this.#known(owner);
		if (known !== undefined) return known.identity;
		if (!this.#view.hasHostFirewall) return undefined;
		const node = this.#view.nodeAt(address);
		return node === undefined || node.name !== this.#view.nodeName
			? undefined
			: this.#identities.ofHost(node.labels, ['host']);
	}

	#peer(owner: NetworkNamespace, address: string): CiliumIdentity {
		const known = this.#known(owner);
		if (known !== undefined && owner.addresses.includes(address)) return known.identity;
		const node = this.#view.nodeAt(address);
		const names = node === undefined ? [] : [node.name === this.#view.nodeName ? 'host' : 'remote-node'];
		if (this.#view.isApiServer(address)) names.push('kube-apiserver');
		return this.#identities.reserved(...(names.length === 0 ? ['world'] : names));
	}

	/** The Pod that a namespace belongs to; a host's belongs to none. */
	#known(owner: NetworkNamespace): KnownPod | undefined {
		const key = owner.labels.get('pod');
		if (key === undefined) return undefined;
		const known = this.#pods.get(key);
		if (known !== undefined) return known;
		const slash = key.indexOf('/');
		const pod = this.#view.pod(key.slice(0, slash), key.slice(slash + 1));
		if (pod === undefined) return undefined;
		if (this.#pods.size >= KNOWN_MAX) this.#pods.clear();
		const found = { pod, identity: this.identityOf(pod) };
		this.#pods.set(key, found);
		return found;
	}

	#sidesOf(identity: CiliumIdentity): { readonly ingress: Side; readonly egress: Side } {
		let sides = this.#sides.get(identity);
		if (sides === undefined) {
			const isHost = identity.reserved.has('host');
			const selecting = this.subjects().filter(
				({ subject, isHostRule }) => isHostRule === isHost && subject.matches(identity),
			);
			sides = { ingress: this.#side(selecting, 'ingress', isHost), egress: this.#side(selecting, 'egress', isHost) };
			if (this.#sides.size >= KNOWN_MAX) this.#sides.clear();
			this.#sides.set(identity, sides);
		}
		return sides;
	}

	#side(selecting: readonly SubjectRule[], direction: Direction, isHost: boolean): Side {
		const enforcing = selecting.filter(({ enforces }) => enforces[direction]).map(({ origin }) => origin);
		const rules = selecting.flatMap((each) => each.rules[direction]);
		return {
			isEnforced: enforcing.length > 0 || (this.#view.enforcement === 'always' && !isHost),
			enforcing: [...new Set(enforcing)].sort(),
			rules: [...rules.filter(({ deny }) => deny), ...rules.filter(({ deny }) => !deny)],
			byPeer: new Map(),
		};
	}

	#compile(): SubjectRule[] {
		const own = this.#view.ciliumPolicies().flatMap((policy) => {
			const { namespace = '', name } = policy.metadata;
			const rules = rulesOf(policy);
			if (rules.some((rule) => ruleProblem(rule) !== undefined)) return [];
			const origin = namespace === '' ? name : `${namespace}/${name}`;
			return rules.map((rule) => compileCiliumRule(rule, { origin, namespace }, this.#view));
		});
		return [...this.#view.networkPolicies().map(compileNetworkPolicy), ...own];
	}
}
