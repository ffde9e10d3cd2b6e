import { expect, type Page } from '@playwright/test';

/** The student's hands on a bench. */
export class BenchPage {
	constructor(readonly page: Page) {}

	/** The cluster is up and its prompt is there. */
	async ready(): Promise<void> {
		await expect(this.page.locator('[data-bench-status="live"]')).toBeVisible({ timeout: 30_000 });
		await this.shows(/[#$] $/);
	}

	/** The first thing a visitor does turns the home page's cluster on; a page that is still loading does not hear it. */
	async wake(): Promise<void> {
		await expect(async () => {
			await this.page.mouse.move(200, 400);
			await this.page.mouse.move(240, 420);
			await expect(this.page.locator('[data-bench-status="idle"]')).toHaveCount(0, { timeout: 300 });
		}).toPass();
	}

	/** What the terminal in front shows, scroll-back included, without blank lines at the end. */
	screen(): Promise<string> {
		return this.page.evaluate(() => {
			const element = document.querySelector('.terminal:not([hidden]) .terminal-screen');
			const terminal = (element as unknown as { kubedrillTerminal?: XtermLike } | null)?.kubedrillTerminal;
			if (terminal === undefined) return '';
			const { active } = terminal.buffer;
			let text = '';
			for (let row = 0; row < active.length; row++) {
				const line = active.getLine(row);
				if (line === undefined) continue;
				text += `${line.isWrapped || row === 0 ? '' : '\n'}${line.translateToString(!(active.getLine(row + 1)?.isWrapped ?? false))}`;
			}
			return text.replace(/\n+$/, '');
		});
	}

	async shows(text: string | RegExp, timeout = 20_000): Promise<void> {
		const matcher = typeof text === 'string' ? new RegExp(quoted(text)) : text;
		// translateToString trims the space after a prompt.
		const trimmed = new RegExp(matcher.source.replace(/ \$$/, ' ?$'), matcher.flags);
		await expect.poll(() => this.screen(), { timeout, intervals: [100] }).toMatch(trimmed);
	}

	/** Types a command into the terminal and waits until the prompt is back. */
	async type(command: string, timeout = 60_000): Promise<void> {
		await this.page.locator('.terminal:not([hidden]) textarea').focus();
		await this.page.keyboard.type(command, { delay: 2 });
		await this.page.keyboard.press('Enter');
		await this.done(command, timeout);
	}

	/** The command stands on the screen, and a prompt after it. */
	async done(command: string, timeout = 60_000): Promise<void> {
		const last = command.split('\n').at(-1) ?? command;
		await expect
			.poll(
				async () => {
					const screen = await this.screen();
					const at = screen.lastIndexOf(last);
					return at !== -1 && /\n[^\n]*[#$] ?$/.test(screen.slice(at + last.length));
				},
				{ timeout, intervals: [100], message: `the prompt after ${command}` },
			)
			.toBe(true);
	}

	task(id: string) {
		return this.page.locator(`#task-${id}`);
	}

	async won(id: string): Promise<void> {
		await expect(this.task(id)).toHaveAttribute('data-state', 'won', { timeout: 75_000 });
	}
}

interface XtermLike {
	readonly buffer: {
		readonly active: {
			readonly length: number;
			getLine(row: number): { readonly isWrapped: boolean; translateToString(trim: boolean): string } | undefined;
		};
	};
}

function quoted(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
