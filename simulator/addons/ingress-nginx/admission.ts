import type { Ingress } from '../../api/networking/types.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import { compileRe2, RegexpSyntaxError } from '../../machinery/regexp.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { Annotations, type GlobalOptions, PREFIX } from './annotations.ts';

interface Review {
	readonly apiVersion: string;
	readonly kind: string;
	readonly request?: { readonly uid: string; readonly object: Ingress | null };
}

/** Answers the API server's question about an Ingress. Models internal/admission/controller IngressAdmission. */
export function answerReview(request: HttpRequest, check: (ingress: Ingress) => string | undefined): HttpAnswer {
	let review: Review;
	try {
		review = JSON.parse(decodeUtf8(request.body)) as Review;
	} catch {
		return { status: 500, headers: [], body: '' };
	}
	const object = review.request?.object;
	if (review.request === undefined || object === null || object === undefined)
		return { status: 400, headers: [], body: '' };
	const problem = check(object);
	const response = {
		uid: review.request.uid,
		allowed: problem === undefined,
		...(problem !== undefined && {
			status: { metadata: {}, status: 'Failure', message: problem, reason: 'BadRequest', code: 400 },
		}),
	};
	const { kind, apiVersion } = review;
	const body = JSON.stringify({ kind, apiVersion, request: review.request, response });
	return { status: 200, headers: [['Content-Type', 'application/json']], body };
}

/**
 * Why the controller would not take an Ingress; undefined when it would. Models internal/ingress/controller
 * CheckIngress, checkOverlap.
 */
export function ingressProblem(
	ingress: Ingress,
	others: readonly Ingress[],
	global: GlobalOptions,
	minor: number,
): string | undefined {
	const strict = global.flag('strict-validate-path-type', minor >= 12);
	return (
		(strict ? pathTypeProblem(ingress) : undefined) ??
		snippetProblem(ingress, global) ??
		annotationProblem(ingress, global, minor) ??
		overlapProblem(ingress, others)
	);
}

const PLAIN_PATH = /^\/[A-Za-z0-9._~/-]*$/;

/** Models internal/ingress/inspector ValidatePathType. */
function pathTypeProblem({ spec }: Ingress): string | undefined {
	const problems: string[] = [];
	for (const { http } of spec.rules ?? []) {
		for (const { path = '', pathType } of http?.paths ?? []) {
			if (pathType === 'ImplementationSpecific' || path === '' || PLAIN_PATH.test(path)) continue;
			problems.push(`path ${path} cannot be used with pathType ${pathType}`);
		}
	}
	return problems.length === 0 ? undefined : `ingress contains invalid paths: ${problems.join('\n')}`;
}

function snippetProblem({ metadata }: Ingress, global: GlobalOptions): string | undefined {
	const blocked = global
		.text('annotation-value-word-blocklist', '')
		.split(',')
		.filter((word) => word.trim() !== '');
	for (const [key, value] of Object.entries(metadata.annotations ?? {})) {
		if (!key.startsWith(PREFIX)) continue;
		const word = blocked.find((each) => value.includes(each.trim()));
		if (word !== undefined) return `${key} annotation contains invalid word ${word.trim()}`;
		if (key.endsWith('-snippet') && !global.flag('allow-snippet-annotations', false)) {
			return `${key} annotation cannot be used. Snippet directives are disabled by the Ingress administrator`;
		}
	}
	return undefined;
}

const BOOLEAN = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;
const NUMBER = /^[+-]?\d+$/;
const RANGES = /^(?:[\d.:a-fA-F]+(?:\/\d{1,3})?)(?:\s*,\s*[\d.:a-fA-F]+(?:\/\d{1,3})?)*$/;
const REDIRECT = /^https?:\/\/\S+$|^\/\S*$|^\$\S+$/;

/** Groups of annotations that a value of the wrong form is refused for. Models internal/ingress/annotations/parser. */
const FORMS: readonly (readonly [group: string, form: RegExp, names: readonly string[]])[] = [
	['Canary', BOOLEAN, ['canary']],
	['Canary', NUMBER, ['canary-weight', 'canary-weight-total']],
	['Rewrite', BOOLEAN, ['ssl-redirect', 'force-ssl-redirect', 'use-regex', 'preserve-trailing-slash']],
	['Rewrite', /^[^\s;{}"'`<>]+$/, ['rewrite-target', 'app-root']],
	['CorsConfig', BOOLEAN, ['enable-cors', 'cors-allow-credentials']],
	['CorsConfig', NUMBER, ['cors-max-age']],
	['RateLimit', NUMBER, ['limit-rps', 'limit-rpm', 'limit-connections', 'limit-burst-multiplier']],
	['Allowlist', RANGES, ['whitelist-source-range', 'allowlist-source-range']],
	['Denylist', RANGES, ['denylist-source-range']],
	['Redirect', REDIRECT, ['permanent-redirect', 'temporal-redirect']],
	['Proxy', /^\d+[bBkKmMgG]?$/, ['proxy-body-size']],
	['BackendProtocol', /^(?:HTTP|HTTPS|AUTO_HTTP|GRPC|GRPCS|FCGI)$/i, ['backend-protocol']],
	['BasicDigestAuth', /^(?:basic|digest)$/, ['auth-type']],
	['BasicDigestAuth', /^(?:auth-file|auth-map)$/, ['auth-secret-type']],
	['SessionAffinity', /^cookie$/, ['affinity']],
];

function annotationProblem(ingress: Ingress, global: GlobalOptions, minor: number): string | undefined {
	const notes = new Annotations(ingress);
	const risky = (group: string): string =>
		`annotation group ${group} contains risky annotation based on ingress configuration`;
	if (minor >= 12 && global.text('annotations-risk-level', 'High') !== 'Critical') {
		if (notes.text('configuration-snippet') !== '') return risky('ConfigurationSnippet');
		if (notes.text('server-snippet') !== '') return risky('ServerSnippet');
		if (notes.text('auth-snippet') !== '') return risky('ExternalAuth');
	}
	if (minor < 9) return undefined;
	for (const [group, form, names] of FORMS) {
		for (const name of names) {
			const value = notes.text(name);
			if (value !== '' && !form.test(value)) return risky(group);
		}
	}
	return patternProblem(ingress, notes);
}

/** Paths that are used as patterns must be some: nginx itself looks at the configuration. */
function patternProblem({ spec }: Ingress, notes: Annotations): string | undefined {
	if (notes.flag('use-regex') !== true && notes.text('rewrite-target') === '') return undefined;
	for (const { http } of spec.rules ?? []) {
		for (const { path = '' } of http?.paths ?? []) {
			try {
				compileRe2(`^${path}`);
			} catch (error) {
				if (!(error instanceof RegexpSyntaxError)) throw error;
				return `pcre2_compile() failed: ${error.message} in "^${path}"`;
			}
		}
	}
	return undefined;
}

function overlapProblem(ingress: Ingress, others: readonly Ingress[]): string | undefined {
	const isCanary = new Annotations(ingress).flag('canary');
	for (const { host, http } of ingress.spec.rules ?? []) {
		for (const { path: written } of http?.paths ?? []) {
			const path = written === undefined || written === '' ? '/' : written;
			const name = host === undefined || host === '' ? '_' : host;
			const same = others.filter((other) => hasPath(other, name, path));
			if (same.some((other) => isSame(other, ingress))) continue;
			for (const other of same) {
				const isOtherCanary = new Annotations(other).flag('canary');
				const both = isCanary === true && isOtherCanary === true;
				if (!both && (isCanary !== undefined || isOtherCanary !== undefined)) continue;
				const { namespace, name: by } = other.metadata;
				return `host "${name}" and path "${path}" is already defined in ingress ${namespace}/${by}`;
			}
		}
	}
	return undefined;
}

function isSame(a: Ingress, b: Ingress): boolean {
	return a.metadata.namespace === b.metadata.namespace && a.metadata.name === b.metadata.name;
}

function hasPath({ spec }: Ingress, host: string, path: string): boolean {
	return (spec.rules ?? []).some(
		(rule) =>
			(rule.host === undefined || rule.host === '' ? '_' : rule.host) === host &&
			(rule.http?.paths ?? []).some((each) => (each.path === undefined || each.path === '' ? '/' : each.path) === path),
	);
}
