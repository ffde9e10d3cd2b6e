import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { anonymous } from 'better-auth/plugins/anonymous';
import { liveWorlds } from '../account/live-worlds.ts';
import { revokeMailedLinks } from '../account/mailed-links.ts';
import { sendVerification } from '../account/send-verification.ts';
import type { Database } from '../db/database.ts';
import { composeMail } from '../mail/compose-mail.ts';
import { localeOfRequest } from '../mail/mail-locale.ts';
import { mailer } from '../mail/mailer.ts';
import { mergeUsers } from '../progress/merge-users.ts';
import { mailLinkOrigin } from '../public-url.ts';
import { CLIENT_ADDRESS_HEADER } from './client-address.ts';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './credentials.ts';
import { noteMerged } from './merged-sessions.ts';

export interface AuthOptions {
	readonly db: Database;
	readonly provider: 'sqlite' | 'postgresql';
	readonly secret: string;
	/** Where the site is reached when a proxy stands before it, e.g. "https://kubedrill.example". */
	readonly publicUrl: string | undefined;
}

/** Seconds for which the link in a mail that resets a password works. The mail says so. */
const RESET_SECONDS = 60 * 60;

/**
 * Accounts with e-mail and password, and guests: a guest is a user from the first click on, and becomes (or merges
 * into) the account that signs up or in with the guest's cookie. Telemetry is off; nothing is sent anywhere but mails.
 */
export function createAuth({ db, provider, secret, publicUrl }: AuthOptions) {
	return betterAuth({
		appName: 'KubeDrill',
		secret,
		...(publicUrl === undefined ? {} : { baseURL: publicUrl }),
		basePath: '/api/auth',
		database: prismaAdapter(db, { provider }),
		telemetry: { enabled: false },
		// Below it there is only the advice to set a base URL, which we derive from the request on purpose.
		logger: { level: 'error' },
		// Without a public address the site is where the browser says it is; its own origin is the trusted one.
		trustedOrigins: (request) => ownOrigins(request, publicUrl),
		emailAndPassword: {
			enabled: true,
			minPasswordLength: PASSWORD_LENGTH_MIN,
			maxPasswordLength: PASSWORD_LENGTH_MAX,
			autoSignIn: true,
			resetPasswordTokenExpiresIn: RESET_SECONDS,
			sendResetPassword: async ({ user, token }, request) => {
				const locale = localeOfRequest(request);
				// After the #: browsers keep it to themselves, no log and no Referer has it.
				const link = `${mailLinkOrigin()}/${locale}/reset-password#${token}`;
				mailer().send(composeMail(user.email, { kind: 'reset-password', link }, locale));
			},
			onPasswordReset: ({ user }, request) => afterReset(db, user, request),
		},
		// Ours, not better-auth's: its link changes things when it is only looked at, and works as often as one likes.
		emailVerification: {
			sendOnSignUp: true,
			sendVerificationEmail: ({ user }, request) => sendVerification(db, user, localeOfRequest(request)),
		},
		// The database does not hold what the mails' links hold.
		verification: { storeIdentifier: 'hashed' },
		user: { additionalFields: { role: { type: 'string', required: false, input: false, defaultValue: 'student' } } },
		session: { expiresIn: 60 * 60 * 24 * 60, updateAge: 60 * 60 },
		databaseHooks: {
			session: { delete: { after: async (session) => liveWorlds().endSessions([session.id]) } },
		},
		// auth-limits.ts counts, by account too; handle-auth.ts lets nothing past it.
		rateLimit: { enabled: false },
		advanced: {
			cookiePrefix: 'kubedrill',
			useSecureCookies: publicUrl?.startsWith('https://') ?? false,
			defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
			// Whole: people look for their own address among the signed-in devices.
			ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER], ipv6Subnet: 128 },
		},
		plugins: [
			anonymous({
				emailDomainName: 'guest.invalid',
				// mergeUsers deletes the guest itself: together with the move, or not at all.
				disableDeleteAnonymousUser: true,
				onLinkAccount: async ({ anonymousUser, newUser }) => {
					await mergeUsers(db, provider, anonymousUser.user.id, newUser.user.id);
					noteMerged(anonymousUser.session.token);
					liveWorlds().adopt(anonymousUser.user.id, newUser.user.id, newUser.session.id);
				},
			}),
		],
	});
}

/** Whoever had the old password is out: sessions, their connections, and every other link that was mailed. */
async function afterReset(db: Database, user: { id: string; email: string }, request: Request | undefined) {
	await revokeMailedLinks(db, user.id);
	await db.session.deleteMany({ where: { userId: user.id } });
	// The link has come by mail, so the address is theirs.
	await db.user.update({ where: { id: user.id }, data: { emailVerified: true }, select: { id: true } });
	liveWorlds().endUser(user.id);
	const locale = localeOfRequest(request);
	const link = `${mailLinkOrigin()}/${locale}/forgot-password`;
	mailer().send(composeMail(user.email, { kind: 'password-changed', link }, locale));
}

function ownOrigins(request: Request | undefined, publicUrl: string | undefined): string[] {
	if (publicUrl !== undefined) return [new URL(publicUrl).origin];
	const host = request?.headers.get('host');
	return host === null || host === undefined ? [] : [`http://${host}`];
}

export type Auth = ReturnType<typeof createAuth>;
