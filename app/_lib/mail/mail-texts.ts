/** The languages of mails: those of the pages. */
export type MailLocale = 'ko' | 'en';

/** What a mail is about, and what it needs to say so. */
export type MailContent =
	| { readonly kind: 'reset-password'; readonly link: string }
	| { readonly kind: 'verify-email'; readonly link: string }
	| { readonly kind: 'change-email'; readonly link: string }
	| { readonly kind: 'email-taken' }
	| { readonly kind: 'password-changed'; readonly link: string }
	| { readonly kind: 'email-changed'; readonly email: string };

export interface MailText {
	readonly subject: string;
	/** Before the link. */
	readonly before: readonly string[];
	readonly link?: { readonly label: string; readonly url: string };
	/** After it. */
	readonly after: readonly string[];
}

/**
 * The words of a mail. No name of a person is in them: whoever signs up with somebody else's address could otherwise
 * write to them through us.
 */
export function mailText(content: MailContent, locale: MailLocale): MailText {
	return locale === 'ko' ? korean(content) : english(content);
}

function korean(content: MailContent): MailText {
	switch (content.kind) {
		case 'reset-password':
			return {
				subject: 'KubeDrill 비밀번호 다시 정하기',
				before: [
					'이 주소의 KubeDrill 계정에 새 비밀번호를 정하겠다는 요청을 받았습니다. 아래 링크에서 정할 수 있습니다.',
				],
				link: { label: '새 비밀번호 정하기', url: content.link },
				after: [
					'링크는 한 시간 동안 한 번만 쓸 수 있습니다. 새 비밀번호를 정하면 모든 기기에서 로그아웃됩니다.',
					'요청하지 않으셨다면 이 메일은 무시하세요. 비밀번호는 그대로입니다.',
				],
			};
		case 'verify-email':
			return {
				subject: 'KubeDrill 이메일 주소 확인',
				before: ['이 주소로 KubeDrill 계정이 만들어졌습니다. 본인이 맞다면 아래 링크에서 확인해 주세요.'],
				link: { label: '이메일 주소 확인', url: content.link },
				after: [
					'링크는 이틀 동안 한 번만 쓸 수 있습니다. 확인하지 않아도 계정은 쓸 수 있습니다.',
					'가입하지 않으셨다면 이 메일은 무시하세요.',
				],
			};
		case 'change-email':
			return {
				subject: 'KubeDrill 새 이메일 주소 확인',
				before: ['KubeDrill 계정의 이메일을 이 주소로 바꾸겠다는 요청을 받았습니다. 아래 링크에서 확인하면 바뀝니다.'],
				link: { label: '이 주소로 바꾸기', url: content.link },
				after: [
					'링크는 두 시간 동안 한 번만 쓸 수 있습니다.',
					'요청하지 않으셨다면 이 메일은 무시하세요. 아무것도 바뀌지 않습니다.',
				],
			};
		case 'email-taken':
			return {
				subject: 'KubeDrill: 이미 계정이 있는 주소입니다',
				before: [
					'다른 KubeDrill 계정의 이메일을 이 주소로 바꾸겠다는 요청을 받았습니다. 이 주소로 만든 계정이 이미 있어 바꾸지 않았습니다.',
				],
				after: ['요청하신 분이 맞다면 이 주소의 계정으로 로그인하세요. 아니라면 이 메일은 무시하세요.'],
			};
		case 'password-changed':
			return {
				subject: 'KubeDrill 비밀번호가 바뀌었습니다',
				before: ['이 주소의 KubeDrill 계정에 새 비밀번호가 정해졌습니다. 다른 기기에서는 모두 로그아웃되었습니다.'],
				link: { label: '본인이 아니라면 비밀번호 다시 정하기', url: content.link },
				after: [],
			};
		case 'email-changed':
			return {
				subject: 'KubeDrill 이메일 주소가 바뀌었습니다',
				before: [`KubeDrill 계정의 이메일이 이 주소에서 ${content.email}(으)로 바뀌었습니다.`],
				after: [
					'본인이 바꾼 것이 아니라면 사이트 운영자에게 바로 알려 주세요. 이 주소로는 더 이상 로그인할 수 없습니다.',
				],
			};
	}
}

function english(content: MailContent): MailText {
	switch (content.kind) {
		case 'reset-password':
			return {
				subject: 'Choose a new KubeDrill password',
				before: [
					'Someone asked for a new password for the KubeDrill account with this address. You can choose one here:',
				],
				link: { label: 'Choose a new password', url: content.link },
				after: [
					'The link works once, within an hour. Choosing a new password signs you out on every device.',
					'If this was not you, ignore this mail. Your password stays as it is.',
				],
			};
		case 'verify-email':
			return {
				subject: 'Confirm your e-mail address for KubeDrill',
				before: ['A KubeDrill account was made with this address. If it is yours, please confirm it here:'],
				link: { label: 'Confirm this address', url: content.link },
				after: [
					'The link works once, within two days. The account can be used without it.',
					'If you did not sign up, ignore this mail.',
				],
			};
		case 'change-email':
			return {
				subject: 'Confirm your new e-mail address for KubeDrill',
				before: ['Someone asked to move a KubeDrill account to this address. It moves once you confirm it here:'],
				link: { label: 'Move to this address', url: content.link },
				after: ['The link works once, within two hours.', 'If this was not you, ignore this mail. Nothing changes.'],
			};
		case 'email-taken':
			return {
				subject: 'KubeDrill: this address already has an account',
				before: [
					'Someone asked to move another KubeDrill account to this address. It already has an account, so nothing was changed.',
				],
				after: ['If it was you, sign in to the account with this address. If not, ignore this mail.'],
			};
		case 'password-changed':
			return {
				subject: 'Your KubeDrill password was changed',
				before: ['The KubeDrill account with this address has a new password. All other devices were signed out.'],
				link: { label: 'If this was not you, choose a new one', url: content.link },
				after: [],
			};
		case 'email-changed':
			return {
				subject: 'Your KubeDrill e-mail address was changed',
				before: [`A KubeDrill account was moved from this address to ${content.email}.`],
				after: ['If this was not you, tell the people who run the site at once. This address can no longer sign in.'],
			};
	}
}
