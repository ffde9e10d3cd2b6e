import type { Ingress } from '../../api/networking/types.ts';
import type { LocationOptions } from './routes.ts';

export const PREFIX = 'nginx.ingress.kubernetes.io/';

/** What the controller's ConfigMap says, over the defaults. Models internal/ingress/controller/config. */
export class GlobalOptions {
	readonly #data: { readonly [key: string]: string };

	constructor(data: { readonly [key: string]: string } = {}) {
		this.#data = data;
	}

	text(key: string, otherwise: string): string {
		return this.#data[key] ?? otherwise;
	}

	flag(key: string, otherwise: boolean): boolean {
		const value = this.#data[key];
		return value === undefined ? otherwise : /^(?:true|1|t|T|TRUE|True)$/.test(value);
	}
}

/** One Ingress's annotations, without their prefix. */
export class Annotations {
	readonly #all: { readonly [key: string]: string };

	constructor(ingress: Ingress) {
		this.#all = ingress.metadata.annotations ?? {};
	}

	/** '' when absent. */
	text(name: string): string {
		return (this.#all[`${PREFIX}${name}`] ?? '').trim();
	}

	/** Undefined when absent or no boolean. */
	flag(name: string): boolean | undefined {
		const value = this.text(name);
		if (/^(?:true|1|t|T|TRUE|True)$/.test(value)) return true;
		return /^(?:false|0|f|F|FALSE|False)$/.test(value) ? false : undefined;
	}

	number(name: string): number | undefined {
		const value = this.text(name);
		return /^\d+$/.test(value) ? Number(value) : undefined;
	}

	list(name: string): readonly string[] {
		return this.text(name)
			.split(',')
			.map((each) => each.trim())
			.filter((each) => each !== '');
	}
}

const CORS_METHODS = 'GET, PUT, POST, DELETE, PATCH, OPTIONS';
const CORS_HEADERS =
	'DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization';
const REDIRECT_MIN = 300;
const REDIRECT_MAX = 308;

/** How requests of an Ingress's locations are treated. Models internal/ingress/annotations. */
export function locationOptions(ingress: Ingress, global: GlobalOptions): LocationOptions {
	const notes = new Annotations(ingress);
	const authType = notes.text('auth-type');
	const code = notes.number('permanent-redirect-code') ?? 301;
	const permanent = notes.text('permanent-redirect');
	const temporal = notes.text('temporal-redirect');
	const allowed = notes.list('whitelist-source-range');
	const globalRange = global
		.text('whitelist-source-range', '')
		.split(',')
		.filter((each) => each !== '');
	const given = allowed.length > 0 ? allowed : notes.list('allowlist-source-range');
	return {
		rewriteTarget: notes.text('rewrite-target'),
		useRegex: notes.flag('use-regex') ?? false,
		sslRedirect: notes.flag('ssl-redirect') ?? global.flag('ssl-redirect', true),
		forceSslRedirect: notes.flag('force-ssl-redirect') ?? global.flag('force-ssl-redirect', false),
		secureBackend: /^(?:HTTPS|GRPCS)$/i.test(notes.text('backend-protocol')),
		allow: given.length > 0 ? given : globalRange,
		deny: notes.list('denylist-source-range'),
		auth:
			authType === 'basic'
				? {
						secret: namespaced(notes.text('auth-secret'), ingress),
						realm: notes.text('auth-realm'),
						isMap: notes.text('auth-secret-type') === 'auth-map',
					}
				: undefined,
		externalAuth:
			notes.text('auth-url') === ''
				? undefined
				: {
						url: notes.text('auth-url'),
						method: notes.text('auth-method'),
						signIn: notes.text('auth-signin'),
						redirectParameter: notes.text('auth-signin-redirect-param') || 'rd',
						passed: notes.list('auth-response-headers'),
					},
		limitRps: notes.number('limit-rps') ?? 0,
		limitRpm: notes.number('limit-rpm') ?? 0,
		limitBurst: notes.number('limit-burst-multiplier') ?? 5,
		bodyBytesMax: sizeOf(notes.text('proxy-body-size') || global.text('proxy-body-size', '1m')),
		cors:
			notes.flag('enable-cors') === true
				? {
						origins: notes.list('cors-allow-origin').length > 0 ? notes.list('cors-allow-origin') : ['*'],
						methods: notes.text('cors-allow-methods') || CORS_METHODS,
						headers: notes.text('cors-allow-headers') || CORS_HEADERS,
						credentials: notes.flag('cors-allow-credentials') ?? true,
						maxAge: notes.number('cors-max-age') ?? 1_728_000,
						exposed: notes.text('cors-expose-headers'),
					}
				: undefined,
		redirect:
			permanent !== ''
				? { url: permanent, code: code >= REDIRECT_MIN && code <= REDIRECT_MAX ? code : 301 }
				: temporal !== ''
					? { url: temporal, code: notes.number('temporal-redirect-code') ?? 302 }
					: undefined,
		appRoot: notes.text('app-root'),
		affinity:
			notes.text('affinity') === 'cookie'
				? {
						name: notes.text('session-cookie-name') || 'INGRESSCOOKIE',
						path: notes.text('session-cookie-path'),
						maxAge: notes.text('session-cookie-max-age'),
						sameSite: notes.text('session-cookie-samesite'),
					}
				: undefined,
		customErrors: notes.list('custom-http-errors').map(Number),
		wwwRedirect: notes.flag('from-to-www-redirect') ?? false,
		upstreamHost: notes.text('upstream-vhost'),
		forwardedPrefix: notes.text('x-forwarded-prefix'),
		logged: notes.flag('enable-access-log') ?? true,
	};
}

function namespaced(name: string, ingress: Ingress): string {
	return name.includes('/') ? name : `${ingress.metadata.namespace}/${name}`;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** nginx's sizes; 0 is without a limit. */
function sizeOf(text: string): number {
	const match = /^(\d+)([kmg]?)$/i.exec(text);
	if (match === null) return 1024 ** 2;
	const bytes = Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] as number);
	return bytes === 0 ? Number.POSITIVE_INFINITY : bytes;
}

/** How a canary's requests are chosen. */
export interface CanaryRule {
	readonly header: string;
	readonly headerValue: string;
	readonly headerPattern: string;
	readonly cookie: string;
	readonly weight: number;
	readonly weightTotal: number;
}

/** Undefined for an Ingress that is no canary. */
export function canaryRule(ingress: Ingress): CanaryRule | undefined {
	const notes = new Annotations(ingress);
	if (notes.flag('canary') !== true) return undefined;
	return {
		header: notes.text('canary-by-header'),
		headerValue: notes.text('canary-by-header-value'),
		headerPattern: notes.text('canary-by-header-pattern'),
		cookie: notes.text('canary-by-cookie'),
		weight: notes.number('canary-weight') ?? 0,
		weightTotal: notes.number('canary-weight-total') ?? 100,
	};
}
