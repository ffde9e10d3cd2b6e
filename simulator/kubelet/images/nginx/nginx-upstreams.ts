import type { Directive } from './nginx-config.ts';

/** A `server` of an `upstream`. */
export interface NginxMember {
	readonly host: string;
	readonly port: number;
	/** 0: it never counts as dead. */
	readonly maxFails: number;
	readonly failTimeoutMs: number;
	readonly isBackup: boolean;
	readonly isDown: boolean;
}

/** "500ms", "2s", "1m", "30": nginx's times; undefined for others. Models ngx_parse_time. */
export function parseTimeMs(text: string): number | undefined {
	const match = /^(\d+)(ms|s|m|h|d)?$/.exec(text);
	if (match === null) return undefined;
	const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] ?? 's'];
	return Number(match[1]) * (unitMs as number);
}

/** What proxy_pass names without an `upstream`. */
export function memberAlone(host: string, port: number): NginxMember {
	return { host, port, maxFails: 1, failTimeoutMs: 10_000, isBackup: false, isDown: false };
}

export function readMember({ args: [where = '', ...options] }: Directive): NginxMember {
	const option = (name: string): string | undefined =>
		options.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
	const [, host = where, port = '80'] = /^(.*?)(?::(\d+))?$/.exec(where) ?? [];
	return {
		host,
		port: Number(port),
		maxFails: Number(option('max_fails') ?? '1'),
		failTimeoutMs: parseTimeMs(option('fail_timeout') ?? '10s') ?? 10_000,
		isBackup: options.includes('backup'),
		isDown: options.includes('down'),
	};
}

interface Health {
	fails: number;
	failedMs: number;
	/** When it was last known to be bad, or was given another chance. */
	checkedMs: number;
}

/**
 * Whose turn it is among the members of upstreams, and who has failed too often to be asked. Differs: members take turns
 * without weights; one state for all workers, as with `zone`.
 */
export class UpstreamTurns {
	readonly #health = new Map<NginxMember, Health>();
	#turn = 0;

	/** Those to try for one request, in order: the first of them is asked, the others if it fails. */
	order(members: readonly NginxMember[], nowMs: number): NginxMember[] {
		const alone = members.length === 1;
		const usable = members.filter((member) => !member.isDown && (alone || this.#isAlive(member, nowMs)));
		const first = usable.filter(({ isBackup }) => !isBackup);
		const turn = first.length === 0 ? 0 : this.#turn++ % first.length;
		return [...first.slice(turn), ...first.slice(0, turn), ...usable.filter(({ isBackup }) => isBackup)];
	}

	/** Models ngx_http_upstream_get_round_robin_peer. */
	#isAlive(member: NginxMember, nowMs: number): boolean {
		const health = this.#health.get(member);
		return (
			health === undefined ||
			member.maxFails === 0 ||
			health.fails < member.maxFails ||
			nowMs - health.checkedMs > member.failTimeoutMs
		);
	}

	/** A dead member that is asked again has one chance a fail_timeout. */
	asked(member: NginxMember, nowMs: number): void {
		const health = this.#health.get(member);
		if (health !== undefined && nowMs - health.checkedMs > member.failTimeoutMs) health.checkedMs = nowMs;
	}

	/** Models ngx_http_upstream_free_round_robin_peer. */
	answered(member: NginxMember): void {
		const health = this.#health.get(member);
		if (health !== undefined && health.failedMs < health.checkedMs) this.#health.delete(member);
	}

	/** @returns true when it is left out from now on. */
	failed(member: NginxMember, nowMs: number): boolean {
		const fails = (this.#health.get(member)?.fails ?? 0) + 1;
		this.#health.set(member, { fails, failedMs: nowMs, checkedMs: nowMs });
		return member.maxFails > 0 && fails >= member.maxFails;
	}
}
