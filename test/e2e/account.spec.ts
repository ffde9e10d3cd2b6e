import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { BenchPage } from './support/bench.ts';
import { expect, test } from './support/test.ts';

const PASSWORD = 'correct horse';

async function signUp(page: Page, name: string): Promise<string> {
	const email = `${name}@example.org`;
	await page.goto('/en/sign-up');
	await page.getByLabel('Name').fill(name);
	await page.getByLabel('E-mail').fill(email);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('button', { name: 'Sign up' }).click();
	await expect(page.getByText(`You are signed in as ${name}.`)).toBeVisible();
	return email;
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
	await page.goto('/en/sign-in');
	await page.getByLabel('E-mail').fill(email);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A visitor on another device. */
async function elsewhere(browser: Browser, origin: string): Promise<Page> {
	return (await browser.newContext({ baseURL: origin })).newPage();
}

async function noViolations(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`))).toEqual([]);
}

test('a forgotten password: sign up, sign out, the link of the mail, a new one, sign in', async ({ page, site }) => {
	const email = await signUp(page, 'rosa');
	await page.getByRole('button', { name: 'Sign out' }).click();
	await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
	await page.getByRole('link', { name: 'Sign in' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
	await page.getByRole('link', { name: 'I forgot my password' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a new password');
	await page.getByLabel('E-mail').fill(email);
	await page.getByRole('button', { name: 'Send the link' }).click();
	// There is no SMTP server: the page says where the mail is.
	await expect(page.getByRole('status').filter({ hasText: 'in the server’s log' })).toBeVisible();
	const link = await site.linkTo(email, 'reset-password');
	await page.goto(link);
	await page.getByLabel('New password').fill('quite another');
	await page.getByRole('button', { name: 'Save the new password' }).click();
	await expect(page.getByText('Your password was changed.')).toBeVisible();
	await page.goto('about:blank');
	await page.goto(link);
	await page.getByLabel('New password').fill('a third one');
	await page.getByRole('button', { name: 'Save the new password' }).click();
	await expect(page.getByRole('alert').filter({ hasText: 'used already' })).toBeVisible();
	await signIn(page, email);
	await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
	// With the keyboard only.
	await page.getByLabel('Password').fill('quite another');
	await page.keyboard.press('Enter');
	await expect(page.getByText('You are signed in as rosa.')).toBeVisible();
});

test('a guest’s terminal goes on when they sign in in another tab, and is theirs afterwards', async ({
	page,
	context,
}) => {
	const other = await context.newPage();
	const email = await signUp(other, 'jun');
	await other.getByRole('button', { name: 'Sign out' }).click();
	await expect(other.getByRole('link', { name: 'Sign up' })).toBeVisible();
	const bench = new BenchPage(page);
	await page.goto('/en/lessons/deployments/declare');
	await bench.ready();
	await bench.type('echo guest-$((40 + 2))');
	await bench.shows('guest-42');
	await signIn(other, email);
	await expect(other.getByText('You are signed in as jun.')).toBeVisible();
	await bench.type('echo account-$((40 + 3))');
	await bench.shows('account-43');
	await page.reload();
	await bench.ready();
	await bench.shows('guest-42');
	await bench.shows('account-43');
});

test('the address is confirmed, moved and told; name and password change; devices are signed out', async ({
	page,
	site,
	browser,
}) => {
	const email = await signUp(page, 'mina');
	await page.goto(await site.linkTo(email, 'confirm'));
	await page.getByRole('button', { name: 'Confirm' }).click();
	await expect(page.getByRole('status').filter({ hasText: email })).toBeVisible();
	await page.goto('/en/me/account');
	await expect(page.getByText('confirmed', { exact: true })).toBeVisible();
	await page.getByRole('textbox', { name: 'Name' }).fill('Mina Kim');
	await page.getByRole('button', { name: 'Save name' }).click();
	await expect(page.getByText('Saved.')).toBeVisible();
	await page.getByText('Move to another address').click();
	await page.getByLabel('New e-mail').fill('kim@example.org');
	await page.getByLabel('Password', { exact: true }).first().fill(PASSWORD);
	await page.getByRole('button', { name: 'Send the link' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'in its log' })).toBeVisible();
	await page.goto(await site.linkTo('kim@example.org', 'confirm'));
	await page.getByRole('button', { name: 'Confirm' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'kim@example.org' })).toBeVisible();
	expect(site.log).toContain(`To: ${email}\n  | Subject: Your KubeDrill e-mail address was changed`);
	const phone = await elsewhere(browser, site.origin);
	await signIn(phone, 'kim@example.org');
	await expect(phone.getByText('You are signed in as Mina Kim.')).toBeVisible();
	await page.goto('/en/me/account');
	const devices = page.getByRole('region', { name: 'Signed-in devices' }).getByRole('listitem');
	await expect(devices).toHaveCount(2);
	await expect(devices.first()).toContainText('this device');
	await noViolations(page);
	await devices.last().getByRole('button').click();
	await expect(devices).toHaveCount(1);
	await phone.goto('/en/me/account');
	await expect(phone.getByText('Sign in to change your account.')).toBeVisible();
	await page.getByLabel('Current password').fill(PASSWORD);
	await page.getByLabel('New password').fill('quite another');
	await page.getByRole('button', { name: 'Change password' }).click();
	await expect(page.getByText('Your password was changed.')).toBeVisible();
	await signIn(phone, 'kim@example.org', 'quite another');
	await expect(phone.getByText('You are signed in as Mina Kim.')).toBeVisible();
	await phone.context().close();
});

test('everything as a file, and then nothing', async ({ page }) => {
	const email = await signUp(page, 'gone');
	const bench = new BenchPage(page);
	await page.goto('/en/lessons/deployments/declare');
	await bench.ready();
	await bench.type('echo remember-$((1 + 1))');
	await bench.shows('remember-2');
	await page.goto('/en/me/account');
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Download' }).click();
	const download = await downloading;
	expect(download.suggestedFilename()).toMatch(/^kubedrill-\d{4}-\d\d-\d\d\.json$/);
	const text = readFileSync(await download.path(), 'utf8');
	const file = JSON.parse(text) as { profile: { email: string }; sandboxes: { journal: { data?: string }[] }[] };
	expect(file.profile.email).toBe(email);
	const typed = file.sandboxes.flatMap(({ journal }) => journal).map(({ data }) => data ?? '');
	expect(typed.join('')).toContain('echo remember-$((1 + 1))');
	await page.getByText('Delete my account').first().click();
	const form = page.getByRole('region', { name: 'My data' });
	await form.getByLabel('Password').fill('wrong wrong');
	await form.getByRole('button', { name: 'Delete my account' }).click();
	await expect(form.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
	await form.getByLabel('Password').fill(PASSWORD);
	await form.getByRole('button', { name: 'Delete my account' }).click();
	await expect(page.getByText('There is nothing yet.')).toBeVisible();
	await signIn(page, email);
	await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
});

test('admins see the accounts and give roles; for everyone else the page is not there', async ({
	page,
	site,
	browser,
}) => {
	const admin = await signUp(page, 'boss');
	const other = await elsewhere(browser, site.origin);
	const email = await signUp(other, 'teacher');
	await page.goto('/en/admin/users');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
	await site.role(admin, 'admin');
	await page.goto('/en/me');
	await page.getByRole('link', { name: 'Users and roles' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Users');
	await page.getByLabel('Name or e-mail').fill('TEACHER@');
	await page.getByRole('button', { name: 'Search', exact: true }).click();
	await expect(page).toHaveURL(/q=TEACHER/);
	await expect(page.getByText('1 account', { exact: true })).toBeVisible();
	await page.getByLabel(`Role of ${email}`).selectOption('Instructor');
	await expect(page.getByRole('status').filter({ hasText: 'Changed.' })).toBeVisible();
	await noViolations(page);
	await other.goto('/en/me/account');
	await expect(other.getByText('This account is an instructor’s.')).toBeVisible();
	await other.goto('/en/admin/users');
	await expect(other.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
	await other.context().close();
});
