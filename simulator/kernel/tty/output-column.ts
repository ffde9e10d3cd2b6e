/** Where the cursor is, as far as the line discipline can tell: enough to erase a tab. */
export class OutputColumn {
	column = 0;

	advance(shown: Uint8Array): void {
		for (const byte of shown) {
			if (byte === 10 || byte === 13) this.column = 0;
			else if (byte === 8) this.column = Math.max(0, this.column - 1);
			else if (byte === 9) this.column = (this.column | 7) + 1;
			else if (byte >= 32 && byte !== 127 && (byte & 0xc0) !== 0x80) this.column++;
		}
	}
}
