import 'server-only';
import { cached } from './cached.ts';
import { glossaryFileSchema, type Term } from './glossary-schema.ts';
import { ContentError, readYaml } from './read-content.ts';

/** The terms of content/glossary.yaml in its order. Throws ContentError when it is missing or not as it must be. */
export async function loadGlossary(): Promise<readonly Term[]> {
	return glossary('');
}

const glossary = cached(async (): Promise<readonly Term[]> => {
	const file = await readYaml(glossaryFileSchema, 'glossary.yaml');
	if (file === undefined) throw new ContentError('content/glossary.yaml: there is no such file');
	return file.terms;
});
