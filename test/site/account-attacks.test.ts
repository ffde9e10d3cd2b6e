import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AuthLimits, shareAuthLimits } from '../../app/_lib/auth/auth-limits.ts';
import { nextPath } from '../../app/_lib/auth/next-path.ts';
import { normalEmail } from '../../app/_lib/auth/normal-email.ts';
import { sessionUser } from '../../app/_lib/auth/session.ts';
import { addressGroup } from '../../app/_lib/http/address-group.ts';
import { ACCOUNT_ROUTES } from './support/account-routes.ts';
import { Browser } from './support/browser.ts';
import { bundleSupport } from './support/bundle.ts';
import { startTestSite, type TestSite } from './support/test-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-attacks-'));
const PASSWORD = 'correct horse';
let worker: string;
let site: TestSite;

beforeAll(async () => {
	worker = await bundleSupport('fake-worker');
	site = await startTestSite(worker, `file:${folder}/site.db`, { routes: ACCOUNT_ROUTES });
});

afterAll(async () => {
	await site.close();
	rmSync(folder, { recursive: true, force: true });
	rmSync(worker, { force: true });
});

beforeEach(() => {
	shareAuthLimits(new AuthLimits());
	site.mails.length = 0;
});

const emailOf = (name: string) => `${name}@example.org`;

async function signUp(name: string, browser = new Browser(site.origin)): Promise<Browser> {
	const response = await browser.post('/api/auth/sign-up/email', { name, email: emailOf(name), password: PASSWORD });
	expect(response.status).toBe(200);
	return browser;
}

const who = (browser: Browser) => sessionUser(new Headers({ cookie: browser.cookie }));

/** A request as no browser would send it: with any headers, the Host too. */
function raw(path: string, body: string, headers: Record<string, string> = {}): Promise<number> {
	const { hostname, port, host } = new URL(site.origin);
	return new Promise((resolve, reject) => {
		const own = {
			host,
			origin: site.origin,
			'content-type': 'application/json',
			'content-length': String(body.length),
		};
		const request = httpRequest(
			{ hostname, port, path, method: 'POST', headers: { ...own, ...headers } },
			(response) => {
				response.resume();
				response.on('end', () => resolve(response.statusCode ?? 0));
			},
		);
		request.on('error', reject);
		request.end(body);
	});
}

describe('limits', () => {
	const signIn = (email: string, password: string, browser = new Browser(site.origin)) =>
		browser.post('/api/auth/sign-in/email', { email, password });

	test('guessing a password ends after a few tries, and says when to try again; others are not held up', async () => {
		await signUp('guessed');
		await signUp('neighbour');
		const statuses: number[] = [];
		for (let tries = 0; tries < 10; tries++) statuses.push((await signIn(emailOf('guessed'), `wrong ${tries}`)).status);
		expect(statuses).toEqual([...Array.from({ length: 8 }, () => 401), 429, 429]);
		const refused = await signIn(emailOf('guessed'), PASSWORD);
		const { code, retryAfterSeconds } = (await refused.json()) as { code: string; retryAfterSeconds: number };
		expect([code, refused.headers.get('retry-after')]).toEqual(['TOO_MANY', String(retryAfterSeconds)]);
		expect(retryAfterSeconds).toBeGreaterThan(0);
		expect(retryAfterSeconds).toBeLessThanOrEqual(20);
		expect((await signIn(emailOf('neighbour'), PASSWORD)).status).toBe(200);
		// However the address is written, it is the same account's limit.
		expect((await signIn(' GUESSED@EXAMPLE.ORG ', PASSWORD)).status).toBe(429);
	});

	test('whoever mistypes a few times and then gets it right begins anew', async () => {
		await signUp('clumsy');
		for (let round = 0; round < 3; round++) {
			for (let tries = 0; tries < 6; tries++) await signIn(emailOf('clumsy'), 'wrong wrong');
			expect((await signIn(emailOf('clumsy'), PASSWORD)).status).toBe(200);
		}
	});

	test('mails to one address are few, whether it has an account or not', async () => {
		for (const name of ['mailed', 'unmailed']) {
			if (name === 'mailed') await signUp(name);
			const statuses: number[] = [];
			for (let tries = 0; tries < 4; tries++) {
				const asked = await new Browser(site.origin).post('/api/auth/request-password-reset', { email: emailOf(name) });
				statuses.push(asked.status);
			}
			expect(statuses).toEqual([200, 200, 200, 429]);
		}
	});

	test('sign-ups, confirmations and exports have theirs', async () => {
		const browser = await signUp('eager');
		const until = async (ask: () => Promise<Response>, most: number) => {
			for (let tries = 0; tries < most; tries++) if ((await ask()).status === 429) return tries;
			return most;
		};
		expect(await until(() => browser.post('/api/account/verify', {}), 9)).toBe(3);
		expect(await until(() => browser.get('/api/account/export'), 9)).toBe(3);
		expect(await until(() => browser.post('/api/account/delete', { password: 'wrong wrong' }), 20)).toBe(8);
		const again = { name: 'x', email: emailOf('eager'), password: PASSWORD };
		expect(await until(() => new Browser(site.origin).post('/api/auth/sign-up/email', again), 9)).toBe(4);
	});

	test.each([
		['1.2.3.4', '1.2.3.4'],
		['::ffff:1.2.3.4', '1.2.3.4'],
		['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
		['2001:0DB8:0001:2::9', '2001:db8:1:2::/64'],
		['2001:db8::1', '2001:db8:0:0::/64'],
		['fe80::1%eth0', 'fe80:0:0:0::/64'],
		['::1', '0:0:0:0::/64'],
		['unknown', 'unknown'],
	])('%s counts as %s', (address, group) => {
		expect(addressGroup(address)).toBe(group);
	});
});

describe('requests that no page of ours sends', () => {
	test('from other sites, of other kinds, too large or of no size are refused', async () => {
		const browser = await signUp('target');
		const { cookie } = browser;
		const name = JSON.stringify({ name: 'stolen' });
		const huge = JSON.stringify({ name: 'x'.repeat(20_000) });
		const statuses = {
			foreign: await raw('/api/account', name, { cookie, origin: 'https://evil.example' }),
			opaque: await raw('/api/account', name, { cookie, origin: 'null' }),
			lookalike: await raw('/api/account', name, { cookie, origin: `${site.origin}.evil.example` }),
			huge: await raw('/api/account', huge, { cookie }),
			unsized: await raw('/api/account', '', { cookie, 'content-length': '', 'transfer-encoding': 'chunked' }).catch(
				() => 400,
			),
			form: await raw('/api/account', 'name=stolen', { cookie, 'content-type': 'application/x-www-form-urlencoded' }),
			list: await raw('/api/account', '[]', { cookie }),
			signIn: await raw(
				'/api/auth/sign-in/email',
				JSON.stringify({ email: emailOf('target'), password: 'x'.repeat(20_000) }),
			),
		};
		expect(statuses).toEqual({
			...{ foreign: 403, opaque: 403, lookalike: 403, huge: 413, form: 400, list: 422, signIn: 413 },
			unsized: expect.toSatisfy((status: number) => status >= 400),
		});
		expect((await who(browser))?.name).toBe('target');
	});

	test('what better-auth has besides what our pages use is not there', async () => {
		const browser = await signUp('curious');
		const get = [
			'get-session',
			'list-sessions',
			'list-accounts',
			'ok',
			'error',
			'verify-email?token=x',
			'reset-password/x',
		];
		const post = ['update-user', 'delete-user', 'change-email', 'change-password', 'revoke-sessions', 'sign-in/social'];
		const more = ['link-social', 'unlink-account', 'refresh-token', 'get-access-token', 'delete-anonymous-user'];
		const odd = ['sign-in/email/', '../auth/sign-in/email', 'constructor', '__proto__', 'toString', ''];
		for (const path of get) expect([path, (await browser.get(`/api/auth/${path}`)).status]).toEqual([path, 405]);
		for (const path of [...post, ...more, ...odd.slice(2)]) {
			expect([path, (await browser.post(`/api/auth/${path}`, {})).status]).toEqual([path, path === '' ? 404 : 404]);
		}
	});

	test('a link in a mail leads to our own address, whatever Host and Origin say', async () => {
		await signUp('poison');
		site.mails.length = 0;
		const evil = { host: 'evil.example', origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' };
		const status = await raw('/api/auth/request-password-reset', JSON.stringify({ email: emailOf('poison') }), evil);
		expect([status, site.mails.length]).toEqual([200, 1]);
		expect(JSON.stringify(site.mails)).not.toContain('evil');
		expect(site.mails[0]?.text).toContain('http://localhost:3000/ko/reset-password#');
	});

	test('a person’s file does not fall into their folder from another site', async () => {
		const browser = await signUp('filed');
		const from = (site: string) =>
			browser.get('/api/account/export', { 'sec-fetch-site': site }).then(({ status }) => status);
		expect([await from('cross-site'), await from('same-site'), await from('same-origin')]).toEqual([403, 403, 200]);
	});
});

describe('who one is', () => {
	test('no session from before the sign-in is worth anything after it', async () => {
		const victim = new Browser(site.origin);
		await victim.becomeGuest();
		const thief = victim.copy();
		const before = victim.cookie;
		await signUp('fixed', victim);
		expect(victim.cookie).not.toBe(before);
		expect(await who(thief)).toBeUndefined();
		const again = victim.copy();
		await victim.post('/api/auth/sign-out', {});
		expect(await who(again)).toBeUndefined();
	});

	test('a cookie that is not signed by us is nobody’s', async () => {
		const browser = await signUp('signed');
		const [token = ''] = /session_token=([^;.]+)/.exec(browser.cookie)?.slice(1) ?? [];
		expect(token).not.toBe('');
		const forged = new Headers({
			cookie: `kubedrill.session_token=${token}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D`,
		});
		expect(await sessionUser(forged)).toBeUndefined();
		expect(await sessionUser(new Headers({ cookie: `kubedrill.session_token=${token}` }))).toBeUndefined();
	});

	test('signing in tells nobody which half was wrong', async () => {
		await signUp('half');
		const say = async (email: string, password: string) => {
			const response = await new Browser(site.origin).post('/api/auth/sign-in/email', { email, password });
			return `${response.status} ${await response.text()}`;
		};
		expect(await say(emailOf('half'), 'wrong wrong')).toBe(await say(emailOf('nobody-there'), 'wrong wrong'));
	});

	test('no answer has the session’s token but the cookie', async () => {
		const browser = new Browser(site.origin);
		const body = { name: 'quiet', email: emailOf('quiet'), password: PASSWORD };
		const signedUp = await browser.post('/api/auth/sign-up/email', body);
		expect(await signedUp.json()).toEqual({ ok: true });
		expect(signedUp.headers.getSetCookie().join()).toMatch(/HttpOnly.*SameSite=Lax/i);
	});

	test.each([
		[' Mina@Example.ORG ', 'mina@example.org'],
		['mina+k8s@example.org', 'mina+k8s@example.org'],
		['mina@한국.kr', 'mina@xn--3e0b707e.kr'],
		['mina@ｅｘａｍｐｌｅ.org', 'mina@example.org'],
		// The Kelvin sign becomes a k by folding; whose address is that?
		['mi\u212Aa@example.org', undefined],
		['ｍｉｎａ@example.org', undefined],
		['mına@example.org', undefined],
		['mina@example.org\nbcc: all@example.org', undefined],
		['mina @example.org', undefined],
		['mina@guest.invalid', undefined],
		['@example.org', undefined],
		['mina@', undefined],
		['mina', undefined],
		[`${'x'.repeat(250)}@example.org`, undefined],
	])('the e-mail address %j is %j', (typed, email) => {
		expect(normalEmail(typed)).toBe(email);
	});

	test('one address, written in two ways, is one account', async () => {
		await signUp('unique');
		const body = { name: 'x', email: ' UNIQUE@Example.org', password: PASSWORD };
		expect((await new Browser(site.origin).post('/api/auth/sign-up/email', body)).status).toBe(422);
		const both = { name: 'x', email: emailOf('racing'), password: PASSWORD };
		const statuses = await Promise.all(
			[1, 2, 3].map(() => new Browser(site.origin).post('/api/auth/sign-up/email', both).then(({ status }) => status)),
		);
		expect(statuses.sort()).toEqual([200, 422, 422]);
		expect(await site.db.user.count({ where: { email: emailOf('racing') } })).toBe(1);
	});

	test.each([
		['?next=/me/account', '/me/account'],
		['?next=/lessons/pods/first%3Fa%3D1%23task', '/lessons/pods/first?a=1#task'],
		['', '/me'],
		['?next=https://evil.example/', '/me'],
		['?next=//evil.example/', '/me'],
		['?next=/\\evil.example', '/me'],
		['?next=/%5Cevil.example', '/me'],
		['?next=/%09/evil.example', '/me'],
		['?next=%0A//evil.example', '/me'],
		['?next=/a/..//evil.example', '/me'],
		['?next=javascript:alert(1)', '/me'],
		['?next=/api/account/export', '/me'],
		['?next=me', '/me'],
	])('after the sign-in, %s leads to %s', (search, path) => {
		expect(nextPath(search)).toBe(path);
	});
});
