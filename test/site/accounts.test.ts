import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listUsers, setRole, USERS_PER_PAGE } from '../../app/_lib/account/users.ts';
import { AuthLimits, shareAuthLimits } from '../../app/_lib/auth/auth-limits.ts';
import { ROLES, type Role } from '../../app/_lib/auth/roles.ts';
import { requireRole, sessionUser } from '../../app/_lib/auth/session.ts';
import { LOCALE_HEADER } from '../../app/_lib/mail/mail-locale.ts';
import { ACCOUNT_ROUTES } from './support/account-routes.ts';
import { Browser } from './support/browser.ts';
import { bundleSupport } from './support/bundle.ts';
import { startTestSite, type TestSite } from './support/test-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubedrill-accounts-'));
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

async function signUp(name: string): Promise<Browser> {
	const browser = new Browser(site.origin);
	const response = await browser.post('/api/auth/sign-up/email', { name, email: emailOf(name), password: PASSWORD });
	expect(response.status).toBe(200);
	return browser;
}

const signIn = (browser: Browser, email: string, password = PASSWORD) =>
	browser.post('/api/auth/sign-in/email', { email, password });

const who = (browser: Browser) => sessionUser(new Headers({ cookie: browser.cookie }));

async function answer(response: Promise<Response>): Promise<[number, unknown]> {
	const { status, body } = await response.then(async (each) => ({ status: each.status, body: await each.json() }));
	return [status, (body as { code?: string }).code];
}

/** The secret of the link in the last mail to an address. */
function linkTo(email: string): string {
	const mail = site.mails.findLast(({ to }) => to === email);
	const link = /http:\/\/localhost:3000\/(?:ko|en)\/[a-z-]+#(\S+)/.exec(mail?.text ?? '');
	if (link?.[1] === undefined) throw new Error(`no link to ${email}: ${JSON.stringify(site.mails)}`);
	return link[1];
}

describe('a forgotten password', () => {
	const ask = (email: string, headers: Record<string, string> = {}) =>
		new Browser(site.origin).post('/api/auth/request-password-reset', { email }, headers);
	const reset = (token: string, newPassword: string) =>
		new Browser(site.origin).post('/api/auth/reset-password', { token, newPassword });

	test('is replaced by the link of a mail, once; everyone is signed out', async () => {
		const home = await signUp('rosa');
		const page = await home.connect();
		await page.hello('fake-reset');
		await ask(emailOf('rosa'), { [LOCALE_HEADER]: 'en' });
		const mail = site.mails.at(-1);
		expect(mail?.subject).toBe('Choose a new KubeDrill password');
		expect(mail?.html).toContain('<html lang="en">');
		const token = linkTo(emailOf('rosa'));
		expect(await answer(reset(token, 'short'))).toEqual([422, 'PASSWORD_TOO_SHORT']);
		expect((await reset(token, 'quite another')).status).toBe(200);
		expect((await page.closing()).code).toBe(1012);
		expect(await who(home)).toBeUndefined();
		expect(site.mails.at(-1)?.subject).toBe('KubeDrill 비밀번호가 바뀌었습니다');
		expect(await answer(reset(token, 'a third one'))).toEqual([400, 'INVALID_TOKEN']);
		expect((await signIn(new Browser(site.origin), emailOf('rosa'))).status).toBe(401);
		const again = new Browser(site.origin);
		expect((await signIn(again, emailOf('rosa'), 'quite another')).status).toBe(200);
		expect((await who(again))?.emailVerified).toBe(true);
	});

	test('of two links the first that is used takes the other with it; an old one does nothing', async () => {
		await signUp('nari');
		await ask(emailOf('nari'));
		const first = linkTo(emailOf('nari'));
		await ask(emailOf('nari'));
		const second = linkTo(emailOf('nari'));
		expect(first).not.toBe(second);
		expect((await reset(second, 'quite another')).status).toBe(200);
		expect((await reset(first, 'a third one')).status).toBe(400);
		await ask(emailOf('nari'));
		await site.db.verification.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
		expect((await reset(linkTo(emailOf('nari')), 'a third one')).status).toBe(400);
	});

	test('the database does not hold what the mail holds', async () => {
		await signUp('hidden');
		await ask(emailOf('hidden'));
		const stored = JSON.stringify(await site.db.verification.findMany());
		expect(stored).not.toContain(linkTo(emailOf('hidden')));
	});

	test('asking says nothing of whether there is an account: the same answer, in the same time', async () => {
		await signUp('known');
		site.mails.length = 0;
		const timed = async (email: string) => {
			const before = performance.now();
			const response = await ask(email);
			const text = `${response.status} ${await response.text()}`;
			return { text, ms: performance.now() - before };
		};
		const [known, unknown] = [await timed(emailOf('known')), await timed(emailOf('unknown'))];
		expect(known.text).toBe(unknown.text);
		// Both wait for the same clock; a search and an insert fit into it many times.
		expect(Math.min(known.ms, unknown.ms)).toBeGreaterThanOrEqual(395);
		expect(site.mails.map(({ to }) => to)).toEqual([emailOf('known')]);
	});

	test('the link leads to our own address, whatever the request says', async () => {
		await signUp('poison');
		const evil = { host: 'evil.example', origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' };
		await ask(emailOf('poison'), evil);
		for (const { text, html } of site.mails) expect(text + html).not.toContain('evil.example');
	});

	test('does not let the one who has made the account with another’s address keep anything', async () => {
		const squatter = await signUp('victim');
		const move = { email: emailOf('squatter'), password: PASSWORD };
		expect((await squatter.post('/api/account/email', move)).status).toBe(200);
		const taken = linkTo(emailOf('squatter'));
		await ask(emailOf('victim'));
		await reset(linkTo(emailOf('victim')), 'quite another');
		expect(await answer(squatter.post('/api/account/link', { token: taken }))).toEqual([422, 'LINK_INVALID']);
		expect(await who(squatter)).toBeUndefined();
	});
});

describe('the address of an account', () => {
	test('is confirmed by the mail of the sign-up; the account works without', async () => {
		const browser = await signUp('verena');
		expect(site.mails.map(({ to, subject }) => [to, subject])).toEqual([
			[emailOf('verena'), 'KubeDrill 이메일 주소 확인'],
		]);
		expect((await who(browser))?.emailVerified).toBe(false);
		const first = linkTo(emailOf('verena'));
		expect((await browser.post('/api/account/verify', {})).status).toBe(200);
		const token = linkTo(emailOf('verena'));
		const elsewhere = new Browser(site.origin);
		expect(await answer(elsewhere.post('/api/account/link', { token: first }))).toEqual([422, 'LINK_INVALID']);
		const done = await elsewhere.post('/api/account/link', { token });
		expect(await done.json()).toEqual({ done: 'verify-email', email: emailOf('verena') });
		expect(elsewhere.cookie).toBe('');
		expect((await who(browser))?.emailVerified).toBe(true);
		expect(await answer(elsewhere.post('/api/account/link', { token }))).toEqual([422, 'LINK_INVALID']);
		expect(await answer(browser.post('/api/account/verify', {}))).toEqual([422, 'VERIFIED']);
	});

	test('moves when the new one answers, with the password; the old one is told', async () => {
		const browser = await signUp('moving');
		await signUp('taken');
		const move = (email: string, password = PASSWORD) => browser.post('/api/account/email', { email, password });
		expect(await answer(move('new@example.org', 'wrong wrong'))).toEqual([403, 'INVALID_PASSWORD']);
		expect(await answer(move(emailOf('moving')))).toEqual([422, 'EMAIL_SAME']);
		const free = await move('New@Example.org');
		const taken = await move(emailOf('taken'));
		expect([taken.status, await taken.text()]).toEqual([free.status, await free.text()]);
		expect(site.mails.at(-1)?.subject).toBe('KubeDrill: 이미 계정이 있는 주소입니다');
		expect((await who(browser))?.email).toBe(emailOf('moving'));
		await move('new@example.org');
		const done = await new Browser(site.origin).post('/api/account/link', { token: linkTo('new@example.org') });
		expect(await done.json()).toEqual({ done: 'change-email', email: 'new@example.org' });
		expect(await who(browser)).toMatchObject({ email: 'new@example.org', emailVerified: true });
		expect(site.mails.at(-1)).toMatchObject({
			to: emailOf('moving'),
			subject: 'KubeDrill 이메일 주소가 바뀌었습니다',
		});
		expect((await signIn(new Browser(site.origin), emailOf('moving'))).status).toBe(401);
		expect((await signIn(new Browser(site.origin), 'new@example.org')).status).toBe(200);
	});

	test('does not move when somebody else has taken it meanwhile', async () => {
		const browser = await signUp('slow');
		await browser.post('/api/account/email', { email: emailOf('fast'), password: PASSWORD });
		const token = linkTo(emailOf('fast'));
		await signUp('fast');
		expect(await answer(browser.post('/api/account/link', { token }))).toEqual([422, 'EMAIL_TAKEN']);
		expect((await who(browser))?.email).toBe(emailOf('slow'));
	});

	test('followed twice at once, a link works once', async () => {
		await signUp('twice');
		const token = linkTo(emailOf('twice'));
		const both = await Promise.all(
			[1, 2].map(() => new Browser(site.origin).post('/api/account/link', { token }).then(({ status }) => status)),
		);
		expect(both.sort()).toEqual([200, 422]);
	});
});

describe('an account', () => {
	test('has a name of one line without hidden characters', async () => {
		const browser = await signUp('named');
		const rename = (name: unknown) => browser.post('/api/account', { name });
		expect(await (await rename('  김\u202e민아\n\u200b (반장)  ')).json()).toEqual({ name: '김 민아 (반장)' });
		expect(await answer(rename(' \u200b '))).toEqual([422, 'NAME_MISSING']);
		expect(await answer(rename('x'.repeat(61)))).toEqual([422, 'NAME_TOO_LONG']);
		expect((await rename({ toString: 'x' })).status).toBe(422);
		expect((await who(browser))?.name).toBe('김 민아 (반장)');
	});

	test('changes its password with the old one: other sessions and mailed links end, this one stays', async () => {
		const here = await signUp('pw');
		const there = new Browser(site.origin);
		await signIn(there, emailOf('pw'));
		const page = await there.connect();
		await page.hello('fake-pw');
		const mine = await here.connect();
		await mine.hello('fake-mine');
		const change = (currentPassword: string, newPassword: string) =>
			here.post('/api/account/password', { currentPassword, newPassword });
		expect(await answer(change('wrong wrong', 'quite another'))).toEqual([403, 'INVALID_PASSWORD']);
		expect(await (await change(PASSWORD, 'quite another')).json()).toEqual({ ended: 1 });
		expect((await page.closing()).code).toBe(1012);
		expect(await who(there)).toBeUndefined();
		expect((await who(here))?.email).toBe(emailOf('pw'));
		expect(mine.closed).toBeUndefined();
		await mine.close();
		expect((await signIn(new Browser(site.origin), emailOf('pw'))).status).toBe(401);
		expect((await signIn(new Browser(site.origin), emailOf('pw'), 'quite another')).status).toBe(200);
	});

	test('can be signed in to again at once where it was signed out from elsewhere; so can a guest begin', async () => {
		const home = await signUp('ousted');
		const there = new Browser(site.origin);
		await signIn(there, emailOf('ousted'));
		await home.post('/api/account/sessions', { others: true });
		expect(await who(there)).toBeUndefined();
		const visitor = there.copy();
		expect((await signIn(there, emailOf('ousted'))).status).toBe(200);
		expect((await who(there))?.email).toBe(emailOf('ousted'));
		const opened = { lesson: 'deployments/declare', event: 'opened' };
		expect((await visitor.post('/api/progress/lesson', opened)).status).toBe(204);
		expect((await who(visitor))?.isGuest).toBe(true);
		await there.post('/api/auth/sign-out', {});
		expect((await signIn(there, emailOf('ousted'))).status).toBe(200);
		expect(await who(there)).toBeDefined();
	});

	test('stays signed in as long as it is used: the page’s first question renews the cookie, once an hour', async () => {
		const browser = await signUp('faithful');
		const cookies = async (path: string) => (await browser.get(path)).headers.getSetCookie().length;
		expect(await cookies('/api/progress')).toBe(0);
		const { sessionId = '' } = (await who(browser)) ?? {};
		const soon = new Date(Date.now() + 20 * 86_400_000);
		await site.db.session.update({ where: { id: sessionId }, data: { expiresAt: soon } });
		expect(await cookies('/api/account')).toBe(0);
		expect(await cookies('/api/progress')).toBe(1);
		const { expiresAt } = await site.db.session.findUniqueOrThrow({ where: { id: sessionId } });
		expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 59 * 86_400_000);
		await site.db.session.update({ where: { id: sessionId }, data: { expiresAt: new Date(Date.now() - 1) } });
		expect(await who(browser)).toBeUndefined();
	});

	test('lists its sessions without their tokens, and signs one or all others out', async () => {
		const here = await signUp('many');
		const agents = [
			'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
			'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
			'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
		];
		const others: Browser[] = [];
		for (const agent of agents) {
			const other = new Browser(site.origin);
			const body = { email: emailOf('many'), password: PASSWORD };
			await other.post('/api/auth/sign-in/email', body, { 'user-agent': agent });
			others.push(other);
		}
		const list = async () => {
			const text = await (await here.get('/api/account')).text();
			expect(text).not.toContain(/session_token=([^;.]+)/.exec(here.cookie)?.[1]);
			return (JSON.parse(text) as { sessions: { id: string; current: boolean; device: object; address: string }[] })
				.sessions;
		};
		const sessions = await list();
		expect(sessions.map(({ current }) => current)).toEqual([true, false, false, false]);
		expect(sessions.slice(1).map(({ device }) => device)).toEqual(
			expect.arrayContaining([
				{ browser: 'Safari', system: 'iPhone' },
				{ browser: 'Firefox', system: 'Linux' },
				{ browser: 'Edge', system: 'Windows' },
			]),
		);
		expect(sessions[0]?.address).toBe('127.0.0.1');
		const stranger = await signUp('stranger');
		const end = (browser: Browser, body: object) =>
			browser.post('/api/account/sessions', body).then((response) => response.json());
		expect(await end(stranger, { session: sessions[1]?.id })).toEqual({ ended: 0 });
		expect(await end(here, { session: sessions[1]?.id })).toEqual({ ended: 1 });
		expect(await list()).toHaveLength(3);
		expect(await end(here, { others: true })).toEqual({ ended: 2 });
		expect(await list()).toHaveLength(1);
		for (const other of others) expect(await who(other)).toBeUndefined();
		expect(await who(stranger)).toBeDefined();
	});
});

describe('roles', () => {
	test('are asked of the database at every request, and given by admins only', async () => {
		const [student, admin] = [await signUp('pupil'), await signUp('boss')];
		const ids = { pupil: (await who(student))?.id ?? '', boss: (await who(admin))?.id ?? '' };
		const give = (browser: Browser, user: string, role: string) => browser.post('/api/admin/role', { user, role });
		expect(await answer(give(new Browser(site.origin), ids.pupil, 'admin'))).toEqual([401, 'SIGN_IN']);
		expect(await answer(give(student, ids.pupil, 'admin'))).toEqual([403, 'ROLE']);
		await setRole(site.db, { email: emailOf('pupil') }, 'instructor');
		expect((await who(student))?.role).toBe('instructor');
		expect(await answer(give(student, ids.pupil, 'admin'))).toEqual([403, 'ROLE']);
		await setRole(site.db, { email: emailOf('boss') }, 'admin');
		expect((await give(admin, ids.pupil, 'student')).status).toBe(200);
		expect((await who(student))?.role).toBe('student');
		expect(await answer(give(admin, ids.boss, 'student'))).toEqual([422, 'OWN_ROLE']);
		expect((await give(admin, ids.pupil, 'emperor')).status).toBe(422);
		expect((await give(admin, 'nobody', 'admin')).status).toBe(404);
		const guest = new Browser(site.origin);
		await guest.becomeGuest();
		expect((await give(admin, (await who(guest))?.id ?? '', 'admin')).status).toBe(404);
		await setRole(site.db, { email: emailOf('boss') }, 'student');
		expect(await answer(give(admin, ids.pupil, 'admin'))).toEqual([403, 'ROLE']);
	});

	test('let in whoever has them or a higher one; no guest, and nobody with a word that is none', async () => {
		const browser = await signUp('graded');
		const headers = new Headers({ cookie: browser.cookie });
		const passes = async (wanted: Role) => !((await requireRole(headers, wanted)) instanceof Response);
		const table: unknown[] = [];
		for (const role of [...ROLES, 'Admin', '']) {
			await site.db.user.update({ where: { email: emailOf('graded') }, data: { role } });
			table.push([role, ...(await Promise.all(ROLES.map(passes)))]);
		}
		expect(table).toEqual([
			['student', true, false, false],
			['instructor', true, true, false],
			['admin', true, true, true],
			['Admin', true, false, false],
			['', true, false, false],
		]);
		const guest = new Browser(site.origin);
		await guest.becomeGuest();
		await site.db.user.update({ where: { id: (await who(guest))?.id ?? '' }, data: { role: 'admin' } });
		for (const role of ROLES) {
			expect(await requireRole(new Headers({ cookie: guest.cookie }), role)).toBeInstanceOf(Response);
			expect(await requireRole(new Headers(), role)).toBeInstanceOf(Response);
		}
	});

	test('cannot be brought along at the sign-up', async () => {
		const body = { name: 'x', email: emailOf('sly'), password: PASSWORD };
		for (const more of [{ role: 'admin' }, { isAnonymous: true }, { emailVerified: true }, { image: 'x' }]) {
			expect((await new Browser(site.origin).post('/api/auth/sign-up/email', { ...body, ...more })).status).toBe(422);
		}
	});

	test('the list has pages, finds names and addresses, and no guests', async () => {
		const data = Array.from({ length: USERS_PER_PAGE + 3 }, (_, index) => ({
			...{ id: `listed-${index}`, name: `이름 ${index}`, email: `listed-${index}@pages.example` },
			createdAt: new Date(Date.UTC(2020, 0, 1, 0, index)),
		}));
		await site.db.user.createMany({ data });
		const found = await listUsers(site.db, 'PAGES.example', 1);
		expect([found.count, found.pages, found.users.length]).toEqual([data.length, 2, USERS_PER_PAGE]);
		expect(found.users[0]?.name).toBe(`이름 ${USERS_PER_PAGE + 2}`);
		expect((await listUsers(site.db, 'pages.example', 99)).users).toHaveLength(3);
		expect((await listUsers(site.db, '이름 7', 1)).users.map(({ name }) => name)).toEqual(['이름 7']);
		expect((await listUsers(site.db, "%' OR 1=1 --", 1)).count).toBe(0);
		expect((await listUsers(site.db, 'guest.invalid', 1)).count).toBe(0);
	});
});
