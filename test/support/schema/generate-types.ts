/**
 * Writes the TypeScript types of built-in objects (simulator/api/<group>/types…) from the schema tables. Run by hand:
 *
 *   npx esbuild test/support/schema/generate-types.ts --bundle --platform=node --format=esm | node --input-type=module -
 *   npx biome check --write simulator/api
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { typeFiles } from './type-text.ts';

for (const [file, text] of typeFiles()) {
	mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
	writeFileSync(file, text);
}
