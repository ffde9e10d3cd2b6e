import { fullname, head } from '../charts/chart-source.ts';

// What the templates of falcosidekick and of its UI share.

export const NAME = 'falcosidekick';

/** The beginning of a manifest, of `<fullname><suffix>`. */
export function headOf(apiVersion: string, kind: string, suffix: string, component: string): string {
	return head(NAME, apiVersion, kind, fullname(NAME, suffix), component);
}

/** Where it is given: a Pod's or a container's. */
export function securityContexts(values: string, pad: number): string {
	const margin = ' '.repeat(pad);
	return `${margin}{{- with ${values} }}
${margin}securityContext:
${margin}  {{- toYaml . | nindent ${pad + 2} }}
${margin}{{- end }}
`;
}
