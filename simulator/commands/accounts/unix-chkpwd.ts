import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readAll } from '../stdio.ts';
import { unixCommand } from '../unix-command.ts';
import { readAccountFiles } from './account-files.ts';
import { isPassword } from './password-hash.ts';
import { SHADOW_FIELD } from './shadow-file.ts';

const LENGTH_MAX = 4_096;
/** PAM_AUTH_ERR, PAM_USER_UNKNOWN. */
const WRONG = 7;
const UNKNOWN = 10;

/** Whether standard input holds a user's password: what daemons ask. Models Linux-PAM's unix_chkpwd. */
export const unixChkpwd = unixCommand({
	name: 'unix_chkpwd',
	paths: ['/usr/sbin/unix_chkpwd'],
	size: 31_040,
	*main({ process, args }) {
		const [name = '', mode = ''] = args;
		const { shadow } = yield* readAccountFiles(process);
		const hash = shadow.find(([each]) => each === name)?.[SHADOW_FIELD.password];
		if (hash === undefined) return UNKNOWN;
		const typed = decodeUtf8(yield* readAll(process, 0)).replace(/\0.*$/s, '');
		if (hash === '') return mode === 'nullok' && typed === '' ? 0 : WRONG;
		return typed.length <= LENGTH_MAX && (yield* isPassword(process, typed, hash)) ? 0 : WRONG;
	},
});
