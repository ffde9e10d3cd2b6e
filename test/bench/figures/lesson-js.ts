import { gzipSync } from 'node:zlib';
import { LESSON_PATH, withBuiltSite } from '../built-site.ts';
import { type Figure, lower } from '../figure.ts';

/** Script that a browser fetches for the lesson page's HTML: before the terminal's own, which comes when it is wanted. */
export const lessonJs: Figure = {
	name: 'lesson-js',
	async measure() {
		const found = await withBuiltSite(async (origin): Promise<{ notRun: string } | { bytes: number }> => {
			const response = await fetch(origin + LESSON_PATH);
			if (!response.ok) return { notRun: `${LESSON_PATH} answers ${response.status}` };
			let bytes = 0;
			for (const source of scriptSources(await response.text())) {
				const script = await fetch(new URL(source, origin));
				if (!script.ok) throw new Error(`${source} answers ${script.status}`);
				bytes += gzipSync(Buffer.from(await script.arrayBuffer())).length;
			}
			return { bytes };
		});
		const name = 'lesson-js';
		return ['notRun' in found ? { name, ...found } : lower(name, found.bytes / 1000, 'KB, gzip', 200)];
	},
};

/** Of the scripts that today's browsers run, each once. */
function scriptSources(html: string): ReadonlySet<string> {
	const sources = new Set<string>();
	for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) {
		const source = /\bsrc="([^"]+)"/.exec(tag)?.[1];
		if (source !== undefined && !/\bnomodule\b/i.test(tag)) sources.add(source);
	}
	return sources;
}
