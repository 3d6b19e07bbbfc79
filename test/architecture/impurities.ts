import ts from 'typescript';

const impureGlobals = new Set([
	'crypto',
	'fetch',
	'performance',
	'process',
	'console',
	'setTimeout',
	'setInterval',
	'queueMicrotask',
	'indexedDB',
	'localStorage',
	'navigator'
]);

/** What in `text` reads a clock, chance or the outside world: the offending expressions, as written. */
export function findImpurities(path: string, text: string): string[] {
	const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (isImpure(node)) found.push(node.getText(file));
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

function isImpure(node: ts.Node): boolean {
	if (ts.isPropertyAccessExpression(node))
		return ['Date.now', 'Math.random', 'Temporal.Now'].includes(node.getText());
	if (ts.isNewExpression(node))
		return node.expression.getText() === 'Date' && !node.arguments?.length;
	return ts.isIdentifier(node) && impureGlobals.has(node.text) && isGlobalUse(node);
}

/** Not a property, a parameter or a field of that name: those are inputs, which is just what is wanted. */
function isGlobalUse(node: ts.Identifier): boolean {
	const { parent } = node;
	if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
	if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return true;
	return ts.isExpressionStatement(parent) || ts.isVariableDeclaration(parent)
		? (parent as { name?: ts.Node }).name !== node
		: false;
}
