import 'server-only';
import { cached } from './cached.ts';
import { type Checklist, checklistFileSchema } from './checklist-schema.ts';
import { type Competencies, competenciesFileSchema } from './competencies-schema.ts';
import { ContentError, readYaml } from './read-content.ts';

/** content/checklist.yaml. Throws ContentError when it is missing or not as it must be. */
export async function loadChecklist(): Promise<Checklist> {
	return checklist('');
}

/** content/competencies.yaml. Throws ContentError when it is missing or not as it must be. */
export async function loadCompetencies(): Promise<Competencies> {
	return competencies('');
}

const checklist = cached(async (): Promise<Checklist> => {
	const file = await readYaml(checklistFileSchema, 'checklist.yaml');
	if (file === undefined) throw new ContentError('content/checklist.yaml: there is no such file');
	return file;
});

const competencies = cached(async (): Promise<Competencies> => {
	const file = await readYaml(competenciesFileSchema, 'competencies.yaml');
	if (file === undefined) throw new ContentError('content/competencies.yaml: there is no such file');
	return file;
});
