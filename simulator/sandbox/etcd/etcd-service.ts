import { withHash, writeBackend } from '../../hosts/etcd/backend-file.ts';
import type { EtcdMember } from '../../hosts/etcd/member.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { delay } from '../../machinery/delay.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import { fnv32a } from '../../machinery/fnv.ts';
import type { Random } from '../../machinery/random.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { Change, Entry } from '../../store/entry.ts';
import { type Store, StoreError } from '../../store/store.ts';
import { type Asked, readAsked } from './asked.ts';
import type { EtcdDisks } from './etcd-disks.ts';
import { Leases } from './etcd-leases.ts';
import type { ListedMember } from './etcd-membership.ts';
import { type EtcdSpace, liveBytes } from './etcd-space.ts';
import { isTrue } from './etcd-transactions.ts';
import type { StoredBytes } from './stored-bytes.ts';

export const ETCD_VERSION = '3.6.6';
/** Models --quota-backend-bytes. */
const QUOTA_BYTES = 2 * 1024 ** 3;

export interface EtcdServiceOptions {
	readonly store: Store;
	readonly disks: EtcdDisks;
	readonly bytes: StoredBytes;
	readonly member: EtcdMember;
	readonly name: string;
	readonly peerUrls: readonly string[];
	readonly clientUrls: readonly string[];
	readonly post: (callback: () => void) => void;
	readonly loop: EventLoop;
	readonly random: Random;
	/** Of its database, while it is counted. */
	readonly space: EtcdSpace | undefined;
	/** Undefined: the usual quota. */
	readonly quotaBytes: number | undefined;
}

type Reply = { readonly [key: string]: unknown };

/** Told to the client with its gRPC code. */
class Refusal extends Error {
	readonly code: number;
	constructor(code: number, message: string) {
		super(message);
		this.code = code;
	}
}

/**
 * What an etcd answers on its client port, in the words of its JSON gateway. Differs: gRPC itself is not spoken (etcdctl
 * uses the gateway), there are no users, and other members are names in a list (`etcd-membership.ts`).
 */
export class EtcdService {
	readonly #options: EtcdServiceOptions;
	/** Most worlds never hear of one. Differs: they end with etcd's process. */
	#leasesOrNone: Leases | undefined;

	constructor(options: EtcdServiceOptions) {
		this.#options = options;
	}

	*handle(request: HttpRequest): Task<HttpAnswer> {
		const target = request.target.replace(/\?.*/, '');
		if (target === '/health') {
			const hasAlarm = this.#options.space?.state.hasAlarm === true;
			return hasAlarm
				? json(503, { health: 'false', reason: 'ALARM NOSPACE' })
				: json(200, { health: 'true', reason: '' });
		}
		if (target === '/version') {
			return json(200, { etcdserver: ETCD_VERSION, etcdcluster: '3.6.0', storage: '3.6.0' });
		}
		if (target === '/v3/maintenance/snapshot') return this.#snapshot();
		try {
			const asked = readAsked(decodeUtf8(request.body));
			if (typeof asked === 'string') return refused(3, `proto: ${asked}`);
			return json(200, yield* this.#call(target, asked));
		} catch (error) {
			if (error instanceof SyntaxError) return json(400, { error: 'invalid JSON', code: 3, message: 'invalid JSON' });
			if (error instanceof StoreError) return refused(error.fault === 'full' ? 8 : 11, error.message);
			if (error instanceof Refusal) return refused(error.code, error.message);
			throw error;
		}
	}

	*#call(target: string, asked: Asked): Task<Reply> {
		if (!this.#options.disks.membership.hasQuorum && !OF_ITSELF.has(target)) {
			yield delay(this.#options.loop, REQUEST_MS);
			throw new Refusal(14, 'etcdserver: request timed out');
		}
		switch (target) {
			case '/v3/kv/range':
				return this.#range(asked);
			case '/v3/kv/put':
				return this.#put(asked);
			case '/v3/kv/deleterange':
				return this.#delete(asked);
			case '/v3/kv/compaction':
				this.#options.store.compact(Number(asked.revision ?? 0));
				this.#options.space?.compacted(liveBytes(this.#options.disks.running()));
				return { header: this.#header() };
			case '/v3/kv/txn':
				return this.#transaction(asked);
			case '/v3/lease/grant':
				this.#options.space?.requireRoom();
				return { header: this.#header(), ...this.#leases().grant(String(asked.ID ?? 0), Number(asked.TTL ?? 0)) };
			case '/v3/lease/revoke':
				if (!this.#leases().has(String(asked.ID ?? 0))) throw new Refusal(5, 'etcdserver: requested lease not found');
				this.#revoke(String(asked.ID ?? 0));
				return { header: this.#header() };
			case '/v3/lease/keepalive':
				return { result: { header: this.#header(), ...this.#leases().keepAlive(String(asked.ID ?? 0)) } };
			case '/v3/lease/timetolive':
				return { header: this.#header(), ...this.#leases().timeToLive(String(asked.ID ?? 0), asked.keys === true) };
			case '/v3/lease/leases':
				return { header: this.#header(), ...this.#leases().list() };
			case '/v3/watch':
				return yield* this.#watch(asked);
			case '/v3/maintenance/status':
				return this.#status();
			case '/v3/maintenance/hash':
				return {
					header: this.#header(),
					hash: this.#hash(),
					hash_revision: String(this.#options.store.revision),
					compact_revision: '-1',
				};
			case '/v3/maintenance/alarm':
				return { header: this.#header(), ...this.#alarms(asked) };
			case '/v3/maintenance/defragment':
				this.#options.space?.defragmented();
				return { header: this.#header() };
			case '/v3/maintenance/transfer-leadership':
				if (!this.#members().some(({ ID }) => ID === String(asked.targetID))) {
					throw new Refusal(9, 'etcdserver: bad leader transferee');
				}
				return { header: this.#header() };
			case '/v3/cluster/member/list':
			case '/v3/cluster/member/add':
			case '/v3/cluster/member/remove':
			case '/v3/cluster/member/update':
			case '/v3/cluster/member/promote':
				return this.#membership(target.slice(target.lastIndexOf('/') + 1), asked);
			default:
				throw new Refusal(5, 'Not Found');
		}
	}

	#leases(): Leases {
		const { loop, random } = this.#options;
		this.#leasesOrNone ??= new Leases(loop, random, (id) => this.#revoke(id));
		return this.#leasesOrNone;
	}

	/** What has gone with it is deleted. */
	#revoke(id: string): void {
		for (const key of this.#leases().revoke(id)) this.#delete({ key: base64(key) });
	}

	/** Models server/etcdserver/apply applierV3backend.Txn. */
	#transaction({ compare = [], success = [], failure = [] }: Asked): Reply {
		const { store, bytes } = this.#options;
		const holds = compare.every((each) => {
			const entry = store.get(textOf(each.key));
			return isTrue(each, entry, entry && encodeBase64(bytes.encode(entry)));
		});
		const responses = (holds ? success : failure).map((operation): Reply => {
			const { request_range: range, request_put: put, request_delete_range: remove } = operation;
			if (range !== undefined) return { response_range: this.#range(range as Asked) };
			if (put !== undefined) return { response_put: this.#put(put as Asked) };
			return { response_delete_range: this.#delete((remove ?? {}) as Asked) };
		});
		return { header: this.#header(), ...(holds ? { succeeded: true } : {}), responses };
	}

	#header(): Reply {
		const { member, store, disks } = this.#options;
		return {
			cluster_id: decimal(member.clusterId),
			member_id: decimal(member.memberId),
			revision: String(store.revision),
			raft_term: String(disks.opened + 1),
		};
	}

	#range(asked: Asked): Reply {
		const limit = Number(asked.limit ?? 0);
		const all = this.#entries(asked, Number(asked.revision ?? 0));
		const wanted = limit > 0 ? all.slice(0, limit) : all;
		return {
			header: this.#header(),
			...(asked.count_only === true || wanted.length === 0
				? {}
				: { kvs: wanted.map((entry) => this.#keyValue(entry, asked.keys_only === true)) }),
			...(wanted.length < all.length ? { more: true } : {}),
			count: String(all.length),
		};
	}

	#entries(asked: Asked, revision: number): readonly Entry[] {
		const { store } = this.#options;
		const key = textOf(asked.key);
		if (key === '') throw new Refusal(3, 'etcdserver: key is not provided');
		if (asked.range_end === undefined || asked.range_end === '') {
			if (revision === 0) return [store.get(key)].filter((entry) => entry !== undefined);
			return store.list(key, { revision }).entries.filter((entry) => entry.key === key);
		}
		const end = textOf(asked.range_end);
		const from = key === '\0' ? '' : key;
		const { entries } = store.list('', { from, ...(revision === 0 ? {} : { revision }) });
		return end === '\0' ? entries : entries.filter((entry) => entry.key < end);
	}

	#keyValue(entry: Entry, keyOnly = false): Reply {
		return {
			key: base64(entry.key),
			create_revision: String(entry.createRevision),
			mod_revision: String(entry.modRevision),
			version: String(entry.version),
			...this.#leasesOrNone?.of(entry.key),
			...(keyOnly ? {} : { value: encodeBase64(this.#options.bytes.encode(entry)) }),
		};
	}

	#put(asked: Asked): Reply {
		const { store, bytes } = this.#options;
		const key = textOf(asked.key);
		if (key === '') throw new Refusal(3, 'etcdserver: key is not provided');
		const before = store.get(key);
		if (asked.ignore_value === true && before === undefined) throw new Refusal(3, 'etcdserver: key not found');
		const lease = String(asked.lease ?? 0);
		if (lease !== '0' && !this.#leases().has(lease)) throw new Refusal(5, 'etcdserver: requested lease not found');
		const kept = asked.ignore_value === true ? before : undefined;
		const build = bytes.decode(
			key,
			kept === undefined ? decodeBase64(asked.value ?? '') : bytes.encode(unsealed(kept)),
		);
		if (build === undefined) throw new Refusal(7, 'etcdserver: permission denied');
		if (before === undefined) store.create(key, build);
		else store.update(key, build, undefined, kept?.seal);
		if (asked.ignore_lease !== true) this.#leasesOrNone?.detach(key);
		if (lease !== '0') this.#leases().attach(key, lease);
		const previous = asked.prev_kv === true && before !== undefined ? { prev_kv: this.#keyValue(before) } : {};
		return { header: this.#header(), ...previous };
	}

	#delete(asked: Asked): Reply {
		const { store } = this.#options;
		const gone = this.#entries(asked, 0);
		for (const entry of gone) store.delete(entry.key, undefined, (revision) => tombstone(entry.value, revision));
		return {
			header: this.#header(),
			...(gone.length === 0 ? {} : { deleted: String(gone.length) }),
			...(asked.prev_kv === true ? { prev_kvs: gone.map((entry) => this.#keyValue(entry)) } : {}),
		};
	}

	/** Answers with the next changes of a range. Differs: one answer a request instead of a stream. */
	*#watch(asked: Asked): Task<Reply> {
		const { store, post } = this.#options;
		const key = textOf(asked.key);
		const end = textOf(asked.range_end ?? '');
		const fits = (each: string): boolean => (end === '' ? each === key : each >= key && (end === '\0' || each < end));
		const from = Number(asked.start_revision ?? store.revision + 1);
		const changed = new Signal(post);
		for (;;) {
			const changes = store.changesAfter(commonStart(key, end), from - 1).filter((change) => fits(change.key));
			if (changes.length > 0) {
				return { header: this.#header(), events: changes.map((change) => this.#event(change, asked.prev_kv === true)) };
			}
			const forget = store.subscribe('', () => changed.wakeAll());
			try {
				yield changed;
			} finally {
				forget();
			}
		}
	}

	#event({ type, entry, previous, key, revision }: Change, withPrevious: boolean): Reply {
		const kv = type === 'put' ? this.#keyValue(entry) : { key: base64(key), mod_revision: String(revision) };
		const before = withPrevious && previous !== undefined ? { prev_kv: this.#keyValue(previous) } : {};
		return { ...(type === 'put' ? {} : { type: 'DELETE' }), kv, ...before };
	}

	#hash(): number {
		return fnv32a(
			JSON.stringify(this.#options.disks.running().entries.map(({ key, modRevision }) => [key, modRevision])),
		);
	}

	/** Those that there are; of a disarming those that there were. Models server/etcdserver/api/v3alarm. */
	#alarms({ action }: Asked): Reply {
		const { space, member } = this.#options;
		if (space?.state.hasAlarm !== true) return {};
		if (action === 'DEACTIVATE') space.state.hasAlarm = false;
		return { alarms: [{ memberID: decimal(member.memberId), alarm: 'NOSPACE' }] };
	}

	#errors(): Reply {
		const { disks, space, member } = this.#options;
		const errors = [
			...(disks.membership.hasQuorum ? [] : ['etcdserver: no leader']),
			...(space?.state.hasAlarm === true ? [`memberID:${decimal(member.memberId)} alarm:NOSPACE `] : []),
		];
		return errors.length === 0 ? {} : { errors };
	}

	#status(): Reply {
		const { store, disks, member, space, quotaBytes } = this.#options;
		const live = liveBytes(disks.running());
		const size = space?.state.sizeBytes ?? live;
		// A leader's own entries, and one for each write.
		const index = String(store.revision + 4 * disks.opened + 3);
		return {
			header: this.#header(),
			version: ETCD_VERSION,
			dbSize: String(size),
			leader: disks.membership.hasQuorum ? decimal(member.memberId) : '0',
			raftIndex: index,
			raftTerm: String(disks.opened + 1),
			raftAppliedIndex: index,
			dbSizeInUse: String(space?.state.usedBytes ?? live),
			storageVersion: '3.6.0',
			dbSizeQuota: String(quotaBytes ?? QUOTA_BYTES),
			...this.#errors(),
			downgradeInfo: {},
		};
	}

	get #own(): ListedMember {
		const { member, name, peerUrls, clientUrls } = this.#options;
		return { id: member.memberId, name, peerUrls, clientUrls, isLearner: false };
	}

	#members(): readonly (Reply & { readonly ID: string })[] {
		return this.#options.disks.membership.list(this.#own).map(memberReply);
	}

	/** Models server/etcdserver/api/v3rpc ClusterServer. */
	#membership(what: string, { ID = 0, peerURLs = [], isLearner = false }: Asked): Reply {
		const { disks, loop } = this.#options;
		const { membership } = disks;
		const id = BigInt(ID).toString(16);
		const header = { ...this.#header(), revision: undefined };
		let refusal: string | undefined;
		let added: ListedMember | undefined;
		if (what === 'add') {
			const result = membership.add(this.#own, peerURLs, isLearner, loop.now());
			if (typeof result === 'string') refusal = result;
			else added = result;
		} else if (what === 'remove') refusal = membership.remove(this.#own, id);
		else if (what === 'update') refusal = membership.update(this.#own, id, peerURLs);
		else if (what === 'promote') refusal = membership.promote(this.#own, id);
		if (refusal !== undefined) throw new Refusal(refusal.endsWith('not found') ? 5 : 9, refusal);
		const members = this.#members();
		return added === undefined ? { header, members } : { header, member: memberReply(added), members };
	}

	#snapshot(): HttpAnswer {
		const bytes = withHash(writeBackend(this.#options.disks.running()));
		return { status: 200, headers: [['Content-Type', 'application/octet-stream']], body: bytes };
	}
}

function memberReply({ id, name, peerUrls, clientUrls, isLearner }: ListedMember): Reply & { readonly ID: string } {
	return {
		ID: decimal(id),
		...(name === '' ? {} : { name }),
		peerURLs: peerUrls,
		...(clientUrls.length === 0 ? {} : { clientURLs: clientUrls }),
		...(isLearner ? { isLearner } : {}),
	};
}

/** What it answers without the others. */
const OF_ITSELF: ReadonlySet<string> = new Set([
	'/v3/maintenance/status',
	'/v3/maintenance/hash',
	'/v3/maintenance/defragment',
]);
/** Models server/config ServerConfig.ReqTimeout. */
const REQUEST_MS = 7_000;

function unsealed({ seal: _, ...entry }: Entry): Entry {
	return entry;
}

function tombstone(value: object, revision: number): object {
	const { metadata } = value as { readonly metadata?: object };
	if (metadata === undefined) return value;
	return { ...value, metadata: { ...metadata, resourceVersion: String(revision) } };
}

function json(status: number, body: object): HttpAnswer {
	return { status, headers: [['Content-Type', 'application/json']], body: JSON.stringify(body) };
}

function refused(code: number, message: string): HttpAnswer {
	return json(code === 5 ? 404 : 400, { error: message, code, message });
}

function textOf(base64Text: string | undefined): string {
	return base64Text === undefined ? '' : decodeUtf8(decodeBase64(base64Text));
}

function base64(text: string): string {
	return encodeBase64(encodeUtf8(text));
}

function decimal(hex: string): string {
	return BigInt(`0x${hex}`).toString();
}

/** What all keys from `key` until before `end` begin with; '' as an end: `key` alone. */
function commonStart(key: string, end: string): string {
	if (end === '') return key;
	let length = 0;
	while (length < key.length && key[length] === end[length]) length++;
	return key.slice(0, length);
}
