import { linkHorizontal } from 'd3';

export interface FlowNode {
	index: number;
	x: number;
	y: number;
	height: number;
	/** Baseline of its label, kept clear of the others. */
	label: number;
}
export interface Flow {
	/** Indices of the two nodes. */
	from: number;
	to: number;
	value: number;
	path: string;
	/** Stroke width in pixels. */
	width: number;
}
export interface FlowsLayout {
	height: number;
	left: number;
	right: number;
	sources: FlowNode[];
	targets: FlowNode[];
	/** By source, then by target. */
	flows: Flow[];
}

const NODE = 7;
const GAP = 15;

/**
 * Flows between the groups of two days, to one scale; groups of nobody are left out.
 * @param values by source (rows) and target (columns), row-major
 * @param columns number of targets
 * @param order sources from the top down
 * @param label room for the labels left and right, and from one label to the next, pixels
 */
export function layoutFlows(
	values: readonly number[],
	columns: number,
	order: readonly number[],
	{ width, height, label }: { width: number; height: number; label: { left: number; right: number; line: number } }
): FlowsLayout {
	const cell = (from: number, to: number) => values[from * columns + to];
	const all = Array.from({ length: columns }, (_, to) => to);
	const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);
	const outOf = new Map(order.map((from) => [from, sum(all.map((to) => cell(from, to)))]));
	const into = new Map(all.map((to) => [to, sum(order.map((from) => cell(from, to)))]));
	const total = sum([...outOf.values()]);
	const room = height - 2 * 8 - GAP * (Math.max(order.length, columns) - 1);
	const scale = total > 0 ? Math.max(1, room) / total : 0;
	const [left, right] = [label.left, width - label.right];

	const stack = (values: Map<number, number>, x: number): FlowNode[] => {
		const shown = [...values].filter(([, value]) => value > 0);
		const high = sum(shown.map(([, value]) => Math.max(2, value * scale)));
		const gap = shown.length > 1 ? (height - 16 - high) / (shown.length - 1) : 0;
		let y = shown.length > 1 ? 8 : (height - high) / 2;
		const nodes = shown.map(([index, value]) => {
			const node = { index, x, y, height: Math.max(2, value * scale), label: 0 };
			y += node.height + Math.min(gap, 60);
			return node;
		});
		return withLabels(nodes, height, label.line);
	};
	const sources = stack(outOf, left - NODE);
	const targets = stack(into, right);

	const link = linkHorizontal<unknown, [number, number]>();
	const leaves = new Map(sources.map(({ index, y }) => [index, y]));
	const arrives = new Map(targets.map(({ index, y }) => [index, y]));
	const flows: Flow[] = [];
	for (const from of order)
		for (const to of all) {
			const value = cell(from, to);
			if (value === 0) continue;
			const thick = value * scale;
			const start = leaves.get(from) ?? 0;
			const end = arrives.get(to) ?? 0;
			leaves.set(from, start + thick);
			arrives.set(to, end + thick);
			const ends = { source: [left, start + thick / 2], target: [right, end + thick / 2] };
			flows.push({
				from,
				to,
				value,
				path: link(ends as { source: [number, number]; target: [number, number] }) ?? '',
				width: Math.max(1, thick)
			});
		}
	return { height, left, right, sources, targets, flows };
}

/** Labels in the middle of their nodes, moved apart where nodes are thin. */
function withLabels(nodes: FlowNode[], height: number, line: number): FlowNode[] {
	const at = nodes.map((node) => node.y + node.height / 2);
	for (let i = 1; i < at.length; i++) at[i] = Math.max(at[i], at[i - 1] + line);
	const over = at.length > 0 ? at[at.length - 1] - (height - line / 2) : 0;
	if (over > 0) {
		at[at.length - 1] -= over;
		for (let i = at.length - 2; i >= 0; i--) at[i] = Math.min(at[i], at[i + 1] - line);
	}
	return nodes.map((node, i) => ({ ...node, label: at[i] + 4 }));
}
