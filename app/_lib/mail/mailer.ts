import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { sharedSlot } from '../shared.ts';
import type { Mail } from './compose-mail.ts';

/** Before each further try of a mail that the server would not take. */
const RETRY_MS = [1_000, 10_000, 60_000];

export interface Mailer {
	/** Whether mails go to who they are for; otherwise they are printed to the server's log. */
	readonly delivers: boolean;
	/** Sends in its own time, so that nobody learns from how long it takes whether there was anything to send. */
	send(mail: Mail): void;
	/** Resolves when all mails so far are sent or given up. */
	flush(): Promise<void>;
}

export interface MailerOptions {
	/** `smtp://` or `smtps://`, with user and password where the server wants them. */
	readonly smtpUrl: string | undefined;
	/** The sender, e.g. "KubeDrill <no-reply@kubedrill.example>". */
	readonly from: string | undefined;
	readonly publicUrl: string | undefined;
	readonly print: (text: string) => void;
	readonly complain: (what: string, error: unknown) => void;
	readonly retryMs?: readonly number[];
}

/** By SMTP when that is configured, to the log otherwise. Throws when the settings do not fit together. */
export function createMailer(options: MailerOptions): Mailer {
	const { smtpUrl, publicUrl } = options;
	if (smtpUrl === undefined) return logMailer(options.print);
	if (!/^smtps?:\/\//.test(smtpUrl)) throw new Error('SMTP_URL must begin with "smtp://" or "smtps://"');
	if (publicUrl === undefined) throw new Error('SMTP_URL needs PUBLIC_URL: the links in mails lead there');
	return smtpMailer(smtpUrl, options.from ?? `KubeDrill <no-reply@${new URL(publicUrl).hostname}>`, options);
}

function logMailer(print: (text: string) => void): Mailer {
	return {
		delivers: false,
		send({ to, subject, text }) {
			const lines = `To: ${to}\nSubject: ${subject}\n\n${text.trimEnd()}`.replaceAll('\n', '\n  | ');
			print(`\nMail (SMTP_URL is not set, so it is only printed here)\n  | ${lines}\n`);
		},
		flush: async () => undefined,
	};
}

function smtpMailer(url: string, from: string, { complain, retryMs = RETRY_MS }: MailerOptions): Mailer {
	const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
	// A mail is text of ours: it may not make the library read files or fetch addresses.
	const access = { disableFileAccess: true, disableUrlAccess: true };
	const transport = createTransport({ url, ...timeouts, ...access }, { from });
	const pending = new Set<Promise<void>>();
	const deliver = async (mail: Mail) => {
		for (let tries = 0; ; tries++) {
			try {
				await transport.sendMail({ ...mail });
				return;
			} catch (error) {
				const wait = retryMs[tries];
				if (wait === undefined || isRefused(error)) {
					// The subject says enough; the text has a secret in it.
					complain(`the mail "${mail.subject}" to ${mail.to} was not sent`, error);
					return;
				}
				await sleep(wait, undefined, { ref: false });
			}
		}
	};
	return {
		delivers: true,
		send(mail) {
			const sent = deliver(mail).finally(() => pending.delete(sent));
			pending.add(sent);
		},
		async flush() {
			while (pending.size > 0) await Promise.all(pending);
		},
	};
}

/** 5xx: the server will not take it later either (RFC 5321, 4.2.1). */
function isRefused(error: unknown): boolean {
	const code = (error as { responseCode?: unknown }).responseCode;
	return typeof code === 'number' && code >= 500;
}

const slot = sharedSlot<Mailer>('mailer');

export function mailer(): Mailer {
	return slot.get();
}

export function shareMailer(value: Mailer): void {
	slot.set(value);
}
