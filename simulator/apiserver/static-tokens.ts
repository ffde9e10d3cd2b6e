import { SettingsError } from './admission/settings/settings-error.ts';
import type { UserInfo } from './request.ts';

/**
 * The users of a --token-auth-file by their tokens. Throws SettingsError.
 * Models apiserver/pkg/authentication/token/tokenfile NewCSV.
 */
export function readStaticTokens(text: string, path: string): ReadonlyMap<string, UserInfo> {
	const users = new Map<string, UserInfo>();
	for (const line of text.split('\n')) {
		const fields = csvFields(line.replace(/\r$/, ''));
		if (fields.length === 1 && fields[0] === '') continue;
		const [token = '', name = '', uid = '', groups] = fields;
		if (fields.length < 3) {
			const wanted = 'must have at least 3 columns (token, user name, user uid)';
			throw new SettingsError(`token file '${path}' ${wanted}, found ${fields.length}`);
		}
		if (token === '') continue;
		users.set(token, { name, uid, groups: groups === undefined ? [] : groups.split(',') });
	}
	return users;
}

/** Models encoding/csv, for one line. */
function csvFields(line: string): string[] {
	const fields: string[] = [];
	const next = /\s*"((?:[^"]|"")*)"\s*(,|$)|([^,]*)(,|$)/y;
	for (let more = true; more; ) {
		const match = next.exec(line);
		if (match === null) break;
		fields.push(match[1] === undefined ? (match[3] ?? '') : match[1].replaceAll('""', '"'));
		more = (match[2] ?? match[4]) === ',';
	}
	return fields;
}
