// Runs entities_calls.ts through masto.js and compares each answer with the type that masto.js declares for it, as the
// TypeScript compiler reads it: nothing about the entities is written down here.
//   node entities.mjs URL ADA_TOKEN BEN_TOKEN ADMIN_TOKEN     prints {"step": [faults]} as JSON
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRestAPIClient } from "masto";
import ts from "typescript";

const here = path.dirname(fileURLToPath(import.meta.url));
const source = path.join(here, "entities_calls.ts");
const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, strict: true, skipLibCheck: true, noEmit: true };
const program = ts.createProgram([source], options);
const checker = program.getTypeChecker();
const diagnostics = ts.getPreEmitDiagnostics(program);
if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => here, getNewLine: () => "\n" }));

// Where the declarations say less than Mastodon's own documentation, or more than the version that is served (4.3, and the
// quotes of 4.5). Everything else must be as declared.
const excused = [
  / is null$/, // what may be null by Mastodon's documentation, see nullable
  /\.(featureApproval|role\.(position|createdAt|updatedAt|collectionLimit)|source\.role|tags\[\d+\]\.id) is missing$/, // later than 4.5
  /\.(role|roles\[\d+\])\.(id|permissions) is "-?\d+"$/, // text, so that JavaScript reads it exactly
  /\.statusesCount is "\d+"$/, /\.data\[\d+\]\.(value|rate) is /, /\.expiresAt is "/, /^languagesOfInstance\[\d+\] is \{"code"/, // by Mastodon's documentation
  /^(scheduled|moved|scheduledPosts\[\d+\])\.params\./, // parameters as they were sent
  /\.alerts\.admin is missing$/, // "admin.report" is one name, which masto.js does not take apart
  /^admin(Report|Reports\[\d+\]|Assigned|Resolved)\.(account|targetAccount|assignedAccount|actionTakenByAccount)\.\w+ is missing$/, // an Admin::Account
  /\.rejectReposts is missing$/, // reject_reports, misspelled
  /\.thumbnail\.versions\.@[12]x is missing$/, // masto.js takes the @ off
  /\.mostRecentNotificationId is \d+$/, /\.sampleAccountIds is \[/, /\.notificationGroups\[\d+\]\.statusId is "/, /\.apiVersions\.mastodon is \d+$/, // by Mastodon's documentation
  /\.configuration\.accounts\.max(Avatar|Header)DescriptionLength is missing$/, // later than 4.5
];
const nullable = ["lastStatusAt", "application", "thumbnail.blurhash", "actionTakenByAccount"];
const forgiven = (fault) => excused.some((each) => each.test(fault)) && (!fault.endsWith("is null") || nullable.some((name) => fault.endsWith(`.${name} is null`)));

// ---- whether a value is what a type says ----
const is = (type, flag) => (type.flags & flag) !== 0;
function faults(value, type, where, depth = 0) {
  const wrong = (expected = checker.typeToString(type)) => {
    const fault = `${where} is ${JSON.stringify(value)?.slice(0, 80)}`;
    return forgiven(fault) ? [] : [`${fault}, not ${expected.slice(0, 80)}`];
  };
  if (depth > 12 || is(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
  if (type.isUnion()) {
    const all = type.types.map((each) => faults(value, each, where, depth + 1));
    if (all.some((each) => each.length === 0) || forgiven(`${where} is ${JSON.stringify(value)?.slice(0, 80)}`)) return [];
    // The member that came closest says best what is wrong.
    const objects = all.filter((_, i) => is(type.types[i], ts.TypeFlags.Object));
    return value !== null && typeof value === "object" && objects.length > 0 ? objects.sort((a, b) => a.length - b.length)[0] : wrong();
  }
  if (type.isIntersection()) return type.types.flatMap((each) => faults(value, each, where, depth + 1));
  if (is(type, ts.TypeFlags.Null)) return value === null ? [] : wrong();
  if (is(type, ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return value === undefined ? [] : wrong();
  if (type.isStringLiteral() || type.isNumberLiteral()) return value === type.value ? [] : wrong();
  if (is(type, ts.TypeFlags.BooleanLiteral)) return String(value) === checker.typeToString(type) && typeof value === "boolean" ? [] : wrong();
  if (is(type, ts.TypeFlags.StringLike)) return typeof value === "string" ? [] : wrong();
  if (is(type, ts.TypeFlags.NumberLike)) return typeof value === "number" ? [] : wrong();
  if (is(type, ts.TypeFlags.BooleanLike)) return typeof value === "boolean" ? [] : wrong();
  if (is(type, ts.TypeFlags.Never)) return wrong("there");
  if (is(type, ts.TypeFlags.TypeParameter)) return [];
  if (checker.isTupleType(type)) {
    const parts = checker.getTypeArguments(type);
    return Array.isArray(value) ? parts.flatMap((part, i) => faults(value[i], part, `${where}[${i}]`, depth + 1)) : wrong();
  }
  if (checker.isArrayType(type)) {
    if (!Array.isArray(value)) return wrong();
    return value.flatMap((each, i) => faults(each, checker.getTypeArguments(type)[0], `${where}[${i}]`, depth + 1));
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return wrong();
  const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  if (index) return Object.entries(value).flatMap(([key, each]) => faults(each, index.type, `${where}.${key}`, depth + 1));
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    const name = property.getName();
    if (!(name in value) || value[name] === undefined) {
      const fault = `${where}.${name} is missing`;
      return optional || forgiven(fault) ? [] : [fault];
    }
    return faults(value[name], checker.getTypeOfSymbol(property), `${where}.${name}`, depth + 1);
  });
}

// What the step's promise, or its page of a list, resolves to.
function awaited(type) {
  const inner = checker.getAwaitedType(type) ?? type;
  return inner;
}
const module = checker.getSymbolAtLocation(program.getSourceFile(source));
const stepsType = checker.getTypeOfSymbol(checker.getExportsOfModule(module).find((each) => each.getName() === "steps"));

// ---- the calls ----
const compiled = path.join(here, "node_modules", ".entities_calls.mjs");
fs.writeFileSync(compiled, ts.transpileModule(fs.readFileSync(source, "utf8"), { compilerOptions: { ...options, module: ts.ModuleKind.ESNext } }).outputText);
const { steps } = await import(pathToFileURL(compiled));

const [url, ...tokens] = process.argv.slice(2);
const [ada, ben, admin] = tokens.map((accessToken) => createRestAPIClient({ url, accessToken, timeout: 20_000 }));
const people = {
  ada, ben, admin, endpoint: "https://push.example.org/send/1",
  adaId: (await ada.v1.accounts.verifyCredentials()).id, benId: (await ben.v1.accounts.verifyCredentials()).id,
  picture: new Blob([fs.readFileSync(path.join(here, "red.png"))], { type: "image/png" }),
};
const found = {};
for (const [name, step] of Object.entries(steps)) {
  try {
    const property = stepsType.getProperty(name);
    const signature = checker.getTypeOfSymbol(property).getCallSignatures()[0];
    const value = await step(people);
    found[name] = [...new Set(faults(value, awaited(checker.getReturnTypeOfSignature(signature)), name))];
  } catch (wrong) {
    found[name] = [`${wrong.message}${wrong.statusCode ? ` (${wrong.statusCode})` : ""}`];
  }
}
console.log(JSON.stringify(found));
