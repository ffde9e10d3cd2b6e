import { decodeBase64 } from '../../machinery/base64.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { described } from '../describing/described.ts';
import { Description } from '../describing/description.ts';
import { describeHead, sortedKeys } from '../describing/metadata.ts';
import type { Secret } from './types/object.ts';

/** Sizes only, but for the token of a service account. Models kubectl/pkg/describe SecretDescriber. */
export function describeSecret({ metadata, type = '', data = {} }: Secret): Task<string> {
	const description = new Description();
	describeHead(description, metadata, true);
	description.write(0, `\nType:\t${type}\n`);
	description.write(0, '\nData\n====\n');
	for (const key of sortedKeys(data)) {
		const bytes = decodeBase64(data[key] as string);
		const isToken = key === 'token' && type === 'kubernetes.io/service-account-token';
		description.field(key, isToken ? decodeUtf8(bytes) : `${bytes.length} bytes`);
	}
	return described(description);
}
