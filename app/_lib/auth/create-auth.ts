import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { anonymous } from 'better-auth/plugins/anonymous';
import type { Database } from '../db/database.ts';
import { mergeUsers } from '../progress/merge-users.ts';
import { CLIENT_ADDRESS_HEADER } from './client-address.ts';

export interface AuthOptions {
	readonly db: Database;
	readonly provider: 'sqlite' | 'postgresql';
	readonly secret: string;
	/** Where the site is reached when a proxy stands before it, e.g. "https://kubedrill.example". */
	readonly publicUrl: string | undefined;
}

/**
 * Accounts with e-mail and password, and guests: a guest is a user from the first click on, and becomes (or merges
 * into) the account that signs up or in with the guest's cookie. Telemetry is off; nothing is sent anywhere.
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
		emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128, autoSignIn: true },
		user: { deleteUser: { enabled: true } },
		session: { expiresIn: 60 * 60 * 24 * 60, updateAge: 60 * 60 * 24 },
		rateLimit: {
			enabled: true,
			storage: 'memory',
			window: 60,
			max: 240,
			customRules: {
				// A class behind one address signs up within a few minutes; a password guesser gets one guess a second.
				'/sign-in/email': { window: 60, max: 60 },
				'/sign-up/email': { window: 60, max: 60 },
				'/sign-in/anonymous': { window: 60, max: 120 },
				'/get-session': { window: 60, max: 2_000 },
			},
		},
		advanced: {
			cookiePrefix: 'kubedrill',
			useSecureCookies: publicUrl?.startsWith('https://') ?? false,
			defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
			ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
		},
		plugins: [
			anonymous({
				emailDomainName: 'guest.invalid',
				onLinkAccount: ({ anonymousUser, newUser }) => mergeUsers(db, anonymousUser.user.id, newUser.user.id),
			}),
		],
	});
}

function ownOrigins(request: Request | undefined, publicUrl: string | undefined): string[] {
	if (publicUrl !== undefined) return [new URL(publicUrl).origin];
	const host = request?.headers.get('host');
	return host === null || host === undefined ? [] : [`http://${host}`];
}

export type Auth = ReturnType<typeof createAuth>;
