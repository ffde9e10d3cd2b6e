import { type MailContent, type MailLocale, mailText } from './mail-texts.ts';

/** A mail as it is sent. */
export interface Mail {
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly html: string;
}

/** A mail in plain text and in simple HTML: nothing is loaded, nothing tracked. */
export function composeMail(to: string, content: MailContent, locale: MailLocale): Mail {
	const { subject, before, link, after } = mailText(content, locale);
	const linkText = link === undefined ? [] : [`${link.label}:\n${link.url}`];
	const paragraph = (inner: string) => `<p style="margin:0 0 16px">${inner}</p>`;
	const linkHtml =
		link === undefined
			? []
			: [
					paragraph(`<a href="${escapeHtml(link.url)}" style="font-weight:600">${escapeHtml(link.label)}</a>`),
					paragraph(`<small>${escapeHtml(link.url)}</small>`),
				];
	const body = [
		...before.map((text) => paragraph(escapeHtml(text))),
		...linkHtml,
		...after.map((text) => paragraph(escapeHtml(text))),
	].join('\n');
	return {
		to,
		subject,
		text: `${[...before, ...linkText, ...after].join('\n\n')}\n\nKubeDrill\n`,
		html: `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font-family:sans-serif;line-height:1.6;max-width:34rem">
${body}
${paragraph('KubeDrill')}
</body></html>
`,
	};
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
