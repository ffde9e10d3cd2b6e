import type { ExamSitting } from '../generated/sqlite/client.ts';

/** A row without its user as the file of one's own data has it: what is kept as JSON text becomes JSON. */
export function exportSitting(row: Omit<ExamSitting, 'userId'>): object {
	const { flags, visits, result, ...rest } = row;
	const read = (text: string): unknown => JSON.parse(text);
	return { ...rest, flags: read(flags), visits: read(visits), result: result === null ? null : read(result) };
}
