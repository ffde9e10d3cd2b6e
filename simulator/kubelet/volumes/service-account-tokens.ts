import type { Pod } from '../../api/core/types/pod.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { TransportError } from '../../client/transport.ts';
import type { Context } from '../../machinery/context.ts';
import type { LazyText } from '../../machinery/lazy-text.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import { SERVICE_ACCOUNTS } from '../resources.ts';
import { VolumeError } from './volume-error.ts';

interface TokenAnswer extends KubeObject {
	readonly status: { readonly token: string | LazyText; readonly expirationTimestamp: string };
}

/** A token in use. */
export interface HeldToken {
	readonly token: string | LazyText;
	readonly expiresAtMs: number;
	/** How long it was asked for. */
	readonly seconds: number;
}

/** By Pod uid, then by account, audience and lifetime. */
export type HeldTokens = ReadonlyMap<string, ReadonlyMap<string, HeldToken>>;

/**
 * A token is asked for anew when this part of its life is left, or after a day. Models pkg/kubelet/token requiresRefresh;
 * differs: without its jitter of up to ten seconds.
 */
const LEFT_PERCENT = 20;
const USED_SECONDS_MAX = 24 * 3_600;

/** Tokens of the Pods' service accounts, bound to the Pods. Models pkg/kubelet/token Manager. */
export class ServiceAccountTokens {
	readonly #context: Context;
	readonly #client: ApiClient;
	/** By Pod, then by account, audience and lifetime. */
	readonly #held: Map<string, ReadonlyMap<string, HeldToken>>;

	/** @param held tokens that the Pods of this node have already. */
	constructor(context: Context, client: ApiClient, held: HeldTokens = new Map()) {
		this.#held = new Map(held);
		this.#context = context;
		this.#client = client;
	}

	/** A token that is good for a while. Throws VolumeError. */
	*token(pod: Pod, audience: string | undefined, expirationSeconds: number): Task<string | LazyText> {
		const { name, namespace = '', uid } = pod.metadata;
		const account = pod.spec.serviceAccountName ?? 'default';
		const key = `${account}/${audience ?? ''}/${expirationSeconds}`;
		const held = this.#held.get(uid)?.get(key);
		if (held !== undefined && this.#context.loop.now() < refreshAtMs(held)) return held.token;
		const spec = {
			audiences: audience === undefined ? [] : [audience],
			expirationSeconds,
			boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name, uid },
		};
		const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec };
		try {
			const answer = yield* this.#client.post<TokenAnswer>(
				SERVICE_ACCOUNTS,
				{ namespace, name: account },
				'token',
				body,
			);
			const { token, expirationTimestamp } = answer.status;
			const expiresAtMs = mustParseTime(expirationTimestamp);
			const taken = { token, expiresAtMs, seconds: expirationSeconds };
			this.#held.set(uid, new Map(this.#held.get(uid)).set(key, taken));
			return token;
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
			throw new VolumeError(`failed to fetch token: ${error.message}`);
		}
	}

	/** Those in use now, of all Pods. */
	all(): HeldTokens {
		return new Map(this.#held);
	}

	/** When the Pod's next token has to be asked for; undefined when it has none. */
	nextRefreshMs(podUid: string): number | undefined {
		let next: number | undefined;
		for (const held of this.#held.get(podUid)?.values() ?? []) {
			next = Math.min(next ?? Number.POSITIVE_INFINITY, refreshAtMs(held));
		}
		return next;
	}

	/** How long those of its tokens that last shortest are used. */
	refreshPeriodMs(podUid: string): number {
		return Math.min(
			...[...(this.#held.get(podUid)?.values() ?? [])].map(({ seconds }) => usedSeconds(seconds) * 1_000),
		);
	}

	/** Whether nothing is left of a request for a token but the token. */
	get leaveNoTrace(): boolean {
		return this.#client.transport.leavesNoTrace?.() ?? false;
	}

	forget(podUid: string): void {
		this.#held.delete(podUid);
	}
}

function usedSeconds(seconds: number): number {
	return Math.min(seconds - Math.floor((seconds * LEFT_PERCENT) / 100), USED_SECONDS_MAX);
}

function refreshAtMs({ expiresAtMs, seconds }: HeldToken): number {
	return expiresAtMs - (seconds - usedSeconds(seconds)) * 1_000;
}
