import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { composeMail } from '../../app/_lib/mail/compose-mail.ts';
import type { MailContent } from '../../app/_lib/mail/mail-texts.ts';
import { createMailer, type MailerOptions } from '../../app/_lib/mail/mailer.ts';
import { mailLinkOrigin } from '../../app/_lib/public-url.ts';

const LINK = 'https://kubedrill.example/ko/reset-password#a&b';
const CONTENTS: readonly MailContent[] = [
	{ kind: 'reset-password', link: LINK },
	{ kind: 'verify-email', link: LINK },
	{ kind: 'change-email', link: LINK },
	{ kind: 'email-taken' },
	{ kind: 'password-changed', link: LINK },
	{ kind: 'email-changed', email: '<b>new</b>@example.org' },
];
const printed: string[] = [];
const complaints: string[] = [];
const options: MailerOptions = {
	smtpUrl: undefined,
	from: undefined,
	publicUrl: 'https://kubedrill.example',
	print: (text) => void printed.push(text),
	complain: (what) => void complaints.push(what),
	retryMs: [1, 1],
};

let server: Server | undefined;

afterEach(() => {
	server?.close();
	printed.length = 0;
	complaints.length = 0;
});

/** An SMTP server of a few lines (RFC 5321); `answer` is what it says to a mail's text. */
async function smtp(answer: (tries: number) => string): Promise<{ readonly url: string; readonly mails: string[] }> {
	const mails: string[] = [];
	let tries = 0;
	const listening = createServer((socket: Socket) => {
		let text: string | undefined;
		let rest = '';
		const say = (line: string) => socket.write(`${line}\r\n`);
		say('220 here');
		socket.on('data', (data: Buffer) => {
			rest += data.toString('utf8');
			for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
				const line = rest.slice(0, end);
				rest = rest.slice(end + 2);
				if (text !== undefined && line !== '.') text += `${line}\n`;
				else if (text !== undefined) {
					const reply = answer(tries++);
					if (reply.startsWith('250')) mails.push(text);
					text = undefined;
					say(reply);
				} else if (line === 'DATA') {
					text = '';
					say('354 go on');
				} else if (line === 'QUIT') socket.end('221 bye\r\n');
				else say('250 ok');
			}
		});
		socket.on('error', () => undefined);
	});
	server = listening;
	await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
	return { url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`, mails };
}

const mail = composeMail('mina@example.org', { kind: 'reset-password', link: LINK }, 'ko');

describe('a mail', () => {
	test('is printed in full without SMTP', () => {
		const mailer = createMailer(options);
		mailer.send(mail);
		expect(mailer.delivers).toBe(false);
		expect(printed.join()).toContain('  | To: mina@example.org\n  | Subject: KubeDrill 비밀번호 다시 정하기\n');
		expect(printed.join()).toContain(`  | ${LINK}\n`);
	});

	test('goes by SMTP, in both forms, and is sent again when the server is busy', async () => {
		const { url, mails } = await smtp((tries) => (tries === 0 ? '451 later' : '250 taken'));
		const mailer = createMailer({ ...options, smtpUrl: url });
		mailer.send(mail);
		await mailer.flush();
		expect(mailer.delivers).toBe(true);
		expect([mails.length, complaints, printed]).toEqual([1, [], []]);
		expect(mails[0]).toMatch(/^From: KubeDrill <no-reply@kubedrill\.example>$/m);
		expect(mails[0]).toMatch(/^To: mina@example\.org$/m);
		expect(mails[0]).toMatch(/text\/plain; charset=utf-8[\s\S]*text\/html; charset=utf-8/);
	});

	test('that is refused is given up at once; the log does not have its secret', async () => {
		let asked = 0;
		const { url, mails } = await smtp(() => {
			asked++;
			return '550 no such user';
		});
		const mailer = createMailer({ ...options, smtpUrl: url });
		mailer.send(mail);
		await mailer.flush();
		expect([asked, mails, complaints.length]).toEqual([1, [], 1]);
		expect(complaints.join()).not.toContain('#a');
	});

	test('to a server that is not there is given up in the end', async () => {
		const mailer = createMailer({ ...options, smtpUrl: 'smtp://127.0.0.1:1' });
		mailer.send(mail);
		await mailer.flush();
		expect(complaints).toEqual(['the mail "KubeDrill 비밀번호 다시 정하기" to mina@example.org was not sent']);
	});

	test('by SMTP wants to know where its links lead', () => {
		const smtpUrl = 'smtp://mail.example';
		expect(() => createMailer({ ...options, smtpUrl, publicUrl: undefined })).toThrow('SMTP_URL needs PUBLIC_URL');
		expect(() => createMailer({ ...options, smtpUrl: 'mail.example' })).toThrow('must begin with "smtp://"');
		expect(mailLinkOrigin()).toBe('http://localhost:3000');
	});

	test.each(CONTENTS)('$kind says in both languages what it is about and what to do', (content) => {
		for (const locale of ['ko', 'en'] as const) {
			const { subject, text, html } = composeMail('mina@example.org', content, locale);
			expect(subject).toMatch(locale === 'ko' ? /[가-힣]/ : /^[ -~]+$/);
			expect(/[가-힣]/.test(text)).toBe(locale === 'ko');
			expect(text).toMatch(/\n\nKubeDrill\n$/);
			expect(html).toContain(`<html lang="${locale}">`);
			expect(html).not.toContain('<b>');
			if ('link' in content) expect(html).toContain('href="https://kubedrill.example/ko/reset-password#a&#38;b"');
			if ('link' in content) expect(text).toContain(`\n${LINK}\n`);
		}
	});
});
