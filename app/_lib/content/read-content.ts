import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { projectRoot } from '../project-root.ts';

/** Something in content/ is not as it must be; the message names the file and each place in it. For authors. */
export class ContentError extends Error {}

/** The absolute path of something in content/. */
export function contentPath(...parts: string[]): string {
	return join(/* turbopackIgnore: true */ projectRoot(), 'content', ...parts);
}

/** The text of a file in content/; undefined when it does not exist. */
export async function readContent(...parts: string[]): Promise<string | undefined> {
	try {
		return await readFile(contentPath(...parts), 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}

/** Reads and checks a YAML file of content/; undefined when it does not exist. Throws ContentError with all that is wrong. */
export async function readYaml<T>(schema: z.ZodType<T>, ...parts: string[]): Promise<T | undefined> {
	const text = await readContent(...parts);
	return text === undefined ? undefined : parseYaml(schema, text, ['content', ...parts].join('/'));
}

/** Parses and checks a YAML document; `name` is what errors call it. Throws ContentError with all that is wrong. */
export function parseYaml<T>(schema: z.ZodType<T>, text: string, name: string): T {
	const document = parseDocument(text, { uniqueKeys: true });
	if (document.errors.length > 0) {
		throw new ContentError(document.errors.map((error) => `${name}: ${error.message}`).join('\n'));
	}
	const parsed = schema.safeParse(document.toJS());
	if (parsed.success) return parsed.data;
	const issues = parsed.error.issues.map((issue) => `${name}: ${issue.path.join('.') || '(top)'}: ${issue.message}`);
	throw new ContentError(issues.join('\n'));
}
