import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { parse } from 'yaml';
import { machineNames } from '../../../app/_lib/content/exercise-ref.ts';
import { chooseVariant, fillIn } from '../../../app/_lib/content/variants.ts';
import type { VariantParameter } from '../../../app/_lib/content/variants-schema.ts';
import { BenchPage } from './bench.ts';

const content = resolve(import.meta.dirname, '../../../content');

interface Mock {
	readonly id: string;
	readonly title: { readonly ko: string; readonly en: string };
	readonly questions: readonly { readonly exercise: string; readonly weight: number }[];
}

/** A mock of content/exams. */
export function mockNamed(id: string): Mock {
	const mock = parse(readFileSync(join(content, 'exams', `${id}.yaml`), 'utf8')) as Omit<Mock, 'id'>;
	return { ...mock, id };
}

/** All mocks there are. */
export function allMocks(): Mock[] {
	const files = readdirSync(join(content, 'exams')).filter((name) => name.endsWith('.yaml'));
	return files.sort().map((name) => mockNamed(name.slice(0, -'.yaml'.length)));
}

/** A file of an exercise as a sitting with this seed has it. */
function variantOf(exercise: string, name: string, seed: string, host: string): string {
	const folder = join(content, 'exercises', exercise);
	const { parameters } = parse(readFileSync(join(folder, 'variants.yaml'), 'utf8')) as {
		parameters: Record<string, VariantParameter>;
	};
	const values = new Map([...chooseVariant(parameters, exercise, seed), ...Object.entries(machineNames(host))]);
	return fillIn(readFileSync(join(folder, name), 'utf8'), values, 'en');
}

/** A student in an exam. */
export class ExamPage {
	readonly bench: BenchPage;

	constructor(
		readonly page: Page,
		readonly mock: Mock,
		readonly locale: 'ko' | 'en',
	) {
		this.bench = new BenchPage(page);
	}

	/** From the list through the start page into the exam. */
	async begin({ classic = false } = {}): Promise<void> {
		await this.page.goto(`/${this.locale}/exams`);
		await this.page.locator(`a[href="/${this.locale}/exams/${this.mock.id}"]`).click();
		if (classic) await this.page.locator('input[value="classic"]').check();
		await this.page.getByRole('button', { name: { ko: '시험 시작', en: 'Start the exam' }[this.locale] }).click();
		await this.page.waitForURL(/\/exams\/sitting\//);
		await this.ready();
	}

	async ready(): Promise<void> {
		await expect(this.page.locator('[data-bench-status="live"]')).toBeVisible({ timeout: 60_000 });
		await this.bench.shows(/candidate@base:~\$ $/);
	}

	async seed(): Promise<string> {
		const response = await this.page.request.get('/api/exams/sittings');
		const { sittings } = (await response.json()) as { sittings: { seed: string }[] };
		return sittings[0]?.seed ?? '';
	}

	/** Turns to a question; says the machine that it names. */
	async turnTo(question: number): Promise<string> {
		await this.page.locator('.question-list-button').click();
		await this.page.getByRole('menuitem').nth(question).click();
		const way = await this.page.locator('.question-where code').last().textContent();
		return way?.replace('ssh ', '') ?? '';
	}

	/** The telling lines of all model solutions, and the exercises' names: what must not be seen before the end. */
	secrets(seed: string): string[] {
		return this.mock.questions.flatMap(({ exercise }) => {
			const lines = variantOf(exercise, 'solution.sh', seed, 'host').split('\n');
			return [exercise, ...lines.map((line) => line.trim()).filter((line) => line.length > 40)];
		});
	}

	/** Runs the model solution where the question says, as root, and goes back to base. */
	async solve(question: number, seed: string): Promise<void> {
		const host = await this.turnTo(question);
		const { exercise = '' } = this.mock.questions[question] ?? {};
		const solution = variantOf(exercise, 'solution.sh', seed, host);
		if (/\bssh\b/.test(solution)) await this.letOn(host);
		await this.type(`ssh ${host}`, new RegExp(`candidate@${host}:~\\$ $`));
		await this.type('sudo -i', new RegExp(`root@${host}:~# $`));
		await this.paste(`cat > /tmp/answer.sh <<'END_OF_ANSWER'\n${solution}\nEND_OF_ANSWER`);
		await this.type('', new RegExp(`root@${host}:~# $`));
		await this.type(
			`bash /tmp/answer.sh; echo "answered $((1000 + ${question}))"`,
			`answered ${1000 + question}`,
			600_000,
		);
		await this.type('exit', new RegExp(`candidate@${host}:~\\$ $`));
		await this.type('exit', /candidate@base:~\$ $/);
		await this.type('clear', /^\s*candidate@base:~\$ $/);
	}

	/**
	 * A question's machine knows no key of its nodes: one goes by base. A model solution goes from machine to machine, as in
	 * practice; so that it can, base lets root on to the others.
	 */
	private async letOn(host: string): Promise<void> {
		const key = '/root/.ssh/id_ed25519';
		const made = `sudo sh -c 'ssh-keygen -q -t ed25519 -N \\"\\" -f ${key}; cat ${key}.pub'`;
		const machines = Object.values(machineNames(host)).join(' ');
		await this.type(
			`key=$(ssh ${host} "${made}"); for to in ${machines}; do echo "$key" | ssh $to "sudo tee -a /root/.ssh/authorized_keys" > /dev/null; done; echo let on`,
			/let on\s+candidate@base:~\$ $/,
		);
		await this.type('clear', /^\s*candidate@base:~\$ $/);
	}

	/** Types a line and waits for what must then stand on the screen. */
	async type(line: string, shows: string | RegExp, timeout = 30_000): Promise<void> {
		await this.page.locator('.terminal:not([hidden]) textarea').focus();
		await this.page.keyboard.insertText(line);
		await this.page.keyboard.press('Enter');
		await this.bench.shows(shows, timeout);
	}

	async paste(text: string): Promise<void> {
		await this.page.evaluate((pasted) => {
			const element = document.querySelector('.terminal:not([hidden]) .terminal-screen');
			(element as unknown as { kubedrillTerminal: { paste(text: string): void } }).kubedrillTerminal.paste(pasted);
		}, text);
	}

	/** Hands in and waits for the report; gives the score. */
	async handIn(): Promise<number> {
		const name = { ko: '제출', en: 'Hand in' }[this.locale];
		await this.page.getByRole('button', { name, exact: true }).click();
		await this.page
			.getByRole('dialog')
			.getByRole('button', { name: { ko: '제출하기', en: 'Hand in' }[this.locale] })
			.click();
		await this.page.waitForURL(/\/exams\/report\//, { timeout: 180_000 });
		return Number.parseFloat((await this.page.locator('.score-line strong').textContent()) ?? '');
	}
}
