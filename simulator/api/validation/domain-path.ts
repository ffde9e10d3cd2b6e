import type { FieldError } from '../../machinery/field-error.ts';
import { invalidValue, required } from '../../machinery/field-error.ts';
import { dns1123Subdomain, patternComplaint } from '../../machinery/names.ts';

const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

/** "acme.io/foo". Models apimachinery/pkg/util/validation IsDomainPrefixedPath. */
export function validateDomainPath(value: string, path: string): FieldError[] {
	if (value === '') return [required(path)];
	const slash = value.indexOf('/');
	const [host, rest] = [value.slice(0, slash), value.slice(slash + 1)];
	if (slash <= 0 || rest === '') {
		return [invalidValue(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
	}
	const errors = dns1123Subdomain(host).map((complaint) => invalidValue(path, host, complaint));
	if (!/^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(rest)) {
		errors.push(invalidValue(path, rest, patternComplaint('Invalid path', HTTP_PATH)));
	}
	return errors;
}
