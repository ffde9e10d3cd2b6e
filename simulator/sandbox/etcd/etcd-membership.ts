import { DEFAULT_CLUSTER_TOKEN, etcdMember } from '../../hosts/etcd/member.ts';

/** One of a cluster; ids in hexadecimal. */
export interface ListedMember {
	readonly id: string;
	/** '' until it has been started. */
	readonly name: string;
	readonly peerUrls: readonly string[];
	readonly clientUrls: readonly string[];
	readonly isLearner: boolean;
}

/** What changes of the membership come to: the error in etcd's words, or undefined. */
type Refused = string | undefined;

/** Members besides the one that runs are names in its list: none of them is ever started. */
const MEMBERS_MAX = 100;

/**
 * Who belongs to an etcd's cluster, as its data directory remembers it.
 * Models server/etcdserver/api/membership RaftCluster and EtcdServer's checks before a change.
 */
export class EtcdMembership {
	readonly #onChange: () => void;
	#others: readonly ListedMember[] = [];
	/** Where the one that runs is reached by others, when somebody has said so. */
	#ownPeerUrls: readonly string[] | undefined;

	constructor(onChange: () => void) {
		this.#onChange = onChange;
	}

	/** It begins anew: on a snapshot, with nothing, or with --force-new-cluster. */
	reset(): void {
		if (this.#others.length === 0 && this.#ownPeerUrls === undefined) return;
		this.#others = [];
		this.#ownPeerUrls = undefined;
		this.#onChange();
	}

	/** Whether those that vote and live are more than half. */
	get hasQuorum(): boolean {
		return this.#others.every(({ isLearner }) => isLearner);
	}

	/** Ordered by id, as etcd lists them. */
	list(own: ListedMember): readonly ListedMember[] {
		const self = { ...own, peerUrls: this.#ownPeerUrls ?? own.peerUrls };
		return [self, ...this.#others].sort((a, b) => (BigInt(`0x${a.id}`) < BigInt(`0x${b.id}`) ? -1 : 1));
	}

	add(own: ListedMember, peerUrls: readonly string[], isLearner: boolean, nowMs: number): ListedMember | string {
		const taken = this.list(own).flatMap((member) => member.peerUrls);
		if (peerUrls.some((url) => taken.includes(url))) return 'etcdserver: Peer URLs already exists';
		if (isLearner && this.#others.some((each) => each.isLearner)) {
			return 'etcdserver: too many learner members in cluster';
		}
		if (this.#others.length >= MEMBERS_MAX) return 'etcdserver: unhealthy cluster';
		const { memberId } = etcdMember(peerUrls, `${DEFAULT_CLUSTER_TOKEN}${Math.floor(nowMs / 1000)}`);
		const member = { id: memberId, name: '', peerUrls, clientUrls: [], isLearner };
		this.#others = [...this.#others, member];
		this.#onChange();
		return member;
	}

	remove(own: ListedMember, id: string): Refused {
		if (id === own.id) return 'etcdserver: re-configuration failed due to not enough started members';
		if (!this.#others.some((each) => each.id === id)) return 'etcdserver: member not found';
		this.#others = this.#others.filter((each) => each.id !== id);
		this.#onChange();
		return undefined;
	}

	update(own: ListedMember, id: string, peerUrls: readonly string[]): Refused {
		const taken = this.list(own).flatMap((member) => (member.id === id ? [] : member.peerUrls));
		if (peerUrls.some((url) => taken.includes(url))) return 'etcdserver: Peer URLs already exists';
		if (id === own.id) this.#ownPeerUrls = peerUrls;
		else if (!this.#others.some((each) => each.id === id)) return 'etcdserver: member not found';
		this.#others = this.#others.map((each) => (each.id === id ? { ...each, peerUrls } : each));
		return undefined;
	}

	promote(own: ListedMember, id: string): string {
		const learner = this.#others.find((each) => each.id === id);
		if (learner === undefined && id !== own.id) return 'etcdserver: member not found';
		if (learner?.isLearner !== true) return 'etcdserver: can only promote a learner member';
		return 'etcdserver: can only promote a learner member which is in sync with leader';
	}
}
