import type { Address } from '../../serving/endpoints.ts';
import type { RouteFilter, RouteMatch } from './types.ts';

/** What the control plane tells a Gateway's nginx: JSON over the wire. Differs: the real agent is told files, over gRPC. */
export interface ProxyConfig {
	readonly listeners: readonly ListenerConfig[];
}

export interface ListenerConfig {
	readonly port: number;
	/** '' for any. */
	readonly hostname: string;
	/** PEM; undefined: plain HTTP. */
	readonly certificate?: string;
	readonly routes: readonly RouteConfig[];
}

/** One match of one rule, the better ones first. */
export interface RouteConfig {
	/** "" for any. */
	readonly hostname: string;
	readonly match: RouteMatch;
	readonly filters: readonly RouteFilter[];
	readonly mirrors: readonly Address[];
	readonly backends: readonly BackendConfig[];
}

export interface BackendConfig {
	/** "default_web_80". */
	readonly name: string;
	readonly weight: number;
	/** It may not be used, or is not there: 500. */
	readonly broken: boolean;
	readonly endpoints: readonly Address[];
}

/** Which of two comes first: the more precise one. Models the specification of HTTPRouteRule.matches. */
export function comparePrecision(a: RouteConfig, b: RouteConfig): number {
	return (
		hostRank(b.hostname) - hostRank(a.hostname) ||
		pathRank(b.match) - pathRank(a.match) ||
		Number(b.match.method !== undefined) - Number(a.match.method !== undefined) ||
		(b.match.headers?.length ?? 0) - (a.match.headers?.length ?? 0) ||
		(b.match.queryParams?.length ?? 0) - (a.match.queryParams?.length ?? 0)
	);
}

function hostRank(hostname: string): number {
	if (hostname === '') return 0;
	return hostname.startsWith('*.') ? hostname.length : 1_000 + hostname.length;
}

function pathRank({ path }: RouteMatch): number {
	const { type = 'PathPrefix', value = '/' } = path ?? {};
	if (type === 'Exact') return 100_000;
	return type === 'RegularExpression' ? 50_000 + value.length : value.length;
}

/** Whether "*.example.com" or "" or a name covers a name. */
export function hostMatches(pattern: string, host: string): boolean {
	if (pattern === '') return true;
	if (!pattern.startsWith('*.')) return pattern === host;
	return host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1;
}
