/**
 * What names, labels and keys must look like. Every function returns the server's complaints about a value, without
 * the field: an empty list means that it is well-formed.
 *
 * Models apimachinery/pkg/util/validation and apimachinery/pkg/api/validation.
 */

/** A kind's check of metadata.name; `isPrefix` for generateName, which may end in "-". */
export type ValidateName = (name: string, isPrefix: boolean) => string[];

const LABEL_PATTERN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN_PATTERN = `${LABEL_PATTERN}(\\.${LABEL_PATTERN})*`;
const LABEL_1035_PATTERN = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED_PATTERN = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const ENV_PATTERN = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const CONFIG_KEY_PATTERN = '[-._a-zA-Z0-9]+';
const C_IDENTIFIER_PATTERN = '[A-Za-z_][A-Za-z0-9_]*';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const C_IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Same language as its pattern, without a nested repetition to backtrack in. */
function isSubdomain(value: string): boolean {
	return value.split('.').every((label) => LABEL.test(label));
}

/** "must be no more than 63 characters". The checks that moved to api/validate/content say bytes. */
export function maxLengthComplaint(length: number): string {
	return `must be no more than ${length} characters`;
}

function maxBytesComplaint(length: number): string {
	return `must be no more than ${length} bytes`;
}

/** Models validation RegexError: the two spaces before "or" are the server's. */
export function patternComplaint(message: string, pattern: string, ...examples: readonly string[]): string {
	if (examples.length === 0) return `${message} (regex used for validation is '${pattern}')`;
	return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`;
}

export function rangeComplaint(low: number, high: number): string {
	return `must be between ${low} and ${high}, inclusive`;
}

/** A DNS label (RFC 1123): namespaces, container names, volumes. */
export function dns1123Label(value: string): string[] {
	const complaints = value.length > 63 ? [maxLengthComplaint(63)] : [];
	if (LABEL.test(value)) return complaints;
	complaints.push(
		isSubdomain(value)
			? 'must not contain dots'
			: patternComplaint(
					"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
					LABEL_PATTERN,
					'my-name',
					'123-abc',
				),
	);
	return complaints;
}

/** A DNS subdomain (RFC 1123): names of most objects. */
export function dns1123Subdomain(value: string): string[] {
	const complaints = value.length > 253 ? [maxLengthComplaint(253)] : [];
	if (isSubdomain(value)) return complaints;
	complaints.push(subdomainComplaint());
	return complaints;
}

function subdomainComplaint(): string {
	return patternComplaint(
		"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
		SUBDOMAIN_PATTERN,
		'example.com',
	);
}

/** Subdomains that may have underscores: searches of a Pod's DNS. */
export function dns1123SubdomainWithUnderscore(value: string): string[] {
	const complaints = value.length > 253 ? [maxLengthComplaint(253)] : [];
	if (value.split('.').every((label) => /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/.test(label))) return complaints;
	const label = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
	complaints.push(
		patternComplaint(
			"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
			`${label}(\\.${label})*`,
			'example.com',
		),
	);
	return complaints;
}

/** A DNS label (RFC 1035): starts with a letter. Services. */
export function dns1035Label(value: string): string[] {
	const complaints = value.length > 63 ? [maxLengthComplaint(63)] : [];
	if (LABEL_1035.test(value)) return complaints;
	complaints.push(
		patternComplaint(
			"a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
			LABEL_1035_PATTERN,
			'my-name',
			'abc-123',
		),
	);
	return complaints;
}

/** "*.example.com". */
export function wildcardDns1123Subdomain(value: string): string[] {
	const complaints = value.length > 253 ? [maxLengthComplaint(253)] : [];
	if (value.startsWith('*.') && isSubdomain(value.slice(2))) return complaints;
	complaints.push(
		patternComplaint(
			"a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
			`\\*\\.${SUBDOMAIN_PATTERN}`,
			'*.example.com',
		),
	);
	return complaints;
}

/** Keys of labels and annotations, finalizers, resource names: "[prefix/]name". Models content.IsLabelKey. */
export function qualifiedName(value: string): string[] {
	const parts = value.split('/');
	const pattern = patternComplaint(
		"must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
		QUALIFIED_PATTERN,
		'MyName',
		'my.name',
		'123-abc',
	);
	if (parts.length > 2) {
		return [`a valid label key ${pattern} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
	}
	const complaints: string[] = [];
	const name = parts[parts.length - 1] as string;
	if (parts.length === 2) {
		const prefix = parts[0] as string;
		if (prefix === '') complaints.push('prefix part must be non-empty');
		else {
			if (prefix.length > 253) complaints.push(`prefix part ${maxBytesComplaint(253)}`);
			if (!isSubdomain(prefix)) complaints.push(`prefix part ${subdomainComplaint()}`);
		}
	}
	if (name === '') complaints.push('name part must be non-empty');
	else if (name.length > 63) complaints.push(`name part ${maxBytesComplaint(63)}`);
	if (!QUALIFIED.test(name)) complaints.push(`name part ${qualifiedComplaint()}`);
	return complaints;
}

function qualifiedComplaint(): string {
	return patternComplaint(
		"must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
		QUALIFIED_PATTERN,
		'MyName',
		'my.name',
		'123-abc',
	);
}

/** The value of a label. Models content.IsLabelValue. */
export function labelValue(value: string): string[] {
	const complaints = value.length > 63 ? [maxBytesComplaint(63)] : [];
	if (value === '' || QUALIFIED.test(value)) return complaints;
	complaints.push(
		patternComplaint(
			"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
			`(${QUALIFIED_PATTERN})?`,
			'MyValue',
			'my_value',
			'12345',
		),
	);
	return complaints;
}

/** A name of an environment variable by the strict rule (kubectl create, set env). Models IsEnvVarName. */
export function envVarName(value: string): string[] {
	const complaints = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(value)
		? []
		: [
				patternComplaint(
					"a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
					ENV_PATTERN,
					'my.env-name',
					'MY_ENV.NAME',
					'MyEnvName1',
				),
			];
	return [...complaints, ...parentPathComplaints(value)];
}

/** A name of an environment variable by the rule the server has since v1.34. Models IsRelaxedEnvVarName. */
export function relaxedEnvVarName(value: string): string[] {
	const complaints = value === '' ? ['environment variable name must be non-empty'] : [];
	if (/[^\x20-\x7e]|=/.test(value)) {
		complaints.push("a valid environment variable name must consist only of printable ASCII characters other than '='");
	}
	return complaints;
}

/** A key of a ConfigMap or Secret. Models IsConfigMapKey. */
export function configMapKey(value: string): string[] {
	const complaints = value.length > 253 ? [maxLengthComplaint(253)] : [];
	if (!CONFIG_KEY.test(value)) {
		complaints.push(
			patternComplaint(
				"a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
				CONFIG_KEY_PATTERN,
				'key.name',
				'KEY_NAME',
				'key-name',
			),
		);
	}
	return [...complaints, ...parentPathComplaints(value)];
}

function parentPathComplaints(value: string): string[] {
	if (value === '.') return ["must not be '.'"];
	if (value === '..') return ["must not be '..'"];
	return value.startsWith('..') ? ["must not start with '..'"] : [];
}

export function cIdentifier(value: string): string[] {
	if (C_IDENTIFIER.test(value)) return [];
	return [
		patternComplaint(
			"a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
			C_IDENTIFIER_PATTERN,
			'my_name',
			'MY_NAME',
			'MyName',
		),
	];
}

/** A number of a port. Models IsValidPortNum. */
export function portNumber(value: number): string[] {
	return value >= 1 && value <= 65535 ? [] : [rangeComplaint(1, 65535)];
}

/** A name of a port. Models IsValidPortName. */
export function portName(value: string): string[] {
	const complaints: string[] = [];
	if (value.length > 15) complaints.push(maxLengthComplaint(15));
	if (!/^[-a-z0-9]+$/.test(value)) {
		complaints.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
	}
	if (!/[a-z]/.test(value)) complaints.push('must contain at least one letter (a-z)');
	if (value.includes('--')) complaints.push('must not contain consecutive hyphens');
	if (value.startsWith('-') || value.endsWith('-')) complaints.push('must not begin or end with a hyphen');
	return complaints;
}

export function percent(value: string): string[] {
	if (/^[0-9]+%$/.test(value)) return [];
	const message = "a valid percent string must be a numeric string followed by an ending '%'";
	return [patternComplaint(message, '[0-9]+%', '1%', '93%')];
}

export function httpHeaderName(value: string): string[] {
	if (/^[-A-Za-z0-9]+$/.test(value)) return [];
	const message = "a valid HTTP header must consist of alphanumeric characters or '-'";
	return [patternComplaint(message, '[-A-Za-z0-9]+', 'X-Header-Name')];
}

/** A user or group id. Models IsValidUserID, IsValidGroupID. */
export function unixId(value: number): string[] {
	return value >= 0 && value <= 2147483647 ? [] : [rangeComplaint(0, 2147483647)];
}

// Names of objects. A prefix may end in "-": something will follow it.

/** Models NameIsDNSSubdomain. */
export const nameIsDnsSubdomain: ValidateName = (name, isPrefix) => dns1123Subdomain(maskDash(name, isPrefix));

/** Models NameIsDNSLabel. */
export const nameIsDnsLabel: ValidateName = (name, isPrefix) => dns1123Label(maskDash(name, isPrefix));

/** Models NameIsDNS1035Label. */
export const nameIsDns1035Label: ValidateName = (name, isPrefix) => dns1035Label(maskDash(name, isPrefix));

/** RBAC's names: anything that is one segment of a path. Models api/validation/path ValidatePathSegmentName. */
export const nameIsPathSegment: ValidateName = (name, isPrefix) => {
	if (!isPrefix && name === '.') return ["may not be '.'"];
	if (!isPrefix && name === '..') return ["may not be '..'"];
	const complaints: string[] = [];
	if (name.includes('/')) complaints.push("may not contain '/'");
	if (name.includes('%')) complaints.push("may not contain '%'");
	return complaints;
};

function maskDash(name: string, isPrefix: boolean): string {
	return isPrefix && name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}
