// What TypeScript's compiler (`ts`) finds in scripts, which are modules without types, and what it leaves to a linter.

const options = {
  allowJs: true,
  checkJs: true,
  noEmit: true,
  strict: false,
  alwaysStrict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  moduleDetection: ts.ModuleDetectionKind.Force,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
  types: [],
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
};
// Of the types of values, which the scripts do not declare, so that the compiler guesses; but not of private members.
const guessed = ({ code, messageText }) => [2339, 2345, 2363, 2365].includes(code) && !/^Property '#/.test(messageText);

/** The findings in the scripts of these names, as "file:line:column message"; `files` has all texts by name. */
function check(names, files) {
  const program = ts.createProgram(names, options, {
    fileExists: (name) => name in files,
    readFile: (name) => files[name],
    getSourceFile: (name) =>
      name in files ? ts.createSourceFile(name, files[name], options.target, true) : undefined,
    getDefaultLibFileName: () => "lib.d.ts",
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  });
  const found = program.getOptionsDiagnostics().map((fault) => ts.flattenDiagnosticMessageText(fault.messageText, " "));
  for (const name of names) {
    const source = program.getSourceFile(name);
    const say = (position, message) => {
      const { line, character } = source.getLineAndCharacterOfPosition(position);
      found.push(`${name}:${line + 1}:${character + 1} ${message}`);
    };
    [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .filter((fault) => !guessed(fault))
      .forEach(({ start, messageText }) => say(start, ts.flattenDiagnosticMessageText(messageText, " ")));
    lint(source, (node, message) => say(node.getStart(source), message));
  }
  return found;
}

/** No `var`, no `==` but with `null`, no `let` for what is never assigned, no code in a text. */
function lint(source, say) {
  const lets = [];
  const assigned = new Set(); // by name, wherever in the script
  const assign = (target) => {
    if (ts.isIdentifier(target)) assigned.add(target.text);
    else if (!ts.isPropertyAccessExpression(target)) ts.forEachChild(target, assign);
  };
  const names = (declared) => {
    if (ts.isIdentifier(declared)) lets.push(declared);
    else declared.elements.forEach((element) => element.name && names(element.name));
  };
  const visit = (node) => {
    if (ts.isVariableDeclarationList(node)) {
      if (!(node.flags & ts.NodeFlags.BlockScoped)) say(node, "Use 'let' or 'const', not 'var'.");
      if (node.flags & ts.NodeFlags.Let) {
        const each = ts.isForOfStatement(node.parent) || ts.isForInStatement(node.parent);
        node.declarations.filter(({ initializer }) => each || initializer).forEach(({ name }) => names(name));
      }
    } else if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) assign(node.left);
      if ((kind === ts.SyntaxKind.EqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsToken)
          && node.right.kind !== ts.SyntaxKind.NullKeyword) {
        say(node.operatorToken, "Use '===' or '!=='.");
      }
    } else if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) {
      if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) {
        assign(node.operand);
      }
    } else if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
      if (!ts.isVariableDeclarationList(node.initializer)) assign(node.initializer);
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      if (/^(?:eval|Function)$/.test(node.expression.getText(source))) say(node, "Do not run a text as code.");
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  lets.filter((name) => !assigned.has(name.text)).forEach((name) => say(name, "Use 'const': nothing else is assigned."));
}
