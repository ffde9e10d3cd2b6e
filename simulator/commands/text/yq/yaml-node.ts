export type NodeKind = 'scalar' | 'mapping' | 'sequence' | 'alias';
export type NodeStyle = '' | 'tagged' | 'double' | 'single' | 'literal' | 'folded' | 'flow';

/** What ends a run with "Error: text". */
export class YqError extends Error {}

/** Which values an assignment leaves alone. */
export interface AssignRules {
	readonly keepAnchor?: boolean;
	readonly onlyNull?: boolean;
	readonly clobberTags?: boolean;
}

/**
 * A node of a YAML document with all that yq keeps of it: style, tag, anchor, comments, where it stands. Of a mapping
 * `content` holds keys and values in turn. Nodes are changed in place by assignments. Models pkg/yqlib CandidateNode.
 */
export class YamlNode {
	kind: NodeKind = 'scalar';
	style: NodeStyle = '';
	tag = '';
	value = '';
	anchor = '';
	alias: YamlNode | undefined;
	content: YamlNode[] = [];
	head = '';
	line = '';
	foot = '';
	/** Comments and separators before the document, as they stand. */
	leading = '';
	parent: YamlNode | undefined;
	/** Of a value: its key; of an item: its index. */
	key: YamlNode | undefined;
	isKey = false;
	lineNumber = 0;
	column = 0;
	/** Of a document's root. */
	document = 0;
	fileName = '';
	fileIndex = 0;
	/** All documents of all files are one context. */
	together = false;

	static scalar(tag: string, value: string): YamlNode {
		const node = new YamlNode();
		node.tag = tag;
		node.value = value;
		return node;
	}

	static text(value: string): YamlNode {
		return YamlNode.scalar(value === '<<' ? '!!merge' : '!!str', value);
	}

	static collection(kind: 'mapping' | 'sequence'): YamlNode {
		const node = new YamlNode();
		node.kind = kind;
		node.tag = kind === 'mapping' ? '!!map' : '!!seq';
		return node;
	}

	get root(): YamlNode {
		let node: YamlNode = this;
		while (node.parent !== undefined) node = node.parent;
		return node;
	}

	get isNull(): boolean {
		return this.tag === '!!null';
	}

	/** The node that an alias stands for. */
	get target(): YamlNode {
		let node: YamlNode = this;
		while (node.kind === 'alias' && node.alias !== undefined) node = node.alias;
		return node;
	}

	path(): YamlNode[] {
		const keys: YamlNode[] = [];
		for (let node: YamlNode | undefined = this; node !== undefined; node = node.parent) {
			const key = node.isKey ? node : node.key;
			if (key !== undefined) keys.unshift(key);
		}
		return keys;
	}

	/** Copies of both become its last pair. */
	addPair(key: YamlNode, value: YamlNode): [YamlNode, YamlNode] {
		const ownKey = key.copy();
		ownKey.parent = this;
		ownKey.isKey = true;
		const ownValue = value.copy();
		ownValue.parent = this;
		ownValue.isKey = false;
		ownValue.key = ownKey;
		this.content.push(ownKey, ownValue);
		return [ownKey, ownValue];
	}

	/** A copy becomes its last item. */
	addItem(item: YamlNode): YamlNode {
		const own = item.copy();
		own.parent = this;
		own.isKey = false;
		own.key = YamlNode.scalar('!!int', String(this.content.length));
		own.key.parent = this;
		this.content.push(own);
		return own;
	}

	addAll(children: readonly YamlNode[]): void {
		if (this.kind === 'mapping') {
			for (let at = 0; at + 1 < children.length; at += 2) {
				this.addPair(children[at] as YamlNode, children[at + 1] as YamlNode);
			}
		} else for (const child of children) this.addItem(child);
	}

	*pairs(): Generator<readonly [YamlNode, YamlNode]> {
		for (let at = 0; at + 1 < this.content.length; at += 2) {
			yield [this.content[at] as YamlNode, this.content[at + 1] as YamlNode];
		}
	}

	get(name: string): YamlNode | undefined {
		for (const [key, value] of this.pairs()) if (key.value === name) return value;
		return undefined;
	}

	copy(withContent = true): YamlNode {
		const copy = new YamlNode();
		copy.kind = this.kind;
		copy.style = this.style;
		copy.tag = this.tag;
		copy.value = this.value;
		copy.anchor = this.anchor;
		copy.alias = this.alias;
		copy.head = this.head;
		copy.line = this.line;
		copy.foot = this.foot;
		copy.leading = this.leading;
		copy.parent = this.parent;
		copy.key = this.key;
		copy.isKey = this.isKey;
		copy.lineNumber = this.lineNumber;
		copy.column = this.column;
		copy.document = this.document;
		copy.fileName = this.fileName;
		copy.fileIndex = this.fileIndex;
		copy.together = this.together;
		if (withContent) copy.addAll(this.content);
		return copy;
	}

	/** `node` in the place of this one: with its parent and key. */
	placed(node: YamlNode): YamlNode {
		node.parent = this.parent;
		node.key = this.isKey ? this : this.key;
		node.isKey = false;
		return node;
	}

	placedScalar(tag: string, value: string): YamlNode {
		return this.placed(YamlNode.scalar(tag, value));
	}

	/** Becomes as `other` is, keeping its own style and comments where the other says nothing. */
	updateFrom(other: YamlNode, rules: AssignRules): void {
		if (this === other) return;
		if ((this.kind !== 'scalar' && this.content.length === 0) || this.tag !== other.tag) this.style = other.style;
		const children = other.copy().content;
		this.content = [];
		this.kind = other.kind;
		this.addAll(children);
		this.value = other.value;
		this.updateAttributes(other, rules);
	}

	updateAttributes(other: YamlNode, rules: AssignRules): void {
		if (this.kind !== other.kind) {
			this.content = [];
			this.value = '';
		}
		this.kind = other.kind;
		if (rules.clobberTags || this.tag.startsWith('!!') || this.tag === '') this.tag = other.tag;
		this.alias = other.alias;
		if (!rules.keepAnchor) this.anchor = other.anchor;
		if (this.style === '') this.style = other.style;
		if (other.foot !== '') this.foot = other.foot;
		if (other.head !== '') this.head = other.head;
		if (other.line !== '') this.line = other.line;
	}
}

export function isTruthy(node: YamlNode | undefined): boolean {
	if (node === undefined || node.isNull) return false;
	return node.tag !== '!!bool' || /^(?:true|yes|on|y)$/i.test(node.value);
}
