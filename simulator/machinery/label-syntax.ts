/** What label keys and values must look like. Models apimachinery/pkg/util/validation IsQualifiedName, IsValidLabelValue. */

const QUALIFIED_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const QUALIFIED_NAME_REGEXP = new RegExp(`^${QUALIFIED_NAME}$`);
const LABEL_VALUE = `(${QUALIFIED_NAME})?`;
const LABEL_VALUE_REGEXP = new RegExp(`^${LABEL_VALUE}$`);
const SUBDOMAIN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
const SUBDOMAIN_REGEXP = new RegExp(`^${SUBDOMAIN}$`);

const NAME_COMPLAINT =
	"must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

/** The complaints about a label key, annotation key or finalizer; none when it is good. */
export function qualifiedNameErrors(text: string): string[] {
	const errors: string[] = [];
	const parts = text.split('/');
	const nameComplaint = regexComplaint(NAME_COMPLAINT, QUALIFIED_NAME, ['MyName', 'my.name', '123-abc']);
	if (parts.length > 2) {
		return [
			`a qualified name ${nameComplaint} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
		];
	}
	if (parts.length === 2) {
		const prefix = parts[0] as string;
		if (prefix === '') errors.push('prefix part must be non-empty');
		else errors.push(...subdomainErrors(prefix).map((error) => `prefix part ${error}`));
	}
	const name = parts[parts.length - 1] as string;
	if (name === '') errors.push('name part must be non-empty');
	else if (name.length > 63) errors.push('name part must be no more than 63 bytes');
	if (!QUALIFIED_NAME_REGEXP.test(name)) errors.push(`name part ${nameComplaint}`);
	return errors;
}

/** The complaints about a label value; none when it is good. */
export function labelValueErrors(text: string): string[] {
	const errors: string[] = [];
	if (text.length > 63) errors.push('must be no more than 63 bytes');
	if (!LABEL_VALUE_REGEXP.test(text)) {
		errors.push(
			regexComplaint(
				"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
				LABEL_VALUE,
				['MyValue', 'my_value', '12345'],
			),
		);
	}
	return errors;
}

function subdomainErrors(text: string): string[] {
	const errors: string[] = [];
	if (text.length > 253) errors.push('must be no more than 253 bytes');
	if (!SUBDOMAIN_REGEXP.test(text)) {
		errors.push(
			regexComplaint(
				"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
				SUBDOMAIN,
				['example.com'],
			),
		);
	}
	return errors;
}

/** Models apimachinery/pkg/util/validation RegexError. */
function regexComplaint(message: string, regexp: string, examples: readonly string[]): string {
	return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${regexp}')`;
}
