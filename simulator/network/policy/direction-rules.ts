import { addressNumber } from '../../machinery/ipv4.ts';
import { LabelFile } from './label-file.ts';
import { addOpening, meansPods, type Passage, type PeerRule, portMatches } from './peer-rule.ts';
import type { PodProfile } from './pod-profile.ts';
import type { PolicyVerdict } from './policy-verdict.ts';

interface BlockRule extends PeerRule {
	readonly peer: PeerRule['peer'] & { readonly kind: 'block' };
}

/** Kinds of peers remembered; past it all are thought about anew. */
const PROFILES_MAX = 4_096;

/**
 * What all policies that isolate some Pods list for one direction: filed by what a peer must have to be meant (a label
 * of its own, one of its namespace's, an address block) and remembered by profile, so that a question looks at few
 * rules, however many there are.
 */
export class DirectionRules {
	/** "default/deny", sorted. */
	readonly #denied: PolicyVerdict;
	readonly #everybody: PeerRule[] = [];
	readonly #byPod = new LabelFile<PeerRule>();
	readonly #byNamespace = new LabelFile<PeerRule>();
	/** By prefix length, then by the block's index. */
	readonly #blocks = new Map<number, { readonly size: number; readonly rules: Map<number, BlockRule[]> }>();
	readonly #known = new Map<PodProfile, readonly PeerRule[]>();

	constructor(policies: readonly string[]) {
		this.#denied = { kind: 'denied', policies };
	}

	add(rule: PeerRule): void {
		const { peer } = rule;
		if (peer.kind === 'everybody') addOpening(this.#everybody, rule);
		else if (peer.kind === 'block') this.#addBlock({ ...rule, peer });
		else if (peer.pods.isEmpty && peer.namespaces !== undefined) this.#byNamespace.add(peer.namespaces, rule);
		else this.#byPod.add(peer.pods, rule);
	}

	/** @param peer undefined for hosts, host-network Pods and what is outside. */
	decide(peer: PodProfile | undefined, address: string, passage: Passage): PolicyVerdict {
		const everybody = firstThrough(this.#everybody, passage);
		if (everybody !== undefined) return everybody;
		const pods = peer === undefined ? undefined : firstThrough(this.#meaning(peer), passage);
		if (pods !== undefined) return pods;
		if (this.#blocks.size === 0) return this.#denied;
		return this.#byAddress(addressNumber(address), passage) ?? this.#denied;
	}

	#meaning(peer: PodProfile): readonly PeerRule[] {
		const known = this.#known.get(peer);
		if (known !== undefined) return known;
		const found: PeerRule[] = [];
		for (const rule of this.#byPod.candidates(peer.labels)) if (meansPods(rule.peer, peer)) addOpening(found, rule);
		for (const rule of this.#byNamespace.candidates(peer.namespaceLabels)) {
			if (meansPods(rule.peer, peer)) addOpening(found, rule);
		}
		if (this.#known.size >= PROFILES_MAX) this.#known.clear();
		this.#known.set(peer, found);
		return found;
	}

	#byAddress(address: number, passage: Passage): PolicyVerdict | undefined {
		for (const { size, rules } of this.#blocks.values()) {
			const inside = rules.get(Math.floor(address / size));
			if (inside === undefined) continue;
			for (const { peer, ports, verdict } of inside) {
				if (peer.except.some((each) => Math.floor(address / each.size) === each.index)) continue;
				if (portMatches(ports, passage)) return verdict;
			}
		}
		return undefined;
	}

	#addBlock(rule: BlockRule): void {
		const { bits, size, index } = rule.peer.block;
		let ofLength = this.#blocks.get(bits);
		if (ofLength === undefined) {
			ofLength = { size, rules: new Map() };
			this.#blocks.set(bits, ofLength);
		}
		const known = ofLength.rules.get(index);
		if (known === undefined) ofLength.rules.set(index, [rule]);
		else known.push(rule);
	}
}

function firstThrough(rules: readonly PeerRule[], passage: Passage): PolicyVerdict | undefined {
	for (const rule of rules) if (portMatches(rule.ports, passage)) return rule.verdict;
	return undefined;
}
