import { ACCESS_ATTRIBUTE, DEFAULT_ATTRIBUTE } from '../../kernel/files/extended-attributes.ts';
import { type Process, SystemError } from '../../kernel/process-api.ts';

/** Lists of access go with the mode, what users have named with "xattr". A file system that keeps none takes none. */
export function copyAttributes(process: Process, from: string, to: string, preserve: ReadonlySet<string>): void {
	for (const name of process.listAttributes(from)) {
		const isList = name === ACCESS_ATTRIBUTE || name === DEFAULT_ATTRIBUTE;
		if (!preserve.has(isList ? 'mode' : 'xattr')) continue;
		try {
			process.setAttribute(to, name, process.getAttribute(from, name));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
}
