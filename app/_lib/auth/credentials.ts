import { z } from 'zod';
import { normalEmail } from './normal-email.ts';

export const PASSWORD_LENGTH_MIN = 8;
export const PASSWORD_LENGTH_MAX = 128;
/** Characters of a name: enough for anybody's, too few for a letter. */
const NAME_LENGTH_MAX = 60;

/** The messages are codes that the pages have sentences for. */
export const emailSchema = z
	.string('INVALID_EMAIL')
	.max(1_000, 'INVALID_EMAIL')
	.transform((text, context) => {
		const email = normalEmail(text);
		if (email !== undefined) return email;
		context.addIssue('INVALID_EMAIL');
		return z.NEVER;
	});

export const newPasswordSchema = z
	.string()
	.min(PASSWORD_LENGTH_MIN, 'PASSWORD_TOO_SHORT')
	.max(PASSWORD_LENGTH_MAX, 'PASSWORD_TOO_LONG');

/** One that exists already: how long it is says nothing, but what is too long is not worth hashing. */
export const passwordSchema = z.string().min(1).max(PASSWORD_LENGTH_MAX, 'INVALID_PASSWORD');

/** One line, as others see it; no invisible characters that turn or hide text. */
export const nameSchema = z
	.string()
	.transform((text) =>
		text
			.normalize('NFC')
			.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
			.replace(/\s+/g, ' ')
			.trim(),
	)
	.pipe(z.string().max(NAME_LENGTH_MAX, 'NAME_TOO_LONG'));
