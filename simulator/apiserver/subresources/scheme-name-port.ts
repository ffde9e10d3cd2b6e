/** "web", "web:80", "https:web:443": what a proxied request names. */
export interface SchemeNamePort {
	/** '', 'http' or 'https'. */
	readonly scheme: string;
	readonly name: string;
	/** A number, a name, or nothing. */
	readonly port: string;
}

/** Undefined when it is none of these. Models apimachinery/pkg/util/net SplitSchemeNamePort. */
export function splitSchemeNamePort(id: string): SchemeNamePort | undefined {
	const [first = '', second = '', third = '', ...more] = id.split(':');
	if (more.length > 0) return undefined;
	switch (id.split(':').length) {
		case 1:
			return named({ scheme: '', name: first, port: '' });
		case 2:
			return named({ scheme: '', name: first, port: second });
		default:
			return first === '' || first === 'http' || first === 'https'
				? named({ scheme: first, name: second, port: third })
				: undefined;
	}
}

function named(parts: SchemeNamePort): SchemeNamePort | undefined {
	return parts.name === '' ? undefined : parts;
}
