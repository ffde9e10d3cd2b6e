/** Content types by extension, the common part of nginx's mime.types. */
export const MIME_TYPES: ReadonlyMap<string, string> = new Map([
	['html', 'text/html'],
	['htm', 'text/html'],
	['shtml', 'text/html'],
	['css', 'text/css'],
	['xml', 'text/xml'],
	['gif', 'image/gif'],
	['jpeg', 'image/jpeg'],
	['jpg', 'image/jpeg'],
	['js', 'application/javascript'],
	['atom', 'application/atom+xml'],
	['rss', 'application/rss+xml'],
	['txt', 'text/plain'],
	['png', 'image/png'],
	['svg', 'image/svg+xml'],
	['svgz', 'image/svg+xml'],
	['webp', 'image/webp'],
	['ico', 'image/x-icon'],
	['bmp', 'image/x-ms-bmp'],
	['woff', 'font/woff'],
	['woff2', 'font/woff2'],
	['json', 'application/json'],
	['pdf', 'application/pdf'],
	['wasm', 'application/wasm'],
	['zip', 'application/zip'],
	['mp3', 'audio/mpeg'],
	['mp4', 'video/mp4'],
	['webm', 'video/webm'],
]);

/** As the file of that name spells them. */
export function mimeTypesFile(): string {
	const byType = new Map<string, string[]>();
	for (const [extension, type] of MIME_TYPES) {
		const extensions = byType.get(type);
		if (extensions === undefined) byType.set(type, [extension]);
		else extensions.push(extension);
	}
	const lines = [...byType].map(([type, extensions]) => `    ${type.padEnd(49)} ${extensions.join(' ')};`);
	return `\ntypes {\n${lines.join('\n')}\n}\n`;
}
