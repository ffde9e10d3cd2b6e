/** Where a resource comes from, or what changed it: what `buildMetadata` asks for. Models kustomize api/resource Origin. */
export interface Origin {
	readonly path?: string;
	readonly configuredIn?: string;
	/** The kind of the built-in generator or transformer. */
	readonly configuredBy?: string;
	/** The name of the object that configures it. */
	readonly configuredByName?: string;
}

export function formatOrigin(origin: Origin): string {
	return linesOf(origin)
		.map((line) => `${line}\n`)
		.join('');
}

export function formatOrigins(origins: readonly Origin[]): string {
	return origins
		.flatMap((origin) => linesOf(origin).map((line, index) => `${index === 0 ? '- ' : '  '}${line}\n`))
		.join('');
}

function linesOf({ path, configuredIn, configuredBy, configuredByName = '' }: Origin): string[] {
	const lines: string[] = [];
	if (path !== undefined) lines.push(`path: ${path}`);
	if (configuredIn !== undefined) lines.push(`configuredIn: ${configuredIn}`);
	if (configuredBy !== undefined) lines.push('configuredBy:', '  apiVersion: builtin', `  kind: ${configuredBy}`);
	if (configuredByName !== '') lines.push(`  name: ${configuredByName}`);
	return lines;
}
