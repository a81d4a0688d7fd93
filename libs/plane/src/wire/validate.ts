/** Checks an input against its service model, and words what fails as AWS does, all failures at once. */
import type { ListShape, MapShape, ServiceModel, StructureShape } from '../models/service-model.ts';
import { AwsError } from './aws-error.ts';
import { compiledShapes, shapeOf, type ShapeCompiler } from './compiled-shapes.ts';
import { constraintsOf, type Constraint } from './constraint.ts';

/** Where a value stands; put into words only when something fails. */
interface Path {
  readonly parent?: Path;
  readonly name: string;
}

type Check = (value: unknown, path: Path, failures: string[]) => void;

/** Stands in for the root: members of the input begin the path. */
const root: Path = { name: '' };

/** `productionVariants.1.member.instanceType`: each name's first letter in lower case, whatever follows. */
const pathText = (path: Path): string => {
  const name = path.name.charAt(0).toLowerCase() + path.name.slice(1);
  return path.parent === undefined || path.parent === root ? name : `${pathText(path.parent)}.${name}`;
};

/** The value as Java prints it. */
const valueText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array)
    return `java.nio.HeapByteBuffer[pos=0 lim=${String(value.length)} cap=${String(value.length)}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, each]) => `${key}=${valueText(each)}`);
  return `{${entries.join(', ')}}`;
};

const fail = (value: string, path: Path, constraint: string): string =>
  `Value ${value}at '${pathText(path)}' failed to satisfy constraint: ${constraint}`;

const failNull = (path: Path): string => fail('null ', path, 'Member must not be null');

/** AWS names no value of a sensitive member: `Value at 'password' failed …`. */
const failValue = (value: unknown, sensitive: boolean | undefined, path: Path, constraint: string): string =>
  fail(sensitive === true ? '' : `'${valueText(value)}' `, path, constraint);

const checkConstraints =
  (constraints: readonly Constraint[], sensitive?: boolean): Check =>
  (value, path, failures) => {
    for (const constraint of constraints) {
      if (!constraint.holds(value)) failures.push(failValue(value, sensitive, path, constraint.text));
    }
  };

const structureCheck = (shape: StructureShape, compiler: ShapeCompiler<Check>): Check => {
  const required = new Set(shape.required);
  const members = Object.entries(shape.members).map(([name, member]) => ({
    name,
    required: required.has(name),
    check: compiler.shape(member.shape),
  }));
  return (value, path, failures) => {
    const from = value as Record<string, unknown>;
    for (const member of members) {
      const each = from[member.name];
      if (each !== undefined && each !== null) member.check(each, { parent: path, name: member.name }, failures);
      else if (member.required) failures.push(failNull({ parent: path, name: member.name }));
    }
  };
};

const listConstraint = (constraints: readonly Constraint[]): string =>
  `[${constraints.map((constraint) => constraint.text).join(', ')}]`;

const listCheck = (shape: ListShape, compiler: ShapeCompiler<Check>): Check => {
  const own = checkConstraints(constraintsOf(shape));
  const memberShape = shapeOf(compiler.model, shape.member.shape);
  const ofMember = constraintsOf(memberShape);
  const scalar = !('member' in memberShape || 'members' in memberShape || 'value' in memberShape);
  const check = compiler.shape(shape.member.shape);
  return (value, path, failures) => {
    const list = value as readonly unknown[];
    own(value, path, failures);
    // Scalars are judged together, under the list's own path; anything else entry by entry.
    if (scalar) {
      const good = list.every((each) => each !== null && ofMember.every((constraint) => constraint.holds(each)));
      if (good) return;
      failures.push(failValue(value, false, path, `Member must satisfy constraint: ${listConstraint(ofMember)}`));
      return;
    }
    list.forEach((each, index) => {
      const at: Path = { parent: { parent: path, name: String(index + 1) }, name: 'member' };
      if (each === null) failures.push(failNull(at));
      else check(each, at, failures);
    });
  };
};

const mapCheck = (shape: MapShape, compiler: ShapeCompiler<Check>): Check => {
  const own = checkConstraints(constraintsOf(shape));
  const ofKey = constraintsOf(shapeOf(compiler.model, shape.key.shape));
  const valueShape = shapeOf(compiler.model, shape.value.shape);
  const ofValue = constraintsOf(valueShape);
  const check = compiler.shape(shape.value.shape);
  const nested = 'member' in valueShape || 'members' in valueShape || 'value' in valueShape;
  return (value, path, failures) => {
    const map = value as Record<string, unknown>;
    own(value, path, failures);
    if (!Object.keys(map).every((key) => ofKey.every((constraint) => constraint.holds(key)))) {
      failures.push(failValue(value, false, path, `Map keys must satisfy constraint: ${listConstraint(ofKey)}`));
    }
    if (nested) {
      for (const [key, each] of Object.entries(map)) {
        const at: Path = { parent: { parent: path, name: key }, name: 'member' };
        if (each === null) failures.push(failNull(at));
        else check(each, at, failures);
      }
    } else if (!Object.values(map).every((each) => each !== null && ofValue.every((one) => one.holds(each)))) {
      failures.push(failValue(value, false, path, `Map value must satisfy constraint: ${listConstraint(ofValue)}`));
    }
  };
};

const shapeCheck = compiledShapes<Parameters<Check>, ReturnType<Check>>((shape, compiler) => {
  if (shape.type === 'structure') return structureCheck(shape, compiler);
  if (shape.type === 'list') return listCheck(shape, compiler);
  if (shape.type === 'map') return mapCheck(shape, compiler);
  return checkConstraints(constraintsOf(shape), shape.sensitive);
});

/**
 * Throws the service's validation error (ValidationException, ValidationError, InvalidParameterException) that lists
 * every constraint that the input of `operation` breaks. S3 has none: its handlers check in S3's own words.
 */
export const validate = (model: ServiceModel, operation: string, input: object): void => {
  const { input: shapeName, document } = model.operations[operation] ?? {};
  if (shapeName === undefined || document || model.validationError === undefined) return;
  const failures: string[] = [];
  shapeCheck(model, shapeName)(input, root, failures);
  if (failures.length === 0) return;
  const count = failures.length === 1 ? '1 validation error' : `${String(failures.length)} validation errors`;
  throw new AwsError(model.validationError, 400, `${count} detected: ${failures.join('; ')}`);
};
