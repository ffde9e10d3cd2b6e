import 'server-only';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import rehypeShikiFromHighlighter from '@shikijs/rehype/core';
import { bundleMDX } from 'mdx-bundler';
import rehypeSlug from 'rehype-slug';
import remarkGfm from 'remark-gfm';
import type { ShikiTransformer } from 'shiki';
import { projectRoot } from '../project-root.ts';
import { codeHighlighter } from './highlighter.ts';

/** Part of each cache key: change it when the options below change. */
const VERSION = '3';

/**
 * The text of a code block, and which one it is of those to be run (```bash run, counted from 0; "quiet" counts too),
 * for the component that shows it. Blocks come in the order of the text.
 */
function sourceOnPre(): ShikiTransformer {
	let runBlocks = 0;
	return {
		pre(node) {
			node.properties['data-source'] = this.source;
			const meta = (this.options.meta?.__raw ?? '').split(/\s+/);
			if (!meta.includes('run')) return;
			node.properties['data-run'] = String(runBlocks++);
			if (meta.includes('quiet')) node.properties['data-quiet'] = 'true';
		},
	};
}

/**
 * MDX to the code of a component, for `mdxComponent`. Takes 100 ms and more, so the result is kept on disk by the
 * hash of the source, unless `keep` is false: for texts of which there are endlessly many. Code blocks are highlighted
 * here, in both themes at once (CSS variables `--shiki-*`).
 */
export async function compileMdx(source: string, keep = true): Promise<string> {
	const key = createHash('sha256').update(`${VERSION}\0${process.env.NODE_ENV}\0${source}`).digest('hex');
	const folder = join(/* turbopackIgnore: true */ projectRoot(), '.next/cache/kubedrill-mdx');
	const path = join(/* turbopackIgnore: true */ folder, `${key}.js`);
	const kept = await readFile(path, 'utf8').catch(() => undefined);
	if (kept !== undefined) return kept;
	const highlighter = await codeHighlighter();
	const { code } = await bundleMDX({
		source,
		mdxOptions: (options) => ({
			...options,
			remarkPlugins: [...(options.remarkPlugins ?? []), remarkGfm],
			rehypePlugins: [
				...(options.rehypePlugins ?? []),
				rehypeSlug,
				[
					rehypeShikiFromHighlighter,
					highlighter,
					{
						themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
						defaultColor: false,
						fallbackLanguage: 'text',
						addLanguageClass: true,
						transformers: [sourceOnPre()],
					},
				],
			],
		}),
	});
	if (!keep) return code;
	await mkdir(folder, { recursive: true });
	// Pages that are rendered side by side may compile the same text.
	const temporary = `${path}.${randomUUID()}`;
	await writeFile(temporary, code);
	await rename(temporary, path);
	return code;
}
