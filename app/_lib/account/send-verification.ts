import type { Database } from '../db/database.ts';
import { composeMail } from '../mail/compose-mail.ts';
import type { MailLocale } from '../mail/mail-texts.ts';
import { mailer } from '../mail/mailer.ts';
import { mailLinkOrigin } from '../public-url.ts';
import { issueLink } from './mailed-links.ts';

/** Mails the link that confirms an account's address. */
export async function sendVerification(
	db: Database,
	user: { readonly id: string; readonly email: string },
	locale: MailLocale,
): Promise<void> {
	const token = await issueLink(db, 'verify-email', user.id, user.email);
	const link = `${mailLinkOrigin()}/${locale}/confirm#${token}`;
	mailer().send(composeMail(user.email, { kind: 'verify-email', link }, locale));
}
