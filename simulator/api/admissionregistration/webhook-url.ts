import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, required } from '../../machinery/field-error.ts';
import { dns1123Subdomain, portNumber } from '../../machinery/names.ts';
import type { ServiceReference, WebhookClientConfig } from './types.ts';

const FORM = '; desired format: https://host[/path]';

/** Where a webhook is called. Models pkg/apis/admissionregistration/validation, of a webhook's clientConfig. */
export function validateClientConfig({ url, service }: WebhookClientConfig, path: string): FieldError[] {
	if ((url === undefined) === (service === undefined)) {
		return [required(path, 'exactly one of url or service is required')];
	}
	if (url !== undefined) return validateUrl(url, `${path}.url`);
	return service === undefined ? [] : validateService(service, `${path}.service`);
}

/** Models apiserver/pkg/util/webhook ValidateWebhookURL. Differs: of what Go cannot parse only control characters are refused. */
function validateUrl(url: string, path: string): FieldError[] {
	for (const character of url) {
		if (character >= ' ' && character !== '\x7f') continue;
		const because = `parse ${JSON.stringify(url)}: net/url: invalid control character in URL`;
		return [required(path, `url must be a valid URL: ${because}${FORM}`)];
	}
	const { scheme, host, user, query, fragment } = splitUrl(url);
	const errors: FieldError[] = [];
	if (scheme !== 'https') {
		errors.push(invalidValue(path, scheme, `'https' is the only allowed URL scheme${FORM}`));
	}
	if (host === '') errors.push(invalidValue(path, host, `host must be specified${FORM}`));
	if (user !== undefined) errors.push(invalidValue(path, user, 'user information is not permitted in the URL'));
	if (fragment !== '') errors.push(invalidValue(path, fragment, 'fragments are not permitted in the URL'));
	if (query !== '') errors.push(invalidValue(path, query, 'query parameters are not permitted in the URL'));
	return errors;
}

interface UrlParts {
	readonly scheme: string;
	readonly host: string;
	readonly user: string | undefined;
	readonly query: string;
	readonly fragment: string;
}

function splitUrl(url: string): UrlParts {
	const [beforeFragment = '', ...fragments] = url.split('#');
	const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(beforeFragment)?.[1] ?? '';
	const rest = scheme === '' ? beforeFragment : beforeFragment.slice(scheme.length + 1);
	const [beforeQuery = '', ...queries] = rest.split('?');
	const authority = beforeQuery.startsWith('//') ? (beforeQuery.slice(2).split('/')[0] as string) : '';
	const at = authority.lastIndexOf('@');
	return {
		scheme: scheme.toLowerCase(),
		host: authority.slice(at + 1),
		user: at < 0 ? undefined : authority.slice(0, at),
		query: queries.join('?'),
		fragment: fragments.join('#'),
	};
}

/** Models ValidateWebhookService, with its arguments in the order in which admission gives them: name and namespace change places. */
function validateService(
	{ name, namespace, path: urlPath = '', port = 443 }: ServiceReference,
	path: string,
): FieldError[] {
	const errors: FieldError[] = [];
	if (namespace === '') errors.push(required(`${path}.name`));
	if (name === '') errors.push(required(`${path}.namespace`));
	const complaints = portNumber(port);
	if (complaints.length > 0) {
		errors.push(invalidValue(`${path}.port`, port, `port is not valid: ${complaints.join(', ')}`));
	}
	if (urlPath === '' || urlPath === '/') return errors;
	const at = `${path}.path`;
	if (urlPath === '//') return [...errors, invalidValue(at, urlPath, 'segment[0] may not be empty')];
	if (!urlPath.startsWith('/')) errors.push(invalidValue(at, urlPath, "must start with a '/'"));
	for (const [index, step] of urlPath.slice(1).replace(/\/$/, '').split('/').entries()) {
		if (step === '') errors.push(invalidValue(at, urlPath, `segment[${index}] may not be empty`));
		for (const complaint of step === '' ? [] : dns1123Subdomain(step)) {
			errors.push(invalidValue(at, urlPath, `segment[${index}]: ${complaint}`));
		}
	}
	return errors;
}
